"""The frame around every page, the editors' pages, errors, and what machines read."""

import re

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale

from portal.models import GuidePage, HomePage, Notification
from portal.pages import errors, machines
from portal.pages.sitemaps import BilingualSitemap
from tests.factories.achievements import ListingFactory

pytestmark = pytest.mark.django_db

HOME_QUERIES = 10


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def words(element):
    return " ".join(element.get_text(" ").split())


@pytest.fixture
def home():
    return HomePage.objects.get(locale__language_code="zh-hans")


@pytest.fixture
def guide(home):
    """A guide in Chinese with a notice, not translated yet."""
    body = [
        {"type": "text", "value": "<h2>第一步</h2><p>先登记。</p>"},
        {"type": "notice", "value": {"text": "<p>十日内答复。</p>"}},
    ]
    page = GuidePage(
        title="怎样发布", slug="fabu", introduction="三步完成。", body=body
    )
    return home.add_child(instance=page)


@pytest.fixture
def translated_guide(guide):
    page = guide.copy_for_translation(Locale.objects.get(language_code="en"))
    page.title, page.slug, page.live = "How to offer", "offer", True
    page.save()
    return page


def test_the_home_page_says_what_the_portal_is_for_and_leads_on(client, home, guide):
    page = soup(client.get("/zh-hans/"))

    assert words(page.h1) == home.title
    assert words(page.find(class_="lead-text")) == home.lead
    examples = page.find(class_="examples").find_all("a")
    assert [words(link) for link in examples] == home.example_queries
    assert examples[0]["href"] == f"{reverse('catalogue:search')}?q=%E8%AE%A1%E9%87%8F"
    assert len(page.find(class_="doors").find_all("li")) == 4
    assert page.find(class_="guides").a["href"] == "/zh-hans/fabu/"


def test_the_home_page_shows_the_newest_listings(client, listing):
    page = soup(client.get("/zh-hans/"))

    result = page.find(class_="result")
    assert words(result.a) == listing.title_zh
    assert result.a["href"] == listing.get_absolute_url()
    assert words(result.p) == listing.value_zh


@pytest.mark.parametrize("count", [1, 3])
def test_the_home_page_takes_the_same_queries_however_many_guides(
    index, client, home, count, django_assert_num_queries
):
    for number in range(count):
        home.add_child(instance=GuidePage(title=f"指南 {number}", slug=f"g{number}"))
    client.get("/zh-hans/")

    with django_assert_num_queries(HOME_QUERIES):
        response = client.get("/zh-hans/")

    assert len(soup(response).find(class_="guides").find_all("li")) == count


def test_a_guide_shows_its_text_its_notice_and_the_way_back(client, home, guide):
    page = soup(client.get("/zh-hans/fabu/"))

    assert words(page.h1) == "怎样发布"
    assert words(page.find(class_="introduction")) == "三步完成。"
    assert words(page.find(class_="prose").h2) == "第一步"
    assert words(page.find(class_="notice").find(class_="prose")) == "十日内答复。"
    assert page.find(class_="breadcrumbs").a["href"] == "/zh-hans/"


def test_a_page_tells_its_language_and_its_other_language(client, translated_guide):
    page = soup(client.get("/zh-hans/fabu/"))

    alternates = {
        link["hreflang"]: link["href"]
        for link in page.head.find_all("link", hreflang=True)
    }
    assert page.html["lang"] == "zh-Hans"
    assert alternates == {
        "zh-Hans": "http://testserver/zh-hans/fabu/",
        "en": "http://testserver/en/offer/",
    }
    assert (
        page.find("link", rel="canonical")["href"] == "http://testserver/zh-hans/fabu/"
    )
    assert page.find("meta", property="og:title")["content"] == words(page.title)


def other_language(response):
    return soup(response).find(class_="languages").a["href"]


def test_the_language_switch_keeps_the_page_and_its_query(client):
    response = client.get("/zh-hans/catalogue/?q=flow&domain=food&domain=product")

    assert (
        other_language(response) == "/en/catalogue/?q=flow&domain=food&domain=product"
    )


def test_the_language_switch_leads_to_the_editors_translation(client, translated_guide):
    assert other_language(client.get("/zh-hans/fabu/")) == "/en/offer/"
    assert other_language(client.get("/en/offer/")) == "/zh-hans/fabu/"


def test_the_language_switch_leads_home_from_a_page_without_translation(client, guide):
    assert other_language(client.get("/zh-hans/fabu/")) == "/en/"


def test_the_language_switch_works_where_the_address_has_no_language(client):
    response = client.get("/accounts/login/?next=/zh-hans/workbench/")

    address = other_language(response)
    assert address == "/accounts/login/?next=%2Fzh-hans%2Fworkbench%2F&language=en"
    assert soup(client.get(address)).html["lang"] == "en"
    assert soup(client.get("/accounts/login/")).html["lang"] == "en"


def test_a_visitor_is_offered_to_sign_in_or_register(client):
    account = soup(client.get("/zh-hans/")).find(class_="account")

    assert [link["href"] for link in account.find_all("a")] == [
        "/accounts/login/",
        "/accounts/signup/",
    ]


def test_whoever_is_signed_in_sees_who_and_how_much_is_unread(client, owner, listing):
    for _number in range(2):
        notify(owner, listing)
    client.force_login(owner)
    account = soup(client.get("/zh-hans/")).find(class_="account")

    assert account.find(string=owner.name)
    assert account.find(class_="count").contents[0] == "2"
    assert account.form["action"] == reverse("account_logout")
    assert account.form["method"] == "post"


def notify(user, record):
    Notification.objects.create(recipient=user, event="test", record=record, path="/")


def test_signing_out_takes_one_click(client, owner):
    client.force_login(owner)
    client.post(reverse("account_logout"))

    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_page_that_is_not_there_says_so_in_the_readers_language(client, language):
    response = client.get(f"/{language}/nothing/")

    page = soup(response)
    assert response.status_code == 404
    assert page.html["lang"].lower() == language
    assert page.main.find("a", href=re.compile("/accounts/login/"))
    assert page.main.find("a", href=f"/{language}/")


def test_whoever_may_not_is_told_as_whom_he_is_signed_in(rf, stranger):
    request = rf.get("/zh-hans/")
    request.user = stranger
    response = errors.forbidden(request, PermissionDenied())

    assert response.status_code == 403
    assert stranger.name in words(soup(response).main)


def test_what_was_withdrawn_is_gone(rf):
    response = errors.gone(rf.get("/zh-hans/"))

    assert (response.status_code, words(soup(response).find(class_="page-number"))) == (
        410,
        "410",
    )


def test_a_form_without_its_token_is_refused_in_plain_words():
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {})

    assert response.status_code == 403
    assert soup(response).find(class_="error-page").h1


def test_a_damaged_request_is_answered(rf):
    assert errors.bad_request(rf.get("/zh-hans/"), None).status_code == 400


def test_the_page_for_our_own_errors_needs_nothing(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = errors.server_error(rf.get("/zh-hans/"))

    assert response.status_code == 500
    assert [words(title) for title in soup(response).find_all(["h1", "h2"])] == [
        "系统出错，操作未完成",
        "Something failed on our side",
    ]


def test_robots_are_kept_from_what_is_not_for_them(client):
    lines = client.get("/robots.txt").content.decode().split("\n")

    assert "Disallow: /*/workbench/" in lines
    assert "Sitemap: http://testserver/sitemap.xml" in lines


def addresses(response):
    return re.findall("<loc>([^<]+)</loc>", response.content.decode())


def test_the_sitemap_lists_its_sections(client):
    assert "http://testserver/sitemap-pages.xml" in addresses(
        client.get("/sitemap.xml")
    )


def test_the_sitemap_gives_each_page_in_the_languages_that_it_has(
    client, guide, translated_guide, home
):
    home.add_child(instance=GuidePage(title="只有中文", slug="zhongwen"))
    home.add_child(instance=GuidePage(title="草稿", slug="caogao", live=False))
    response = client.get("/sitemap-pages.xml")

    assert addresses(response) == [
        "http://testserver/zh-hans/",
        "http://testserver/en/",
        "http://testserver/zh-hans/fabu/",
        "http://testserver/en/offer/",
        "http://testserver/zh-hans/zhongwen/",
    ]
    alternates = re.findall(
        'hreflang="([^"]+)" href="([^"]+)"', response.content.decode()
    )
    assert ("en", "http://testserver/en/offer/") in alternates


def test_the_sitemap_lists_public_records_in_both_languages(client, listing, stranger):
    ListingFactory(achievement=listing.achievement, created_by=stranger, withdrawn=True)
    index = addresses(client.get("/sitemap.xml"))

    for section, record in (
        ("organisations", listing.holder),
        ("achievements", listing.achievement),
        ("listings", listing),
    ):
        assert f"http://testserver/sitemap-{section}.xml" in index
        chinese = f"http://testserver{record.get_absolute_url()}"
        found = addresses(client.get(f"/sitemap-{section}.xml"))
        assert found == [chinese, chinese.replace("/zh-hans/", "/en/")]


def test_a_long_section_comes_in_pages(client, listing, monkeypatch):
    monkeypatch.setattr(BilingualSitemap, "limit", 1)
    index = addresses(client.get("/sitemap.xml"))

    assert "http://testserver/sitemap-listings.xml?p=2" in index
    second = addresses(client.get("/sitemap-listings.xml?p=2"))
    assert second == [f"http://testserver/en/listings/{listing.number}/"]


def test_a_sitemap_takes_one_query_however_long(
    client, achievement, django_assert_num_queries
):
    for _number in range(3):
        ListingFactory(
            achievement=achievement, created_by=achievement.created_by, published=True
        )

    with django_assert_num_queries(1):
        assert len(addresses(client.get("/sitemap-listings.xml"))) == 6


def test_a_section_that_nobody_has_is_not_there(client):
    assert client.get("/sitemap-nothing.xml").status_code == 404


def test_the_style_guide_shows_every_part(rf, stranger):
    request = rf.get("/styleguide/")
    request.user = stranger
    page = soup(machines.styleguide(request))

    for name in (
        "facts",
        "steps",
        "timeline",
        "thread",
        "pager",
        "error-summary",
        "empty",
    ):
        assert page.find(class_=name), name


def test_the_style_guide_is_not_for_the_public(client):
    assert client.get("/styleguide/", follow=True).status_code == 404


def test_a_guide_tells_when_it_was_changed(client, guide):
    guide.last_published_at = timezone.now()
    guide.save()

    shown = soup(client.get("/zh-hans/fabu/")).find("time")
    assert shown["datetime"][:10] == timezone.localdate().isoformat()


def test_a_forged_host_is_a_bad_request(client):
    client.raise_request_exception = False

    response = client.get("/zh-hans/", headers={"host": "forged.example.net"})

    assert response.status_code == 400
    assert "请求无法识别" in response.content.decode()
