"""What stays on the public site of records that are gone, and what must not."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from achievements.models import Achievement, Listing
from achievements.registry.starting import start_new_version
from tests.factories.achievements import AchievementFactory, ListingFactory

pytestmark = pytest.mark.django_db


def status(client, record):
    kind = record._meta.model_name
    return client.get(f"/zh-hans/{kind}s/{record.number}/").status_code


@pytest.fixture
def later():
    return timezone.now() + timedelta(days=30)


def after_embargo(record):
    """As it stands once the day of the embargo has come."""
    yesterday = timezone.now() - timedelta(days=1)
    Achievement.objects.filter(pk=record.pk).update(embargo_until=yesterday)


def test_what_was_withdrawn_under_embargo_was_never_known(client, institute, owner):
    record = AchievementFactory(holder=institute, created_by=owner, embargoed=True)
    listing = ListingFactory(achievement=record, created_by=owner, published=True)

    record.withdraw(by=owner, reason="涉密")
    during = status(client, record), status(client, listing)
    after_embargo(record)

    assert during == (404, 404)
    assert (status(client, record), status(client, listing)) == (404, 404)


def test_a_listing_withdrawn_while_revised_shows_nothing_unreviewed(
    client, listing, owner
):
    listing.revise(by=owner)
    listing.title_zh = "未经审核的标题"
    listing.save()
    listing.withdraw(by=owner, reason="未经审核的理由")

    assert status(client, listing) == 404


@pytest.mark.parametrize("state", ["published", "expired"])
def test_a_listing_withdrawn_as_reviewed_leaves_a_tombstone(
    client, listing, owner, state
):
    Listing.objects.filter(pk=listing.pk).update(status=state)
    listing.withdraw(by=owner, reason="已转让")

    assert status(client, listing) == 410


def test_a_listing_ends_with_its_achievement(client, listing, officer):
    listing.achievement.withdraw(by=officer, reason="数据有误")

    page = client.get(f"/zh-hans/listings/{listing.number}/")

    assert page.status_code == 410
    assert listing.problem_zh not in page.content.decode()


@pytest.mark.parametrize("state", ["draft", "submitted", "endorsed", "returned"])
def test_an_unpublished_listing_does_not_surface_with_its_achievement_s_end(
    client, listing, officer, state
):
    Listing.objects.filter(pk=listing.pk).update(status=state)
    listing.achievement.withdraw(by=officer, reason="数据有误")

    assert status(client, listing) == 404


# Versions


@pytest.mark.parametrize(
    "name", ["embargo_until", "visibility"], ids=["embargo", "fewer readers"]
)
def test_a_new_version_does_not_take_the_published_one_off_the_site(
    client, achievement, listing, owner, officer, later, name
):
    draft = start_new_version(achievement, by=owner)
    stricter = {"embargo_until": later, "visibility": "verified"}[name]
    setattr(draft, name, stricter)
    draft.save()

    with pytest.raises(ValidationError):
        draft.submit(by=owner)
    assert [gap for gap, _text in draft.missing()] == [name]

    Achievement.objects.filter(pk=draft.pk).update(status="submitted")
    with pytest.raises(ValidationError):
        draft.publish(by=officer)
    achievement.refresh_from_db()
    assert achievement.status == "published"
    assert (status(client, achievement), status(client, listing)) == (200, 200)


def test_a_new_version_may_wait_as_long_as_the_published_one(
    institute, owner, officer, later
):
    record = AchievementFactory(
        holder=institute, created_by=owner, embargoed=True, visibility="verified"
    )
    draft = start_new_version(record, by=owner)
    draft.visibility = "public"
    draft.save()

    draft.submit(by=owner)
    draft.publish(by=officer)

    assert draft.status == "published"


def test_listings_of_every_older_version_go_with_the_new_one(
    client, achievement, listing, owner, officer
):
    draft = start_new_version(achievement, by=owner)
    draft.submit(by=owner)
    achievement.withdraw(by=owner, reason="由新版本代替")
    draft.publish(by=officer)

    listing.refresh_from_db()
    assert listing.achievement == draft
    assert status(client, listing) == 200


# Pages


def test_the_day_of_publication_is_the_local_one(client, achievement):
    late = datetime(2026, 3, 1, 17, tzinfo=UTC)
    Achievement.objects.filter(pk=achievement.pk).update(published_at=late)

    text = client.get(f"/zh-hans/achievements/{achievement.number}/").content.decode()

    found = re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', text)
    assert json.loads(found[1])["datePublished"] == "2026-03-02"


def test_the_listing_s_page_tells_nothing_of_a_hidden_achievement(
    client, institute, owner, office
):
    """Its author may have come to the listing alone."""
    hidden = AchievementFactory(
        holder=institute, created_by=office, visibility="internal", published=True
    )
    listing = ListingFactory(achievement=hidden, created_by=owner)
    seen = {}
    for person in (owner, office):
        client.force_login(person)
        page = client.get(f"/zh-hans/listings/{listing.number}/")
        seen[person] = page.status_code, hidden.title_zh in page.content.decode()

    assert seen == {owner: (200, False), office: (200, True)}
