"""Offers on the owner's desk: begun from an achievement, checked by a second person."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from achievements.models import Listing
from achievements.transfer.expiring import expire_overdue
from achievements.transfer.starting import start_listing
from portal.models import Notification
from tests.factories.accounts import MembershipFactory
from tests.factories.achievements import AchievementFactory, ListingFactory


@pytest.fixture
def draft(achievement, owner):
    return ListingFactory(achievement=achievement, created_by=owner)


def address(listing, *more):
    path = f"/zh-hans/workbench/listings/{listing.number}/"
    return path + "".join(f"{part}/" for part in more)


def terms(**changes):
    later = timezone.localdate() + timedelta(days=100)
    sent = {"modes": ["licence"], "price_kind": "negotiable", "valid_until": later}
    return sent | {"edition": 0, "page": "mine"} | changes


def autosave(client, path, sent):
    return client.post(path, sent, headers={"X-Autosave": "1"})


PARTS = [
    (),
    ("check",),
    ("offer",),
    ("problem",),
    ("terms",),
    ("partner",),
    ("files",),
    ("steps", "withdraw"),
]


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("person", ["stranger", "buyer"])
def test_others_find_nothing_on_the_desk(client, request, listing, part, person):
    client.force_login(request.getfixturevalue(person))

    assert client.get(address(listing, *part)).status_code == 404
    assert client.post(address(listing, "steps", "withdraw")).status_code == 404


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("person", ["owner", "office"])
def test_the_holders_people_see_every_page(client, request, draft, part, person):
    client.force_login(request.getfixturevalue(person))

    assert client.get(address(draft, *part)).status_code == 200


def test_the_list_takes_the_same_queries_however_long(client, owner, achievement):
    ListingFactory(published=True)
    client.force_login(owner)
    taken = []
    for count in (1, 2):
        ListingFactory.create_batch(count, achievement=achievement, created_by=owner)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(reverse("my-listings:list"))
        taken.append((len(response.context["records"]), len(queries)))

    (one, few), (three, same) = taken
    assert (one, three) == (1, 3)
    assert few == same <= 12


# Beginning


def test_an_offer_begins_with_what_the_achievement_tells(achievement, owner):
    achievement.background_zh = "送检周期长。"
    achievement.background_en = "x" * 3_000
    achievement.save()

    listing = start_listing(achievement, by=owner)

    assert (listing.status, listing.holder, listing.trl) == (
        "draft",
        achievement.holder,
        achievement.trl,
    )
    assert listing.title_zh == achievement.title_zh
    assert (listing.problem_zh, listing.problem_en) == ("送检周期长。", "")
    assert list(listing.domains.all()) == list(achievement.domains.all())
    assert owner.has_perm("achievements.change_listing", listing)


def test_nobody_offers_a_foreign_achievement(client, buyer, achievement):
    client.force_login(buyer)

    with pytest.raises(PermissionDenied):
        start_listing(achievement, by=buyer)
    response = client.post(reverse("my-listings:new"), {"achievement": achievement.pk})

    assert list(response.context["form"].errors) == ["achievement"]
    assert not Listing.objects.exists()


def test_nothing_withdrawn_is_offered(owner, institute):
    record = AchievementFactory(holder=institute, created_by=owner, withdrawn=True)

    with pytest.raises(ValidationError):
        start_listing(record, by=owner)

    assert not Listing.objects.exists()


def test_the_page_starts_an_offer(client, owner, achievement):
    client.force_login(owner)

    page = client.get(f"{reverse('my-listings:new')}?achievement={achievement.pk}")
    response = client.post(reverse("my-listings:new"), {"achievement": achievement.pk})

    assert page.context["form"]["achievement"].value() == str(achievement.pk)
    assert response["Location"] == address(Listing.objects.get(), "offer")


# Price and terms


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"price_kind": "fixed", "price_min": "200000"}, []),
        (
            {"price_kind": "fixed", "price_min": "200000", "price_max": "3"},
            ["price_max"],
        ),
        ({"price_kind": "range", "price_min": "2", "price_max": "5"}, []),
        ({"price_kind": "range", "price_min": "5", "price_max": "2"}, ["price_max"]),
        ({"price_kind": "negotiable", "price_min": "5"}, ["price_min"]),
        ({"price_kind": "bidding", "price_min": "5"}, []),
        ({"price_kind": "range", "price_min": "-5"}, ["price_min"]),
        ({"price_kind": "fixed", "price_min": "viel"}, ["price_min"]),
        ({"royalty_percent": "101"}, ["royalty_percent"]),
        ({"valid_until": "2020-01-01"}, ["valid_until"]),
        ({"licence_kinds": ["open", "exclusive"]}, ["licence_kinds"]),
        ({"licence_kinds": ["open", "ordinary"]}, []),
    ],
)
def test_terms_that_cannot_be_are_refused_beside_their_field(
    client, owner, draft, changes, wrong
):
    client.force_login(owner)

    response = autosave(client, address(draft, "terms"), terms(**changes))

    draft.refresh_from_db()
    errors = [name.removeprefix("id_") for name in response.json()["errors"]]
    assert errors == wrong
    if "price_max" in wrong or "price_min" in wrong:
        assert (draft.price_kind, draft.price_min, draft.price_max) == (
            "negotiable",
            None,
            None,
        )


def test_a_price_range_without_its_end_is_not_submitted(client, owner, draft):
    draft.price_kind, draft.price_min = "range", 2
    draft.save()
    client.force_login(owner)

    client.post(address(draft, "steps", "submit"))

    draft.refresh_from_db()
    assert draft.status == "draft"
    assert [name for name, _text in draft.missing()] == ["price_max"]


# Steps


def test_submitting_with_gaps_leaves_a_draft_and_lists_them(client, owner, draft):
    draft.problem_en = ""
    draft.save()
    client.force_login(owner)

    page = client.get(address(draft, "check")).content.decode()
    response = client.post(address(draft, "steps", "submit"), follow=True)

    draft.refresh_from_db()
    assert draft.status == "draft"
    assert f'href="{address(draft, "problem")}#id_problem_en"' in page
    assert len(response.context["messages"]) == 1


def test_whoever_submitted_does_not_endorse(client, office, draft):
    client.force_login(office)
    client.post(address(draft, "steps", "submit"))

    page = client.get(address(draft))
    client.post(address(draft, "steps", "endorse"))

    draft.refresh_from_db()
    assert (draft.status, draft.submitted_by) == ("submitted", office)
    assert "endorse" not in [step["name"] for step in page.context["steps"]]


def test_a_second_person_of_the_office_endorses(client, office, institute, draft):
    draft.submit(by=office)
    colleague = MembershipFactory(organisation=institute, office=True).user
    client.force_login(colleague)

    steps = [step["name"] for step in client.get(address(draft)).context["steps"]]
    client.post(address(draft, "steps", "endorse"))

    draft.refresh_from_db()
    assert "endorse" in steps
    assert (draft.status, draft.endorsed_by) == ("endorsed", colleague)


def test_the_author_cannot_endorse(client, owner, office, draft):
    draft.submit(by=office)
    client.force_login(owner)

    response = client.post(address(draft, "steps", "endorse"))

    draft.refresh_from_db()
    assert response.status_code == 403
    assert draft.status == "submitted"


def test_the_office_sends_back_with_a_reason_that_the_author_reads(
    client, owner, office, draft
):
    draft.submit(by=owner)
    client.force_login(office)

    client.post(address(draft, "steps", "send_back"), {"reason": ""})
    draft.refresh_from_db()
    before = draft.status
    client.post(address(draft, "steps", "send_back"), {"reason": "价格依据不足"})

    client.force_login(owner)
    page = client.get(address(draft)).content.decode()
    draft.refresh_from_db()
    assert (before, draft.status) == ("submitted", "returned")
    assert "价格依据不足" in page


def test_a_published_offer_is_renewed_revised_or_withdrawn(client, owner, listing):
    client.force_login(owner)
    until = listing.valid_until = timezone.localdate() + timedelta(days=30)
    listing.save()

    client.post(address(listing, "steps", "renew"))
    listing.refresh_from_db()
    renewed = listing.valid_until
    client.post(address(listing, "steps", "revise"))
    listing.refresh_from_db()
    revised = listing.status
    client.post(address(listing, "steps", "withdraw"), {"reason": "已转让"})

    listing.refresh_from_db()
    assert renewed == until + timedelta(days=365)
    assert revised == "draft"
    assert (listing.status, listing.status_reason) == ("withdrawn", "已转让")


def test_an_offer_of_a_hidden_achievement_is_not_on_the_market(
    client, owner, institute
):
    record = AchievementFactory(holder=institute, created_by=owner, embargoed=True)
    listing = ListingFactory(achievement=record, created_by=owner, published=True)
    client.force_login(owner)

    page = client.get(address(listing))

    assert page.context["achievement_is_hidden"]
    assert not Listing.objects.public().exists()


def test_the_author_is_told_what_was_decided(owner, office, officer, draft):
    draft.submit(by=owner)
    draft.endorse(by=office)
    draft.return_for_changes(by=officer, reason="价格依据不足")
    draft.submit(by=owner)
    draft.send_back(by=office, reason="请补充对比")
    draft.submit(by=owner)
    draft.endorse(by=office)
    draft.publish(by=officer)

    told = Notification.objects.filter(recipient=owner).order_by("pk")
    assert [(one.event, one.details.get("reason")) for one in told] == [
        ("listings.endorsed", None),
        ("listings.returned", "价格依据不足"),
        ("listings.returned", "请补充对比"),
        ("listings.endorsed", None),
        ("listings.published", None),
    ]
    assert {one.path for one in told} == {f"/workbench/listings/{draft.number}/"}


def test_nobody_is_told_of_ones_own_step(office, draft):
    draft.created_by = office
    draft.save()
    draft.submit(by=office)
    draft.withdraw(by=office, reason="不再转让")

    assert not Notification.objects.exists()


def test_a_listing_expires_on_the_day_after_its_last(owner, achievement, listing):
    yesterday = timezone.localdate() - timedelta(days=1)
    over = ListingFactory(
        achievement=achievement, created_by=owner, published=True, valid_until=yesterday
    )
    listing.valid_until = timezone.localdate()
    listing.save()

    counted = expire_overdue(), expire_overdue()

    over.refresh_from_db()
    listing.refresh_from_db()
    assert counted == (1, 0)
    assert (over.status, listing.status) == ("expired", "published")
    assert Notification.objects.get().event == "listings.expired"
