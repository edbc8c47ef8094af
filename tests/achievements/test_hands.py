"""Through whose hands a record goes: who writes, who checks, and who only looks on."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from achievements.models import Achievement, Listing
from achievements.registry.starting import start_new_version
from achievements.transfer import tasks
from achievements.transfer.starting import start_listing
from portal.lifecycle import steps_open_to
from portal.models import Membership, Notification, Organisation
from tests.factories.accounts import MembershipFactory
from tests.factories.achievements import AchievementFactory, ListingFactory

pytestmark = pytest.mark.django_db


def put(record, status, **changes):
    type(record).objects.filter(pk=record.pk).update(status=status, **changes)
    record.refresh_from_db()


# Officers do not write


@pytest.mark.parametrize("status", ["returned", "submitted", "published"])
@pytest.mark.parametrize("person", ["officer", "administrator"])
def test_nobody_but_the_holder_s_people_is_at_the_desk(
    client, request, achievement, listing, status, person
):
    put(achievement, status)
    put(listing, status)
    client.force_login(request.getfixturevalue(person))
    base = "/zh-hans/workbench"
    desks = (
        f"{base}/achievements/{achievement.number}/1/",
        f"{base}/achievements/{achievement.number}/1/basics/",
        f"{base}/listings/{listing.number}/",
        f"{base}/listings/{listing.number}/terms/",
    )

    assert [client.get(desk).status_code for desk in desks] == [404] * 4
    assert client.post(f"{desks[0]}steps/submit/").status_code == 404
    assert client.post(f"{desks[2]}steps/revise/").status_code == 404


def test_an_officer_takes_no_step_of_the_author_s(officer, achievement, listing):
    for record, status, step in (
        (achievement, "returned", "submit"),
        (listing, "returned", "submit"),
        (listing, "published", "revise"),
        (listing, "expired", "renew"),
    ):
        put(record, status)
        with pytest.raises(PermissionDenied):
            getattr(record, step)(by=officer)
        record.refresh_from_db()
        assert record.status == status


def test_an_officer_begins_nothing_on_others_behalf(officer, achievement):
    with pytest.raises(PermissionDenied):
        start_listing(achievement, by=officer)
    with pytest.raises(PermissionDenied):
        start_new_version(achievement, by=officer)

    assert (Achievement.objects.count(), Listing.objects.count()) == (1, 0)


def test_an_officer_s_own_steps_stay(officer, achievement, listing):
    put(achievement, "submitted")

    assert steps_open_to(officer, achievement) == [
        "publish",
        "return_for_changes",
        "withdraw",
    ]
    assert steps_open_to(officer, listing) == ["withdraw"]


def test_public_pages_offer_editing_to_whoever_has_a_desk_for_it(
    client, officer, owner, achievement, listing
):
    seen = {}
    for person in (officer, owner):
        client.force_login(person)
        pages = (
            client.get(f"/zh-hans/achievements/{achievement.number}/"),
            client.get(f"/zh-hans/listings/{listing.number}/"),
        )
        seen[person] = [page.context["may_edit"] for page in pages]

    assert seen == {officer: [False, False], owner: [True, True]}


# Two eyes


@pytest.fixture
def office_s_own(achievement, office):
    return ListingFactory(achievement=achievement, created_by=office)


def test_an_author_of_the_office_does_not_endorse_what_another_submitted(
    office_s_own, office, institute
):
    colleague = MembershipFactory(organisation=institute, office=True).user
    office_s_own.submit(by=colleague)

    with pytest.raises(ValidationError):
        office_s_own.endorse(by=office)

    assert "endorse" not in steps_open_to(office, office_s_own)
    assert tasks.to_endorse(office) == []
    assert Listing.objects.get().status == "submitted"


def test_an_author_who_became_an_officer_does_not_publish(
    officer, office, owner, achievement
):
    listing = ListingFactory(
        achievement=achievement,
        created_by=officer,
        submitted_by=owner,
        endorsed_by=office,
        endorsed=True,
    )

    with pytest.raises(ValidationError):
        listing.publish(by=officer)

    assert "publish" not in steps_open_to(officer, listing)
    assert tasks.to_publish(officer) == []
    assert Listing.objects.get().status == "endorsed"


def test_work_that_is_nobody_s_is_still_everybody_s_task(officer, achievement):
    ListingFactory(achievement=achievement, created_by=None, endorsed=True)

    assert [task.url for task in tasks.to_publish(officer)] != []


# What must be true of what is published


def test_an_offer_that_has_ended_already_is_neither_submitted_nor_published(
    owner, office, officer, achievement
):
    yesterday = timezone.localdate() - timedelta(days=1)
    listing = ListingFactory(achievement=achievement, created_by=owner)
    listing.submit(by=owner)
    listing.endorse(by=office)
    Listing.objects.update(valid_until=yesterday)

    with pytest.raises(ValidationError):
        listing.publish(by=officer)
    listing.return_for_changes(by=officer, reason="已过期")
    with pytest.raises(ValidationError):
        listing.submit(by=owner)

    assert Listing.objects.get().status == "returned"
    assert [name for name, _text in listing.missing()] == ["valid_until"]


@pytest.mark.parametrize("status", ["claimed", "refused"])
def test_nothing_of_an_unverified_holder_is_published(
    owner, officer, achievement, listing, status
):
    put(achievement, "submitted")
    put(listing, "endorsed")
    Organisation.objects.filter(pk=achievement.holder_id).update(status=status)

    for record in (achievement, listing):
        with pytest.raises(ValidationError):
            type(record).objects.get(pk=record.pk).publish(by=officer)

    assert Achievement.objects.get().status == "submitted"
    assert Listing.objects.get().status == "endorsed"


@pytest.mark.parametrize(
    ("days", "is_open"), [(365, False), (91, False), (90, True), (0, True), (-5, True)]
)
def test_an_offer_is_renewed_towards_its_end_only(listing, owner, days, is_open):
    today = timezone.localdate()
    status = "published" if days >= 0 else "expired"
    put(listing, status, valid_until=today + timedelta(days=days))

    assert ("renew" in steps_open_to(owner, listing)) == is_open
    if is_open:
        listing.renew(by=owner)
        assert listing.valid_until == today + timedelta(days=max(days, 0) + 365)
    with pytest.raises(ValidationError):
        listing.renew(by=owner)
    assert Listing.objects.get().renewals == int(is_open)


# Telling, showing


def test_an_author_reads_why_an_officer_withdrew(owner, officer, achievement, listing):
    listing.withdraw(by=officer, reason="材料不实")
    achievement.withdraw(by=officer, reason="数据有误")

    told = Notification.objects.filter(recipient=owner).order_by("pk")
    assert [(one.event, one.details["reason"]) for one in told] == [
        ("listings.withdrawn", "材料不实"),
        ("achievements.withdrawn", "数据有误"),
    ]
    assert all(one.subject and one.text for one in told)


def test_an_author_who_left_is_told_nothing(owner, officer, achievement):
    Membership.objects.filter(user=owner).update(status=Membership.Status.ENDED)

    achievement.withdraw(by=officer, reason="数据有误")

    assert not Notification.objects.exists()


def test_the_desk_shows_only_what_one_works_on_oneself(
    client, institute, owner, office, achievement
):
    colleague = MembershipFactory(organisation=institute).user
    ListingFactory(achievement=achievement, created_by=colleague)
    own = ListingFactory(achievement=achievement, created_by=owner)
    AchievementFactory(
        number=achievement.number, version=2, holder=institute, created_by=colleague
    )
    seen = {}
    for person in (owner, office):
        client.force_login(person)
        address = f"/zh-hans/workbench/achievements/{achievement.number}/1/"
        context = client.get(address).context
        seen[person] = [len(context[name]) for name in ("versions", "listings")]
        assert not context["may_start_version"]

    assert seen == {owner: [0, 1], office: [1, 2]}
    assert own in Listing.objects.of_desk(owner)


def test_an_officer_reads_of_no_draft_on_the_page_of_what_it_belongs_to(
    client, officer, owner, achievement
):
    version = start_new_version(achievement, by=owner)
    draft = ListingFactory(achievement=achievement, created_by=owner, title_zh="草稿")
    sent = ListingFactory(
        achievement=achievement, created_by=owner, title_zh="送审稿", submitted=True
    )
    client.force_login(officer)

    page = client.get(reverse("admin-achievements:inspect", args=[achievement.pk]))

    text = page.content.decode()
    assert sent.title_zh in text
    assert draft.title_zh not in text
    assert reverse("admin-achievements:inspect", args=[version.pk]) not in text
