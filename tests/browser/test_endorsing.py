"""Institution and bureau let applications pass or return them; one is mended."""

import pytest
from django.utils.translation import gettext as said
from django.utils.translation import pgettext
from playwright.sync_api import expect

from projects.models import Application
from tests.browser.acting import account, follow, labelled, press, saved_by_itself
from tests.factories.projects import ApplicationFactory, CallFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Status = Application.Status

TITLES = ("膜片式压力量值传递", "氢气流量现场校准", "电子天平远程检定", "噪声计量标准")
REASON = "摘要没有说明考核指标，补充后再提交。"


@pytest.fixture
def call(programme):
    """Through institution and bureau, two places for an institution."""
    return CallFactory(programme=programme, with_bureau=True, quota_institution=2)


@pytest.fixture
def applications(call, institute, applicant, bureau):
    """Submitted one after the other, as their author does."""
    made = [
        ApplicationFactory(
            call=call,
            organisation=institute,
            created_by=applicant,
            complete=True,
            title_zh=title,
        )
        for title in TITLES
    ]
    for application in made:
        application.submit(by=applicant)
    return made


def statuses(applications):
    for application in applications:
        application.refresh_from_db()
    return [application.status for application in applications]


def choose(page, *applications):
    for application in applications:
        choice = page.get_by_role("row").filter(has_text=application.number)
        choice.get_by_role("checkbox").check()


def open_task(page, call):
    """From what waits on the workbench to the list."""
    page.goto("/workbench/")
    page.get_by_role("main").get_by_role("link").filter(has_text=call.title).click()


def endorse_two(page, first, second):
    choose(page, first, second)
    press(page, str(Application.endorse.label))
    expect(page.get_by_role("listitem").filter(has_text=first.number)).to_be_visible()
    press(page, str(Application.endorse.label))
    done = page.get_by_role("status")
    expect(done.get_by_role("listitem")).to_have_count(2)
    follow(page, said("Back to the list"))


def return_one(page, application):
    """Without a reason nothing is returned."""
    choose(page, application)
    press(page, said("Return for changes"))
    reason = page.get_by_label(said("Reason"))
    press(page, said("Return"))
    expect(reason).to_be_focused()
    reason.fill(REASON)
    press(page, said("Return"))
    expect(page.get_by_role("status").get_by_role("listitem")).to_have_count(1)
    follow(page, said("Back to the list"))


def meet_the_quota(page, application):
    choose(page, application)
    press(page, str(Application.endorse.label))
    press(page, str(Application.endorse.label))
    used_up = said("The quota of %(most)s applications for this call is used up.")
    expect(page.get_by_role("alert")).to_contain_text(used_up % {"most": 2})
    follow(page, said("Back to the list"))


def recommend(page, application, left):
    """The bureau sees what the institution endorsed, nothing else."""
    rows = page.get_by_role("table").last.get_by_role("row")
    expect(rows).to_have_count(3)
    expect(rows.filter(has_text=left.number)).to_have_count(0)
    choose(page, application)
    press(page, said("Recommend"))
    press(page, said("Recommend"))
    expect(page.get_by_role("status")).to_contain_text(application.title)


def see_where_it_is(page, application):
    """From the list of one's own to the page that shows the way."""
    page.goto("/workbench/applications/")
    follow(page, application.title)
    follow(page, said("The application as a document"))
    way = page.get_by_role("list", name=said("The way through this call"))
    current = way.locator("[aria-current=step]")
    expect(current).to_have_text(pgettext("stage", "Formal check"))


def mend(page, application):
    """Told in the inbox and the workbench; mended and submitted once more."""
    account(page).get_by_role("link", name=said("Inbox")).click()
    expect(page.get_by_role("main")).to_contain_text(REASON)
    page.goto("/workbench/")
    page.get_by_role("link").filter(has_text=application.title).click()
    expect(page.get_by_role("main")).to_contain_text(REASON)
    follow(page, said("Basics"))
    main = page.get_by_role("main")
    labelled(main, Application, "abstract_zh").fill("不确定度由 0.05% 降至 0.02%。")
    saved_by_itself(page)
    follow(page, said("Check and submit"))
    follow(page, f"{said('Submit application')} …")
    press(page, said("Submit application"))
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(said("Receipt of submission"))


def test_applications_go_through_institution_and_bureau(
    visit, call, applications, applicant, office, bureau_office
):
    first, second, third, fourth = applications
    institution, authority, writer = (
        visit(office),
        visit(bureau_office),
        visit(applicant),
    )

    open_task(institution, call)
    endorse_two(institution, first, second)
    return_one(institution, third)
    meet_the_quota(institution, fourth)
    assert statuses(applications) == [
        Status.ENDORSED,
        Status.ENDORSED,
        Status.RETURNED,
        Status.SUBMITTED,
    ]

    open_task(authority, call)
    recommend(authority, first, left=third)
    assert statuses(applications)[:2] == [Status.RECEIVED, Status.ENDORSED]

    see_where_it_is(writer, first)
    mend(writer, third)
    assert statuses([third]) == [Status.SUBMITTED]
    assert third.submissions.count() == 2
    institution.reload()
    waiting = institution.get_by_role("row").filter(has_text=third.number)
    expect(waiting).to_contain_text(str(Status.SUBMITTED.label))
