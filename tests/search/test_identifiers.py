"""Numbers of standards, patents and records are recognised however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.documents.identifiers import mentioned, normal, sought, variants


@pytest.mark.parametrize(
    ("written", "forms"),
    [
        ("GB/T 19001-2016", ["GBT190012016", "GBT19001"]),
        ("GB／T 19001—2016", ["GBT190012016", "GBT19001"]),
        ("gb/t19001-2016", ["GBT190012016", "GBT19001"]),
        ("JJF 1059.1—2012", ["JJF105912012", "JJF10591"]),
        ("ISO/IEC 17025:2017", ["ISOIEC170252017", "ISOIEC17025"]),
        ("T/CAS 123-2020", ["TCAS1232020", "TCAS123"]),
        ("ZL202110123456.7", ["ZL2021101234567", "2021101234567", "202110123456"]),
        ("CN113218456A", ["CN113218456A", "113218456"]),
        ("US 7,123,456 B2", ["US7123456B2", "7123456"]),
        ("A2026-00012", ["A202600012"]),
        ("L2026-00012", ["L202600012"]),
        ("9332023Y0123", ["9332023Y0123"]),
        ("91310000MA1FL0000X", ["91310000MA1FL0000X"]),
    ],
)
def test_a_number_has_its_forms(written, forms):
    assert variants(written) == forms


@pytest.mark.parametrize(
    ("question", "exact"),
    [
        ("GB/T 19001-2016", ["GBT190012016"]),
        ("GB／T 19001", ["GBT19001"]),
        ("按 GB/T 19001 审核", ["GBT19001"]),
        ("JJF 1059.1—2012", ["JJF105912012"]),
        ("202110123456.7", ["2021101234567"]),
        ("9332023Y0123", ["9332023Y0123"]),
        ("A2026-00012", ["A202600012"]),
        ("计量标准", []),
        ("flow standard", []),
        ("", []),
    ],
)
def test_a_question_may_name_a_number(question, exact):
    assert sought(question)[0] == exact


def test_the_looser_forms_come_second():
    assert sought("CN202110123456.7") == (
        ["CN2021101234567"],
        ["2021101234567", "202110123456"],
    )


def test_numbers_in_a_text_are_found_with_and_without_their_year():
    text = "本规范代替 JJG 640—1994，并引用 GB/T 19001。"

    assert mentioned(text) == ["JJG6401994", "JJG640", "GBT19001"]


@given(st.text())
def test_no_text_upsets_the_recognition(text):
    exact, loose = sought(text)

    assert not set(exact) & set(loose)
    for form in [*exact, *loose, normal(text)]:
        assert form == "" or form.isascii()
