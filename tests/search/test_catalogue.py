"""What the search page finds and shows."""

from datetime import timedelta

import pytest
from django.utils import timezone

from achievements.models import IPRight, Listing, Output
from portal.models import Term
from search.catalogue import criteria, facets, results
from tests.factories.accounts import OrganisationFactory
from tests.factories.achievements import AchievementFactory, ListingFactory

CATALOGUE = "/zh-hans/catalogue/"


@pytest.fixture
def holder(db):
    """A name that none of the words asked for is part of."""
    return OrganisationFactory(name_zh="云岭大学", name_en="Yunling University")


@pytest.fixture
def published(holder, keep_promises):
    """Publish an achievement with these fields, and nothing that others share."""

    def publish(**fields):
        blank = {"title_zh": "", "title_en": "", "summary_zh": "", "summary_en": ""}
        record = AchievementFactory(published=True, holder=holder, **(blank | fields))
        keep_promises()
        return record

    return publish


def test_a_chinese_word_inside_a_title_is_found(found, published):
    wanted = published(title_zh="高精度计量标准的建立")
    published(title_zh="食品安全快速检测")
    published(title_zh="设计方法与数量分析")

    assert found(q="计量") == [wanted.number]


def test_single_characters_do_not_make_a_word(found, published):
    published(title_zh="量具设计")

    assert found(q="计量") == []


def test_a_single_chinese_character_is_found(found, published):
    wanted = published(title_zh="砝码校准")

    assert found(q="砝") == [wanted.number]


@pytest.mark.parametrize("typed", ["calibrate", "calibrations", "CALIBRATING"])
def test_english_words_are_found_in_all_their_forms(found, published, typed):
    wanted = published(title_en="Calibrated thermometers for deep wells")
    published(title_en="Food safety inspection")

    assert found(q=typed) == [wanted.number]


def test_a_question_in_both_languages_wants_both(found, published):
    wanted = published(title_zh="NQI 平台 calibration 服务")
    published(title_zh="校准服务")

    assert found(q="calibration 平台") == [wanted.number]


def test_full_width_forms_are_the_same_as_half_width(found, published):
    wanted = published(title_en="NQI portal")

    assert found(q="ＮＱＩ") == [wanted.number]


def test_accents_do_not_matter(found, published):
    wanted = published(title_en="Müller matrix ellipsometry")

    assert found(q="muller") == [wanted.number]


def test_a_word_in_the_title_outranks_one_in_the_text(found, published):
    second = published(title_zh="水质监测", summary_zh="用于流量测量与流量控制。")
    first = published(title_zh="流量测量装置", summary_zh="一套装置。")

    assert found(q="流量测量") == [first.number, second.number]


def test_holder_and_people_are_found_by_name(found, published):
    wanted = published(title_zh="砝码校准")

    assert found(q="云岭大学") == [wanted.number]
    assert found(q="Yunling") == [wanted.number]
    assert found(q="沈知衡") == [wanted.number]


@pytest.mark.parametrize(
    "typed",
    [
        "GB/T 19001-2016",
        "GB／T 19001—2016",
        "gb/t 19001-2016",
        "GB/T 19001",
        "GBT19001",
    ],
)
def test_a_standard_is_found_by_its_number_first(
    found, published, keep_promises, typed
):
    published(title_zh="按 GB 与 T 的 19001 条 2016 年的其他说明")
    wanted = published(title_zh="质量管理体系")
    Output.objects.create(achievement=wanted, kind="standard", number="GB/T 19001-2016")
    keep_promises()

    assert found(q=typed)[0] == wanted.number


def test_the_edition_asked_for_comes_before_other_editions(
    found, published, keep_promises
):
    numbers = {}
    for year in ("2008", "2016"):
        record = published(title_zh="质量管理体系")
        number = f"GB/T 19001-{year}"
        Output.objects.create(achievement=record, kind="standard", number=number)
        numbers[year] = record.number
    keep_promises()

    assert found(q="GB/T 19001-2008") == [numbers["2008"], numbers["2016"]]
    assert found(q="GB/T 19001-2016") == [numbers["2016"], numbers["2008"]]


@pytest.mark.parametrize(
    "typed",
    ["ZL202110123456.7", "202110123456.7", "CN202110123456.7", "zl 202110123456.7"],
)
def test_a_patent_is_found_by_its_number(found, published, keep_promises, typed):
    published(title_zh="另一项成果")
    wanted = published(title_zh="一项成果")
    invention = Term.objects.get(scheme="ip-type", code="invention")
    IPRight.objects.create(
        achievement=wanted, type=invention, number="ZL202110123456.7"
    )
    keep_promises()

    assert found(q=typed)[0] == wanted.number


def test_our_own_numbers_are_found_exactly(found, achievement, listing, keep_promises):
    keep_promises()

    assert found(q=listing.number)[0] == listing.number
    assert found(q=achievement.number)[0] == achievement.number


def test_a_number_that_a_text_mentions_is_found(found, published):
    wanted = published(title_zh="检定方法", summary_zh="按 JJG 640—1994 检定。")

    assert found(q="JJG 640-1994") == [wanted.number]


def test_no_words_show_everything_newest_first(found, published):
    now = timezone.now()
    older = published(title_zh="甲", published_at=now - timedelta(days=2))
    newer = published(title_zh="乙", published_at=now)

    assert found() == [newer.number, older.number]


def test_sorting_by_readiness_puts_the_unknown_last(found, published):
    unknown = published(title_zh="流量甲", trl=None)
    low = published(title_zh="流量乙", trl=3)
    high = published(title_zh="流量丙", trl=9)

    assert found(q="流量", sort="trl") == [high.number, low.number, unknown.number]


def test_an_unknown_sort_is_ignored(found, published):
    record = published(title_zh="流量")

    assert found(q="流量", sort="'; DROP TABLE") == [record.number]


def test_a_row_says_what_for_whom_and_how(client, listing, keep_promises):
    Listing.objects.filter(pk=listing.pk).update(price_kind="fixed", price_min=200_000)
    listing.refresh_from_db()
    listing.save()
    keep_promises()

    response = client.get(CATALOGUE, {"q": listing.number})

    row = response.context["results"].rows[0]
    assert row.plain_title == listing.title_zh
    assert row.url == f"/zh-hans/listings/{listing.number}/"
    assert row.line == listing.value_zh
    assert row.holder == listing.holder.name_zh
    assert row.region == "上海市"
    assert row.trl == 7
    assert row.ways == ["许可"]
    assert row.price == "20\N{NO-BREAK SPACE}万元"


def test_the_english_page_shows_english(client, listing, keep_promises):
    keep_promises()

    response = client.get("/en/catalogue/", {"q": listing.number})

    row = response.context["results"].rows[0]
    assert row.plain_title == listing.title_en
    assert row.line == listing.value_en
    assert row.url == f"/en/listings/{listing.number}/"
    assert row.holder == listing.holder.name_en


def test_a_title_in_one_language_is_shown_to_readers_of_both(client, published):
    record = published(title_zh="只有中文标题")

    response = client.get("/en/catalogue/", {"q": record.number})

    assert response.context["results"].rows[0].plain_title == "只有中文标题"


def test_words_are_marked_whole_and_markup_is_text(client, published):
    published(
        title_zh="<b>高压</b>气体流量标准装置",
        summary_en='The <script>alert("1")</script> flows of gas.',
    )

    response = client.get(CATALOGUE, {"q": "气体流量 flow"})

    row = response.context["results"].rows[0]
    assert row.title == ("&lt;b&gt;高压&lt;/b&gt;<mark>气体流量</mark>标准装置")
    assert row.line == row.highlights["line"]
    assert row.line == (
        "The &lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;"
        " <mark>flows</mark> of gas."
    )
    assert "<script>alert" not in response.text


def test_only_words_with_the_same_stem_are_marked(client, published):
    published(title_en="Universal studies of the universe")

    response = client.get(CATALOGUE, {"q": "study"})

    row = response.context["results"].rows[0]
    assert row.title == "Universal <mark>studies</mark> of the universe"


def test_without_results_the_page_says_what_helps(client, index):
    response = client.get(CATALOGUE, {"q": "世上没有的词语"})

    assert response.status_code == 200
    assert response.context["results"].total == 0
    assert f'href="{CATALOGUE}"' in response.text


def test_crawlers_stay_out(client, index):
    response = client.get(CATALOGUE, {"domain": "food"})

    assert response["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex, follow">' in response.text
    assert 'rel="nofollow" href="?"' in response.text


def test_htmx_gets_the_part_with_a_clean_address(client, published):
    published(title_zh="流量")

    response = client.get(
        CATALOGUE, {"q": "流量", "sort": "", "trl": "7"}, headers={"hx-request": "true"}
    )

    assert [template.name for template in response.templates][0] == (
        "search/catalogue/_results.html"
    )
    assert "<html" not in response.text
    assert response["HX-Push-Url"] == f"{CATALOGUE}?q=%E6%B5%81%E9%87%8F&trl=7"
    assert "HX-Request" in response["Vary"]


def test_pages_share_the_results_out(client, holder, keep_promises):
    AchievementFactory.create_batch(23, published=True, holder=holder)
    keep_promises()

    first = client.get(CATALOGUE).context["results"].rows
    second = client.get(CATALOGUE, {"page": 2}).context["results"].rows

    assert (len(first), len(second)) == (20, 3)
    assert {row.number for row in first} & {row.number for row in second} == set()


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("99", 2), ("0", 1), ("-1", 1), ("abc", 1), ("1e9", 1), ("9" * 400, 2), ("２", 1)],
)
def test_page_numbers_that_make_no_sense_lead_to_a_page(
    client, holder, keep_promises, asked, shown
):
    AchievementFactory.create_batch(21, published=True, holder=holder)
    keep_promises()

    response = client.get(CATALOGUE, {"page": asked})

    assert response.status_code == 200
    assert response.context["results"].criteria.page == shown


def test_results_ask_the_database_for_labels_only(
    client, holder, keep_promises, django_assert_num_queries
):
    AchievementFactory.create_batch(3, published=True, holder=holder)
    ListingFactory.create_batch(3, published=True)
    keep_promises()
    client.get(CATALOGUE)

    with django_assert_num_queries(1):
        response = client.get(CATALOGUE, {"q": "高压气体"})

    assert response.context["results"].total == 9


def test_while_the_engine_is_away_the_page_offers_the_newest(
    client, listing, engine_down
):
    response = client.get(CATALOGUE, {"q": "流量", "domain": "food", "page": "3"})

    assert response.status_code == 200
    assert "results" not in response.context
    assert [row.number for row in response.context["latest"]] == [listing.number]
    assert "notice warning" in response.text


def test_a_missing_index_is_no_error_page(client, listing, no_index):
    response = client.get(CATALOGUE)

    assert response.status_code == 200
    assert [row.number for row in response.context["latest"]] == [listing.number]


def test_the_page_says_where_paging_ends(client, holder, keep_promises, monkeypatch):
    for module in (criteria, facets, results):
        monkeypatch.setattr(module, "REACHABLE", 20)
        monkeypatch.setattr(module, "LAST_PAGE", 1, raising=False)
    AchievementFactory.create_batch(21, published=True, holder=holder)
    keep_promises()

    response = client.get("/en/catalogue/", {"page": 2})

    shown = response.context["results"]
    assert (shown.total, shown.criteria.page, len(shown.rows)) == (21, 1, 20)
    assert "Narrow the search to reach the others" in response.text
