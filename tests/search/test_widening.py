"""Where too few records have most of the words, any of them will do."""

import pytest

from search.catalogue.criteria import Criteria
from search.catalogue.results import Results
from tests.factories.achievements import AchievementFactory

BLANK = {"title_en": "", "summary_zh": "", "summary_en": ""}


@pytest.fixture
def titled(keep_promises):
    def publish(*titles):
        records = [
            AchievementFactory(published=True, title_zh=title, **BLANK)
            for title in titles
        ]
        keep_promises()
        return [record.number for record in records]

    return publish


def numbers(text, **chosen):
    results = Results(Criteria(text=text, chosen=chosen))
    return [row.number for row in results.rows], results.widened


def test_most_words_are_wanted_where_they_are_found(titled):
    both, _one = titled("砝码 天平 校准", "砝码 温度")

    assert numbers("砝码 天平 湿度") == ([both], False)


def test_any_word_will_do_where_no_record_has_more(titled):
    (record,) = titled("砝码的使用")

    assert numbers("砝码 天平 湿度") == ([record], True)


def test_two_words_are_meant_as_they_stand(titled):
    titled("砝码的使用")

    assert numbers("砝码 天平") == ([], False)


def test_a_number_is_never_widened_to_its_parts(titled):
    titled("GB 与 T 的说明 2016")

    assert numbers("GB/T 19001-2016") == ([], False)


def test_a_filter_does_not_widen(titled):
    both, _one = titled("砝码 天平 校准", "砝码 温度")

    assert numbers("砝码 天平 湿度", domain=("food",)) == ([], False)
    assert numbers("砝码 天平 湿度", domain=("metrology",)) == ([both], False)


def test_a_question_may_be_answered_by_characters(titled):
    (record,) = titled("秤量")

    assert numbers("请问电子秤怎么称量才不会有误差呢") == ([record], True)


def test_the_page_says_that_it_widened(client, titled):
    titled("砝码的使用")

    widened = client.get("/en/catalogue/", {"q": "砝码 天平 湿度"})
    plain = client.get("/en/catalogue/", {"q": "砝码"})

    sentence = "Those with any of them are shown, best first."
    assert sentence in widened.text
    assert sentence not in plain.text
