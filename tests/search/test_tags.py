"""What other pages show of the catalogue."""

import pytest
from django.template import Context, Template
from django.utils import translation

from achievements.models import Listing
from search.templatetags.catalogue import (
    domain_counts,
    latest_listings,
    related_results,
)
from tests.factories.achievements import AchievementFactory, ListingFactory, set_terms


def test_the_newest_listings(listing):
    ListingFactory(withdrawn=True)

    (shown,) = latest_listings(6)

    assert shown == {
        "title": listing.title_zh,
        "value": listing.value_zh,
        "url": f"/zh-hans/listings/{listing.number}/",
        "holder": listing.holder.name_zh,
        "trl": 7,
        "modes": ["许可"],
        "price": str(Listing.PriceKind.NEGOTIABLE.label),
    }


@pytest.mark.parametrize("count", [1, 3])
def test_the_newest_listings_take_the_same_queries(
    db, count, django_assert_num_queries
):
    ListingFactory.create_batch(count, published=True)

    with django_assert_num_queries(2):
        assert len(latest_listings(6)) == count


def test_domains_are_counted(listing, keep_promises):
    keep_promises()

    counts = {one["code"]: one for one in domain_counts()}

    assert list(counts) == [
        "food",
        "product",
        "special-equipment",
        "metrology",
        "standards",
        "testing",
        "certification",
        "supervision",
    ]
    assert counts["food"]["count"] == 0
    assert counts["metrology"] == {
        "code": "metrology",
        "label": "计量",
        "count": 2,
        "url": "/zh-hans/catalogue/?domain=metrology",
    }


def test_domains_are_counted_without_the_engine(listing, engine_down):
    counts = {one["code"]: one["count"] for one in domain_counts()}

    assert counts["metrology"] == 2
    assert sum(counts.values()) == 2


@pytest.fixture
def family(keep_promises):
    """A listing and its achievement, one record like them, one unlike."""
    text = {"title_zh": "涡轮流量计在线校准", "keywords_zh": "流量计；在线校准"}
    own = AchievementFactory(published=True, **text)
    offer = ListingFactory(
        published=True, achievement=own, title_zh="涡轮流量计在线校准许可"
    )
    alike = AchievementFactory(published=True, **text)
    other = AchievementFactory(
        published=True,
        title_zh="乳粉中的激素",
        title_en="Milk",
        summary_zh="奶",
        summary_en="Milk",
    )
    set_terms(other, "domains", "domain", ["food"])
    keep_promises()
    return offer, alike, other


def test_related_results_say_why(family):
    offer, alike, _other = family

    (first, *rest) = related_results(offer, 4)

    assert first.row.number == alike.number
    assert "流量计" in first.reason
    assert rest == []


@pytest.mark.parametrize(
    ("language", "reason"),
    [
        ("zh-hans", "相同关键词：流量计、在线校准"),
        ("en", "Same keywords: flow meter, calibration"),
    ],
)
def test_the_reason_is_in_the_readers_language(keep_promises, language, reason):
    words = {
        "keywords_zh": "流量计；在线校准",
        "keywords_en": "Flow meter; Calibration",
    }
    record, _alike = AchievementFactory.create_batch(2, published=True, **words)
    keep_promises()

    with translation.override(language):
        (one,) = related_results(record, 4)

    assert one.reason == reason


def test_words_shared_in_the_other_language_are_no_reason(keep_promises):
    record = AchievementFactory(published=True, keywords_en="sensors")
    AchievementFactory(published=True, keywords_en="sensors", keywords_zh="传感器")
    keep_promises()

    (one,) = related_results(record, 4)

    assert one.reason == "同属领域：计量"


def test_a_draft_has_no_related_results(family):
    assert related_results(AchievementFactory(), 4) == []


def test_related_results_without_the_engine(family, engine_down):
    assert related_results(family[0], 4) == []


def test_related_results_in_a_template(family):
    template = Template(
        "{% load catalogue %}{% related_results record 4 as related %}"
        "{% for one in related %}{{ one.row.number }}{% endfor %}"
    )

    assert template.render(Context({"record": family[0]})) == family[1].number
