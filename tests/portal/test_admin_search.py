"""The admin's own search, on PostgreSQL here and on SQLite in a process of its own."""

import os
import subprocess
import sys

import pytest
import wagtail_factories
from django.conf import settings
from django.urls import reverse
from modelsearch.query import MATCH_NONE, And, Not, Or, Phrase, PlainText
from wagtail.images.models import Image
from wagtail.models import Page

from portal.admin_search import chinese_query, spaced
from portal.pages.models import GuidePage, HomePage

TITLES = (
    "国家质量基础设施计量检测技术",
    "量子计算与精密测量",
    "Metrology for smart factories",
    "ＮＱＩ与计量 2026",
)
ASKED = [
    ("计量", {TITLES[0], TITLES[3]}),
    ("检测技术", {TITLES[0]}),
    ("计量 检测", {TITLES[0]}),
    ("计算", {TITLES[1]}),
    ("NQI", {TITLES[3]}),
    ("计量 NQI", {TITLES[3]}),
    ("metrolog", {TITLES[2]}),
    ("检量", set()),
    ('计量"', {TITLES[0], TITLES[3]}),
]
NOTHING_TO_FIND = ['"', "'", "-", "%", "()", "\\", "*", "计量%'", "a:b:c", "“”"]


def write_pages():
    home = HomePage.objects.first()
    for title in TITLES:
        home.add_child(instance=GuidePage(title=title, live=True))


def titles_found(response):
    return {page.title for page in response.context["object_list"]}


@pytest.mark.parametrize(("asked", "found"), ASKED)
def test_admin_page_search_finds_words_inside_chinese_titles(
    client, administrator, asked, found
):
    write_pages()
    client.force_login(administrator)

    response = client.get(reverse("wagtailadmin_pages:search"), {"q": asked})

    assert titles_found(response) == found


@pytest.mark.parametrize("asked", NOTHING_TO_FIND)
@pytest.mark.parametrize("name", ["wagtailadmin_pages:search", "wagtailimages:index"])
def test_no_typed_text_breaks_the_search(client, administrator, name, asked):
    write_pages()
    client.force_login(administrator)

    response = client.get(reverse(name), {"q": asked})

    assert response.status_code == 200


def test_page_list_search_box_finds_chinese_too(client, administrator):
    write_pages()
    client.force_login(administrator)
    home = HomePage.objects.first()

    response = client.get(
        reverse("wagtailadmin_explore", args=[home.pk]), {"q": "检测技术"}
    )

    assert titles_found(response) == {TITLES[0]}


def test_documents_are_found_by_words_inside_their_titles(client, administrator):
    wanted = wagtail_factories.DocumentFactory(title="国家计量基准说明")
    wagtail_factories.DocumentFactory(title="量子计算")
    client.force_login(administrator)

    response = client.get(reverse("wagtaildocs:index"), {"q": "计量"})

    assert [found.pk for found in response.context["object_list"]] == [wanted.pk]


def test_pictures_are_found_by_words_inside_their_titles(db):
    wanted = wagtail_factories.ImageFactory(title="国家计量基准照片")
    wagtail_factories.ImageFactory(title="量子计算")

    assert [found.pk for found in Image.objects.autocomplete("计量")] == [wanted.pk]


def test_page_is_found_by_its_new_title_only(db):
    write_pages()
    page = Page.objects.get(title=TITLES[0])

    page.title = "认证认可"
    page.save()

    assert [found.pk for found in Page.objects.autocomplete("认可")] == [page.pk]
    assert page.pk not in {found.pk for found in Page.objects.autocomplete("计量")}


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("计量NQI", "计 量 NQI"),
        ("ＮＱＩ", "NQI"),
        (["计量", "x"], ["计 量", "x"]),
        ({"a": "计量"}, {"a": "计 量"}),
        (7, 7),
    ],
)
def test_han_characters_stand_apart(text, result):
    assert spaced(text) == result


@pytest.mark.parametrize(
    ("query", "result"),
    [
        ("计量 a b", And([Phrase("计 量"), PlainText("a b")])),
        (
            PlainText("计量 a", operator="or"),
            Or([Phrase("计 量"), PlainText("a", operator="or")]),
        ),
        (And([PlainText("计量"), PlainText("-")]), Phrase("计 量")),
        (Not(Phrase("计量")), Not(Phrase("计 量"))),
        (MATCH_NONE, MATCH_NONE),
        ("-", ""),
    ],
)
def test_query_keeps_its_meaning(query, result):
    assert repr(chinese_query(query, "and")) == repr(result)


ON_SQLITE = """
import django, json
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.portal.test_admin_search import ASKED, NOTHING_TO_FIND, write_pages
from wagtail.images.models import Image
from wagtail.models import Page
write_pages()
found = lambda text: sorted(page.title for page in Page.objects.autocomplete(text))
for text, titles in ASKED:
    assert found(text) == sorted(titles), (text, found(text))
call_command("update_index", verbosity=0)
for text, titles in ASKED:
    assert found(text) == sorted(titles), (text, found(text))
for text in NOTHING_TO_FIND:
    found(text)
assert sorted(p.title for p in Page.objects.search("计量")) == sorted(dict(ASKED)["计量"])
print("all found")
"""


def test_sqlite_finds_the_same(tmp_path):
    surroundings = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'site.sqlite3'}",
        "CACHE_URL": "locmemcache://",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }

    done = subprocess.run(
        [sys.executable, "-c", ON_SQLITE],
        env=surroundings,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout == "all found\n", done.stderr[-2_000:]
