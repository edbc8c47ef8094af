"""An officer checks what arrived: reads, returns, passes, refuses; applicants are told."""

from io import BytesIO

import pytest
from django.utils.translation import gettext as said
from openpyxl import load_workbook
from playwright.sync_api import expect

from projects.models import Application, Finding, Submission
from search.documents.engine import client as engine
from search.models import IndexTask
from tests.browser.acting import account, press
from tests.browser.waiting import until
from tests.factories.projects import ApplicationFactory, CallFactory, ProjectFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Status = Application.Status

TEXTS = ("title_zh", "title_en", "abstract_zh", "abstract_en")
# Each with its title and abstract in Chinese and English; none resembles another.
SUBJECTS = (
    (
        "膜片式压力量值传递方法研究",
        "Pressure traceability by diaphragm standards",
        "研制微差压膜片标准器，评定温漂。",
        "Builds low-pressure membranes and evaluates drift with temperature.",
    ),
    (
        "加氢站流量现场校准装置",
        "On-site calibration of hydrogen dispensers",
        "车载称重系统在加注时检定计量误差。",
        "A truck carries scales which weigh what filling stations deliver.",
    ),
    (
        "电子天平远程检定软件",
        "Remote verification software for balances",
        "通过网络采集砝码读数并出具证书。",
        "Collects readings of weights over networks; issues certificates.",
    ),
    (
        "噪声计量基准升级",
        "New primary acoustic facility",
        "改造消声室，扩展低频段测量能力。",
        "Rebuilds an anechoic chamber towards infrasound.",
    ),
)
VIEW = "没有发现问题的"
INCOMPLETE = "缺少单位公章页，补充后再提交。"
UNSUITABLE = "申报单位不属于本指南支持的范围。"


@pytest.fixture
def call(programme):
    """What is submitted arrives at once."""
    return CallFactory(programme=programme, without_endorsement=True)


@pytest.fixture
def similar_project(worker, index):
    """In the index before anything is checked: the check looks there."""
    ProjectFactory(title_zh=f"{SUBJECTS[-1][0]}（一期）")
    until(lambda: not IndexTask.objects.exists())
    engine().indices.refresh(index=index)


@pytest.fixture
def applications(call, institute, applicant, similar_project):
    """Submitted by their author; the last one resembles a running project."""
    made = [
        ApplicationFactory(
            call=call,
            organisation=institute,
            created_by=applicant,
            complete=True,
            **dict(zip(TEXTS, texts, strict=True)),
        )
        for texts in SUBJECTS
    ]
    for application in made:
        application.submit(by=applicant)
    return made


def status_of(application):
    application.refresh_from_db()
    return application.status


def row_of(page, application):
    return page.get_by_role("row").filter(has_text=application.number)


def open_queue(page):
    """From what waits on the admin's home."""
    page.goto("/admin/")
    main = page.get_by_role("main")
    main.get_by_role("link").filter(has_text=said("Check formally")).click()
    expect(page.locator(".listing tbody tr")).to_have_count(len(SUBJECTS))


def narrow_down(page, application):
    """By words as one types, and back; by a filter, which stays as a chip."""
    words = page.get_by_role("search").get_by_role("textbox").first
    words.fill(application.title)
    expect(page.locator(".listing tbody tr")).to_have_count(1)
    words.fill("")
    expect(page.locator(".listing tbody tr")).to_have_count(len(SUBJECTS))
    page.locator("#filters-drilldown [data-w-dropdown-target=toggle]").click()
    label, good = said("Automatic findings"), str(Finding.Level.GOOD.label)
    page.get_by_role("button", name=label).click()
    page.get_by_role("checkbox", name=good, exact=True).check()
    expect(page.locator(".listing tbody tr")).to_have_count(len(SUBJECTS) - 1)
    page.keyboard.press("Escape")


def choose_columns(page):
    """The choice is kept as a view with the filters, under a name."""
    page.get_by_text(said("Columns"), exact=True).click()
    page.get_by_role("checkbox", name=said("Leader"), exact=True).check()
    page.get_by_role("checkbox", name=said("Received"), exact=True).uncheck()
    page.get_by_role("button", name=said("Show these columns")).click()
    heads = page.get_by_role("columnheader")
    expect(heads.filter(has_text=said("Leader"))).to_have_count(1)
    expect(heads.filter(has_text=said("Received"))).to_have_count(0)
    page.locator("summary").filter(has_text=said("Saved views")).click()
    page.get_by_label(said("Save filters, order and columns as")).fill(VIEW)
    page.get_by_role("button", name=said("Save view")).click()
    expect(page.get_by_role("link", name=VIEW)).to_be_visible()


def return_one(page, application):
    """Read with what was found automatically, then returned with a reason."""
    page.get_by_role("link", name=application.title).click()
    main = page.get_by_role("main")
    expect(main.get_by_role("region", name=said("Automatic findings"))).to_be_visible()
    expect(main).to_contain_text(application.abstract_zh)
    step = said("Return for changes")
    page.get_by_role("link", name=step, exact=True).click()
    page.get_by_label(said("Reason")).fill(INCOMPLETE)
    press(page, step)
    expect(main).to_contain_text(str(Status.RETURNED.label))


def tick(page, *applications):
    for application in applications:
        row_of(page, application).get_by_role("checkbox").check()


def pass_two(page, first, second):
    page.goto("/admin/applications/")
    page.get_by_role("link", name=VIEW).click()
    tick(page, first, second)
    step = said("Pass the formal check")
    press(page, step)
    expect(page.get_by_role("main")).to_contain_text(first.number)
    press(page, step)
    done = page.get_by_role("main").get_by_role("listitem")
    expect(done.filter(has_text=second.title)).to_be_visible()
    page.get_by_role("link", name=said("Back to the list")).click()


def refuse_one(page, application):
    tick(page, application)
    press(page, str(Application.refuse.label))
    page.get_by_label(said("Reason")).fill(UNSUITABLE)
    press(page, str(Application.refuse.label))
    done = page.get_by_role("main").get_by_role("listitem")
    expect(done.filter(has_text=application.title)).to_be_visible()


def export(page):
    """The list as it is chosen: what is decided does not wait any more."""
    page.goto("/admin/applications/?status=passed")
    page.get_by_role("navigation", name="Actions").get_by_role("button").click()
    with page.expect_download() as download:
        page.get_by_role("link").filter(has_text="XLSX").click()
    sheet = load_workbook(BytesIO(download.value.path().read_bytes())).active
    return [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)]


def test_an_officer_decides_and_the_applicant_is_told(
    visit, worker, applications, applicant, programme_officer, other_officer
):
    first, second, third, fourth = applications
    unchecked = Submission.objects.filter(checked_at=None)
    until(lambda: not unchecked.exists(), seconds=10)
    page, stranger, writer = (
        visit(programme_officer),
        visit(other_officer),
        visit(applicant),
    )

    open_queue(page)
    narrow_down(page, second)
    choose_columns(page)
    return_one(page, third)
    pass_two(page, first, second)
    refuse_one(page, fourth)
    assert [status_of(one) for one in applications] == [
        Status.PASSED,
        Status.PASSED,
        Status.RETURNED,
        Status.REFUSED,
    ]
    assert sorted(export(page)) == sorted([first.title, second.title])

    stranger.goto("/admin/")
    queue = stranger.get_by_role("link").filter(has_text=said("Check formally"))
    expect(queue).to_have_count(0)
    stranger.goto("/admin/applications/")
    expect(stranger.get_by_role("main")).not_to_contain_text(first.number)
    address = f"/admin/applications/inspect/{third.pk}/"
    assert stranger.request.get(address).status == 404

    writer.goto("/workbench/")
    expect(writer.get_by_role("link").filter(has_text=third.title)).to_be_visible()
    account(writer).get_by_role("link", name=said("Inbox")).click()
    letters = writer.get_by_role("main").get_by_role("article")
    expect(letters.filter(has_text=INCOMPLETE)).to_contain_text(third.title)
    expect(letters.filter(has_text=UNSUITABLE)).to_contain_text(fourth.title)
