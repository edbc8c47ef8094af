"""Quotas count by organisation, and two who act at once never go beyond them."""

from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from projects.models import Application, Quota
from tests.factories.accounts import MembershipFactory
from tests.factories.projects import ApplicationFactory, CallFactory

Status = Application.Status


def waiting(count, call, organisation, **fields):
    fields = {"submitted": True} | fields
    return [
        ApplicationFactory(call=call, organisation=organisation, **fields)
        for _ in range(count)
    ]


@pytest.mark.django_db
def test_the_quota_of_the_call_and_that_of_one_organisation(call, institute, office):
    call.quota_institution = 1
    call.save()
    first, second, third = waiting(3, call, institute)
    first.endorse(by=office)

    with pytest.raises(ValidationError, match="1"):
        second.endorse(by=office)
    Quota.objects.create(call=call, organisation=institute, most=2)
    second.endorse(by=office)
    with pytest.raises(ValidationError, match="2"):
        third.endorse(by=office)

    third.refresh_from_db()
    assert third.status == Status.SUBMITTED


@pytest.mark.django_db
def test_what_an_officer_returns_keeps_its_place(
    call, institute, office, applicant, programme_officer
):
    call.quota_institution = 1
    call.save()
    first, second = waiting(2, call, institute, created_by=applicant)
    first.endorse(by=office)
    first.return_for_changes(by=programme_officer, reason="缺附件")

    with pytest.raises(ValidationError):
        second.endorse(by=office)
    first.submit(by=applicant)
    first.endorse(by=office)

    assert first.status == Status.RECEIVED


@pytest.mark.django_db
def test_what_is_withdrawn_or_taken_back_makes_room(
    call, institute, office, applicant, programme_officer
):
    call.quota_institution = 1
    call.save()
    first, second, third = waiting(3, call, institute, created_by=applicant)
    first.endorse(by=office)
    first.withdraw(by=applicant)
    second.endorse(by=office)
    second.return_for_changes(by=programme_officer, reason="缺附件")
    second.submit(by=applicant)
    second.send_back(by=office, reason="不再推荐")

    third.endorse(by=office)

    assert third.status == Status.RECEIVED


def at_once(*acts):
    """Each in a thread with a connection of its own; what each raised, or None."""
    barrier, raised = Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        try:
            barrier.wait(10)
            act()
        except ValidationError as error:
            raised[place] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return raised


@pytest.mark.django_db(transaction=True)
def test_two_offices_at_once_never_exceed_the_quota(institute):
    call = CallFactory(quota_institution=3)
    applications = waiting(6, call, institute)
    offices = [
        MembershipFactory(organisation=institute, office=True).user for _ in range(2)
    ]

    raised = at_once(
        *(
            lambda one=one, by=offices[place % 2]: Application.objects.get(
                pk=one.pk
            ).endorse(by=by)
            for place, one in enumerate(applications)
        )
    )

    assert sum(error is None for error in raised) == 3
    assert Application.objects.filter(status=Status.RECEIVED).count() == 3
    assert Application.objects.filter(status=Status.SUBMITTED).count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_people_of_a_bureau_at_once_never_exceed_it_either(institute, bureau):
    call = CallFactory(with_bureau=True, quota_bureau=1)
    applications = waiting(4, call, institute, endorsed=True, bureau=bureau)
    people = [
        MembershipFactory(organisation=bureau, office=True).user for _ in range(2)
    ]
    # Copies from before the bureau was known must queue as well.
    stale = [Application.objects.get(pk=one.pk) for one in applications]
    for one in stale:
        one.bureau_id = None

    raised = at_once(
        *(
            lambda one=one, by=people[place % 2]: one.recommend(by=by)
            for place, one in enumerate(stale)
        )
    )

    assert sum(error is None for error in raised) == 1
    assert Application.objects.filter(status=Status.RECEIVED).count() == 1
