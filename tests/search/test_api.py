"""The same search as JSON."""

import pytest

from achievements.models import Listing

API = "/api/v1/search"


def test_the_answer_has_the_promised_shape(client, listing, keep_promises):
    Listing.objects.filter(pk=listing.pk).update(
        price_kind="range", price_min=1, price_max=2
    )
    listing.refresh_from_db()
    listing.save()
    keep_promises()

    answer = client.get(
        API, {"q": "许可", "kind": "listing"}, headers={"accept-language": "zh"}
    )

    data = answer.json()
    (hit,) = data.pop("hits")
    facets = data.pop("facets")
    assert data == {"total": 1, "page": 1, "page_size": 20}
    assert hit.pop("score") > 0
    assert hit == {
        "kind": "listing",
        "number": listing.number,
        "title": listing.title_zh,
        "url": f"http://testserver/zh-hans/listings/{listing.number}/",
        "holder": listing.holder.name_zh,
        "region": "上海市",
        "trl": 7,
        "ways": ["许可"],
        "price": hit["price"],
        "highlights": hit["highlights"],
    }
    assert hit["highlights"]["title"] == listing.title_zh.replace(
        "许可", "<mark>许可</mark>"
    )
    assert facets["domain"] == [{"value": "metrology", "label": "计量", "count": 1}]
    assert list(facets) == [
        "kind",
        "domain",
        "element",
        "discipline",
        "industry",
        "region",
        "trl",
        "way",
        "ip",
        "year",
    ]


def test_page_and_json_agree(client, listing, achievement, keep_promises):
    keep_promises()
    asked = {"q": "高压气体", "trl": ["7", "8"], "sort": "newest"}

    page = client.get("/zh-hans/catalogue/", asked).context["results"]
    data = client.get(API, asked).json()

    assert data["total"] == page.total == 2
    assert [hit["number"] for hit in data["hits"]] == [row.number for row in page.rows]


def test_the_language_is_the_readers(client, listing, keep_promises):
    keep_promises()

    data = client.get(
        API, {"kind": "listing"}, headers={"accept-language": "en"}
    ).json()

    assert data["hits"][0]["title"] == listing.title_en
    assert data["hits"][0]["url"] == f"http://testserver/en/listings/{listing.number}/"


def test_a_mark_in_json_is_escaped_like_in_the_page(client, achievement, keep_promises):
    achievement.title_zh = '<img src="x">计量'
    achievement.save()
    keep_promises()

    (hit,) = client.get(API, {"q": "计量装置 img"}).json()["hits"]

    assert hit["title"] == '<img src="x">计量'
    assert hit["highlights"]["title"] == (
        "&lt;<mark>img</mark> src=&quot;x&quot;&gt;<mark>计量</mark>"
    )


def test_without_the_engine_the_answer_says_so(client, listing, engine_down):
    answer = client.get(API, {"q": "计量"})

    assert answer.status_code == 503
    assert answer.json() == {"detail": "search is not available"}


@pytest.mark.parametrize("asked", ["0", "abc", "-5", "99999999999"])
def test_page_numbers_are_mended(client, listing, keep_promises, asked):
    keep_promises()

    answer = client.get(API, {"page": asked})

    assert answer.status_code == 200
    assert answer.json()["page"] == 1


def test_the_search_is_described_for_machines(client, db):
    document = client.get("/api/v1/openapi.json").json()

    parameters = document["paths"]["/api/v1/search"]["get"]["parameters"]
    assert [one["name"] for one in parameters] == [
        "q",
        "kind",
        "domain",
        "element",
        "discipline",
        "industry",
        "region",
        "trl",
        "way",
        "ip",
        "year",
        "sort",
        "page",
    ]
