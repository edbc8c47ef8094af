"""What is read from files, and the one sentence about those that cannot be read."""

import io
import json
import zipfile
from datetime import date, datetime

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from openpyxl import Workbook

from portal.importing import reading, workbooks
from portal.importing.reading import read_table
from portal.importing.tables import BadFile
from tests.portal.importing import csv_text, row

TEXT = "no,title\n1,高压气体流量标准装置\n2,电梯制动器检测\n"
ROWS = [("1", "高压气体流量标准装置"), ("2", "电梯制动器检测")]


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def write(tmp_path):
    def written(name, content):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return written


def cells(table):
    return [read.cells for read in table.rows]


def faults(table):
    return {read.number: read.fault for read in table.rows if read.fault}


def workbook(*rows):
    book, file = Workbook(), io.BytesIO()
    for cells in rows:
        book.active.append(cells)
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"]
)
def test_csv_is_read_in_whatever_encoding_it_was_saved(write, encoding):
    table = read_table(write("x.csv", TEXT.encode(encoding)))

    assert (table.columns, cells(table)) == (("no", "title"), ROWS)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv_is_read_with_whatever_delimiter(write, delimiter):
    assert cells(read_table(write("x.csv", TEXT.replace(",", delimiter)))) == ROWS


@pytest.mark.parametrize(
    "damaged",
    [b"caf\xe9 and more", b"\xe9\x87 \xff", b"\xc3("],
    ids=["latin", "cut short", "no second byte"],
)
def test_broken_bytes_cost_their_own_row(write, damaged):
    raw = f"{TEXT}3,".encode() + damaged + "\n4,量块\n".encode()

    table = read_table(write("x.csv", raw))

    assert [read.number for read in table.rows if "\ufffd" in read.cells[1]] == [4]
    assert cells(table)[3] == ("4", "量块")


def test_a_row_of_the_wrong_width_is_told(write):
    table = read_table(write("x.csv", "no,title\n1,a,b\n2\n3,c,,\n4,d\n"))

    assert faults(table) == {
        2: "3 cells where the first row has 2",
        3: "1 cells where the first row has 2",
    }
    assert cells(table)[2:] == [("3", "c"), ("4", "d")]


@pytest.mark.parametrize("follows", ['2,"b"\n3,c\n', "2,b\n3,c\n"])
def test_a_quotation_mark_that_is_never_closed_costs_its_own_row(write, follows):
    table = read_table(write("x.csv", f'no,title\n1,"a\n{follows}'))

    assert list(faults(table)) == [2]
    assert cells(table) == [('1,"a',), ("2", "b"), ("3", "c")]


def test_rows_are_numbered_as_a_spreadsheet_does(write):
    table = read_table(write("x.csv", 'no,title\n1,"a\nb"\n\n,\n2,c\n'))

    assert [(read.number, read.cells) for read in table.rows] == [
        (2, ("1", "a\nb")),
        (5, ("2", "c")),
    ]


def test_a_workbook_gives_its_values(write):
    raw = workbook(
        ["no", "title", "at", "size", None],
        [1, "量块", datetime(2024, 5, 1), 2.5],  # noqa: DTZ001 - Excel knows no zones
        [2.0, None, date(2024, 5, 2), True],
    )

    table = read_table(write("x.xlsx", raw))

    assert table.columns == ("no", "title", "at", "size")
    assert cells(table) == [
        ("1", "量块", "2024-05-01", "2.5"),
        ("2", "", "2024-05-02", "True"),
    ]


def test_of_a_formula_without_a_saved_value_the_formula_is_read(write):
    table = read_table(write("x.xlsx", workbook(["no", "title"], [1, "=A1&A2"])))

    assert cells(table) == [("1", "=A1&A2")]


@pytest.mark.parametrize(
    "shape", [lambda rows: rows, lambda rows: {"n": 2, "rows": rows}]
)
def test_json_is_a_list_or_holds_one(write, shape):
    rows = [{"no": 1, "title": "a"}, {"no": 2, "words": ["x", "y"], "more": {"k": 1}}]

    table = read_table(write("x.json", json.dumps(shape(rows))))

    assert table.columns == ("no", "title", "words", "more")
    assert cells(table) == [("1", "a", "", ""), ("2", "", "x; y", '{"k": 1}')]


def test_of_json_lines_a_bad_one_costs_itself(write):
    table = read_table(write("x.jsonl", '{"no": 1}\n{"no": \n[2]\n{"no": 3}\n'))

    assert cells(table) == [("1",), ('{"no":',), ("[2]",), ("3",)]
    assert faults(table) == {2: "not a JSON object", 3: "not a JSON object"}


def bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _megabyte in range(257):
                part.write(b" " * 1024 * 1024)
    return file.getvalue()


NOT_A_WORKBOOK = (
    "“x.xlsx” is not an Excel workbook, whatever its name says; a CSV table must be "
    "called .csv."
)
NOT_TEXT = "“x.csv” is not text, whatever its name says; an Excel workbook must be called .xlsx."


UNREADABLE = {
    "a CSV called XLSX": ("x.xlsx", TEXT, NOT_A_WORKBOOK),
    "half an archive": ("x.xlsx", b"PK\x03\x04 and then nothing", NOT_A_WORKBOOK),
    "a bomb": (
        "x.xlsx",
        bomb,
        "“x.xlsx” would unpack to more than 256 MB and is not opened.",
    ),
    "a workbook called CSV": ("x.csv", lambda: workbook(["no"], [1]), NOT_TEXT),
    "a program": ("x.csv", bytes(range(256)) * 8, NOT_TEXT),
    "a web page": (
        "x.csv",
        "<!DOCTYPE html><p>no table</p>",
        "“x.csv” is a web page, not a table.",
    ),
    "nothing": ("x.csv", "", "The file is empty."),
    "empty lines": ("x.csv", "\n\n", "The file is empty."),
    "no rows": ("x.csv", "no,title\n", "The file has no rows."),
    "a column twice": (
        "x.csv",
        "no,no\n1,2\n",
        "The column “no” stands in the file twice.",
    ),
    "half a JSON": ("x.json", '{"no": 1', "This is not JSON: line 1."),
    "a deep JSON": ("x.json", "[" * 100_000, "This is not JSON: line 1."),
    "one record": ("x.json", '{"no": 1}', "The JSON holds no list of records."),
    "numbers": ("x.json", "[1, 2]", "The JSON holds no list of records."),
    "another kind": (
        "x.pdf",
        "no",
        "“x.pdf” is of no kind that can be read: CSV, XLSX, JSON or JSONL.",
    ),
}


@pytest.mark.parametrize(
    ("name", "content", "sentence"), UNREADABLE.values(), ids=UNREADABLE
)
def test_a_file_that_cannot_be_read_gives_one_sentence(write, name, content, sentence):
    with pytest.raises(BadFile) as refusal:
        read_table(write(name, content() if callable(content) else content))

    assert str(refusal.value) == sentence


def rows_or_refusal(path):
    """Neither nothing nor another error."""
    try:
        return read_table(path).rows
    except BadFile as refusal:
        return str(refusal)


@given(st.binary(max_size=400), st.sampled_from([".csv", ".json", ".jsonl", ".xlsx"]))
def test_any_bytes_are_a_table_or_one_sentence(tmp_path_factory, raw, suffix):
    path = tmp_path_factory.getbasetemp() / f"any{suffix}"
    path.write_bytes(raw)

    assert rows_or_refusal(path)


# Made once: a workbook holds the moment of its making, and its length varies with it.
SOUND_WORKBOOK = workbook(["no", "title"], [1, "量块"], [2, "电梯"])


@given(st.data())
@hypothesis_settings(max_examples=60, deadline=None)
def test_a_damaged_workbook_is_a_table_or_one_sentence(tmp_path_factory, data):
    raw = bytearray(SOUND_WORKBOOK)
    for _flip in range(data.draw(st.integers(1, 6))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / "damaged.xlsx"
    path.write_bytes(bytes(raw))

    assert rows_or_refusal(path)


def test_too_large_a_file_is_not_read(write, monkeypatch):
    monkeypatch.setattr(reading, "LARGEST", 1024 * 1024)

    with pytest.raises(BadFile, match="at most 1 MB are read"):
        read_table(write("x.csv", "a" * (1024 * 1024 + 1)))


def test_too_long_a_sheet_is_not_read(write, monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_ROWS", 2)

    with pytest.raises(BadFile, match="more than 2 rows"):
        read_table(write("x.xlsx", workbook(["no"], [1], [2], [3])))


def test_columns_that_rejects_add_are_taken_off(write):
    rows = [row(title="'=1+1") | {"row": "7", "reason": "a formula"}]

    table = read_table(write("x.csv", csv_text(rows, [*rows[0]])))

    assert table.columns == tuple(row())
    assert cells(table) == [tuple(row(title="=1+1").values())]
