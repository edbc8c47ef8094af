"""Somebody who can decide: an administrator whose account is open."""

import pytest
from django.core.exceptions import ValidationError

from portal.models import Membership, Notification
from portal.organisations import joining
from portal.workbench.tasks import tasks_of
from tests.factories.accounts import MembershipFactory


@pytest.fixture
def closed(institute):
    """An administrator whose account has been closed."""
    return MembershipFactory(
        organisation=institute, administrator=True, user__is_active=False
    )


def test_the_last_who_can_sign_in_stays(institute, organisation_administrator, closed):
    membership = Membership.objects.get(user=organisation_administrator)

    with pytest.raises(ValidationError):
        membership.leave(by=organisation_administrator)
    with pytest.raises(ValidationError):
        membership.change_role("member", by=organisation_administrator)

    membership.refresh_from_db()
    assert (membership.role, membership.status) == ("administrator", "active")
    assert institute.administrators == [organisation_administrator]


def test_a_closed_account_may_be_removed(
    institute, organisation_administrator, closed, officer
):
    closed.end(by=organisation_administrator)

    assert closed.status == Membership.Status.ENDED


def test_where_all_administrators_are_closed_officers_decide(
    institute, closed, stranger, officer
):
    request = joining.ask_to_join(institute, by=stranger)

    assert [message.recipient for message in Notification.objects.all()] == [officer]
    assert [task.url for task in tasks_of(officer)] == [request.get_absolute_url()]
