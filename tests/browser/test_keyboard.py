"""From the home page to a listing without touching the mouse."""

import pytest
from django.utils.translation import gettext as said
from playwright.sync_api import expect

from search.outbox.drain import drain_all

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_STOPS = 40


def is_focused(place):
    return place.evaluate("element => element === document.activeElement")


def tab_to(page, place):
    """As often as it takes, but not for ever."""
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
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
