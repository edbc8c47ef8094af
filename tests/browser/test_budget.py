"""The budget as one types it: added up at once, kept by itself, held against the rules."""

from datetime import date

import pytest
from playwright.sync_api import expect

from projects.models import Cap
from tests.factories.projects import ApplicationFactory
from tests.projects.budgets import stored
from tests.projects.desk import address

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def planned(call, institute, applicant):
    Cap.objects.create(rules=call.rules, part="indirect", base="direct", percent=30)
    return ApplicationFactory(
        call=call,
        organisation=institute,
        created_by=applicant,
        starts=date(2026, 1, 1),
        ends=date(2027, 12, 31),
    )


def test_sums_follow_the_fingers_and_rules_the_save(visit, planned, applicant):
    page = visit(applicant)
    page.goto(address(planned, "budget"))

    page.locator("[name=central_labour_2026]").fill("１０万元")
    page.locator("[name=central_labour_2026]").press("ArrowDown")
    expect(page.locator("[name=central_experts_2026]")).to_be_focused()
    page.locator("[name=central_management_2027]").fill("30,000.01")

    # Before anything is saved.
    expect(page.locator('[data-sum="all"]').first).to_have_text("130,000.01")
    expect(page.locator('[data-sum="central 2027"]').first).to_have_text("30,000.01")
    expect(page.locator("[name=central_labour_2026]")).to_have_value("100,000.00")
    # Once it is.
    expect(page.locator("[data-budget-sums] .notice li")).to_contain_text("30,000.00")
    assert stored(planned) == {
        "central_labour_2026": "100000.00",
        "central_management_2027": "30000.01",
    }


def test_without_scripts_the_button_saves_and_adds_up(visit, planned, applicant):
    page = visit(applicant, java_script_enabled=False)
    page.goto(address(planned, "budget"))

    page.locator("[name=central_labour_2026]").fill("5")
    page.locator("[name=central_labour_2027]").fill("ca. 6")
    page.locator(".draft-bar button[value=save]").click()

    expect(page.locator('[data-sum="all"]').first).to_have_text("5.00")
    expect(page.locator("[name=central_labour_2027]")).to_have_value("ca. 6")
    expect(page.locator(".amount-field.has-error")).to_have_count(1)


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_lies_beside_the_page(visit, planned, applicant, width):
    page = visit(applicant)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address(planned, "budget"))

    beyond = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )

    assert beyond == 0
