"""The files that an import leaves: what was rejected, and what became of each row."""

import csv
import os
from collections.abc import Iterable
from pathlib import Path

from portal.importing.importing import Import
from portal.importing.tables import ADDED_COLUMNS, Row, escaped

REPORT = ("row", "outcome", "number", "key", "remarks")


def write_rejects(running: Import, path: Path) -> None:
    """The rejected rows as they were, to be corrected and fed again."""
    columns = running.table.columns
    rows = (
        (*fitted(row, len(columns)), str(row.number), reason)
        for row, reason in running.rejected
    )
    write_csv(path, (*columns, *ADDED_COLUMNS), rows)


def fitted(row: Row, width: int) -> list[str]:
    """A row of the wrong width: what is too much stands in its last cell."""
    cells = list(row.cells[:width])
    if len(row.cells) > width:
        cells[-1] = ",".join(row.cells[width - 1 :])
    return cells + [""] * (width - len(cells))


def write_report(running: Import, path: Path) -> None:
    lines = sorted(running.lines, key=lambda line: line.row)
    rows = (
        (str(line.row), line.outcome, line.number, line.key, line.remarks)
        for line in lines
    )
    write_csv(path, REPORT, rows)


def write_csv(
    path: Path, columns: Iterable[str], rows: Iterable[Iterable[str]]
) -> None:
    """Whole or not at all; with the mark by which Excel knows UTF-8."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.part")
    with unfinished.open(
        "w", encoding="utf-8-sig", errors="replace", newline=""
    ) as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows([escaped(cell) for cell in row] for row in rows)
    os.replace(unfinished, path)
