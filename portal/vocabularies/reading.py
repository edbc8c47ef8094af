"""From the bytes of a list to rows; whatever is wrong is one sentence with its row."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from portal.vocabularies.layouts import Layout, layout_for

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
LONGEST_NAME = 255


class BadList(Exception):
    """The list cannot be loaded; the message says why, for the person who brought it."""


@dataclass
class Row:
    """What one row of a list says about one term; an empty text says nothing."""

    number: int
    code: str = ""
    name_zh: str = ""
    name_en: str = ""
    parent: str = ""
    definition_zh: str = ""
    definition_en: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    replaced_by: str = ""


def read_list(raw: bytes) -> tuple[Layout, list[Row]]:
    """The layout of a list and its rows."""
    lines = records(decoded(raw))
    header = next(lines, None)
    if header is None:
        raise BadList(_("The file is empty."))
    layout = layout_for(header[1])
    if layout is None:
        raise BadList(
            _(
                "The columns of the first row are not those of a list known here: %(columns)s."
            )
            % {"columns": ", ".join(header[1])[:120]}
        )
    columns = [column.strip() for column in header[1]]
    rows = [read_row(layout, columns, number, texts) for number, texts in lines]
    if not rows:
        raise BadList(_("The list has no rows."))
    return layout, rows


def decoded(raw: bytes) -> str:
    """The text of a file in UTF-8 or, as older spreadsheets save it, GB 18030."""
    if is_binary(raw):
        raise BadList(_("The file is not a CSV table."))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        row = raw.count(b"\n", 0, fault.start) + 1
    if not mostly_utf8(raw):
        try:
            return raw.decode("gb18030")
        except UnicodeDecodeError as fault:
            row = raw.count(b"\n", 0, fault.start) + 1
    raise BadList(
        _("Row %(row)d: the text is broken; save the file as UTF-8 or GB 18030.")
        % {"row": row}
    )


def is_binary(raw: bytes) -> bool:
    """A workbook, a picture, a document: a damaged table still has a readable first row."""
    if raw.startswith((b"PK\x03\x04", b"%PDF")):
        return True
    first_row = raw.split(b"\n", 1)[0].decode("utf-8-sig", errors="replace")
    readable = not CONTROL.search(first_row) and "\ufffd" not in first_row
    return b"\x00" in raw[:1024] and not readable


def mostly_utf8(raw: bytes) -> bool:
    """A damaged UTF-8 file must not pass for GB 18030, which reads almost anything."""
    text = raw.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    whole = sum(1 for character in text if character > "\x7f") - broken
    return whole > broken


def records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Numbered as a spreadsheet numbers them; rows with nothing in them are left out."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 0
    while True:
        number += 1
        try:
            texts = next(reader, None)
        except csv.Error:
            raise BadList(_("Row %(row)d is not CSV.") % {"row": number}) from None
        if texts is None:
            return
        if any(CONTROL.search(cell) for cell in texts):
            raise BadList(
                _("Row %(row)d holds a character that is not text.") % {"row": number}
            )
        if any(cell.strip() for cell in texts):
            yield number, texts


def read_row(layout: Layout, columns: list[str], number: int, texts: list[str]) -> Row:
    if len(texts) != len(columns):
        raise BadList(
            _("Row %(row)d has %(cells)d cells, the first row has %(columns)d.")
            % {"row": number, "cells": len(texts), "columns": len(columns)}
        )
    tidy = [" ".join(text.split()) for text in texts]
    cells = layout.read(dict(zip(columns, tidy, strict=True)))
    for key in ("name_zh", "name_en"):
        if len(cells.get(key, "")) > LONGEST_NAME:
            raise BadList(
                _("Row %(row)d: the name is longer than %(most)d characters.")
                % {"row": number, "most": LONGEST_NAME}
            )
    for key in ("valid_from", "valid_to"):
        cells[key] = read_day(number, cells.get(key, ""))
    return Row(number=number, **cells)


def read_day(number: int, text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadList(
            _("Row %(row)d: “%(text)s” is not a date such as 2026-01-31.")
            % {"row": number, "text": text[:40]}
        ) from None
