"""An owner writes a listing, it is published, found, withdrawn, and gone again."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as said
from playwright.sync_api import expect

from achievements.models import Listing
from portal.models import Term
from tests.browser.acting import follow, press
from tests.browser.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "氢气流量现场校准装置使用许可"
OTHER_TITLE = "Licence to a hydrogen flow calibrator"
SEARCH = "/zh-hans/catalogue/?q=氢气流量现场校准"
REASON = "装置已整体转让。"


def field(page, name):
    """A field of the form by the name that its model gives it."""
    label = capfirst(str(Listing._meta.get_field(name).verbose_name))
    return page.get_by_role("main").get_by_label(label)


def begin(page, achievement):
    """From the workbench to the first section of a new offer."""
    page.goto("/workbench/listings/")
    follow(page, said("Offer an achievement"))
    page.get_by_label(said("Achievement")).select_option(str(achievement.pk))
    press(page, said("Begin"))


def write_offer(page):
    """What is typed is kept by itself."""
    field(page, "title_zh").fill(TITLE)
    field(page, "title_en").fill(OTHER_TITLE)
    words = page.locator("form[data-autosave]").get_attribute("data-saved")
    saved = re.compile(words.replace("%s", r"\d{1,2}:\d\d"))
    expect(page.get_by_role("status").filter(has_text=saved)).to_be_visible()
    page.reload()
    expect(field(page, "title_zh")).to_have_value(TITLE)
    expect(field(page, "title_en")).to_have_value(OTHER_TITLE)


def complete(page):
    """Nothing can be submitted until each thing missing has been given."""
    follow(page, said("Check and submit"))
    submit = page.get_by_role("button", name=said("Submit to the research office"))
    expect(submit).to_have_count(0)
    follow(page, said("Say in Chinese what it brings the buyer."))
    field(page, "value_zh").fill("加氢站不停机即可校准。")
    field(page, "value_en").fill("Calibrates filling stations while they run.")
    press(page, said("Save and continue"))
    field(page, "problem_zh").fill("加氢机送检须停站数日。")
    field(page, "problem_en").fill(
        "Stations close for days to have dispensers calibrated."
    )
    press(page, said("Save and continue"))
    licence = Term.objects.get(scheme="transfer-way", code="licence")
    page.get_by_role("checkbox", name=licence.name).first.check()
    next_year = timezone.localdate() + timedelta(days=365)
    field(page, "valid_until").fill(next_year.isoformat())
    press(page, said("Save"))
    follow(page, said("Check and submit"))
    submit.click()
    expect(page.get_by_text(str(Listing.Status.SUBMITTED.label)).first).to_be_visible()


def endorse(page):
    page.goto("/workbench/")
    page.get_by_role("main").get_by_role("link", name=TITLE).click()
    press(page, said("Endorse"))
    expect(page.get_by_text(str(Listing.Status.ENDORSED.label)).first).to_be_visible()


def publish(page):
    """In the admin, from what waits there."""
    page.goto("/admin/")
    main = page.get_by_role("main")
    main.get_by_role("link", name=said("Check and publish")).click()
    main.get_by_role("link", name=TITLE).first.click()
    page.get_by_role("link", name=said("Publish"), exact=True).click()
    press(page, said("Publish"))
    expect(page.get_by_role("link", name=said("See the public page"))).to_be_visible()


def withdraw(page, listing):
    page.goto(f"/workbench/listings/{listing.number}/")
    follow(page, f"{said('Withdraw')} …")
    page.get_by_label(said("Reason")).fill(REASON)
    press(page, said("Withdraw"))
    expect(page.get_by_text(str(Listing.Status.WITHDRAWN.label)).first).to_be_visible()


def test_a_listing_is_written_published_found_and_withdrawn(
    visit, worker, achievement, owner, office, officer
):
    writer, visitor = visit(owner), visit()
    begin(writer, achievement)
    write_offer(writer)
    complete(writer)
    endorse(visit(office))
    listing = Listing.objects.get()
    assert TITLE not in visitor.request.get(SEARCH).text()
    publish(visit(officer))

    until(lambda: listing.number in visitor.request.get(SEARCH).text())
    visitor.goto(SEARCH)
    visitor.get_by_role("main").get_by_role("link", name=TITLE).click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text(TITLE)

    withdraw(writer, listing)
    until(lambda: listing.number not in visitor.request.get(SEARCH).text())
    visitor.reload()
    heading = visitor.get_by_role("heading", level=1)
    expect(heading).to_have_text(said("This offer has been withdrawn"))
    expect(visitor.get_by_text(REASON)).to_be_visible()
    assert visitor.request.get(listing.get_absolute_url()).status == 410
