"""What is not public shows nowhere: not in results, counts, suggestions or highlights."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from achievements.models import Achievement
from search.documents.engine import client as engine
from tests.factories.achievements import AchievementFactory, ListingFactory

CANARY = "鸩羽测微仪"
PLACES = (
    "/zh-hans/catalogue/?q=鸩羽测微",
    "/en/catalogue/?q=鸩羽测微",
    "/zh-hans/catalogue/",
    "/zh-hans/catalogue/suggest/?q=鸩羽",
    "/api/v1/search?q=鸩羽测微",
    "/api/v1/search",
)


def achievement(**traits):
    return AchievementFactory(title_zh=CANARY, **traits)


def listing(**traits):
    return ListingFactory(title_zh=CANARY, **traits)


HIDDEN = {
    "draft": lambda: achievement(),
    "submitted": lambda: achievement(submitted=True),
    "withdrawn": lambda: achievement(withdrawn=True),
    "embargoed": lambda: achievement(embargoed=True),
    "for verified members": lambda: achievement(published=True, visibility="verified"),
    "internal": lambda: achievement(published=True, visibility="internal"),
    "superseded": lambda: achievement(status=Achievement.Status.SUPERSEDED),
    "draft listing": lambda: listing(),
    "endorsed listing": lambda: listing(endorsed=True),
    "withdrawn listing": lambda: listing(withdrawn=True),
    "expired listing": lambda: listing(expired=True),
    "listing of a draft": lambda: listing(
        published=True, achievement=AchievementFactory()
    ),
    "listing under embargo": lambda: listing(
        published=True, achievement=AchievementFactory(embargoed=True)
    ),
}


@pytest.mark.parametrize("kind", HIDDEN)
def test_what_is_not_public_shows_nowhere(client, keep_promises, indexed, kind):
    public = achievement(published=True)
    public.title_zh = "公开的仪器"
    public.save()
    hidden = HIDDEN[kind]()
    keep_promises()

    for place in PLACES:
        response = client.get(place)
        assert response.status_code == 200
        without_question = response.content.decode().replace("鸩羽测微”", "")
        assert CANARY not in without_question, place
        assert hidden.number not in without_question, place
    total = client.get("/api/v1/search?q=鸩羽测微").json()["total"]
    assert total == 0
    kinds = client.get("/api/v1/search").json()["facets"]["kind"]
    assert f"{type(hidden).__name__.lower()}-{hidden.pk}" not in indexed()
    assert sum(value["count"] for value in kinds) == len(indexed())


def everywhere(client):
    return json.dumps([client.get(place).content.decode() for place in PLACES])


def test_a_withdrawn_record_and_its_listing_are_gone(
    client, officer, owner, keep_promises, indexed
):
    record = achievement(published=True, created_by=owner)
    offer = listing(published=True, achievement=record, created_by=owner)
    keep_promises()
    assert indexed() == {f"achievement-{record.pk}", f"listing-{offer.pk}"}

    record.withdraw(by=officer, reason="内容有误")
    keep_promises()

    assert indexed() == set()
    assert record.number not in everywhere(client)
    assert offer.number not in everywhere(client)


def test_a_listing_is_gone_at_midnight_of_its_last_day(found, keep_promises):
    offer = listing(published=True, valid_until=timezone.localdate())
    keep_promises()
    assert offer.number in found(q=offer.number)

    with time_machine.travel(timezone.now() + timedelta(days=1), tick=True):
        assert offer.number not in found(q=offer.number)


def test_private_words_do_not_reach_the_index(keep_promises, index, indexed):
    record = achievement(published=True, embargo_reason="鸩羽密约")
    keep_promises()

    entry = engine().get(index=index, id=f"achievement-{record.pk}")
    assert "鸩羽密约" not in str(entry)
    assert record.created_by.email not in str(entry)
