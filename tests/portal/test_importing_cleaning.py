"""Repairs of single texts: what they change, and that they never change their mind."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.importing.cleaning import clean, cut, cut_list, fault_of
from portal.importing.tables import escaped, unescaped

# Pieces that real files are broken with, in any order.
PIECES = st.sampled_from(
    [
        ".sub.2",
        ".sup.",
        ".sub..theta.",
        ".ltoreq.",
        "&amp;",
        "&amp;gt;",
        "&#38;",
        "&lt;sub&gt;",
        "<sub>2</sub>",
        "<b>",
        "</p>",
        "<script>x</script>",
        "\x00",
        "\ufeff",
        "\u202e",
        "e\u0301",
        '="',
        '"',
        "=",
        "<",
        ">",
        "&",
        ";",
        ".",
        "sub",
        "\r\n",
        "\u3000",
        "量",
    ]
)
ODD_TEXT = st.one_of(st.text(), st.lists(PIECES, max_size=12).map("".join))


@given(ODD_TEXT, st.booleans())
def test_cleaning_twice_is_cleaning_once(text, symbols):
    once, _repairs = clean(text, symbols=symbols)

    assert clean(once, symbols=symbols) == (once, [])


@given(ODD_TEXT)
def test_a_cleaned_text_has_nothing_that_a_database_refuses(text):
    cleaned, _repairs = clean(text)

    assert "\x00" not in cleaned
    assert cleaned == cleaned.strip()
    if not fault_of(cleaned):
        assert cleaned.encode().decode() == cleaned


@given(ODD_TEXT)
def test_an_escaped_cell_comes_back_as_it_was(text):
    assert unescaped(escaped(text)) == text


@given(st.text(alphabet="'=+-@a\t", max_size=6))
def test_no_escaped_cell_is_run(text):
    assert escaped(text)[:1] not in {"=", "+", "-", "@", "\t"}
    assert unescaped(escaped(text)) == text


@given(st.text(), st.integers(1, 50))
def test_what_is_cut_fits(text, most):
    assert len(cut(text, most)) <= most


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("H.sub.2 and CO.sub.2", "H₂ and CO₂"),
        ("CH.sub.4 or C.sub.2 H.sub.n", "CH₄ or C₂ Hₙ"),
        ("C.sub.nH.sub.2n+2", "CₙH₂ₙ₊₂"),
        ("Si.sub.1-xGe.sub.x", "Si₁₋ₓGeₓ"),
        ("50 watts/cm.sup.2.", "50 watts/cm²."),
        ("Sr.sup.2+ or Na.sup.+", "Sr²⁺ or Na⁺"),
        (".sup.201Hg.sup.+ clock", "²⁰¹Hg⁺ clock"),
        ("(T.sub.g) temperature", "(T_g) temperature"),
        ("H<sub>2</sub>O &lt; 5", "H₂O < 5"),
        ("d2&amp;gt;d1", "d2>d1"),
        ("the &quot;bounce&quot; mode", 'the "bounce" mode'),
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ("a\x00b\u202ec", "abc"),
        ('="KSC-1"', "KSC-1"),
        ('=HYPERLINK("x","量")', "量"),
    ],
)
def test_what_is_safe_is_repaired_and_told(text, repaired):
    cleaned, repairs = clean(text)

    assert cleaned == repaired
    assert repairs != []


@pytest.mark.parametrize(
    "text",
    [
        "AT&notes; AT&T",
        "a.sub.example.com",
        "x < y > z",
        "-20 ℃ 以下",
        "see .theta. there",
        "+86 21",
    ],
)
def test_what_is_no_markup_stays(text):
    assert clean(text) == (text, [])
    assert fault_of(text) == ""


def test_symbols_of_patents_are_replaced_where_the_mapping_says_so():
    text = "f.sub.0.ltoreq..DELTA..phi..sub.m,n 20.degree. C"

    assert clean(text, symbols=True)[0] == "f₀≤Δφ_(m,n) 20° C"


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "=cmd|' /C calc'!A0",
        "@SUM(A1:A9)",
        "+SUM(A1)",
        "-cmd|x!y",
        "#REF!",
        "caf\ufffd",
        "\ud800",
        "x" * 20_001,
    ],
)
def test_what_cannot_be_kept_is_refused(text):
    assert fault_of(text) != ""


def test_a_list_is_shortened_by_whole_entries():
    assert cut_list(["计量", "检测", "标准"], "；", 6) == "计量；检测"
