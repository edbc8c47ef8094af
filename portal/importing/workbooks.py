"""Excel workbooks: the first sheet's values, within limits that no bomb passes."""

import io
import warnings
import zipfile
from datetime import datetime, time
from itertools import zip_longest

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from portal.importing.tables import BadFile, Row, Table, table_of

LARGEST_UNPACKED = 256 * 1024 * 1024
MOST_PARTS = 2_000
MOST_ROWS = 200_000
EXCELS_LAST_ROW = 1_048_576


def read_workbook(raw: bytes, name: str) -> Table:
    check_archive(raw, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            rows = list(sheet_rows(raw))
    except BadFile:
        raise
    except Exception as error:
        # openpyxl fails in any way it likes.
        raise not_a_workbook(name) from error
    header = next(iter(rows), None)
    if header is None:
        raise BadFile(_("The file is empty."))
    columns = list(header.cells)
    while columns and not columns[-1].strip():
        columns.pop()
    return table_of(columns, rows[1:])


def not_a_workbook(name: str) -> BadFile:
    return BadFile(
        _(
            "“%(file)s” is not an Excel workbook, whatever its name says; a CSV table "
            "must be called .csv."
        )
        % {"file": name}
    )


def check_archive(raw: bytes, name: str, *, most: int = LARGEST_UNPACKED) -> None:
    """Before anything is unpacked: what is in it, and how large that would be."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise not_a_workbook(name) from error
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise not_a_workbook(name)
    unpacked = sum(part.file_size for part in parts)
    if unpacked > most or len(parts) > MOST_PARTS:
        raise BadFile(
            _("“%(file)s” would unpack to more than %(most)d MB and is not opened.")
            % {"file": name, "most": most // 1024 // 1024}
        )


def sheet_rows(raw: bytes):
    """Each row's saved values; where a formula has none, the formula itself."""
    found = 0
    both = zip_longest(cells_of(raw, values=True), cells_of(raw, values=False))
    for number, (values, formulas) in enumerate(both, start=1):
        pairs = zip_longest(values or (), formulas or ())
        cells = tuple(
            as_text(formula if value is None else value) for value, formula in pairs
        )
        if any(cell.strip() for cell in cells):
            found += 1
            yield Row(number, cells)
        if found > MOST_ROWS:
            raise BadFile(
                _("The sheet has more than %(most)d rows.") % {"most": MOST_ROWS}
            )


def cells_of(raw: bytes, *, values: bool):
    """A little wider than the first row, so that a longer row is noticed."""
    book = load_workbook(io.BytesIO(raw), read_only=True, data_only=values)
    sheet = book.worksheets[0]
    # What the sheet says of its own size is not to be trusted.
    sheet.reset_dimensions()
    header = next(sheet.iter_rows(max_row=1, values_only=True), ())
    width = max((n for n, cell in enumerate(header, 1) if cell is not None), default=1)
    yield from sheet.iter_rows(
        max_col=width + 1, max_row=EXCELS_LAST_ROW, values_only=True
    )


def as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds").removesuffix(" 00:00:00")
    if isinstance(value, time):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.15g}"
    return str(value)
