import json
import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from achievements.models import Achievement, Listing
from portal.lifecycle import steps_open_to
from tests.factories.accounts import MembershipFactory
from tests.factories.achievements import AchievementFactory, ListingFactory

pytestmark = pytest.mark.django_db


def achievement_url(record, language="zh-hans"):
    return f"/{language}/achievements/{record.number}/"


def listing_url(record, language="zh-hans"):
    return f"/{language}/listings/{record.number}/"


@pytest.mark.parametrize(
    ("language", "field"), [("zh-hans", "title_zh"), ("en", "title_en")]
)
def test_pages_speak_the_reader_s_language(client, listing, language, field):
    page = client.get(listing_url(listing, language))
    result = client.get(achievement_url(listing.achievement, language))

    assert getattr(listing, field) in page.content.decode()
    assert getattr(listing.achievement, field) in result.content.decode()


@pytest.mark.parametrize(
    "trait", ["submitted", "embargoed", pytest.param(None, id="draft")]
)
def test_what_is_not_public_is_not_there(client, trait):
    record = AchievementFactory(**({trait: True} if trait else {}))

    assert client.get(achievement_url(record)).status_code == 404


def test_the_author_sees_the_draft_as_a_preview(client, institute, owner):
    record = AchievementFactory(holder=institute, created_by=owner)
    client.force_login(owner)

    assert client.get(achievement_url(record)).status_code == 200


def test_an_embargo_that_has_ended_lets_the_page_out(client):
    past = timezone.now() - timedelta(minutes=1)
    record = AchievementFactory(published=True, embargo_until=past)

    assert client.get(achievement_url(record)).status_code == 200


def test_a_record_for_verified_organisations_is_shown_to_their_members(
    client, buyer, stranger
):
    record = AchievementFactory(published=True, visibility="verified")

    seen = {}
    for reader in (buyer, stranger):
        client.force_login(reader)
        seen[reader.name] = client.get(achievement_url(record)).status_code

    assert seen == {buyer.name: 200, stranger.name: 404}


def test_a_withdrawn_record_leaves_a_tombstone(client, officer, achievement):
    achievement.withdraw(by=officer, reason="数据有误")

    page = client.get(achievement_url(achievement))

    assert page.status_code == 410
    text = page.content.decode()
    assert "数据有误" in text
    assert achievement.summary_zh not in text


def test_a_draft_that_was_withdrawn_leaves_nothing(client, owner, institute):
    record = AchievementFactory(holder=institute, created_by=owner)
    record.withdraw(by=owner, reason="不再需要")

    assert client.get(achievement_url(record)).status_code == 404


def test_an_expired_listing_is_gone_for_the_public(client):
    listing = ListingFactory(expired=True)

    assert client.get(listing_url(listing)).status_code == 410


def test_a_new_version_takes_the_old_one_s_place(client, officer, achievement, listing):
    newer = Achievement.objects.create(
        number=achievement.number,
        version=2,
        holder=achievement.holder,
        status=Achievement.Status.SUBMITTED,
        title_zh="改进后的装置",
    )

    newer.publish(by=officer)

    page = client.get(achievement_url(achievement))
    old = client.get(f"/zh-hans/achievements/{achievement.number}/v1/")
    listing.refresh_from_db()
    achievement.refresh_from_db()
    assert page.context["object"] == newer
    assert achievement.status == Achievement.Status.SUPERSEDED
    assert old.status_code == 404
    assert listing.achievement == newer


def test_structured_data_cannot_break_out_of_its_script(client, achievement):
    Achievement.objects.filter(pk=achievement.pk).update(
        title_zh="</script><script>alert(1)</script>"
    )

    text = client.get(achievement_url(achievement)).content.decode()

    found = re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', text)
    assert json.loads(found[1])["name"] == "</script><script>alert(1)</script>"
    assert "<script>alert" not in text


@pytest.mark.parametrize("count", [1, 3])
def test_register_takes_the_same_queries_however_long(
    client, count, django_assert_num_queries
):
    AchievementFactory.create_batch(count, published=True)
    client.get("/zh-hans/achievements/")

    with django_assert_num_queries(2):
        response = client.get("/zh-hans/achievements/")

    assert len(response.context["object_list"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_market_takes_the_same_queries_however_long(
    client, count, django_assert_num_queries
):
    ListingFactory.create_batch(count, published=True)
    client.get("/zh-hans/listings/")

    with django_assert_num_queries(3):
        response = client.get("/zh-hans/listings/")

    assert len(response.context["object_list"]) == count


def test_the_two_eyes_are_two_people(listing, institute, office, officer, owner):
    second = MembershipFactory(organisation=institute, office=True).user
    Listing.objects.filter(pk=listing.pk).update(status=Listing.Status.DRAFT)
    listing.refresh_from_db()
    listing.submit(by=office)

    with pytest.raises(Exception, match="cannot endorse|不能"):
        listing.endorse(by=office)
    listing.refresh_from_db()
    assert listing.status == Listing.Status.SUBMITTED

    listing.endorse(by=second)
    listing.publish(by=officer)
    assert listing.status == Listing.Status.PUBLISHED


def test_whoever_wrote_an_achievement_does_not_publish_it(institute, officer):
    own = AchievementFactory(holder=institute, created_by=officer, submitted=True)

    with pytest.raises(ValidationError, match="不能"):
        own.publish(by=officer)

    own.refresh_from_db()
    assert own.status == Achievement.Status.SUBMITTED
    assert "publish" not in steps_open_to(officer, own)
