"""Who gets the secret of an invitation, how many are sent, and two hands at once."""

import threading
import time
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from portal.models import Membership, Notification
from portal.organisations import joining
from tests.factories.accounts import (
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)

ACTIVE, ENDED = Membership.Status.ACTIVE, Membership.Status.ENDED


@pytest.fixture
def invitation(organisation_administrator, institute):
    return invite(institute, organisation_administrator, email="new@example.org")


def invite(organisation, by, *, email, role="administrator"):
    return joining.invite(organisation, email=email, role=role, by=by)


# The secret


def test_the_link_is_shown_to_those_only_who_may_invite(
    client, invitation, officer, organisation_administrator
):
    shown = {}
    for user in (officer, organisation_administrator):
        client.force_login(user)
        page = client.get(invitation.get_absolute_url())
        assert page.status_code == 200
        shown[user.name] = invitation.token in page.text

    assert shown == {"项目主管": False, "单位管理员": True}


@pytest.mark.parametrize("step", ["accept", "decline"])
def test_who_must_sign_in_first_comes_back_to_the_page(client, invitation, step):
    page = reverse("my-organisations:invitation", args=[invitation.token])

    response = client.post(reverse(f"my-organisations:{step}", args=[invitation.token]))

    assert response.url == f"/accounts/login/?next={page}"
    assert client.get(page).status_code == 200


# Addresses


def address_of(length):
    """A valid one: up to 64 characters before the sign, labels of 63 after it."""
    domain = ".".join(["b" * 63] * 3)
    return f"{'a' * (length - len(domain) - 4)}@{domain}.cn"


def test_an_address_may_be_as_long_as_it_is_kept_and_no_longer(
    client, organisation_administrator, institute
):
    client.force_login(organisation_administrator)
    form = reverse("my-organisations:invite", args=[institute.pk])
    kept, too_long = address_of(254), address_of(255)

    sent = client.post(form, {"email": kept.upper(), "role": "member"})
    refused = client.post(form, {"email": too_long, "role": "member"})

    assert sent.status_code == 302
    assert len(refused.context["form"].errors["email"]) == 1
    assert Membership.objects.get(status="invited").invited_email == kept


# Limits


@pytest.mark.django_db
@pytest.mark.parametrize(("status", "most"), [("claimed", 20), ("verified", 200)])
def test_an_organisation_sends_so_many_letters_and_no_more(status, most):
    organisation = OrganisationFactory(status=status)
    person = MembershipFactory(organisation=organisation, administrator=True).user
    for number in range(most):
        MembershipFactory(
            organisation=organisation,
            user=None,
            invited_email=f"{number}@example.org",
            status=ENDED if number % 2 else Membership.Status.INVITED,
        )

    with pytest.raises(ValidationError) as refused:
        invite(organisation, person, email="one-more@example.org")

    assert str(most) in refused.value.messages[0]
    assert not Notification.objects.exists()
    later = timezone.now() + timedelta(days=15)
    with time_machine.travel(later, tick=False):
        invite(organisation, person, email="one-more@example.org")
    assert Notification.objects.get().address == "one-more@example.org"


def test_inviting_one_address_again_and_again_is_counted(client, stranger):
    organisation = OrganisationFactory(status="claimed")
    MembershipFactory(organisation=organisation, user=stranger, administrator=True)
    client.force_login(stranger)
    form = reverse("my-organisations:invite", args=[organisation.pk])

    for _number in range(22):
        page = client.post(form, {"email": "a@example.org", "role": "member"})

    assert len(page.context["form"].non_field_errors()) == 1
    assert Notification.objects.count() == 20
    assert Membership.objects.open_invitations().count() == 1


def test_accepted_invitations_are_not_counted(organisation_administrator, institute):
    institute.status = "claimed"
    for number in range(21):
        invitation = invite(
            institute, organisation_administrator, email=f"{number}@example.org"
        )
        invitation.accept(by=UserFactory())

    assert institute.memberships.unanswered_letters().count() == 0


# Two at once


def blocked():
    """Another connection of this database waits for a lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0] > 0


def wait_until(condition, seconds=5):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)


@pytest.mark.parametrize("step", ["accept", "change_role", "leave"])
@pytest.mark.django_db(transaction=True)
def test_inviting_again_and_answering_at_once_take_turns(step):
    organisation = OrganisationFactory()
    person, other = (
        MembershipFactory(organisation=organisation, administrator=True)
        for _number in range(2)
    )
    invitation = invite(organisation, person.user, email="new@example.org")
    acts = {
        "accept": lambda: invitation.accept(by=UserFactory()),
        "change_role": lambda: other.change_role("member", by=person.user),
        "leave": lambda: other.leave(by=other.user),
    }
    touched = invitation if step == "accept" else other
    failed = []

    def act():
        try:
            acts[step]()
        except (ValidationError, DatabaseError) as error:
            failed.append(type(error).__name__)
        finally:
            connection.close()

    thread = threading.Thread(target=act)
    with transaction.atomic():
        organisation.lock()
        thread.start()
        wait_until(blocked)
        Membership.objects.select_for_update().get(pk=touched.pk)
        if step == "accept":
            invite(organisation, person.user, email="new@example.org")
    thread.join()

    invitation.refresh_from_db()
    other.refresh_from_db()
    assert (failed, invitation.status, other.role, other.status) == {
        "accept": (["WrongStatus"], ENDED, "administrator", ACTIVE),
        "change_role": ([], "invited", "member", ACTIVE),
        "leave": ([], "invited", "administrator", ENDED),
    }[step]
