"""What was read from a file: columns, and rows numbered as a spreadsheet numbers them."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

# What a spreadsheet would run: OWASP's list, with the full-width forms.
DANGEROUS = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
ADDED_COLUMNS = ("row", "reason")


class BadFile(Exception):
    """The file cannot be read; the message is a sentence for whoever brought it."""


@dataclass(frozen=True)
class Row:
    number: int
    cells: tuple[str, ...]
    # Why the row could not be read; the cells are then what there was.
    fault: str = ""


@dataclass(frozen=True)
class Table:
    columns: tuple[str, ...]
    rows: list[Row]


def table_of(columns: list[str], rows: list[Row]) -> Table:
    """The table, with what a file of rejects adds taken off again."""
    names = tuple(" ".join(name.split()) for name in columns)
    while names and not names[-1]:
        names = names[:-1]
    if not names:
        raise BadFile(_("The first row has no names of columns."))
    came_back = names[-2:] == ADDED_COLUMNS
    if came_back:
        names = names[:-2]
    twice = [name for name in names if name and names.count(name) > 1]
    if twice:
        raise BadFile(
            _("The column “%(column)s” stands in the file twice.")
            % {"column": twice[0][:60]}
        )
    return Table(names, [fitted(row, len(names), came_back) for row in rows])


def fitted(row: Row, width: int, came_back: bool) -> Row:
    """The row with a cell for each column, or with the reason why it has not."""
    cells = row.cells
    if came_back:
        cells = tuple(unescaped(cell) for cell in cells)
        cells = cells[:width] if len(cells) == width + 2 else cells
    while len(cells) > width and not cells[-1].strip():
        cells = cells[:-1]
    if row.fault or len(cells) == width:
        return Row(row.number, cells, row.fault)
    fault = _("%(cells)d cells where the first row has %(columns)d") % {
        "cells": len(cells),
        "columns": width,
    }
    return Row(row.number, cells, fault)


def escaped(cell: str) -> str:
    """So that a spreadsheet shows the cell and does not run it."""
    return f"'{cell}" if DANGEROUS.match(cell) else cell


def unescaped(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and DANGEROUS.match(cell) else cell
