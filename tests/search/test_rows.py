"""A row's text is a sentence of the record, with the words marked that stand in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.catalogue.highlights import LONGEST, Marker
from tests.factories.achievements import AchievementFactory, ListingFactory

SENTENCE = "研制了一套用于实验室的装置，已在三家单位试用。"
ENGLISH = "A facility was built for laboratories and tried out at three institutes. "


@pytest.fixture
def line(client, keep_promises):
    """The text of the only row that a question finds."""

    def shown(question, language="zh-hans"):
        keep_promises()
        response = client.get(f"/{language}/catalogue/", {"q": question})
        (row,) = response.context["results"].rows
        return row.line

    return shown


@pytest.mark.parametrize(
    "question", ["二维码", "沈知衡", "反射率校准", "QR code", "Shen Zhiheng"]
)
def test_a_match_in_keywords_or_names_leaves_the_summary(line, question):
    AchievementFactory(
        published=True,
        summary_zh=SENTENCE,
        keywords_zh="商品二维码；反射率校准",
        keywords_en="QR code; reflectance",
    )

    assert line(question) == SENTENCE


def test_a_match_in_an_offers_text_leaves_its_value(line):
    ListingFactory(
        published=True,
        value_zh="降低企业的检测成本。",
        description_zh="许可使用二维码印制质量检测软件。",
        keywords_zh="商品二维码；印制质量",
    )

    assert line("二维码") == "降低企业的检测成本。"


def test_the_other_languages_match_leaves_the_readers_text(line):
    AchievementFactory(
        published=True, summary_zh=SENTENCE, summary_en="Ellipsometry of thin films."
    )

    assert line("ellipsometry") == SENTENCE
    assert line("ellipsometry", "en") == "<mark>Ellipsometry</mark> of thin films."


def test_a_record_in_one_language_shows_that(line):
    AchievementFactory(
        published=True, summary_zh="", summary_en="Ellipsometry of thin films."
    )

    assert line("ellipsometry") == "<mark>Ellipsometry</mark> of thin films."


def test_words_in_a_long_text_are_shown_where_they_stand(line):
    wanted = "其反射率校准的不确定度为百分之一。"
    AchievementFactory(
        published=True, summary_zh=SENTENCE * 30 + wanted + SENTENCE * 30
    )

    shown = line("反射率校准")

    assert shown.startswith("其<mark>反射率校准</mark>的不确定度为百分之一。")
    assert shown.endswith(SENTENCE)


def test_the_beginning_of_a_long_text_ends_with_a_sentence(line):
    AchievementFactory(
        published=True, summary_en=ENGLISH * 9, keywords_en="reflectance"
    )

    assert line("reflectance", "en") == (ENGLISH * 3).strip()


def test_an_endless_sentence_is_cut_between_words():
    text = "measured values " * 60

    beginning = Marker("").excerpt(text)
    middle = Marker("wanted").excerpt(f"{text}wanted {text}")

    assert beginning == "measured values " * 14 + "measured values…"
    assert middle.startswith("…measured ")
    assert middle.endswith("…")
    assert "<mark>wanted</mark>" in middle


@given(
    text=st.text("ab。. \n计量", max_size=900),
    question=st.sampled_from(["计量", "a", "ab", "量计量"]),
)
def test_an_excerpt_is_a_piece_of_the_text_with_the_first_word(text, question):
    shown = Marker(question).excerpt(text)

    plain = shown.replace("<mark>", "").replace("</mark>", "")
    assert plain.strip("…") in text
    assert ("<mark>" in shown) == ("<mark>" in Marker(question).html(text))
    assert len(text) > LONGEST or plain == text.strip()
