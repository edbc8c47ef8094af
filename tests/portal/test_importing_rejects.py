"""The files that an import leaves: what was rejected, and the report."""

import csv

import pytest
from django.utils import translation
from openpyxl import Workbook, load_workbook

from achievements.models import Achievement
from portal.importing.reporting import write_rejects, write_report
from tests.portal.importing import (
    outcomes,
    reasons,
    row,
    run,
    write_mapping,
    write_rows,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def mapping(tmp_path):
    return write_mapping(tmp_path)


@pytest.fixture
def bring_in(tmp_path, mapping):
    """Import these rows; a new file each time."""

    def brought(*rows, **options):
        return run(write_rows(tmp_path / "rows.csv", rows), mapping, **options)

    return brought


def test_rejects_are_corrected_and_fed_again(bring_in, tmp_path, mapping):
    columns = (*row(), "more")
    rows = [row("1"), row("2", title=""), row("3", trl="x", text="-1 ℃ 起")]
    path = write_rows(tmp_path / "rows.csv", rows, columns)
    rejects = tmp_path / "rejects.csv"
    write_rejects(run(path, mapping), rejects)
    assert rejects.read_bytes().startswith(b"\xef\xbb\xbf")
    with rejects.open(encoding="utf-8-sig", newline="") as file:
        again = list(csv.DictReader(file))
    assert [(found["row"], found["reason"]) for found in again] == [
        ("3", "title: missing"),
        ("4", "trl: “x” is not a number"),
    ]
    assert again[1]["text"] == "'-1 ℃ 起"

    again[0]["title"], again[1]["trl"] = "有了", "5"
    corrected = run(write_rows(rejects, again, list(again[0])), mapping)

    assert outcomes(corrected) == ["added", "added"]
    assert Achievement.objects.get(source_key="3").summary_zh == "-1 ℃ 起"


def test_no_cell_of_rejects_or_report_is_run_by_a_spreadsheet(
    bring_in, tmp_path, mapping
):
    running = bring_in(row("=cmd|'x'!A0", title="@SUM(A1)"), row("+1", title="a"))
    write_rejects(running, tmp_path / "rejects.csv")
    write_report(running, tmp_path / "report.csv")

    for name in ("rejects.csv", "report.csv"):
        with (tmp_path / name).open(encoding="utf-8-sig", newline="") as file:
            found = [cell for cells in csv.reader(file) for cell in cells]
        assert [cell for cell in found if cell[:1] in set("=+-@")] == []
        assert any(cell.startswith("'") for cell in found)


def test_the_report_has_a_line_for_each_row_in_order(bring_in, tmp_path):
    running = bring_in(row("1"), row("2", title=""), row("1"))
    write_report(running, tmp_path / "report.csv")

    with (tmp_path / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    number = Achievement.objects.get().number
    assert lines == [
        ["row", "outcome", "number", "key", "remarks"],
        ["2", "added", number, "1", ""],
        ["3", "rejected", "", "", "title: missing"],
        ["4", "merged", "", "1", "the same as row 2"],
    ]


def test_a_workbook_goes_in_like_a_csv_and_its_formulas_do_not(tmp_path, mapping):
    book = Workbook()
    book.active.append(list(row()))
    book.active.append(list(row("1", trl=6).values()))
    book.active.append(list(row("2", title="=A1&A2").values()))
    book.save(tmp_path / "rows.xlsx")

    running = run(tmp_path / "rows.xlsx", mapping)

    assert reasons(running) == {3: "title: a formula of a spreadsheet, not a text"}
    assert Achievement.objects.get().source_key == "1"
    write_rejects(running, tmp_path / "rejects.csv")
    assert "'=A1&A2" in (tmp_path / "rejects.csv").read_text(encoding="utf-8-sig")
    assert load_workbook(tmp_path / "rows.xlsx").active["B3"].value == "=A1&A2"
