"""The way of an application from its draft to the officer's decision."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from portal.lifecycle import steps_open_to
from projects.applications import officers, offices
from projects.models import Application
from tests.factories.projects import ApplicationFactory, CallFactory, RulesFactory

pytestmark = pytest.mark.django_db
Status = Application.Status


def test_goes_through_institution_to_the_officer(
    application, applicant, office, programme_officer
):
    application.submit(by=applicant)
    assert application.status == Status.SUBMITTED
    application.endorse(by=office)
    assert application.status == Status.RECEIVED
    application.pass_check(by=programme_officer)
    assert application.status == Status.PASSED


def test_goes_through_the_bureau_where_the_call_asks_so(
    application, applicant, office, bureau_office, call
):
    call.endorsement = call.Endorsement.BOTH
    call.save()

    application.submit(by=applicant)
    application.endorse(by=office)
    assert application.status == Status.ENDORSED
    application.recommend(by=bureau_office)

    assert application.status == Status.RECEIVED
    assert application.received_at


def test_arrives_at_once_where_nobody_endorses(programme, institute, applicant):
    call = CallFactory(programme=programme, without_endorsement=True)
    application = ApplicationFactory(
        call=call, organisation=institute, created_by=applicant, complete=True
    )

    application.submit(by=applicant)

    assert application.status == Status.RECEIVED


def test_passes_at_once_where_the_rules_have_no_formal_check(
    programme, institute, applicant, office
):
    call = CallFactory(
        programme=programme, rules=RulesFactory(programme=programme, stages=[])
    )
    application = ApplicationFactory(
        call=call, organisation=institute, created_by=applicant, complete=True
    )

    application.submit(by=applicant)
    application.endorse(by=office)

    assert application.status == Status.PASSED


def test_an_officer_of_another_programme_decides_nothing(
    application, applicant, office, other_officer
):
    application.submit(by=applicant)
    application.endorse(by=office)

    with pytest.raises(PermissionDenied):
        application.pass_check(by=other_officer)

    application.refresh_from_db()
    assert application.status == Status.RECEIVED


def test_a_cancelled_call_takes_and_decides_nothing(
    application, applicant, office, programme_officer
):
    application.submit(by=applicant)
    application.send_back(by=office, reason="补充")
    other = ApplicationFactory(
        call=application.call,
        organisation=application.organisation,
        created_by=applicant,
        complete=True,
    )
    other.submit(by=applicant)
    application.call.cancel(by=programme_officer, reason="预算取消")

    other.refresh_from_db()
    assert steps_open_to(office, other) == []
    for refused in (
        lambda: application.submit(by=applicant),
        lambda: other.endorse(by=office),
        lambda: other.send_back(by=office, reason="退"),
    ):
        with pytest.raises(ValidationError, match="预算取消"):
            refused()

    statuses = Application.objects.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == [Status.RETURNED, Status.SUBMITTED]
    other.withdraw(by=applicant, reason="撤回")
    assert other.status == Status.WITHDRAWN


def test_officers_decide_nothing_for_a_cancelled_call(
    application, applicant, office, programme_officer
):
    application.submit(by=applicant)
    application.endorse(by=office)
    application.call.cancel(by=programme_officer, reason="预算取消")

    assert steps_open_to(programme_officer, application) == []
    for step, details in (
        ("pass_check", {}),
        ("return_for_changes", {"reason": "退"}),
        ("refuse", {"reason": "拒"}),
    ):
        with pytest.raises(ValidationError, match="预算取消"):
            getattr(application, step)(by=programme_officer, **details)

    application.refresh_from_db()
    assert application.status == Status.RECEIVED


def test_a_cancelled_call_waits_on_nobodys_desk(
    application, applicant, office, programme_officer
):
    application.submit(by=applicant)
    assert len(offices.tasks(office)) == 1
    application.endorse(by=office)
    assert len(officers.tasks(programme_officer)) == 1
    second = ApplicationFactory(
        call=application.call,
        organisation=application.organisation,
        created_by=applicant,
        complete=True,
    )
    second.submit(by=applicant)

    application.call.cancel(by=programme_officer, reason="预算取消")

    assert offices.tasks(office) == offices.deadlines(office) == []
    assert officers.tasks(programme_officer) == []


def test_an_extended_call_is_open_to_whom_an_office_returned_it(
    application, applicant, office, programme_officer
):
    application.submit(by=applicant)
    application.send_back(by=office, reason="补充")
    call = application.call
    longer = application.mend_until + timedelta(days=60)
    call.extend(by=programme_officer, closes_at=longer, reason="延期")

    with time_machine.travel(longer - timedelta(minutes=1)):
        application.refresh_from_db()
        assert application.is_editable
        application.submit(by=applicant)

    assert application.status == Status.SUBMITTED


def test_an_officers_window_of_mending_is_not_the_calls(
    application, applicant, office, programme_officer
):
    application.submit(by=applicant)
    application.endorse(by=office)
    application.return_for_changes(by=programme_officer, reason="补充")
    assert application.mend_until < application.call.closes_at

    with time_machine.travel(application.mend_until):
        assert not application.is_editable
        with pytest.raises(ValidationError):
            application.submit(by=applicant)


def test_the_officer_returns_once(application, applicant, office, programme_officer):
    application.submit(by=applicant)
    application.endorse(by=office)
    application.return_for_changes(by=programme_officer, reason="缺附件")
    application.submit(by=applicant)
    application.endorse(by=office)

    with pytest.raises(ValidationError):
        application.return_for_changes(by=programme_officer, reason="仍缺附件")

    assert application.submissions.count() == 2


@pytest.mark.parametrize("reader", ["stranger", "buyer", "other_officer", "editor"])
def test_nobody_else_sees_it(application, applicant, office, reader, request):
    application.submit(by=applicant)
    application.endorse(by=office)

    seen = Application.objects.visible_to(request.getfixturevalue(reader))

    assert not seen.exists()


def test_those_concerned_see_it_when_it_reached_them(
    application, applicant, office, programme_officer
):
    def who_sees():
        people = {
            "applicant": applicant,
            "office": office,
            "officer": programme_officer,
        }
        return {
            name
            for name, person in people.items()
            if Application.objects.visible_to(person).exists()
        }

    assert who_sees() == {"applicant"}
    application.submit(by=applicant)
    assert who_sees() == {"applicant", "office"}
    application.endorse(by=office)
    assert who_sees() == {"applicant", "office", "officer"}
