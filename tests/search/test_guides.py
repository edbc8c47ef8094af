"""Guides exist once for each language; a reader sees those in theirs."""

import pytest

from search.catalogue.widening import is_scarce
from tests.factories.achievements import AchievementFactory

CATALOGUE = "/{}/catalogue/"
SUGGEST = "/{}/catalogue/suggest/"
API = "/api/v1/search"
LANGUAGES = ("zh-hans", "en")


@pytest.fixture
def indexed_guides(guides, keep_promises):
    keep_promises()
    return guides


def number(page):
    return f"P{page.pk}"


def kinds(results):
    (group,) = [group for group in results.facets if group.name == "kind"]
    return {value.value: value.count for value in group.values}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "asked", [{"q": "handbook"}, {"q": "facility"}, {"kind": "page"}]
)
def test_only_guides_in_the_readers_language_are_found(
    client, indexed_guides, language, asked
):
    response = client.get(CATALOGUE.format(language), asked)

    results = response.context["results"]
    assert [row.number for row in results.rows] == [number(indexed_guides[language])]
    assert results.total == 1
    assert kinds(results) == {"page": 1}


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_guides_in_the_readers_language_are_suggested(
    client, indexed_guides, language
):
    response = client.get(SUGGEST.format(language), {"q": "handb"})

    suggested = [one["number"] for one in response.json()["suggestions"]]
    assert suggested == [number(indexed_guides[language])]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_api_goes_by_the_language_asked_for(client, indexed_guides, language):
    headers = {"accept-language": language}

    data = client.get(API, {"q": "handbook"}, headers=headers).json()

    assert [hit["number"] for hit in data["hits"]] == [number(indexed_guides[language])]
    assert data["total"] == 1


def test_records_are_found_from_both_languages(client, achievement, keep_promises):
    keep_promises()

    for language in LANGUAGES:
        response = client.get(CATALOGUE.format(language), {"q": achievement.number})
        assert response.context["results"].total == 1


@pytest.mark.parametrize("chosen", [{}, {"sort": "newest"}, {"trl": "-"}])
def test_who_only_browses_sees_no_guides_but_how_many_there_are(
    client, indexed_guides, keep_promises, chosen
):
    record = AchievementFactory(published=True, trl=None)
    keep_promises()

    response = client.get(CATALOGUE.format("zh-hans"), chosen)

    results = response.context["results"]
    assert [row.number for row in results.rows] == [record.number]
    assert results.total == 1
    assert kinds(results) == {"achievement": 1, "page": 1}
    assert results.chips == [] or "trl" in chosen


def test_guides_are_listed_where_they_are_chosen(found, indexed_guides, achievement):
    assert found(kind="page") == [number(indexed_guides["zh-hans"])]


def test_guides_of_the_other_language_do_not_keep_a_search_narrow(
    guides, keep_promises
):
    AchievementFactory(published=True, summary_zh="指南")
    keep_promises()

    assert is_scarce("handbook register facility unheard")
