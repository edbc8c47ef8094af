"""The officers' list and page of applications in Wagtail's admin."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from openpyxl import load_workbook

from projects.applications import checking
from projects.applications.snapshot import snapshot
from projects.models import Application, Finding
from tests.factories.accounts import OrganisationFactory
from tests.factories.projects import ApplicationFactory, CallFactory

pytestmark = pytest.mark.django_db
Status = Application.Status
LIST = "admin-applications:index"


def arrived(call, **fields):
    """Received by the officers, with what was handed in."""
    application = ApplicationFactory(call=call, **{"received": True} | fields)
    submission = application.submissions.create(
        version=1,
        submitted_at=timezone.now(),
        submitted_by=application.created_by,
        content=snapshot(application),
        sha256="0" * 64,
    )
    submission.findings.create(
        code=Finding.Code.BUDGET, level="bar", details={"what": "failed"}
    )
    submission.findings.create(
        code=Finding.Code.COMPLETE, level="good", details={"what": "complete"}
    )
    submission.checked_at = timezone.now()
    submission.save()
    return application


def listed(client, **query):
    response = client.get(reverse(LIST), query)
    assert response.status_code == 200
    return [one.number for one in response.context["object_list"]]


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_the_same_queries_however_long(
    client, programme_officer, call, count
):
    for _ in range(count):
        arrived(call)
    client.force_login(programme_officer)
    client.get(reverse(LIST))

    with CaptureQueriesContext(connection) as queries:
        response = client.get(reverse(LIST))

    assert len(response.context["object_list"]) == count
    assert len(queries) == 11


def test_every_column_and_a_filter_keep_within_twelve_queries(
    client, programme_officer, call
):
    for _ in range(3):
        arrived(call)
    client.force_login(programme_officer)
    columns = [
        column.name for column in client.get(reverse(LIST)).context["view"].list_display
    ]
    client.get(reverse(LIST), {"columns": columns})

    with CaptureQueriesContext(connection) as queries:
        response = client.get(
            reverse(LIST), {"call": call.pk, "findings": "bar", "q": "压力"}
        )

    assert len(response.context["object_list"]) == 3
    assert len(queries) <= 12


def test_officers_see_what_arrived_in_their_programmes_and_nothing_else(
    client, programme_officer, other_officer, call
):
    here = arrived(call)
    arrived(CallFactory())
    ApplicationFactory(call=call, submitted=True)
    client.force_login(programme_officer)

    assert listed(client) == [here.number]
    client.force_login(other_officer)
    assert listed(client) == []
    page = reverse("admin-applications:inspect", args=[here.pk])
    assert client.get(page).status_code == 404


def test_filters(client, programme_officer, programme, call, institute):
    first = arrived(call, organisation=institute)
    university = OrganisationFactory(kind="university", region=None)
    second = arrived(
        call,
        organisation=university,
        passed=True,
        title_zh="量子电压标准",
        topic=call.topics.create(code="9.9", title_zh="题", title_en="Topic"),
    )
    second.submissions.get().findings.filter(level="bar").delete()
    Application.objects.filter(pk=second.pk).update(
        received_at=timezone.now() - timedelta(days=40)
    )
    other_call = CallFactory(programme=programme, rules=call.rules)
    third = arrived(other_call, organisation=institute)
    client.force_login(programme_officer)
    today = timezone.localdate()

    def numbers(**query):
        return set(listed(client, **query))

    every = {first.number, second.number, third.number}
    assert numbers() == every
    assert numbers(status=["passed"]) == {second.number}
    assert numbers(call=call.pk) == {first.number, second.number}
    assert numbers(call=call.pk, topic=second.topic_id) == {second.number}
    assert numbers(programme=programme.pk) == every
    assert numbers(kind=["university", "enterprise"]) == {second.number}
    assert numbers(region="310000") == {first.number, third.number}
    assert numbers(findings=["good"]) == {second.number}
    assert numbers(received_at_from=today.isoformat()) == {first.number, third.number}
    assert numbers(q="量子 电压") == {second.number}
    assert numbers(q=institute.name_zh) == {first.number, third.number}


@pytest.mark.parametrize(
    "ordering", ["received_at", "-received_at", "worst", "nonsense"]
)
def test_sorts(client, programme_officer, call, ordering):
    one, other = arrived(call), arrived(call)
    client.force_login(programme_officer)

    assert set(listed(client, ordering=ordering)) == {one.number, other.number}


def test_columns_are_chosen_kept_and_exported(client, programme_officer, call):
    application = arrived(call)
    client.force_login(programme_officer)

    chosen = client.get(reverse(LIST), {"columns": ["leader", "money", "nonsense"]})
    kept = client.get(reverse(LIST))
    exported = client.get(reverse(LIST), {"export": "csv"})

    for response in (chosen, kept):
        names = [column.name for column in response.context["view"].columns]
        assert names == ["tick", "opening", "leader", "money"]
    content = b"".join(exported.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert len(rows) == 1
    values = list(rows[0].values())
    assert values == [
        application.title_zh,
        application.title_en,
        application.team.get().name_zh,
        "300000.00",
    ]
    client.get(reverse(LIST), {"columns": ""})
    assert "findings" in [
        column.name for column in client.get(reverse(LIST)).context["view"].columns
    ]


def test_whole_export_is_safe(client, programme_officer, call):
    arrived(call, title_zh='=HYPERLINK("http://evil")')
    client.force_login(programme_officer)

    exported = client.get(reverse(LIST), {"export": "csv"})
    workbook = client.get(reverse(LIST), {"export": "xlsx"})

    content = b"".join(exported.streaming_content).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(content))
    assert len(row) == 22
    assert "'=HYPERLINK" in "".join(row.values())
    sheet = load_workbook(io.BytesIO(workbook.getvalue())).active
    assert sheet["B2"].data_type == "s"
    assert sheet.title == capfirst(Application._meta.verbose_name_plural)
    money = [cell.number_format for cell in sheet[2] if cell.value == 300_000]
    assert money == ["#,##0.00"]


def test_inspecting_shows_all_in_at_most_fifteen_queries(
    client, programme_officer, application, applicant, office
):
    application.submit(by=applicant)
    application.endorse(by=office)
    while checking.work_off():
        pass
    client.force_login(programme_officer)
    page = reverse("admin-applications:inspect", args=[application.pk])
    client.get(page)

    with CaptureQueriesContext(connection) as queries:
        response = client.get(page)

    assert len(queries) <= 15
    assert application.title_zh in response.text
    assert application.submissions.get().sha256 in response.text
    codes = {row["check"] for row in response.context["found"]["rows"]}
    assert len(codes) >= 5
    labels = [str(button.label) for button in response.context["header_buttons"]]
    assert len(labels) >= 3


def test_officer_passes_returns_once_and_refuses_by_the_steps_pages(
    client, programme_officer, call
):
    application = arrived(call)
    client.force_login(programme_officer)

    def step(name, **data):
        address = reverse("admin-applications:step", args=[application.pk, name])
        response = client.post(address, data)
        application.refresh_from_db()
        return response

    assert step("return_for_changes", reason="").status_code == 200
    step("return_for_changes", reason="缺附件")
    assert (application.status, application.officer_returns) == (Status.RETURNED, 1)
    assert application.mend_until > timezone.now() + timedelta(days=9)
    Application.objects.filter(pk=application.pk).update(status=Status.RECEIVED)
    step("return_for_changes", reason="仍缺")
    assert (application.status, application.officer_returns) == (Status.RECEIVED, 1)
    step("refuse", reason="超项")
    assert (application.status, application.status_reason) == (Status.REFUSED, "超项")


def test_nobody_decides_on_an_application_of_his_own(client, programme_officer, call):
    own = arrived(call, created_by=programme_officer)
    member = arrived(call)
    member.team.update(user=programme_officer)
    client.force_login(programme_officer)

    for application in (own, member):
        address = reverse(
            "admin-applications:step", args=[application.pk, "pass_check"]
        )
        client.post(address, {"note": ""})
        application.refresh_from_db()
        assert application.status == Status.RECEIVED


def test_a_task_says_how_many_wait_and_until_when(
    programme_officer, other_officer, call
):
    from projects.applications.officers import deadlines, tasks

    arrived(call)
    arrived(call)
    arrived(call, passed=True)

    (task,) = tasks(programme_officer)

    assert "2" in task.subject
    assert task.due > timezone.now() + timedelta(days=9)
    assert deadlines(programme_officer)[0].at == task.due
    assert tasks(other_officer) == deadlines(other_officer) == []
