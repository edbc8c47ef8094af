"""From a file to a table: CSV, XLSX, JSON and JSON lines, or one sentence why not."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from portal.importing.decoding import decoded, looks_like_text
from portal.importing.tables import BadFile, Row, Table, table_of
from portal.importing.workbooks import read_workbook

LARGEST = 64 * 1024 * 1024
MEGABYTE = 1024 * 1024
KINDS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".xlsx": "workbook",
    ".xlsm": "workbook",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
NOT_TEXT = (
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"\x1f\x8b",
)
DELIMITERS = ",;\t|"


def read_table(path: Path) -> Table:
    raw = content_of(path)
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        raise BadFile(
            _("“%(file)s” is of no kind that can be read: CSV, XLSX, JSON or JSONL.")
            % {"file": path.name}
        )
    if kind == "workbook":
        table = read_workbook(raw, path.name)
    else:
        text = text_of(raw, path)
        table = {"csv": read_csv, "json": read_json, "jsonl": read_json_lines}[kind](
            text
        )
    if not table.rows:
        raise BadFile(_("The file has no rows."))
    return table


def content_of(path: Path) -> bytes:
    if not path.is_file():
        raise BadFile(_("“%(file)s” is not a file.") % {"file": path})
    size = path.stat().st_size
    if size > LARGEST:
        raise BadFile(
            _("The file has %(size)d MB; at most %(most)d MB are read.")
            % {"size": size // MEGABYTE, "most": LARGEST // MEGABYTE}
        )
    if not size:
        raise BadFile(_("The file is empty."))
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadFile(
            _("“%(file)s” cannot be read: %(reason)s.")
            % {"file": path, "reason": error.strerror}
        ) from error


def text_of(raw: bytes, path: Path) -> str:
    text = "" if raw.startswith(NOT_TEXT) else decoded(raw)
    if not text or not looks_like_text(text):
        raise BadFile(
            _(
                "“%(file)s” is not text, whatever its name says; an Excel workbook "
                "must be called .xlsx."
            )
            % {"file": path.name}
        )
    if text.lstrip()[:9].lower().startswith(("<!doctype", "<html", "<?xml")):
        raise BadFile(_("“%(file)s” is a web page, not a table.") % {"file": path.name})
    if not text.strip():
        raise BadFile(_("The file is empty."))
    return text


def read_csv(text: str) -> Table:
    lines = list(io.StringIO(text, newline=""))
    records = csv_rows(lines, delimiter_of(lines))
    header = next(records, None)
    if header is None:
        raise BadFile(_("The file is empty."))
    if header.fault:
        raise BadFile(_("The first row is not CSV."))
    return table_of(list(header.cells), list(records))


def delimiter_of(lines: list[str]) -> str:
    """Whatever cuts the first row into most pieces; a comma if nothing does."""
    first = next((line for line in lines if line.strip()), "")[:10_000]
    return max(
        DELIMITERS, key=lambda mark: len(next(csv.reader([first], delimiter=mark)))
    )


def csv_rows(lines: list[str], delimiter: str) -> Iterator[Row]:
    """The rows; after a broken one reading goes on at the next line.

    A quotation mark that is never closed thus costs its own row, not all that follow.
    """
    start = number = 0
    while start < len(lines):
        rest = (lines[place] for place in range(start, len(lines)))
        reader = csv.reader(rest, delimiter=delimiter, strict=True)
        while True:
            before = reader.line_num
            try:
                cells = next(reader, None)
            except csv.Error:
                number += 1
                fault = _("not CSV: a quotation mark stands alone or a cell has no end")
                yield Row(number, (lines[start + before].rstrip("\r\n"),), fault)
                start += before + 1
                break
            if cells is None:
                return
            number += 1
            if any(cell.strip() for cell in cells):
                yield Row(number, tuple(cells))


def read_json(text: str) -> Table:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise BadFile(_("This is not JSON: line %(line)d.") % {"line": line}) from error
    if isinstance(content, dict):
        lists = (value for value in content.values() if isinstance(value, list))
        content = next(lists, None)
    if not isinstance(content, list):
        raise BadFile(_("The JSON holds no list of records."))
    return table_of_objects(enumerate(content, start=1))


def read_json_lines(text: str) -> Table:
    return table_of_objects(json_lines(text))


def json_lines(text: str) -> Iterator[tuple[int, object]]:
    for number, line in enumerate(io.StringIO(text), start=1):
        if line.strip():
            try:
                record = json.loads(line)
            except (ValueError, RecursionError):
                record = None
            yield number, record if isinstance(record, dict) else line.strip()


def table_of_objects(numbered: Iterator[tuple[int, object]]) -> Table:
    """A column for each key, in the order in which they first appear."""
    records = list(numbered)
    objects = [record for _number, record in records if isinstance(record, dict)]
    if not objects:
        raise BadFile(_("The JSON holds no list of records."))
    columns = list(dict.fromkeys(key for record in objects for key in record))
    rows = []
    for number, record in records:
        if isinstance(record, dict):
            cells = tuple(as_text(record.get(key)) for key in columns)
            rows.append(Row(number, cells))
        else:
            rows.append(Row(number, (as_text(record),), _("not a JSON object")))
    return table_of(columns, rows)


def as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "; ".join(as_text(part) for part in value)
    return json.dumps(value, ensure_ascii=False)
