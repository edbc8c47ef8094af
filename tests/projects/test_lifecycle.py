"""The way of an application from its draft to the officer's decision."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

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
