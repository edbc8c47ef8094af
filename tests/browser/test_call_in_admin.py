"""An officer builds a questionnaire, makes a call of last year's, publishes it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import gettext as said
from playwright.sync_api import expect

from projects.calls.freezing import frozen
from projects.calls.questions import Choice, Number, Section, ShortText
from projects.models import Call, Questionnaire
from tests.browser.acting import follow, press
from tests.factories.projects import CallFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LAST_TITLE, TITLE = ("2025 年度质量基础设施专项申报", "2026 年度质量基础设施专项申报")
CORRECTED = "中试基地（填全称）"


@pytest.fixture
def last_call(programme):
    """A year later it opens in ten days."""
    opened = timezone.now() - timedelta(days=355)
    return CallFactory(
        programme=programme,
        year=2025,
        title_zh=LAST_TITLE,
        title_en="NQI research 2025",
        opens_at=opened,
        closes_at=opened + timedelta(days=40),
    )


def block(page, kind, place, chinese, english):
    """One more block of the form builder, with its wording."""
    page.locator("button.c-sf-add-button").last.click()
    label = str(kind._meta_class.label)
    page.get_by_role("option", name=label, exact=True).click()
    word(page, f"questions-{place}-value", chinese, english)


def word(page, prefix, chinese, english):
    page.locator(f"#{prefix}-label_zh").fill(chinese)
    page.locator(f"#{prefix}-label_en").fill(english)


def save(page):
    page.locator("footer button[type=submit]").first.click()


def build(page):
    """A section, a choice, a text that hangs on it, and a number."""
    page.goto("/admin/")
    link = page.get_by_role("link", name=said("Questionnaires"), exact=True)
    link.click()
    page.locator("a[href^='/admin/questionnaires/new/']").first.click()
    page.locator("#id_name").fill("重点专项申报问卷")
    block(page, Section, 0, "研究条件", "Conditions of work")
    block(page, Choice, 1, "研究类型", "Type of research")
    options = "questions-1-value-options"
    word(page, f"{options}-0-value", "基础研究", "Basic research")
    if not page.locator(f"#{options}-1-value-label_zh").count():
        page.locator("[data-contentpath=options] button.c-sf-add-button").last.click()
    word(page, f"{options}-1-value", "中试", "Pilot")
    block(page, ShortText, 2, "中试基地", "Pilot site")
    hang(page, 2, on="研究类型", answered="中试")
    block(page, Number, 3, "可用面积", "Floor space")
    page.locator("#questions-3-value-unit").fill("m²")
    save(page)


def hang(page, place, on, answered):
    """The condition is folded away; its lists hold what stands on the page."""
    condition = page.locator(
        f"section[id$='questions-{place}-value-condition-section']"
    )
    condition.locator("button.w-panel__toggle").first.click()
    prefix = f"questions-{place}-value-only_if"
    for name, label in (("question", on), ("wanted", answered)):
        choice = condition.locator(f"[name={prefix}-{name}] + select")
        choice.focus()
        choice.select_option(label=label)


def try_it(page):
    """As an applicant sees it: the text is asked for only where it is a pilot."""
    page.get_by_role("link", name=said("See it as an applicant")).click()
    site = page.get_by_label("中试基地")
    expect(site).to_be_hidden()
    page.get_by_role("radio", name="中试").check()
    site.fill("嘉兴")
    page.get_by_label("可用面积").fill("120")
    press(page, said("Check the answers"))
    told = said("All that is asked is answered rightly.")
    expect(page.get_by_role("status").filter(has_text=told)).to_be_visible()
    follow(page, said("Back to the questionnaire"))


def clone(page, questionnaire):
    """Last year's call with the new questions, its times a year later."""
    page.goto("/admin/calls/")
    page.get_by_role("link", name=LAST_TITLE).click()
    page.get_by_role("link", name=said("Clone")).click()
    press(page, said("Make the draft"))
    expect(page.locator("#id_title_zh")).to_have_value(TITLE)
    page.locator("#id_questionnaire").select_option(str(questionnaire.pk))
    save(page)


def publish(page):
    page.get_by_role("link", name=said("Publish"), exact=True).click()
    press(page, said("Publish"))
    expect(page.get_by_role("link", name=said("See the public page"))).to_be_visible()


def see_announced(page, call):
    """On the list, with a countdown that ticks, for the calendar and in the feed."""
    page.goto("/zh-hans/calls/")
    follow(page, TITLE)
    left = page.locator(".countdown .left")
    first = left.inner_text()
    expect(left).not_to_have_text(first)
    expect(page.get_by_role("link", name=said("Apply"), exact=True)).to_have_count(0)
    with page.expect_download() as download:
        follow(page, said("Add to your calendar"))
    entries = download.value.path().read_text(encoding="utf-8").replace("\r\n ", "")
    opening = f"DTSTART:{call.opens_at:%Y%m%dT%H%M%SZ}"
    assert opening in entries
    assert TITLE in entries
    assert TITLE in page.request.get("/zh-hans/calls/feed/").text()


def correct(page, questionnaire):
    """What was promised stays; a wording is mended."""
    address = f"/admin/questionnaires/edit/{questionnaire.pk}/"
    page.goto(address)
    page.locator("#questions-3-value-unit").fill("亩")
    save(page)
    expect(page.get_by_role("main")).to_contain_text(frozen())
    expect(page.locator("#questions-3-value-unit")).to_have_value("亩")
    page.goto(address)
    word(page, "questions-2-value", CORRECTED, "Pilot site (full name)")
    save(page)
    expect(page.get_by_role("main")).to_contain_text(CORRECTED)


def test_a_call_is_made_published_and_opened(
    visit, last_call, programme_officer, index
):
    page, visitor = visit(programme_officer), visit()
    build(page)
    try_it(page)
    questionnaire = Questionnaire.objects.get()
    clone(page, questionnaire)
    publish(page)
    call = Call.objects.get(cloned_from=last_call)
    assert call.status == Call.Status.PUBLISHED
    see_announced(visitor, call)

    moment = timezone.now() - timedelta(minutes=1)
    Call.objects.filter(pk=call.pk).update(opens_at=moment)
    correct(page, questionnaire)
    questionnaire.refresh_from_db()
    _section, _choice, site, area = questionnaire.questions
    assert (site.value["label_zh"], area.value["unit"]) == (CORRECTED, "m²")
    visitor.reload()
    expect(visitor.get_by_role("link", name=said("Apply"), exact=True)).to_be_visible()
    expect(visitor.get_by_role("main")).to_contain_text(CORRECTED)
