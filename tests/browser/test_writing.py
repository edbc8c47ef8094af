"""Writing in a real browser: saved as one types, rows, conflicts, and without JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.achievements.desk import address, autosave, people
from tests.factories.achievements import AchievementFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def record(institute, owner):
    return AchievementFactory(holder=institute, created_by=owner)


@pytest.fixture
def open_as(visit):
    """A section of the record in the window of a signed-in person."""

    def open_page(person, record, section, **options):
        page = visit(person, language="en", **options)
        page.goto(address(record, section).replace("/zh-hans/", "/en/"))
        return page

    return open_page


def line(page):
    return page.locator("[data-autosave-line]")


def test_rows_are_saved_as_one_types(open_as, owner, record):
    page = open_as(owner, record, "people")

    page.get_by_role("button", name="Add a contributor").click()
    page.keyboard.type("林若溪")
    expect(line(page)).to_have_text("Not saved yet")
    expect(line(page)).to_contain_text("Saved ")
    page.locator("[name=contributors-1-organisation]").fill("nowhere")
    expect(line(page)).to_contain_text("apart from what is marked")
    expect(page.locator(".has-error")).to_have_count(1)
    page.locator("[name=contributors-1-organisation]").fill("")
    expect(page.locator(".has-error")).to_have_count(0)
    page.locator("[data-row=contributors-1] [data-up]").click()
    page.locator("[data-row=contributors-0] [data-remove]").click()
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    expect(line(page)).to_have_text("Not saved yet")
    expect(line(page)).to_contain_text("Saved ")

    assert [row.name_zh for row in record.contributors.all()] == ["林若溪"]


def test_a_conflict_is_shown_and_decided(open_as, client, owner, office, record):
    page = open_as(owner, record, "people")
    first = record.contributors.get()
    client.force_login(office)
    theirs = people(record, {"id": first.pk, "name_zh": "沈之衡"}, page="theirs")
    autosave(client, address(record, "people"), theirs)

    page.locator("[name=contributors-0-name_zh]").fill("沈知恒")
    expect(page.get_by_text("while you had it open")).to_be_visible()
    expect(page.locator("[name=contributors-0-name_zh]")).to_have_value("沈知恒")
    page.get_by_role("radio", name="Keep mine").check()
    page.get_by_role("button", name="Save what I chose").click()
    expect(page.get_by_text("Saved.")).to_be_visible()

    first.refresh_from_db()
    assert first.name_zh == "沈知恒"


def test_whoever_is_signed_out_loses_nothing(open_as, owner, record):
    page = open_as(owner, record, "basics")
    page.context.clear_cookies()

    page.locator("[name=title_zh]").fill("新标题")
    expect(line(page)).to_contain_text("you are signed out")

    assert page.locator("[name=title_zh]").input_value() == "新标题"


def test_without_javascript_rows_are_added_and_moved(open_as, owner, record):
    page = open_as(owner, record, "people", java_script_enabled=False)

    page.get_by_role("button", name="Add a contributor").click()
    page.locator("[name=contributors-1-name_zh]").fill("林若溪")
    page.locator("[data-row=contributors-1] [data-up]").click()
    page.wait_for_load_state()

    assert [row.name_zh for row in record.contributors.all()] == ["林若溪", "沈知衡"]


def test_a_long_list_is_searched(open_as, owner, record):
    page = open_as(owner, record, "classification")
    tree = page.locator("#id_ics")

    tree.get_by_role("searchbox").fill("17.040")
    tree.locator("label", has_text="17.040").first.click()
    expect(line(page)).to_contain_text("Saved ")

    assert [term.code for term in record.ics.all()] == ["17.040"]


def test_what_is_typed_before_the_script_has_come_is_saved_too(visit, owner, record):
    page, held = visit(owner, language="en"), []
    page.route("**/autosave.js", lambda route: held.append(route))
    page.goto(
        address(record, "basics").replace("/zh-hans/", "/en/"), wait_until="commit"
    )
    page.locator("[name=title_en]").fill("Typed on a slow line")
    page.wait_for_function("document.readyState === 'interactive'")

    held[0].continue_()

    expect(line(page)).to_contain_text("Saved ")
    record.refresh_from_db()
    assert record.title_en == "Typed on a slow line"
