"""An application begins, and why it may not."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from projects.applications.tasks import deadlines, tasks
from projects.models import Application, LateSubmitter
from tests.factories.accounts import MembershipFactory
from tests.factories.projects import ApplicationFactory, CallFactory

pytestmark = pytest.mark.django_db


def new(call):
    return f"{reverse('applications:new')}?call={call.number}"


def sent(institute, **changes):
    return {"organisation": institute.pk, "title_zh": "量值传递"} | changes


def test_a_draft_begins_with_its_author_as_leader(client, call, institute, applicant):
    client.force_login(applicant)

    response = client.post(new(call), sent(institute))

    record = Application.objects.get()
    leader = record.team.get()
    assert response["Location"] == reverse(
        "applications:section", args=[record.number, "basics"]
    )
    assert (record.call, record.organisation, record.title_zh) == (
        call,
        institute,
        "量值传递",
    )
    assert (leader.user, leader.role, leader.status, leader.name_zh) == (
        applicant,
        "leader",
        "consented",
        applicant.name,
    )
    assert client.get(response["Location"]).status_code == 200


def test_without_a_call_the_open_ones_are_shown(client, call, applicant):
    CallFactory(announced=True)
    CallFactory(closed=True)
    CallFactory(draft=True)
    client.force_login(applicant)

    response = client.get(reverse("applications:new"))

    assert list(response.context["calls"]) == [call]
    assert client.post(reverse("applications:new")).status_code == 302


@pytest.mark.parametrize("state", ["announced", "closed"])
def test_who_comes_too_early_or_late_is_told(
    client, institute, applicant, programme, state
):
    call = CallFactory(programme=programme, **{state: True})
    client.force_login(applicant)

    page = client.get(new(call))
    response = client.post(new(call), sent(institute))

    assert page.context["hindrance"]
    assert response.context["form"].errors["__all__"] == [page.context["hindrance"]]
    assert response.context["form"]["title_zh"].value() == "量值传递"
    assert not Application.objects.exists()


def test_a_cancelled_call_takes_nobody(
    client, call, institute, applicant, administrator
):
    call.cancel(by=administrator, reason="计划调整")
    client.force_login(applicant)

    page = client.get(new(call))
    client.post(new(call), sent(institute))

    assert "计划调整" in page.context["hindrance"]
    assert not Application.objects.exists()


def test_a_call_that_is_not_published_is_not_there(client, programme, applicant):
    client.force_login(applicant)

    assert (
        client.get(new(CallFactory(programme=programme, draft=True))).status_code == 404
    )


def test_a_late_submitter_may_begin_late(client, institute, applicant, programme):
    call = CallFactory(programme=programme, closed=True)
    until = timezone.now() + timedelta(hours=1)
    LateSubmitter.objects.create(call=call, user=applicant, until=until, reason="故障")
    client.force_login(applicant)

    client.post(new(call), sent(institute))

    assert Application.objects.get().submit_until == until


def test_who_belongs_nowhere_is_led_to_joining(client, call, stranger, institute):
    client.force_login(stranger)

    page = client.get(new(call))
    client.post(new(call), sent(institute))

    assert page.context["organisations"] == []
    assert reverse("organisations:list") in page.content.decode()
    assert not Application.objects.exists()


def test_a_kind_of_organisation_that_is_not_admitted_cannot_be_chosen(
    client, call, institute, enterprise, applicant
):
    call.organisation_kinds = ["enterprise"]
    call.save()
    client.force_login(applicant)
    page = client.get(new(call))
    refused = client.post(new(call), sent(institute))
    MembershipFactory(organisation=enterprise, user=applicant)
    client.post(new(call), sent(enterprise))

    assert page.context["organisations"] == [(institute, False)]
    assert page.context["is_admitted"] is False
    assert "organisation" in refused.context["form"].errors
    assert Application.objects.get().organisation == enterprise


def test_nobody_begins_for_a_foreign_organisation(client, call, enterprise, applicant):
    client.force_login(applicant)

    response = client.post(new(call), sent(enterprise))

    assert "organisation" in response.context["form"].errors
    assert not Application.objects.exists()


def test_one_is_shown_what_one_has_begun_and_must_want_another(
    client, draft, institute, applicant
):
    client.force_login(applicant)

    page = client.get(new(draft.call))
    refused = client.post(new(draft.call), sent(institute))
    client.post(new(draft.call), sent(institute, is_another="on"))

    assert page.context["form"].drafts == [draft]
    assert "is_another" in refused.context["form"].errors
    assert Application.objects.count() == 2


def test_drafts_of_others_and_withdrawn_ones_are_not_in_the_way(
    client, draft, institute, applicant, second_applicant
):
    draft.withdraw(by=applicant, reason="重写")
    for person in (applicant, second_applicant):
        client.force_login(person)
        client.post(new(draft.call), sent(institute))

    assert Application.objects.filter(status="draft").count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_clicks_make_one_application(call, institute, applicant):
    def click(_number):
        client = Client()
        client.force_login(applicant)
        try:
            return client.post(new(call), sent(institute)).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        codes = sorted(threads.map(click, range(2)))

    assert codes == [200, 302]
    assert Application.objects.count() == 1


# What waits for the applicant


def test_a_draft_is_a_task_until_it_is_submitted(application, applicant, office):
    [task] = tasks(applicant)
    [deadline] = deadlines(applicant)
    application.submit(by=applicant)
    submitted = tasks(applicant)
    application.send_back(by=office, reason="缺附件")
    [mend] = tasks(applicant)
    [mending] = deadlines(applicant)

    assert task.due == deadline.at == application.call.closes_at
    assert submitted == []
    assert mend.due == mending.at == application.mend_until
    assert (deadline.key, mending.key) == ("closing", "mending")


def test_what_has_closed_is_no_task(institute, applicant, programme):
    call = CallFactory(programme=programme, closed=True)
    ApplicationFactory(call=call, organisation=institute, created_by=applicant)

    assert tasks(applicant) == []
    assert deadlines(applicant) == []


def test_a_writing_member_is_told_a_reading_one_is_not(
    application, member, colleague, second_applicant
):
    member.consent(by=colleague)
    reading = tasks(colleague)
    member.may_write = True
    member.save()

    assert reading == []
    assert len(tasks(colleague)) == 1
    assert tasks(second_applicant) == []
