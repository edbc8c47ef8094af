"""An application is saved, closed, submitted and withdrawn; who is told of it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import gettext

from portal.models import Notification
from projects.models import Application, LateSubmitter
from tests.factories.accounts import MembershipFactory
from tests.factories.projects import ApplicationFactory, CallFactory
from tests.projects.desk import address, autosave, basics

pytestmark = pytest.mark.django_db
Status = Application.Status


# Saving and closing


def test_what_is_right_is_kept_and_the_rest_is_said(client, draft, applicant):
    client.force_login(applicant)

    response = autosave(
        client,
        address(draft, "basics"),
        basics(draft, title_en="Pressure", starts="2027-01-01", ends="2026-01-01"),
    )

    draft.refresh_from_db()
    assert draft.title_en == "Pressure"
    assert (draft.starts, draft.ends) == (None, None)
    assert list(response.json()["errors"]) == ["id_ends"]


def test_a_topic_of_another_call_cannot_be_chosen(client, draft, applicant):
    other = CallFactory().topics.get()
    client.force_login(applicant)

    response = client.post(address(draft, "basics"), basics(draft, topic=other.pk))

    draft.refresh_from_db()
    assert (response.status_code, draft.topic) == (422, None)


def test_after_closing_the_draft_is_read_and_not_changed(client, draft, applicant):
    draft.call.closes_at = timezone.now()
    draft.call.save()
    client.force_login(applicant)

    section = client.get(address(draft, "basics"), follow=True)
    saved = autosave(client, address(draft, "basics"), basics(draft, title_zh="晚了"))
    read = client.get(draft.get_absolute_url())

    draft.refresh_from_db()
    assert section.redirect_chain == [(address(draft), 302)]
    assert (saved.status_code, "closed" in saved.json()) == (409, True)
    assert draft.title_zh != "晚了"
    assert read.status_code == 200
    assert read.context["closed"] == saved.json()["closed"]


def test_a_named_late_submitter_still_writes_and_submits(
    client, application, applicant, office
):
    call, now = application.call, timezone.now()
    call.closes_at = now - timedelta(minutes=1)
    call.save()
    LateSubmitter.objects.create(
        call=call, user=applicant, until=now + timedelta(hours=1), reason="系统故障"
    )
    client.force_login(applicant)

    saved = autosave(
        client, address(application, "basics"), basics(application, title_zh="仍可修改")
    )
    client.post(address(application, "steps", "submit"))

    application.refresh_from_db()
    assert saved.status_code == 200
    assert (application.title_zh, application.status) == ("仍可修改", Status.SUBMITTED)


@pytest.mark.parametrize(("seconds", "status"), [(-1, "submitted"), (0, "draft")])
def test_the_second_of_closing_decides(
    client, application, applicant, monkeypatch, seconds, status
):
    call, now = application.call, timezone.now()
    call.closes_at = now + timedelta(hours=1)
    call.save()
    moment = call.closes_at + timedelta(seconds=seconds)
    client.force_login(applicant)
    monkeypatch.setattr(timezone, "now", lambda: moment)

    client.post(address(application, "steps", "submit"))

    application.refresh_from_db()
    assert application.status == status


@pytest.mark.parametrize(("seconds", "status"), [(-1, "submitted"), (0, "draft")])
def test_a_late_submitter_has_a_last_second_too(
    client, application, applicant, monkeypatch, seconds, status
):
    call, now = application.call, timezone.now()
    call.closes_at, until = now, now + timedelta(hours=1)
    call.save()
    LateSubmitter.objects.create(call=call, user=applicant, until=until, reason="故障")
    client.force_login(applicant)
    monkeypatch.setattr(timezone, "now", lambda: until + timedelta(seconds=seconds))

    client.post(address(application, "steps", "submit"))
    saved = autosave(client, address(application, "basics"), basics(application))

    application.refresh_from_db()
    assert application.status == status
    assert saved.status_code == 409


# Submission


def test_submission_is_announced_and_leaves_a_receipt(
    client, application, applicant, office
):
    client.force_login(applicant)

    announced = client.get(address(application, "steps", "submit"))
    client.post(address(application, "steps", "submit"))

    application.refresh_from_db()
    submission = application.latest_submission
    assert application.organisation.name in announced.context["consequence"]
    assert application.status == Status.SUBMITTED
    receipt = Notification.objects.get(
        recipient=applicant, event="applications.submitted"
    )
    assert receipt.details["sha256"] == submission.sha256
    assert submission.sha256 in receipt.text
    assert application.organisation.name in receipt.text
    waiting = Notification.objects.get(recipient=office)
    assert waiting.event == "applications.to_endorse"
    assert waiting.due_at is not None


def test_what_an_office_has_read_stays_its_organisations(
    client, application, applicant, office
):
    """Else another institution's office would see it, and its bureau at once."""
    elsewhere = MembershipFactory(user=applicant).organisation
    sent = {"organisation": elsewhere.pk, "page": "mine", "action": "save"}
    client.force_login(applicant)
    autosave(client, address(application, "partners"), sent)
    application.refresh_from_db()
    assert application.organisation == elsewhere
    sent = {"organisation": office.memberships.get().organisation_id, "page": "mine"}
    autosave(client, address(application, "partners"), sent)
    application.refresh_from_db()
    application.submit(by=applicant)
    application.send_back(by=office, reason="补充")

    autosave(
        client, address(application, "partners"), sent | {"organisation": elsewhere.pk}
    )

    application.refresh_from_db()
    assert application.organisation == office.memberships.get().organisation
    assert Application.objects.visible_to(office).filter(pk=application.pk).exists()


def test_an_incomplete_application_is_not_submitted(client, draft, applicant):
    client.force_login(applicant)

    asked = client.get(address(draft, "steps", "submit"))
    response = client.post(address(draft, "steps", "submit"), follow=True)

    draft.refresh_from_db()
    assert asked["Location"] == address(draft, "check")
    assert response.redirect_chain[-1][0] == address(draft, "check")
    assert draft.status == Status.DRAFT
    assert not Notification.objects.exists()


def test_every_line_of_the_check_leads_to_a_place_in_the_form(client, draft, applicant):
    client.force_login(applicant)

    sections = client.get(address(draft, "check")).context["sections"]

    shown = [name for one in sections for name, _text in one["gaps"]]
    assert sorted(shown) == sorted(name for name, _text in draft.missing())


def test_a_withdrawal_needs_a_reason_and_is_told(
    client, application, applicant, office
):
    application.submit(by=applicant)
    client.force_login(applicant)
    path = address(application, "steps", "withdraw")

    client.post(path, {"reason": " "})
    application.refresh_from_db()
    before = application.status
    client.post(path, {"reason": "负责人调动"})

    application.refresh_from_db()
    assert (before, application.status) == (Status.SUBMITTED, Status.WITHDRAWN)
    told = Notification.objects.get(recipient=office, event="applications.withdrawn")
    assert "负责人调动" in told.text


@pytest.mark.parametrize("step", ["endorse", "pass_check", "refuse", "nonsense"])
def test_steps_of_others_are_not_taken_on_the_desk(
    client, application, applicant, step
):
    client.force_login(applicant)

    assert client.post(address(application, "steps", step)).status_code == 404


# Who is told


def test_officers_are_told_once_a_day_of_a_call(
    call, institute, applicant, office, programme_officer
):
    for _number in range(3):
        application = ApplicationFactory(
            call=call, organisation=institute, created_by=applicant, complete=True
        )
        application.submit(by=applicant)
        application.endorse(by=office)

    told = Notification.objects.filter(recipient=programme_officer)
    assert [one.event for one in told] == ["applications.to_check"]


def test_the_author_is_told_what_others_decide(
    application, applicant, office, programme_officer
):
    application.submit(by=applicant)
    application.send_back(by=office, reason="缺附件")
    returned = Notification.objects.get(event="applications.returned")
    application.submit(by=applicant)
    application.endorse(by=office)
    application.refuse(by=programme_officer, reason="超期")

    told = Notification.objects.filter(recipient=applicant).order_by("pk")
    assert [one.event for one in told] == [
        "applications.submitted",
        "applications.returned",
        "applications.submitted",
        "applications.endorsed",
        "applications.refused",
    ]
    assert "缺附件" in returned.text
    assert gettext("institution") in returned.text
    assert returned.due_at == application.mend_until
    assert all(one.path.endswith(f"{application.number}/read/") for one in told)
