"""The public pages of calls, looked at with axe, and the countdown as it ticks."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.walk import Walk
from tests.factories.projects import CallFactory, ProgrammeFactory, QuestionnaireFactory
from tests.projects.phases import calls_of_each_phase

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

QUESTIONS = [
    ("section", {"label_zh": "研究内容", "label_en": "Research"}),
    ("long_text", {"label_zh": "必要性", "label_en": "Need", "most": 2000}),
]


def test_pages_of_calls(visit, index):
    programme = ProgrammeFactory()
    phases = calls_of_each_phase(programme)
    whole = CallFactory(
        programme=programme,
        with_bureau=True,
        title_zh="质" * 200,
        title_en="Quality " * 25,
        guideline_zh="<h2>总体目标</h2><p>目标。</p>",
        guideline_en="<h2>Aim</h2><p>Aim.</p>",
        questionnaire=QuestionnaireFactory(programme=programme, questions=QUESTIONS),
        budget_max="5000000.00",
        topics=3,
    )
    walk = Walk(visit)
    walk.to("calls:list")
    walk.to("calls:list", query="?phase=open")
    walk.to("calls:list", query="?q=nothinglikethis")
    walk.to_record(whole)
    walk.to("calls:print", whole.number)
    for name in ("opens-soon", "closed", "cancelled"):
        walk.to_record(phases[name])
    walk.to_record(phases["draft"], status=404)

    assert walk.wrongs == []


def test_the_countdown_ticks_to_its_end(visit, index):
    call = CallFactory(closes_at=timezone.now() + timedelta(seconds=8))
    page = visit(language="en")

    page.goto(f"/en/calls/{call.number}/")
    left = page.locator(".countdown .left")
    first = left.inner_text()

    assert re.fullmatch(r"00:00:0\d left", first)
    expect(left).not_to_have_text(first)
    expect(left).to_have_text(
        "The time has come: load this page again.", timeout=15_000
    )
    page.reload()
    assert page.get_by_role("link", name="Apply").count() == 0
