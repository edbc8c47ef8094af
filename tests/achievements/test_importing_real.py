"""The two real files, by the mappings that are shipped for them."""

import json
from collections import Counter
from datetime import date

import pytest
from django.utils import translation
from openpyxl import Workbook

from achievements.models import Achievement, Listing
from portal.importing.reporting import write_rejects
from portal.models import Organisation
from search.documents.sources import Achievements, Listings
from search.models import IndexTask
from tests.portal.importing import (
    CSL,
    NASA,
    csv_text,
    manage,
    rows_of,
    run_shipped,
    write_rows,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def patents():
    """NASA's rows by reference number, duplicates aside."""
    return {row["Reference Number"]: row for row in rows_of(NASA)}.values()


def codes(record, field):
    return sorted(term.code for term in getattr(record, field).all())


def test_nasa_becomes_1405_public_listings_and_again_nothing_more(client):
    first = run_shipped(NASA, "listing")
    again = run_shipped(NASA, "listing")

    assert first.counts == {
        "added": 1405,
        "changed": 0,
        "unchanged": 0,
        "merged": 225,
        "held-back": 0,
        "rejected": 0,
    }
    assert again.counts == first.counts | {"added": 0, "unchanged": 1405}
    assert Listing.objects.public().count() == 1405
    days = Listing.objects.values_list("published_at__date", flat=True).distinct()
    assert set(days) == {date(2014, 12, 31)}
    silent = sum(1 for row in patents() if not row["Abstract"])
    assert Listing.objects.filter(description_en="").count() == silent == 118
    timeless = sum(1 for row in patents() if row["Expiration Date"][:4] == "1970")
    assert Listing.objects.filter(patent_expires=None).count() == timeless == 210
    assert IndexTask.objects.filter(kind="listing").count() == 1405
    holders = Organisation.objects.filter(listings__isnull=False).distinct()
    assert holders.count() == 10
    assert holders.verified().count() == 10


def test_what_nasa_says_of_one_patent(client):
    run_shipped(NASA, "listing")

    listing = Listing.objects.get(source_key="ARC-14661-3")
    assert listing.title == (
        "Selective functionalization of carbon nanotubes based upon distance traveled"
    )
    assert "H₂ or NH₃ or NF₃ or F₂ or CF₄ or CₙHₘ" in listing.description_en
    assert "d=d2>d1 and d=d3>d2" in listing.description_en
    assert listing.patent_number == "US 7767270"
    assert listing.patent_expires.isoformat() == "2025-11-05"
    assert (listing.keywords_en, listing.keywords_zh) == (
        "materials and coatings",
        "材料；涂层",
    )
    assert (listing.achievement, listing.valid_until) == (None, None)
    assert listing.price_kind == Listing.PriceKind.NEGOTIABLE
    assert codes(listing, "modes") == ["licence"]
    assert listing.holder.name_en == "NASA Ames Research Center"
    without = Listing.objects.get(source_key="KSC-12236-2-PCT")
    assert (without.patent_number, without.patent_expires) == ("", None)
    for language in ("zh-hans", "en"):
        client.cookies["django_language"] = language
        page = client.get(listing.get_absolute_url())
        assert page.status_code == 200
        assert listing.title in page.content.decode()
    assert client.get(listing.holder.get_absolute_url()).status_code == 200


def test_no_markup_and_no_placeholder_is_left_of_nasa():
    running = run_shipped(NASA, "listing")

    texts = " ".join(
        f"{title} {text}"
        for title, text in Listing.objects.values_list("title_en", "description_en")
    )
    left = [
        mark
        for mark in (".sub.", ".sup.", ".degree.", ".theta.", "&quot;", "&amp;", "&gt;")
        if mark in texts
    ]
    assert left == []
    assert Listing.objects.filter(patent_expires__year__lte=1970).count() == 0
    assert Listing.objects.filter(patent_number__in=["0", "US 0", "US "]).count() == 0
    told = [line.remarks for line in running.lines if "1970-01-01" in line.remarks]
    assert len(told) == 210


def test_every_imported_record_has_an_entry_for_the_catalogue():
    run_shipped(NASA, "listing")
    run_shipped(CSL, "achievement")

    assert len(list(Listings().all_entries())) == 1405
    assert len(list(Achievements().all_entries())) == 1000
    patent = Listing.objects.get(source_key="ARC-14661-3")
    entry = dict(Listings().entries([patent.pk]))[patent.pk]
    assert "7767270" in entry["identifiers"]


def as_workbook(path, rows):
    book = Workbook()
    for cells in [list(rows[0]), *(list(row.values()) for row in rows)]:
        book.active.append(cells)
    book.save(path)


def as_json(path, rows):
    path.write_text(json.dumps({"patents": rows}), encoding="utf-8")


def as_json_lines(path, rows):
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")


def as_utf16(path, rows):
    path.write_text(csv_text(rows, list(rows[0])), encoding="utf-16", newline="")


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("x.xlsx", as_workbook),
        ("x.json", as_json),
        ("x.jsonl", as_json_lines),
        ("x.csv", as_utf16),
    ],
)
def test_the_same_rows_are_the_same_records_in_whatever_kind_of_file(
    tmp_path, name, write
):
    rows = rows_of(NASA)[:60]
    write(tmp_path / name, rows)
    run_shipped(NASA, "listing")

    running = run_shipped(tmp_path / name, "listing")

    keys = {row["Reference Number"] for row in rows}
    assert running.counts["unchanged"] == len(keys)
    assert running.counts["merged"] == 60 - len(keys)


def test_rejects_of_nasa_are_recognised_and_go_in_when_corrected(tmp_path):
    rows = rows_of(NASA)[:5]
    title, rows[3]["Title"] = rows[3]["Title"], ""
    path, rejects = tmp_path / "some.csv", tmp_path / "some.rejects.csv"
    first = run_shipped(write_rows(path, rows, list(rows[0])), "listing")
    write_rejects(first, rejects)

    corrected = rows_of(rejects)
    corrected[0]["Title"] = title
    again = run_shipped(write_rows(rejects, corrected, list(corrected[0])), "listing")

    assert (first.counts["rejected"], again.counts["added"]) == (1, 1)
    assert Listing.objects.count() == 5


def test_csl_becomes_1000_public_achievements_and_again_nothing_more(client):
    first = run_shipped(CSL, "achievement")
    again = run_shipped(CSL, "achievement")

    assert (first.counts["added"], first.counts["rejected"]) == (1000, 0)
    assert again.counts["unchanged"] == 1000
    assert Achievement.objects.public().count() == 1000
    kinds = Achievement.objects.values_list("form", "achievement_class", "language")
    assert set(kinds) == {("paper", "basic", "zh-hans")}
    assert IndexTask.objects.filter(kind="achievement").count() == 1000
    row = rows_of(CSL)[0]
    record = Achievement.objects.get(source_key=row["title"])
    assert (record.title_zh, record.summary_zh) == (row["title"], row["abstract"])
    assert record.keywords_zh == (
        "修正Rodrigues参数模型；平方和优化；大角度机动；Lyapunov函数；兵器科学与技术；工学"
    )
    page = client.get(record.get_absolute_url())
    assert page.status_code == 200
    assert row["title"] in page.content.decode()


def test_disciplines_of_csl_are_translated_where_there_is_a_code():
    run_shipped(CSL, "achievement")

    found = Achievement.objects.filter(disciplines__isnull=False)
    counted = Counter(found.values_list("disciplines__code", flat=True))
    assert (counted["C20"], counted["F02"], counted["H27"]) == (34, 19, 36)
    law = next(row["title"] for row in rows_of(CSL) if row["discipline"] == "法学")
    record = Achievement.objects.get(source_key=law)
    assert "；法学" in record.keywords_zh
    assert codes(record, "disciplines") == []


BOTH_TWICE = f"""
from django.core.management import call_command
from achievements.models import Achievement, Listing
call_command("migrate", verbosity=0)
call_command("load_vocabularies", verbosity=0)
for _turn in range(2):
    call_command("import_listings", "{NASA}", verbosity=0)
    call_command("import_achievements", "{CSL}", verbosity=0)
print(Listing.objects.public().count(), Achievement.objects.public().count())
"""


def test_on_sqlite_both_real_files_go_in_twice_without_doubles(tmp_path):
    done = manage(tmp_path / "portal.sqlite3", "shell", "-v", "0", "-c", BOTH_TWICE)

    assert (done.stdout.split(), done.stderr) == (["1405", "1000"], "")
