"""Facets count under all filters but their own, and choosing a value gives what it said."""

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.models import Term
from search.catalogue.criteria import FACETS, Criteria
from search.catalogue.facets import NONE
from search.catalogue.results import Results
from tests.factories.accounts import OrganisationFactory
from tests.factories.achievements import AchievementFactory, ListingFactory, set_terms
from tests.factories.projects import ProjectFactory

CATALOGUE = "/zh-hans/catalogue/"
REGIONS = ("310000", "330100", "330200", None)
INDUSTRIES = ([], ["C"], ["C40"], ["C40", "C35"], ["M74"], ["C34", "M73"])
DOMAINS = ([], ["food"], ["metrology"], ["food", "metrology"], ["standards"])
DISCIPLINES = ([], ["F03"], ["G"], ["F03", "G01"])
WAYS = ([], ["licence"], ["assignment", "licence"])


def holder(region):
    term = region and Term.objects.get(scheme="region", code=region)
    return OrganisationFactory(region=term)


@pytest.fixture
def mixture(guides, keep_promises):
    """Some forty records in which the facets' values cross, and a guide."""
    holders = [holder(region) for region in REGIONS]
    for number in range(15):
        achievement = AchievementFactory(
            published=True,
            holder=holders[number % len(holders)],
            trl=(number % 4) * 2 + 1 if number % 5 else None,
            title_zh=f"{'流量' if number % 2 else '压力'}标准装置",
        )
        set_terms(achievement, "domains", "domain", DOMAINS[number % len(DOMAINS)])
        set_terms(
            achievement, "industries", "industry", INDUSTRIES[number % len(INDUSTRIES)]
        )
        listing = ListingFactory(
            published=True, achievement=achievement, trl=number % 9 + 1
        )
        set_terms(listing, "modes", "transfer-way", WAYS[number % len(WAYS)])
        set_terms(listing, "industries", "industry", INDUSTRIES[(number + 2) % 6])
        set_terms(achievement, "disciplines", "discipline", DISCIPLINES[number % 4])
    for number, region_holder in enumerate(holders):
        project = ProjectFactory(
            title_zh="流量量值传递",
            organisation=region_holder if number % 2 else None,
            finished=number == 3,
        )
        set_terms(project, "domains", "domain", DOMAINS[number])
        set_terms(project, "disciplines", "discipline", DISCIPLINES[number])
    keep_promises()


def group(results, name):
    (found,) = [group for group in results.facets if group.name == name]
    return {value.value: value.count for value in found.values}


def search(**parameters):
    query = QueryDict(mutable=True)
    for name, values in parameters.items():
        query.setlist(name, values if isinstance(values, list) else [values])
    return Results(Criteria.read(query))


choices = {
    "kind": st.sampled_from(["listing", "achievement", "project", "page"]),
    "domain": st.sampled_from(["food", "metrology", "standards", "testing", NONE]),
    "element": st.sampled_from(["metrology", "testing", NONE]),
    "discipline": st.sampled_from(["F", "F03", "G", "G01", "A", NONE]),
    "industry": st.sampled_from(["C", "C40", "C35", "C401", "M", "M74", NONE, "ZZ"]),
    "region": st.sampled_from(["310000", "330000", "330100", "330200", NONE]),
    "trl": st.sampled_from(["1", "3", "5", "9", NONE]),
    "way": st.sampled_from(["licence", "assignment", NONE]),
    "ip": st.sampled_from(["invention", NONE]),
    "year": st.sampled_from(["2026", "1999", NONE]),
}
selections = st.dictionaries(st.sampled_from(FACETS), st.none(), max_size=3).flatmap(
    lambda names: st.fixed_dictionaries(
        {name: st.lists(choices[name], max_size=3) for name in names}
    )
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    chosen=selections, text=st.sampled_from(["", "流量", "标准装置"]), data=st.data()
)
def test_a_count_is_what_choosing_the_value_gives(mixture, chosen, text, data):
    results = search(q=text, **chosen)
    name = data.draw(st.sampled_from(FACETS), label="facet")

    for value, count in group(results, name).items():
        alone = search(q=text, **(chosen | {name: value}))
        assert alone.total == count, (name, value)


def test_values_of_one_facet_add_up(mixture):
    one, other = search(trl="1").total, search(trl="3").total

    assert search(trl=["1", "3"]).total == one + other


def test_filters_of_two_facets_narrow(mixture):
    both = search(domain="metrology", kind="listing")

    assert 0 < both.total < search(domain="metrology").total
    assert {row.kind for row in both.rows} == {"listing"}


def test_a_facet_ignores_its_own_filter(mixture):
    assert group(search(trl="1"), "trl") == group(search(), "trl")
    assert group(search(trl="1"), "domain") != group(search(), "domain")


def test_none_given_is_counted_and_can_be_chosen(mixture):
    count = group(search(), "trl")[NONE]

    assert count == 3
    assert search(trl=NONE).total == count
    assert {row.trl for row in search(trl=NONE).rows} == {None}


def test_a_tree_shows_its_top_and_what_is_below_the_chosen(mixture):
    assert set(group(search(), "industry")) == {"C", "M", NONE}
    assert set(group(search(industry="C"), "industry")) >= {
        "C",
        "C34",
        "C35",
        "C40",
        "M",
    }
    assert set(group(search(), "region")) == {"310000", "330000", NONE}
    assert set(group(search(), "discipline")) == {"F", "G", NONE}
    assert set(group(search(discipline="F"), "discipline")) == {"F", "F03", "G", NONE}
    opened = group(search(region="330000"), "region")
    assert set(opened) == {"310000", "330000", "330100", "330200", NONE}
    assert opened["330000"] == opened["330100"] + opened["330200"]


def test_the_narrower_branch_wins(mixture):
    assert search(industry=["C", "C40"]).total == search(industry="C40").total
    assert search(industry=["C", "C40"]).criteria.chosen == {"industry": ("C40",)}


def test_a_chosen_branch_stands_under_its_root(mixture):
    results = search(industry="C401")

    (facet,) = [facet for facet in results.facets if facet.name == "industry"]
    assert results.total == 0
    shown = [(value.value, value.level, value.chosen) for value in facet.values]
    assert ("C401", 2, True) in shown
    assert shown.index(("C", 0, False)) < shown.index(("C40", 1, False))
    assert shown.index(("C40", 1, False)) < shown.index(("C401", 2, True))


@pytest.mark.parametrize(
    "value", ["no-such-domain", "%00", "食品", "x" * 500, "<b>", ".*"]
)
def test_an_unknown_value_finds_nothing_and_can_be_removed(client, mixture, value):
    response = client.get(CATALOGUE, {"domain": value, "q": "流量"})

    results = response.context["results"]
    assert response.status_code == 200
    assert results.total == 0
    assert [chip.label for chip in results.chips] == [value[:64]]
    assert results.chips[0].query == "q=%E6%B5%81%E9%87%8F"


def test_labels_are_in_the_readers_language(client, mixture):
    chinese = client.get(CATALOGUE, {"region": "330100"}).context["results"]
    english = client.get("/en/catalogue/", {"region": "330100"}).context["results"]

    assert [chip.label for chip in chinese.chips] == ["杭州市"]
    assert [chip.label for chip in english.chips] == ["Hangzhou"]


def test_every_state_has_its_own_address(mixture):
    asked = "q=%E6%B5%81%E9%87%8F&domain=food&domain=metrology&trl=1&sort=trl"

    assert Criteria.read(QueryDict(asked)).query == asked


def test_facets_take_one_request_and_one_query(mixture, django_assert_num_queries):
    with django_assert_num_queries(1):
        search(domain="food", region="330000", industry=["C40", "M74"])
