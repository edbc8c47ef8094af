"""A visitor searches, narrows, opens a listing and changes the language."""

import re

import pytest
from django.utils.translation import gettext as said
from django.utils.translation import override
from playwright.sync_api import expect

from portal.models import Term
from search.outbox.drain import drain_all
from tests.factories.achievements import ListingFactory, set_terms

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ASKED = {"zh-hans": "计量", "en": "metrology"}


@pytest.fixture
def market(index, achievement):
    """Two listings that the words find, one for licence and one for assignment."""
    common = {"achievement": achievement, "published": True}
    to_use = ListingFactory(
        title_zh="激光干涉计量仪使用许可",
        title_en="Licence to a metrology laser",
        **common,
    )
    to_buy = ListingFactory(
        title_zh="温度计量标准整体转让",
        title_en="Metrology of temperature, for sale",
        **common,
    )
    set_terms(to_buy, "modes", "transfer-way", ["assignment"])
    other = ListingFactory(
        title_zh="橡胶老化箱", title_en="Rubber ageing oven", **common
    )
    set_terms(other, "modes", "transfer-way", ["equity"])
    drain_all()
    return {"licence": to_use, "assignment": to_buy, "equity": other}


def titles(page):
    return page.get_by_role("region", name=said("Results")).get_by_role("heading")


def search(page, text):
    """From the home page, in its own box."""
    page.goto("/")
    box = page.get_by_role("main").get_by_role("search")
    box.get_by_label(said("Search results and offers")).fill(text)
    box.get_by_role("button", name=said("Search"), exact=True).click()


def way_to(page, code):
    """The box of one way of transfer, its facet opened."""
    name = Term.objects.get(scheme="transfer-way", code=code).name
    page.locator("summary").filter(has_text=said("Way of transfer")).click()
    return page.get_by_role("checkbox", name=name)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_visitor_finds_a_listing_and_changes_the_language(visit, market, language):
    page, wanted = visit(language=language), market["assignment"]
    other_language = {"zh-hans": "en", "en": "zh-hans"}[language]
    with override(language):
        search(page, ASKED[language])
        expect(titles(page).filter(has_text=market["licence"].title)).to_be_visible()

        way_to(page, "assignment").check()

        expect(page).to_have_url(re.compile(r"way=assignment"))
        expect(titles(page)).to_have_text([wanted.title])
        expect(page.get_by_role("checkbox", checked=True)).to_have_count(1)
        page.get_by_role("link", name=wanted.title).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(wanted.title)
        page.get_by_role("navigation", name=said("Language")).get_by_role(
            "link"
        ).click()

    with override(other_language):
        expect(page.get_by_role("heading", level=1)).to_have_text(wanted.title)
        assert page.url.endswith(wanted.get_absolute_url())


def test_visitor_finds_a_listing_without_javascript(visit, market):
    page = visit(java_script_enabled=False)

    search(page, "计量")
    way_to(page, "licence").check()
    page.get_by_role("button", name=said("Apply filters")).click()

    expect(titles(page)).to_have_text([market["licence"].title])
    page.get_by_role("link", name=market["licence"].title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(market["licence"].title)


def test_a_filter_is_taken_back_and_the_way_back_leads_through_it(visit, market):
    page = visit()
    page.goto("/zh-hans/catalogue/?q=计量&way=licence&way=assignment")
    chosen = page.get_by_role("list", name=said("Chosen filters"))
    name = Term.objects.get(scheme="transfer-way", code="licence").name

    chosen.get_by_role("link", name=name).click()

    expect(titles(page)).to_have_text([market["assignment"].title])
    page.go_back()
    expect(titles(page)).to_have_count(2)
