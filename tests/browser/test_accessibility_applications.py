"""Calls and applications, in both languages, wide and narrow: nothing serious for axe.

The demonstration's records, with titles as long as they may be.
"""

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils.translation import gettext as said
from playwright.sync_api import expect

from portal.models import Membership, User
from projects.applications.editing import sections_of
from projects.models import Application, Call, Programme, Project, TeamMember
from tests.browser.acting import press
from tests.browser.walk import LANGUAGES, Walk
from tests.projects.desk import autosave, basics

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = {
    "title_zh": "高精度量值传递与溯源关键技术" * 14,
    "title_en": "Metrologicaltraceability of interlaboratory comparisons " * 8,
}
# Of the admin's pages; the map of a long form beside it is Wagtail's.
OURS = {"include": [["main"]], "exclude": [[".w-minimap"]]}


@pytest.fixture
def demo(index):
    call_command("load_demo", verbosity=0)
    Call.objects.update(**LONG)


def person(name):
    return User.objects.get(email=f"{name}@example.org")


def application(**wanted):
    """The newest of these, with a title as long as it may be."""
    found = Application.objects.filter(**wanted).order_by("-updated_at").first()
    Application.objects.filter(pk=found.pk).update(**LONG)
    found.refresh_from_db()
    return found


def draft():
    return application(
        status="draft", team__isnull=False, budget__isnull=False, starts__isnull=False
    )


def test_public_pages_of_calls_and_projects(visit, demo):
    walk = Walk(visit)
    Project.objects.filter(pk=Project.objects.first().pk).update(**LONG)
    for language in LANGUAGES:
        walk.go(language, f"/{language}/")
    walk.to("calls:list")
    for call in Call.objects.public():
        walk.to_record(call)
    walk.to("projects:list")
    walk.to("projects:list", query="?q=nothinglikethis")
    walk.to_record(Project.objects.first())
    receipt = application(submissions__isnull=False).latest_submission
    walk.to("public-receipt", receipt.sha256)

    assert walk.wrongs == []


def test_pages_of_the_form(visit, demo):
    record = draft()
    walk, number = Walk(visit, record.created_by), record.number
    walk.to("applications:record", number)
    walk.to("applications:check", number)
    for section in sections_of(record):
        walk.to("applications:section", number, section.name)
    walk.to("applications:budget-import", number)
    walk.to("applications:preview", number)
    walk.to("applications:step", number, "withdraw")

    assert walk.wrongs == []


def test_pages_of_an_applicant(visit, demo, client):
    record = application(status="received")
    TeamMember.objects.filter(application=record).update(name_zh="欧阳" * 50)
    returned = application(status="returned", returned_by="officer")
    walk, number = Walk(visit, record.created_by), record.number
    walk.to("workbench:home")
    walk.to("deadlines:list")
    walk.to("inbox:preferences")
    walk.to("applications:list")
    walk.to("applications:list", query="?q=nothinglikethis")
    walk.to("applications:new")
    walk.to("applications:new", query=f"?call={draft().call.number}")
    walk.to("applications:record", number)
    walk.to_record(record)
    walk.to("applications:receipt", number)
    walk.to("applications:versions", number)
    walk.to("applications:version", number, 1)
    walk.to("applications:pdf", number, 1, "zh", status=202)
    mending = Walk(visit, returned.created_by)
    mending.to("applications:record", returned.number)
    mending.to("applications:diff", returned.number)

    assert walk.wrongs + mending.wrongs == []


def test_an_invitation_and_a_conflict(visit, demo, client):
    member = TeamMember.objects.open_invitations().first()
    record, author = member.application, member.application.created_by
    Application.objects.filter(pk=record.pk).update(**LONG)
    walk, known = Walk(visit), Walk(visit, person("visitor"))
    walk.to("applications:invitation", member.token)
    known.to("applications:invitation", member.token)
    known.to("applications:list")
    writer = Walk(visit, author)
    writer.to("applications:section", record.number, "basics")
    other = member.application.team.consented().first().user
    client.force_login(other)
    record.refresh_from_db()
    path = f"/zh-hans/workbench/applications/{record.number}/basics/"
    autosave(client, path, basics(record, abstract_zh="另" * 500, page="theirs"))
    writer.do(run_into_the_other)

    assert walk.wrongs + known.wrongs + writer.wrongs == []


def run_into_the_other(page):
    page.locator("[name=keywords_en]").fill("pressure")
    expect(page.get_by_role("alert")).to_be_visible()


def test_pages_of_offices(visit, demo):
    waiting = application(status="submitted")
    institution = Walk(visit, person("office"))
    institution.to("workbench:home")
    institution.to("endorsing:list")
    institution.to("endorsing:list", query="?q=nothinglikethis")
    bureau = Walk(visit, person("bureau"))
    bureau.to("endorsing:list")
    own = Walk(visit, office_of(waiting))
    chosen = f"?number={waiting.number}"
    own.to("endorsing:step", "endorse", query=chosen)
    own.to("endorsing:step", "return", query=chosen)
    own.do(return_without_reason)
    own.to_record(waiting)

    assert institution.wrongs + bureau.wrongs + own.wrongs == []


def office_of(record):
    offices = Membership.objects.active().filter(role__in=Membership.OFFICES)
    return offices.filter(organisation=record.organisation).first().user


def return_without_reason(page):
    number = page.locator("[name=number]").get_attribute("value")
    page.goto(f"/workbench/endorsement/return/?number={number}")
    page.locator("main form").evaluate("form => { form.noValidate = true; }")
    press(page, said("Return"))
    expect(page.get_by_role("alert")).to_be_visible()


def test_pages_of_officers_in_the_admin(visit, demo):
    """Within `main`: the frame around it, with its menu, is Wagtail's.

    A questionnaire is tried on a page like those of the public site.
    """
    walk = Walk(visit, person("officer"), part=OURS)
    officers = person("officer")
    record = application(status="received", call__programme__officers=officers)
    call = Call.objects.run_by(officers).filter(questionnaire__isnull=False).first()
    announced = Call.objects.run_by(officers).in_phase("announced").first() or call
    walk.to("wagtailadmin_home")
    walk.to("admin-applications:index")
    walk.to("admin-applications:inspect", record.pk)
    walk.to("admin-applications:step", record.pk, "refuse")
    query = f"?step=return_for_changes&id={record.pk}"
    walk.to("admin-applications:bulk", query=query)
    for name in ("calls", "questionnaires"):
        walk.to(f"admin-{name}:index")
    walk.to("admin-calls:inspect", call.pk)
    walk.to("admin-calls:edit", announced.pk)
    walk.to("admin-calls:clone", call.pk)
    walk.to("admin-calls:files", call.pk)
    for step in ("extend", "admit_late"):
        walk.to("admin-calls:step", call.pk, step)
    walk.to("admin-calls:add")
    walk.to("admin-questionnaires:inspect", call.questionnaire_id)
    walk.to("admin-questionnaires:edit", call.questionnaire_id)
    walk.to("admin-programmes:inspect", Programme.objects.run_by(officers)[0].pk)
    walk.to("admin-rules:inspect", call.rules_id)
    walk.to("admin-rules:new-version", call.rules_id)
    trial = Walk(visit, officers)
    address = reverse("admin-questionnaires:try", args=[call.questionnaire_id])
    for language in LANGUAGES:
        trial.go(language, f"{address}?language={language}")

    assert walk.wrongs + trial.wrongs == []
