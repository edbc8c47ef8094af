"""A researcher applies with a colleague: from the call's page to receipt and PDF."""

import re
from io import BytesIO

import pytest
from django.utils import timezone
from django.utils.translation import gettext as said
from playwright.sync_api import expect
from pypdf import PdfReader

from projects.applications.rows import MemberForm
from projects.models import Application, Indicator, Milestone, TeamMember
from tests.browser.acting import (
    follow,
    labelled,
    link_in,
    press,
    row,
    saved_by_itself,
    sign_in,
)
from tests.browser.waiting import until
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.projects import CallFactory, QuestionnaireFactory
from tests.projects.questionnaires import EVERY_KIND, FILE, raw

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "膜片式压力量值传递方法研究"
OTHER_TITLE = "Pressure traceability by diaphragm standards"
ABSTRACT = "研究膜片式标准器的量值传递方法。"
THEIR_ABSTRACT = "Research on traceability by diaphragm standards."
PROOF = {"name": "证明.txt", "mimeType": "text/plain", "buffer": "已查新。".encode()}
QUESTIONS = [one for one in EVERY_KIND if one["id"] in ("content", "type", "site")]
TABLE = next(one for one in EVERY_KIND if one["kind"] == "table")


@pytest.fixture
def call(programme):
    """With a choice, a question that hangs on it, a table and a file; a promise, too."""
    questions = raw(*QUESTIONS, TABLE, FILE | {"is_required": True})
    return CallFactory(
        programme=programme,
        questionnaire=QuestionnaireFactory(programme=programme, questions=questions),
        commitments_zh="申报材料真实、完整。",
        commitments_en="All that is stated is true and complete.",
    )


@pytest.fixture
def colleague(db):
    return UserFactory(name="林若溪", email="lin@example.org")


@pytest.fixture
def company(applicant, enterprise):
    """The applicant belongs here, too, and has to choose."""
    return MembershipFactory(user=applicant, organisation=enterprise).organisation


def begin(page, call, applicant, institute):
    """From the home page to the first section."""
    page.goto("/zh-hans/")
    follow(page, call.title)
    expect(page.get_by_role("heading", level=1)).to_have_text(call.title)
    follow(page, said("Apply"))
    sign_in(page, applicant.email)
    page.get_by_label(said("Lead organisation")).select_option(label=institute.name)
    page.get_by_label(said("Title in Chinese")).fill(TITLE)
    press(page, said("Begin"))
    expect(page.get_by_role("heading", level=2)).to_have_text(said("Basics"))


def write_basics(page, call):
    """What is typed is kept by itself."""
    main, year = page.get_by_role("main"), timezone.localdate().year
    topic = call.topics.get()
    labelled(main, Application, "topic").select_option(str(topic.pk))
    labelled(main, Application, "abstract_zh").press_sequentially(ABSTRACT)
    labelled(main, Application, "starts").fill(f"{year}-01-01")
    labelled(main, Application, "ends").fill(f"{year + 1}-12-31")
    saved_by_itself(page)
    page.reload()
    expect(labelled(main, Application, "abstract_zh")).to_have_value(ABSTRACT)
    expect(labelled(main, Application, "title_zh")).to_have_value(TITLE)


def see_what_is_missing(page):
    """Each thing with the way to its place in the form; there is no button yet."""
    follow(page, said("Check and submit"))
    expect(page.get_by_role("link", name=said("Submit application"))).to_have_count(0)
    follow(page, said("Give the title in English."))
    title = labelled(page.get_by_role("main"), Application, "title_en")
    expect(title).to_be_in_viewport()
    title.fill(OTHER_TITLE)
    press(page, said("Save and continue"))


def name_team(page, colleague):
    labelled(row(page, "team", 0), TeamMember, "person_months").fill("10")
    page.get_by_role("button", name=said("Add a member")).click()
    member = row(page, "team", 1)
    member.get_by_label(str(MemberForm.base_fields["name_zh"].label)).fill(
        colleague.name
    )
    labelled(member, TeamMember, "email").fill(colleague.email)
    labelled(member, TeamMember, "person_months").fill("6.5")
    labelled(member, TeamMember, "may_write").check()
    member.get_by_role("button", name=said("Save and invite")).click()
    expect(page.get_by_role("main")).to_contain_text(colleague.email)
    expect(page.get_by_role("main").get_by_role("status").first).to_be_visible()


def consent(page, letter, colleague, institute):
    """The link leads to who asks; signed in, to what one is asked to agree to."""
    assert letter.to == [colleague.email]
    page.goto(link_in(letter))
    expect(page.get_by_role("heading", level=1)).to_contain_text(institute.name)
    follow(page, said("Sign in"))
    sign_in(page, colleague.email)
    expect(page.get_by_role("main")).to_contain_text("6.5")
    press(page, said("I consent"))
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def plan(page):
    """Organisations stay as they are; an indicator, a milestone."""
    press(page, said("Save and continue"))
    press(page, said("Save and continue"))
    page.get_by_role("button", name=said("Add an indicator")).click()
    indicator = row(page, "indicators", 0)
    labelled(indicator, Indicator, "name_zh").fill("相对扩展不确定度")
    labelled(indicator, Indicator, "target").fill("0.02")
    method = Indicator.Method.TEST_REPORT
    labelled(indicator, Indicator, "method").select_option(method)
    press(page, said("Save and continue"))
    page.get_by_role("button", name=said("Add a milestone")).click()
    milestone, year = row(page, "milestones", 0), timezone.localdate().year
    labelled(milestone, Milestone, "title_zh").fill("完成标准装置")
    labelled(milestone, Milestone, "due").fill(f"{year}-12-31")
    press(page, said("Save and continue"))


def sum_of(page, name):
    """All places that show this sum."""
    return page.locator(f"[data-sum='{name}']")


def calculate(page):
    """The matrix adds up while one types; the server says the same after saving."""
    year = timezone.localdate().year
    page.locator(f"[name=central_purchase_{year}]").fill("12.5万")
    page.locator(f"[name=central_materials_{year + 1}]").fill("30000")
    expect(sum_of(page, "central").first).to_have_text("155,000.00")
    expect(sum_of(page, f"all {year}").first).to_have_text("125,000.00")
    saved_by_itself(page)
    page.reload()
    expect(page.locator(f"[name=central_purchase_{year}]")).to_have_value("125,000.00")
    expect(sum_of(page, "all").first).to_have_text("155,000.00")
    press(page, said("Save and continue"))


def answer(page):
    """The second question is asked only for a pilot; the table grows by a button."""
    main = page.get_by_role("main")
    site = main.get_by_label("中试基地？")
    expect(site).to_be_hidden()
    main.get_by_label("中试", exact=True).check()
    site.fill("嘉兴中试基地")
    cells = page.locator("[data-table-row]")
    cells.nth(0).get_by_role("textbox").first.fill("标准装置")
    page.get_by_role("button", name=said("Add a row")).click()
    page.keyboard.type("天平")
    expect(cells).to_have_count(2)
    page.locator("input[type=file]").set_input_files(PROOF)
    press(page, said("Upload"))
    expect(page.get_by_role("link", name=PROOF["name"])).to_be_visible()
    expect(
        page.locator("[data-table-row]").nth(1).locator("input").first
    ).to_have_value("天平")
    press(page, said("Save and continue"))


def promise(page):
    press(page, said("Save and continue"))
    page.get_by_label(said("We make these commitments")).check()
    press(page, said("Save and check"))


def disagree(writer, member):
    """Both have the first section open: each sees what the other wrote, all stays."""
    for page in (writer, member):
        page.goto(re.sub(r"/[a-z]+/$", "/", page.url))
        follow(page, said("Basics"))
    main, other = writer.get_by_role("main"), member.get_by_role("main")
    labelled(other, Application, "abstract_en").fill(THEIR_ABSTRACT)
    labelled(other, Application, "keywords_zh").fill("压力；膜片")
    saved_by_itself(member)
    labelled(main, Application, "keywords_zh").fill("量值传递")
    conflict = writer.get_by_role("alert")
    expect(conflict).to_contain_text("林若溪")
    expect(labelled(main, Application, "keywords_zh")).to_have_value("量值传递")
    theirs = conflict.get_by_role("group").filter(has_text=THEIR_ABSTRACT)
    theirs.get_by_role("radio", name=said("Take the other’s")).check()
    press(writer, said("Save what I chose"))
    expect(labelled(main, Application, "abstract_en")).to_have_value(THEIR_ABSTRACT)
    expect(labelled(main, Application, "keywords_zh")).to_have_value("量值传递")


def submit(page):
    """Read once more as the experts will; then hand in and get the receipt."""
    follow(page, TITLE)
    follow(page, said("As the experts will read it"))
    expect(page.get_by_role("main")).to_contain_text("嘉兴中试基地")
    expect(page.get_by_role("main")).to_contain_text("155,000.00")
    page.go_back()
    follow(page, said("Check and submit"))
    follow(page, f"{said('Submit application')} …")
    press(page, said("Submit application"))
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(said("Receipt of submission"))


def pdf_of(page):
    """Until the worker has made it, its address answers with a page that says so."""
    link = page.get_by_role("link", name=said("PDF in Chinese"))
    address = link.get_attribute("href")
    until(lambda: page.request.get(address).status == 200, seconds=15)
    text = page.request.get(address).body()
    return "".join(one.extract_text() for one in PdfReader(BytesIO(text)).pages)


def test_an_application_is_written_by_two_and_submitted(
    visit, worker, mailoutbox, call, applicant, colleague, institute, company
):
    writer, member = visit(), visit()
    begin(writer, call, applicant, institute)
    write_basics(writer, call)
    see_what_is_missing(writer)
    name_team(writer, colleague)
    until(lambda: len(mailoutbox) == 1)
    consent(member, mailoutbox[0], colleague, institute)
    follow(member, said("Write"))
    plan(writer)
    calculate(writer)
    answer(writer)
    promise(writer)
    expect(writer.get_by_text(said("Write the abstract in English."))).to_be_visible()
    disagree(writer, member)
    submit(writer)

    application = Application.objects.get()
    submission = application.submissions.get()
    receipt = writer.get_by_role("main")
    expect(receipt).to_contain_text(application.number)
    expect(receipt).to_contain_text(submission.sha256)
    assert submission.sha256 in re.sub(r"\s", "", pdf_of(writer))
    assert application.organisation == institute
    assert application.status == Application.Status.SUBMITTED
    member.reload()
    status = member.get_by_text(str(Application.Status.SUBMITTED.label), exact=True)
    expect(status).to_be_visible()
