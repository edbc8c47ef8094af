"""Who belongs to an organisation: requests, invitations, roles, leaving."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from portal.lifecycle import WrongStatus
from portal.models import Membership, Notification, Organisation
from portal.organisations import joining
from tests.factories.accounts import (
    MembershipFactory,
    OrganisationFactory,
)

ACTIVE, ENDED = Membership.Status.ACTIVE, Membership.Status.ENDED


def told():
    return sorted(
        Notification.objects.values_list("event", "recipient__name", "address")
    )


def membership_of(user):
    return Membership.objects.get(user=user)


# Asking to join


def test_a_request_reaches_the_administrators_who_accept(
    client, stranger, organisation_administrator, institute
):
    client.force_login(stranger)
    client.post(reverse("organisations:join", args=[institute.pk]), {"note": "力学室"})
    request = membership_of(stranger)
    assert told() == [("organisations.requested", "单位管理员", "")]
    assert not Organisation.objects.of(stranger).exists()

    client.force_login(organisation_administrator)
    client.post(reverse("my-organisations:approve", args=[request.pk]))

    request.refresh_from_db()
    assert (request.status, request.role) == (ACTIVE, "member")
    assert Organisation.objects.of(stranger).get() == institute
    assert told()[0] == ("organisations.approved", "路人", "")


def test_a_request_is_refused_with_a_reason(
    client, stranger, organisation_administrator, institute
):
    request = joining.ask_to_join(institute, by=stranger)
    client.force_login(organisation_administrator)

    client.post(
        reverse("my-organisations:refuse", args=[request.pk]), {"reason": "查无此人。"}
    )

    request.refresh_from_db()
    assert request.status == ENDED
    answer = Notification.objects.get(recipient=stranger)
    assert "查无此人。" in answer.text


def test_nobody_lets_himself_in(client, stranger, owner, office, officer, institute):
    request = joining.ask_to_join(institute, by=stranger)
    own = joining.ask_to_join(institute, by=officer)

    for user in (stranger, owner, office):
        client.force_login(user)
        page = client.post(reverse("my-organisations:approve", args=[request.pk]))
        assert page.status_code == 404
    with pytest.raises(PermissionDenied):
        own.approve(by=officer)

    assert {*Membership.objects.requested()} == {request, own}


def test_asking_twice_says_so_and_changes_nothing(client, stranger, institute):
    joining.ask_to_join(institute, by=stranger)
    client.force_login(stranger)

    page = client.post(reverse("organisations:join", args=[institute.pk]))

    assert len(page.context["form"].non_field_errors()) == 1
    assert Membership.objects.count() == 1


def test_without_an_administrator_officers_decide(officer, stranger, institute):
    request = joining.ask_to_join(institute, by=stranger)
    assert told() == [("organisations.requested", "项目主管", "")]

    request.approve(by=officer)

    assert Organisation.objects.of(stranger).get() == institute


def test_a_request_is_withdrawn_by_its_person_only(client, stranger, owner, institute):
    request = joining.ask_to_join(institute, by=stranger)
    address = reverse("my-organisations:withdraw", args=[request.pk])

    client.force_login(owner)
    assert client.post(address).status_code == 404
    client.force_login(stranger)
    client.post(address)

    request.refresh_from_db()
    assert request.status == ENDED


# Invitations


@pytest.fixture
def invitation(organisation_administrator, institute):
    return joining.invite(
        institute,
        email="New@Example.org",
        role="research-office",
        by=organisation_administrator,
    )


def test_an_invitation_is_written_to_the_address_with_its_link(invitation):
    letter = Notification.objects.get()

    assert (letter.address, letter.recipient) == ("new@example.org", None)
    assert letter.path == f"/workbench/organisations/invitations/{invitation.token}/"
    assert "单位管理员" in letter.text


def test_somebody_known_finds_the_invitation_in_the_inbox(
    organisation_administrator, institute, stranger
):
    joining.invite(
        institute, email=stranger.email, role="member", by=organisation_administrator
    )

    assert told() == [("organisations.invited", "路人", "")]


def test_whoever_holds_the_link_accepts_once(client, invitation, stranger, buyer):
    address = reverse("my-organisations:accept", args=[invitation.token])
    client.force_login(stranger)
    client.post(address, follow=True)
    client.force_login(buyer)
    page = client.post(address, follow=True)

    invitation.refresh_from_db()
    assert (invitation.user, invitation.status) == (stranger, ACTIVE)
    assert invitation.role == "research-office"
    assert [message.level_tag for message in page.context["messages"]] == ["error"]
    assert not Organisation.objects.represented_by(buyer).exists()


def test_the_link_asks_to_sign_in_and_comes_back(client, invitation):
    address = reverse("my-organisations:invitation", args=[invitation.token])

    page = client.get(address)
    refused = client.post(reverse("my-organisations:accept", args=[invitation.token]))

    assert f"/accounts/login/?next={address}" in page.text
    assert f"/accounts/signup/?next={address}" in page.text
    assert refused.url.startswith("/accounts/login/")
    invitation.refresh_from_db()
    assert invitation.status == Membership.Status.INVITED


def test_an_invitation_ends_after_fourteen_days(client, invitation, stranger):
    later = timezone.now() + timedelta(days=14, seconds=1)
    with time_machine.travel(later, tick=False):
        client.force_login(stranger)
        address = reverse("my-organisations:invitation", args=[invitation.token])
        page = client.get(address)
        with pytest.raises(ValidationError):
            invitation.accept(by=stranger)
        ended = joining.end_lapsed_invitations()

    invitation.refresh_from_db()
    assert not page.context["is_open"]
    assert (ended, invitation.status, invitation.user) == (1, ENDED, None)
    assert joining.end_lapsed_invitations() == 0


def test_a_second_invitation_replaces_the_first(
    invitation, organisation_administrator, institute, stranger
):
    joining.invite(
        institute, email="new@example.org", role="member", by=organisation_administrator
    )

    with pytest.raises(WrongStatus):
        invitation.accept(by=stranger)


def test_a_withdrawn_or_declined_invitation_opens_nothing(
    client, invitation, organisation_administrator, stranger
):
    client.force_login(organisation_administrator)
    client.post(reverse("my-organisations:cancel", args=[invitation.pk]))
    client.force_login(stranger)
    client.post(reverse("my-organisations:accept", args=[invitation.token]))

    invitation.refresh_from_db()
    assert (invitation.status, invitation.user) == (ENDED, None)


def test_accepting_ends_ones_own_request(invitation, stranger, institute):
    request = joining.ask_to_join(institute, by=stranger)

    invitation.accept(by=stranger)

    request.refresh_from_db()
    assert request.status == ENDED
    assert Membership.objects.current().get(user=stranger) == invitation


def test_only_an_administrator_invites(client, owner, office, officer, institute):
    for user in (owner, office, officer):
        client.force_login(user)
        address = reverse("my-organisations:invite", args=[institute.pk])
        page = client.post(address, {"email": "x@example.org", "role": "member"})
        assert page.status_code == 404
        with pytest.raises(PermissionDenied):
            joining.invite(institute, email="x@example.org", role="member", by=user)

    assert not Membership.objects.filter(status="invited").exists()


# Roles and leaving


def test_a_role_is_changed_and_the_person_told(
    client, organisation_administrator, owner
):
    membership = membership_of(owner)
    client.force_login(organisation_administrator)

    client.post(
        reverse("my-organisations:role", args=[membership.pk]),
        {"role": "research-office"},
    )

    membership.refresh_from_db()
    assert membership.role == "research-office"
    with override("en"):
        assert "research office" in Notification.objects.get(recipient=owner).text


def test_a_research_office_does_not_manage_members(client, office, owner, institute):
    client.force_login(office)
    membership = membership_of(owner)

    page = client.get(reverse("my-organisations:members", args=[institute.pk]))
    role = client.post(
        reverse("my-organisations:role", args=[membership.pk]),
        {"role": "administrator"},
    )
    with pytest.raises(PermissionDenied):
        membership.end(by=office)
    with pytest.raises(PermissionDenied):
        membership_of(office).change_role("administrator", by=office)

    assert (page.status_code, role.status_code) == (404, 404)
    membership.refresh_from_db()
    assert (membership.role, membership.status) == ("member", ACTIVE)


def test_an_officer_does_not_raise_himself(officer, institute):
    own = MembershipFactory(organisation=institute, user=officer)

    with pytest.raises(PermissionDenied):
        own.change_role("administrator", by=officer)

    own.refresh_from_db()
    assert own.role == "member"


def test_the_last_administrator_stays(client, organisation_administrator):
    membership = membership_of(organisation_administrator)
    client.force_login(organisation_administrator)

    left = client.post(
        reverse("my-organisations:leave", args=[membership.pk]), follow=True
    )
    with pytest.raises(ValidationError):
        membership.change_role("member", by=organisation_administrator)
    with pytest.raises(ValidationError):
        membership.end(by=organisation_administrator)

    membership.refresh_from_db()
    assert [message.level_tag for message in left.context["messages"]] == ["error"]
    assert (membership.role, membership.status) == ("administrator", ACTIVE)


def test_an_administrator_steps_down_when_there_is_another(
    client, organisation_administrator, institute
):
    other = MembershipFactory(organisation=institute, administrator=True)
    membership = membership_of(organisation_administrator)
    client.force_login(organisation_administrator)

    page = client.post(
        reverse("my-organisations:role", args=[membership.pk]), {"role": "member"}
    )

    membership.refresh_from_db()
    assert page.url == reverse("my-organisations:list")
    assert membership.role == "member"
    assert institute.administrators == [other.user]


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_leave_at_once_leave_one_behind():
    organisation = OrganisationFactory()
    memberships = MembershipFactory.create_batch(
        2, organisation=organisation, administrator=True
    )
    start, refused = threading.Barrier(2), []

    def leave(membership):
        try:
            start.wait(5)
            membership.leave(by=membership.user)
        except ValidationError as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=leave, args=[one]) for one in memberships]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) == 1
    assert len(organisation.administrators) == 1


def test_a_member_leaves_and_the_administrators_are_told(
    client, owner, organisation_administrator
):
    membership = membership_of(owner)
    client.force_login(owner)

    page = client.get(reverse("my-organisations:leave", args=[membership.pk]))
    client.post(reverse("my-organisations:leave", args=[membership.pk]))

    membership.refresh_from_db()
    assert page.status_code == 200
    assert membership.status == ENDED
    assert told() == [("organisations.left", "单位管理员", "")]


def test_nobody_leaves_for_another(client, owner, stranger):
    membership = membership_of(owner)
    client.force_login(stranger)

    page = client.post(reverse("my-organisations:leave", args=[membership.pk]))
    with pytest.raises(PermissionDenied):
        membership.leave(by=stranger)

    membership.refresh_from_db()
    assert (page.status_code, membership.status) == (404, ACTIVE)


def test_an_ended_membership_takes_away_rights_at_once(
    achievement, owner, office, organisation_administrator, institute
):
    change = "achievements.change_achievement"
    assert owner.has_perm(change, achievement)
    assert office.has_perm(change, achievement)

    for user in (owner, office):
        membership_of(user).end(by=organisation_administrator)

    assert not owner.has_perm(change, achievement)
    assert not office.has_perm(change, achievement)
    assert not Organisation.objects.of(owner).exists()
    assert not Organisation.objects.represented_by(office).exists()


def test_somebody_whose_membership_ended_may_come_back(
    owner, organisation_administrator, institute
):
    membership_of(owner).end(by=organisation_administrator)

    request = joining.ask_to_join(institute, by=owner)
    request.approve(by=organisation_administrator)

    assert Organisation.objects.of(owner).get() == institute
