"""Completions while typing."""

import pytest

from achievements.models import Output
from tests.factories.achievements import AchievementFactory

SUGGEST = "/zh-hans/catalogue/suggest/"


@pytest.fixture
def suggested(client, index):
    def texts(typed, path=SUGGEST):
        response = client.get(path, {"q": typed})
        assert response.status_code == 200
        return [one["text"] for one in response.json()["suggestions"]]

    return texts


@pytest.fixture
def facility(keep_promises):
    record = AchievementFactory(
        published=True,
        title_zh="高压气体流量标准装置",
        title_en="High-pressure gas flow facility",
    )
    Output.objects.create(achievement=record, kind="standard", number="JJG 640-2016")
    keep_promises()
    return record


@pytest.mark.parametrize(
    "typed",
    [
        "高",
        "气体流",
        "流量标准",
        "hig",
        "gas fl",
        "High-pressure g",
        "JJG 64",
        "jjg640",
    ],
)
def test_a_title_or_number_is_completed(suggested, facility, typed):
    assert suggested(typed) == ["高压气体流量标准装置"]


def test_suggestions_lead_to_the_record_in_the_readers_language(client, facility):
    response = client.get("/en/catalogue/suggest/", {"q": "gas fl"})

    assert response.json()["suggestions"] == [
        {
            "text": "High-pressure gas flow facility",
            "kind": "achievement",
            "number": facility.number,
            "url": f"/en/achievements/{facility.number}/",
        }
    ]


def test_names_of_the_lists_lead_to_their_facet(client, index):
    response = client.get(SUGGEST, {"q": "特种设备"})

    found = [(one["text"], one["url"]) for one in response.json()["suggestions"]]
    assert ("特种设备安全", "/zh-hans/catalogue/?domain=special-equipment") in found


def test_words_of_different_titles_do_not_add_up(suggested, facility, keep_promises):
    AchievementFactory(published=True, title_zh="声压校准", title_en="Sound")
    keep_promises()

    assert suggested("流量校准") == []


@pytest.mark.parametrize("typed", ["", "   ", "。，!", "\x01", "😀"])
def test_nothing_typed_suggests_nothing(suggested, facility, typed):
    assert suggested(typed) == []


def test_suggestions_take_one_query(client, facility, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(SUGGEST, {"q": "高压"})


def test_while_the_engine_is_away_nothing_is_suggested(client, facility, engine_down):
    response = client.get(SUGGEST, {"q": "高压"})

    assert response.status_code == 200
    assert response.json() == {"suggestions": []}
