"""The budget as an Excel table: written, read again, each wrong cell named."""

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from portal.importing.tables import BadFile
from portal.importing.workbooks import check_archive, not_a_workbook
from portal.spreadsheets import harmless
from projects.applications import budget
from projects.applications.amounts import amount_of, checked
from projects.applications.categories import Category, Source

FORMAT = "#,##0.00"
HEAD_ROW = 3
FIRST_YEAR_COLUMN = 3
# Wider and longer than any budget; what lies beyond is not unpacked any more.
MOST_ROWS, MOST_COLUMNS = 200, 40
# A few kilobytes can hold millions of cells, and each costs memory and seconds.
LARGEST_UNPACKED = 4 * 1024 * 1024
Key = tuple[str, str, int]


@dataclass
class Sheets:
    """What was read: amounts by source, category and year, and sentences about the rest."""

    amounts: dict[Key, Decimal | None] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


# Writing


def write_sheets(title: str, rules, years: list[int], sums: budget.Totals) -> bytes:
    """A workbook of one sheet a source, with the present figures and Excel's own sums."""
    book = Workbook()
    book.remove(book.active)
    for source in budget.SOURCES:
        sheet = book.create_sheet(capfirst(str(Source(source).label))[:31])
        write_head(sheet, source, title, years)
        write_rows(sheet, source, budget.categories_of(rules), years, sums)
        dress(sheet, years)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def write_head(sheet, source, title, years):
    """The codes of the first column and row are what is read again, in any language."""
    sheet["A1"], sheet["B1"] = source, harmless(title)
    sheet["B2"] = _("In yuan. Change amounts only; the sums follow by themselves.")
    heads = [_("Code"), pgettext("budget", "Category"), *years, _("Total")]
    for column, head in enumerate(heads, 1):
        sheet.cell(HEAD_ROW, column, head)


def write_rows(sheet, source, categories, years, sums):
    last = get_column_letter(FIRST_YEAR_COLUMN + len(years) - 1)
    first_row, total_column = HEAD_ROW + 1, FIRST_YEAR_COLUMN + len(years)
    for row, category in enumerate(categories, first_row):
        sheet.cell(row, 1, category)
        sheet.cell(row, 2, capfirst(str(Category(category).label)))
        for column, year in enumerate(years, FIRST_YEAR_COLUMN):
            sheet.cell(row, column, sums.cells.get((source, category, year)))
        sheet.cell(row, total_column, f"=SUM(C{row}:{last}{row})")
    end = first_row + len(categories) - 1
    sheet.cell(end + 1, 1, "total")
    sheet.cell(end + 1, 2, _("Total"))
    for column in range(FIRST_YEAR_COLUMN, total_column + 1):
        letter = get_column_letter(column)
        sheet.cell(end + 1, column, f"=SUM({letter}{first_row}:{letter}{end})")


def dress(sheet, years):
    bold, tint = Font(bold=True), PatternFill("solid", fgColor="EEF3F7")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 14, 38
    for column in range(FIRST_YEAR_COLUMN, FIRST_YEAR_COLUMN + len(years) + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 18
        for row in range(HEAD_ROW + 1, sheet.max_row + 1):
            sheet.cell(row, column).number_format = FORMAT
    for row in (1, HEAD_ROW, sheet.max_row):
        for cell in sheet[row]:
            cell.font = bold
    for cell in sheet[HEAD_ROW]:
        cell.fill, cell.alignment = tint, Alignment(horizontal="center")
    sheet.freeze_panes = sheet.cell(HEAD_ROW + 1, FIRST_YEAR_COLUMN)


# Reading


def read_sheets(raw: bytes, name: str, rules, years: list[int]) -> Sheets:
    """The amounts of every sheet that is a source's; what cannot be read in sentences."""
    check_archive(raw, name, most=LARGEST_UNPACKED)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # Saved values, and the formulas behind them.
            values = grids_of(raw, data_only=True)
            formulas = grids_of(raw, data_only=False)
    except Exception as error:
        # openpyxl fails in any way it likes.
        raise not_a_workbook(name) from error
    found, seen = Sheets(), set()
    for title, sheet in values.items():
        source = code_of(sheet.at(1, 1))
        if source not in budget.SOURCES:
            continue
        if source in seen:
            text = _(
                "Sheet “%(sheet)s” is the second of its source; its figures were not read."
            )
            found.problems.append(text % {"sheet": title})
            continue
        seen.add(source)
        SheetReader(found, sheet, formulas[title], source, rules, years).read()
    if not seen:
        raise BadFile(
            _(
                "None of the sheets is a budget’s: download the table here, fill it in "
                "and leave its first column as it is."
            )
        )
    return found


@dataclass
class Grid:
    """What stands in a sheet, as far as a budget reaches."""

    title: str
    rows: list[tuple]

    def at(self, row, column):
        """Counted from one, as Excel does."""
        cells = self.rows[row - 1] if row <= len(self.rows) else ()
        return cells[column - 1] if column <= len(cells) else None


def grids_of(raw, **options) -> dict[str, Grid]:
    """The sheets by title, read row by row until the last that is wanted."""
    book = load_workbook(io.BytesIO(raw), read_only=True, **options)
    area = {"max_row": MOST_ROWS, "max_col": MOST_COLUMNS, "values_only": True}
    return {
        sheet.title: Grid(sheet.title, list(sheet.iter_rows(**area)))
        for sheet in book.worksheets
    }


def code_of(value) -> str:
    return str(value or "").strip().lower()


@dataclass
class SheetReader:
    found: Sheets
    values: Grid
    formulas: Grid
    source: str
    rules: object
    years: list[int]

    def read(self):
        columns = dict(self.year_columns())
        known = set(budget.categories_of(self.rules))
        seen = {}
        for row in range(HEAD_ROW + 1, len(self.values.rows) + 1):
            category = code_of(self.values.at(row, 1))
            if category in ("", "total"):
                self.refuse_loose_figures(row, columns, category)
            elif category not in known:
                self.say(
                    row,
                    1,
                    _("“%(code)s” is no category of this budget."),
                    code=category,
                )
            elif category in seen:
                text = _("the category stands in row %(first)s already.")
                self.say(row, 1, text, first=seen[category])
            else:
                seen[category] = row
                self.read_row(row, category, columns)

    def year_columns(self) -> Iterator[tuple[int, int]]:
        seen = set()
        for column in range(FIRST_YEAR_COLUMN, MOST_COLUMNS + 1):
            text = str(self.values.at(HEAD_ROW, column) or "").strip()
            text = text.removesuffix("年").removesuffix(".0")
            if not (text.isdecimal() and len(text) == 4):
                continue
            year = int(text)
            if year in seen:
                self.say(
                    HEAD_ROW,
                    column,
                    _("the year %(year)s stands there twice."),
                    year=year,
                )
            elif year not in self.years:
                self.say(
                    HEAD_ROW,
                    column,
                    _("%(year)s is no year of the project."),
                    year=year,
                )
            else:
                seen.add(year)
                yield column, year

    def refuse_loose_figures(self, row, columns, category):
        """A sum in a row without a code would be lost without a word."""
        if category:
            return
        for column in columns:
            if self.values.at(row, column) not in (None, ""):
                self.say(
                    row,
                    column,
                    _("the row has no code, so that its amount has no category."),
                )

    def read_row(self, row, category, columns):
        for column, year in columns.items():
            try:
                amount = self.amount_at(row, column)
            except ValidationError as error:
                self.say(row, column, error.messages[0])
            else:
                self.found.amounts[self.source, category, year] = amount

    def amount_at(self, row, column) -> Decimal | None:
        value = self.values.at(row, column)
        formula = self.formulas.at(row, column)
        if value is None and formula is not None:
            raise ValidationError(
                _("it is a formula whose value was not saved; write the amount itself.")
            )
        return read_amount(value) or None

    def say(self, row, column, text, **details):
        words = {
            "sheet": self.values.title,
            "cell": f"{get_column_letter(column)}{row}",
            "problem": text % details if details else text,
        }
        self.found.problems.append(_("%(sheet)s, cell %(cell)s: %(problem)s") % words)


def read_amount(value) -> Decimal | None:
    """Whatever Excel keeps in a cell, as a sum of money."""
    if value is None:
        return None
    if isinstance(value, bool):
        raise ValidationError(_("it is no amount but true or false."))
    if isinstance(value, date | datetime | time):
        raise ValidationError(_("it is a date, no amount."))
    if isinstance(value, int):
        return checked(Decimal(value))
    if isinstance(value, float):
        # Excel itself keeps fifteen digits; what lies beyond is the binary's own.
        return checked(Decimal(f"{value:.15g}"))
    if isinstance(value, str) and value.startswith("#"):
        raise ValidationError(_("it holds the error %(text)s.") % {"text": value[:20]})
    return amount_of(str(value))
