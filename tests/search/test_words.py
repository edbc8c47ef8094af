"""Text as words: Chinese in pairs, the rest as English stems."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from search.catalogue.criteria import Criteria
from search.documents.words import clean, folded, runs, stems, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("计量", ["计量"]),
        ("计量院", ["计量", "量院"]),
        ("量", ["量"]),
        ("计量 检测", ["计量", "检测"]),
        ("Calibrating thermometers", ["calibr", "thermomet"]),
        ("the state of the art", ["state", "art"]),
        ("NQI平台calibration", ["nqi", "平台", "calibr"]),
        ("ＮＱＩ　平台", ["nqi", "平台"]),
        ("Müller", ["muller"]),
        (
            "如何检测食品中的农药残留？",
            ["检测", "测食", "食品", "品中", "农药", "药残", "残留"],
        ),
        ("什么", ["什么"]),
        ("目的地", ["目的", "的地"]),
        ("计量计量", ["计量", "量计"]),
        ("。，!?", []),
        ("😀", []),
        ("", []),
    ],
)
def test_a_question_becomes_words(text, expected):
    assert words(text) == expected


def test_stems_leave_chinese_and_stop_words_out():
    assert (
        stems("Measuring 计量 of the flows", "", "Standards") == "measur flow standard"
    )


def test_inflected_forms_share_their_stem():
    forms = ["calibrate", "calibrated", "calibrating", "calibration", "calibrations"]

    assert {stems(form) for form in forms} == {"calibr"}


def test_folding_makes_full_width_half_and_accents_plain():
    assert folded("ＧＢ／Ｔ　１９００１　É") == "gb/t 19001 e"


def test_controls_and_lone_surrogates_are_no_text():
    assert clean("a\x00b\ud800c\ue000d\ne") == "a b c d\ne"


def test_runs_keep_their_order():
    assert runs("GB/T 19001质量 management") == [
        "gb",
        "t",
        "19001",
        "质量",
        "management",
    ]


@given(st.text())
def test_any_text_becomes_words_that_the_engine_can_take(text):
    for word in words(text):
        assert word
        assert word == word.strip()
        word.encode()


def test_what_is_no_text_is_cleaned_out_of_a_question():
    asked = Criteria.read(QueryDict("q=a%00b%01&domain=x%00y&page=%00"))

    assert asked.text == "a b"
    assert asked.chosen == {"domain": ("x y",)}
    assert asked.page == 1


def test_a_long_question_is_cut():
    asked = Criteria.read(QueryDict("q=" + "word+" * 5_000))

    assert len(asked.text) <= 300
