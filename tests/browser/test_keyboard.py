"""Ways that are gone without touching the mouse."""

import pytest
from django.utils.translation import gettext as said
from playwright.sync_api import expect

from projects.applications.rows import MemberForm
from search.outbox.drain import drain_all
from tests.browser.acting import row, saved_by_itself

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_STOPS = 40


def is_focused(place):
    return place.evaluate("element => element === document.activeElement")


def tab_to(page, place, key="Tab"):
    """As often as it takes, but not for ever."""
    for _stop in range(MOST_STOPS):
        page.keyboard.press(key)
        if is_focused(place):
            return
    raise AssertionError(f"{place} is not reached by {MOST_STOPS} stops")


def test_a_listing_is_found_by_keyboard_alone(visit, index, listing):
    drain_all()
    page = visit()
    page.goto("/zh-hans/")

    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name=said("Skip to the content"))
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("main").get_by_role("combobox")).to_be_focused()
    page.keyboard.type("gas flow")
    page.keyboard.press("Enter")

    found = page.get_by_role("region", name=said("Results"))
    expect(found.get_by_role("heading")).to_have_count(2)
    listings = page.locator("input[name=kind][value=listing]")
    tab_to(page, listings)
    page.keyboard.press("Space")
    expect(found.get_by_role("heading")).to_have_count(1)
    expect(listings).to_be_checked()
    expect(listings).to_be_focused()
    tab_to(page, found.get_by_role("link").first)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(listing.title)


def skip(page):
    """Past the header and the menu at the side."""
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def go_to(page, label):
    """Along a link of the page's content."""
    skip(page)
    main = page.get_by_role("main")
    tab_to(page, main.get_by_role("link", name=label, exact=True).last)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def go_back_to(page, label):
    """Along a link that stands above, such as those to the other sections."""
    main = page.get_by_role("main")
    link = main.get_by_role("link", name=label, exact=True).last
    tab_to(page, link, "Shift+Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def push(page, label):
    skip(page)
    main = page.get_by_role("main")
    tab_to(page, main.get_by_role("button", name=label, exact=True).last)
    page.keyboard.press("Enter")


def name_and_remove_a_member(page):
    """A new row is where one writes; what is removed comes back by the same key."""
    push(page, said("Add a member"))
    page.keyboard.type("林若溪")
    added = row(page, "team", 1)
    expect(
        added.get_by_label(str(MemberForm.base_fields["name_zh"].label))
    ).to_have_value("林若溪")
    saved_by_itself(page)
    remove = added.get_by_role("button", name=said("Remove"))
    tab_to(page, remove)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=said("Undo"))).to_be_focused()
    page.keyboard.press("Enter")
    expect(remove).to_be_focused()
    page.keyboard.press("Enter")
    saved_by_itself(page)


def write_amounts(page, year):
    """Up and down go through a column of the budget."""
    skip(page)
    tab_to(page, page.locator(f"[name=central_trial_{year}]"))
    page.keyboard.type("5000")
    page.keyboard.press("ArrowDown")
    expect(page.locator(f"[name=central_rental_{year}]")).to_be_focused()
    expect(page.locator("[data-sum=all]").first).to_have_text("305,000.00")
    saved_by_itself(page)


def test_an_application_is_finished_by_keyboard_alone(visit, application, applicant):
    application.title_en = ""
    application.save()
    page = visit(applicant)
    page.goto("/zh-hans/workbench/")

    skip(page)
    task = (
        page.get_by_role("main").get_by_role("link").filter(has_text=application.title)
    )
    tab_to(page, task)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    go_to(page, said("Check and submit"))
    go_to(page, said("Give the title in English."))
    expect(page.locator("[name=title_en]")).to_be_focused()
    page.keyboard.type("Pressure traceability")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text=said("Saved."))).to_be_visible()
    go_to(page, said("Team"))
    name_and_remove_a_member(page)
    go_back_to(page, said("Budget"))
    write_amounts(page, application.starts.year)
    go_back_to(page, said("Check and submit"))
    go_to(page, f"{said('Submit application')} …")
    push(page, said("Submit application"))

    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(said("Receipt of submission"))
    application.refresh_from_db()
    assert application.title_en == "Pressure traceability"
    assert application.team.count() == 1
