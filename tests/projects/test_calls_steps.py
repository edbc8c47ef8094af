"""Officers extend a call, let one person in late, cancel it; who is told of it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext
from wagtail.models import ModelLogEntry

from projects.models import Call, LateSubmitter
from tests.factories.projects import ApplicationFactory, CallFactory
from tests.projects.acting import events, local, logged, minute, page

pytestmark = pytest.mark.django_db


def test_a_draft_says_what_is_missing_and_is_not_published_without(
    officer_client, programme
):
    call = CallFactory(programme=programme, draft=True, guideline_en="", topics=0)

    response = officer_client.post(page(call, "step", "publish"))

    assert response.status_code == 200
    call.refresh_from_db()
    assert call.status == Call.Status.DRAFT
    assert [name for name, _text in call.missing()] == ["guideline_en", "topics"]


def test_publishing_opens_the_page_to_everybody(
    officer_client, client, programme, programme_officer
):
    call = CallFactory(programme=programme, draft=True)

    officer_client.post(page(call, "step", "publish"))

    client.logout()
    assert client.get(call.get_absolute_url()).status_code == 200
    assert logged(call) == [("projects.publish", programme_officer.pk)]


def test_a_call_whose_closing_is_past_is_not_published(officer_client, programme):
    call = CallFactory(programme=programme, draft=True, closed=True)

    officer_client.post(page(call, "step", "publish"))

    call.refresh_from_db()
    assert call.status == Call.Status.DRAFT


def test_extending_is_logged_and_told_to_whoever_takes_part(
    officer_client, call, application, applicant, stranger, programme_officer
):
    until = minute(days=45)
    ApplicationFactory(created_by=stranger)

    response = officer_client.post(
        page(call, "step", "extend"),
        {"closes_at": local(until), "reason": "系统维护"},
    )

    assert response.status_code == 302
    call.refresh_from_db()
    assert call.closes_at == until
    assert events() == {(applicant.pk, "calls.extended")}
    entry = ModelLogEntry.objects.for_instance(call).get()
    assert (entry.action, entry.user) == ("projects.extend", programme_officer)
    assert entry.data["reason"] == "系统维护"


def test_offices_are_told_when_an_application_has_reached_them(
    officer_client, call, application, applicant, office
):
    application.submit(by=applicant)
    until = minute(days=60)

    officer_client.post(
        page(call, "step", "extend"),
        {"endorse_until": local(until), "reason": "节假日"},
    )

    call.refresh_from_db()
    assert call.endorse_until == until
    assert (office.pk, "calls.extended") in events()


@pytest.mark.parametrize(
    "wanted",
    [
        {"closes_at": timedelta(days=-1)},
        {"closes_at": timedelta(0)},
        {"endorse_until": timedelta(days=-2)},
        {"closes_at": timedelta(days=30), "endorse_until": timedelta(days=20)},
    ],
)
def test_an_end_is_only_moved_to_a_later_time_in_order(officer_client, call, wanted):
    before = Call.objects.values().get(pk=call.pk)
    data = {name: local(call.closes_at + by) for name, by in wanted.items()}

    response = officer_client.post(
        page(call, "step", "extend"), data | {"reason": "因为"}
    )

    assert response.context["form"].non_field_errors()
    assert Call.objects.values().get(pk=call.pk) == before
    assert events() == set()
    assert not ModelLogEntry.objects.for_instance(call).exists()


def test_extending_needs_a_reason(officer_client, call):
    response = officer_client.post(
        page(call, "step", "extend"), {"closes_at": local(minute(days=50))}
    )

    assert list(response.context["form"].errors) == ["reason"]


@pytest.mark.parametrize(
    ("traits", "ends"),
    [
        ({}, ["closes_at", "endorse_until"]),
        ({"with_bureau": True}, ["closes_at", "endorse_until", "recommend_until"]),
        ({"closed": True}, ["endorse_until"]),
        ({"endorsement": Call.Endorsement.NONE}, ["closes_at"]),
    ],
)
def test_only_ends_that_there_are_can_be_extended(
    officer_client, programme, traits, ends
):
    call = CallFactory(programme=programme, **traits)

    form = officer_client.get(page(call, "step", "extend")).context["form"]

    assert list(form.fields) == [*ends, "reason"]


def test_where_no_end_is_left_no_button_offers_to_extend(officer_client, programme):
    call = CallFactory(
        programme=programme, closed=True, endorsement=Call.Endorsement.NONE
    )
    address = page(call, "step", "extend")

    shown = officer_client.get(page(call)).context["header_buttons"]
    refused = officer_client.get(address, follow=True)

    assert address not in [button.url for button in shown]
    assert refused.redirect_chain[0][0] == page(call)
    told = [str(message) for message in refused.context["messages"]]
    closed = gettext("The call has closed. Let single persons submit later instead.")
    assert any(closed in text for text in told)


def test_a_closed_call_is_not_opened_again(officer_client, programme):
    call = CallFactory(programme=programme, closed=True)

    response = officer_client.post(
        page(call, "step", "extend"),
        {"closes_at": local(minute(days=5)), "reason": "因为"},
    )

    assert response.context["form"].non_field_errors()
    call.refresh_from_db()
    assert call.phase == Call.Phase.CLOSED


def test_one_person_is_let_in_late_with_a_reason_and_told(
    officer_client, programme, applicant, programme_officer
):
    call = CallFactory(programme=programme, closed=True)
    first, second = minute(hours=2), minute(days=2)

    for until in (first, second):
        officer_client.post(
            page(call, "step", "admit_late"),
            {"person": applicant.email, "until": local(until), "reason": "医院证明"},
        )

    late = LateSubmitter.objects.get()
    assert (late.user, late.until, late.reason) == (applicant, second, "医院证明")
    assert call.closes_for(applicant) == second
    assert events() == {(applicant.pk, "calls.admitted")}
    assert logged(call) == [("projects.admit_late", programme_officer.pk)] * 2


@pytest.mark.parametrize(
    ("person", "hours"), [("nobody@example.org", 5), ("applicant", -5)]
)
def test_a_stranger_or_a_time_that_is_past_lets_nobody_in(
    officer_client, programme, applicant, person, hours
):
    call = CallFactory(programme=programme, closed=True)
    address = applicant.email if person == "applicant" else person

    response = officer_client.post(
        page(call, "step", "admit_late"),
        {"person": address, "until": local(minute(hours=hours)), "reason": "因为"},
    )

    assert response.context["form"].non_field_errors()
    assert not LateSubmitter.objects.exists()


def test_cancelling_keeps_the_reason_and_tells_whoever_takes_part(
    officer_client, call, application, applicant
):
    officer_client.post(page(call, "step", "cancel"), {"reason": "预算调整"})

    call.refresh_from_db()
    assert (call.status, call.status_reason) == ("cancelled", "预算调整")
    assert events() == {(applicant.pk, "calls.cancelled")}
    assert officer_client.get(page(call, "edit")).status_code == 302


def test_an_officer_of_another_programme_takes_no_step(call, other_officer):
    for step, details in (
        (call.publish, {}),
        (call.cancel, {"reason": "因为"}),
        (call.extend, {"closes_at": minute(days=60), "reason": "因为"}),
    ):
        with pytest.raises(PermissionDenied):
            step(by=other_officer, **details)
