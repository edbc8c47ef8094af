"""Search and export of every list in the admin."""

import codecs
from datetime import datetime
from decimal import Decimal
from itertools import islice

from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from wagtail.admin.views import generic
from wagtail.admin.views.mixins import ExcelDateFormatter
from wagtail.coreutils import multigetattr

from portal.spreadsheets import harmless, printable, sheet_name, width_of

MONEY = "#,##0.00"
# By so many rows the widths of the columns are judged: they stand before any row.
ROWS_MEASURED = 50


class WordSearch:
    """Each word typed stands somewhere in the fields named: 计量 inside a title, too."""

    def search_queryset(self, queryset):
        for word in (self.search_query or "").split():
            anywhere = Q()
            for field in self.search_fields:
                anywhere |= Q(**{f"{field}__icontains": word})
            queryset = queryset.filter(anywhere)
        return queryset


def local(moment):
    return timezone.make_naive(moment) if timezone.is_aware(moment) else moment


def to_the_second(moment):
    return local(moment).isoformat(" ", "seconds")


class Spreadsheet:
    """Exports in local time, and CSV that Excel opens rightly and safely."""

    custom_value_preprocess = {
        datetime: {"xlsx": local, "csv": to_the_second},
        **{
            kind: rules
            for kind, rules in generic.IndexView.custom_value_preprocess.items()
            if kind is not datetime
        },
    }

    def preprocess_field_value(self, field, value, export_format):
        """A record's name or a list is text by now as well, and as dangerous."""
        value = super().preprocess_field_value(field, value, export_format)
        if not isinstance(value, str):
            return value
        return harmless(value) if export_format == self.FORMAT_CSV else printable(value)

    def to_row_dict(self, item):
        return {name: self.export_value(item, name) for name in self.list_export}

    def export_value(self, item, name):
        """A view names in `export_values` what no dotted path reaches."""
        special = getattr(self, "export_values", {})
        if name in special:
            return special[name](item)
        try:
            return multigetattr(item, name)
        except AttributeError:  # nothing there: a relation that is empty
            return ""

    def generate_xlsx_row(self, worksheet, row_dict, date_format=None):
        for cell in super().generate_xlsx_row(worksheet, row_dict, date_format):
            if isinstance(cell.value, Decimal):
                cell.number_format = MONEY
            yield cell

    def write_xlsx(self, queryset, output):
        """A sheet by the list's name; its head stays in sight, its columns fit."""
        workbook = Workbook(write_only=True, iso_dates=True)
        name = capfirst(str(queryset.model._meta.verbose_name_plural))
        sheet = workbook.create_sheet(title=sheet_name(name))
        date_format = ExcelDateFormatter().get()
        rows = (
            list(self.generate_xlsx_row(sheet, self.to_row_dict(item), date_format))
            for item in queryset
        )
        first = list(islice(rows, ROWS_MEASURED))
        head = [self.get_heading(queryset, field) for field in self.list_export]
        values = [[cell.value for cell in row] for row in first]
        for number, column in enumerate(zip(head, *values, strict=True), start=1):
            letter = get_column_letter(number)
            sheet.column_dimensions[letter].width = max(map(width_of, column))
        sheet.freeze_panes = "A2"
        for row in (head, *first):
            sheet.append(row)
        for row in rows:
            sheet.append(row)
        workbook.save(output)

    def stream_csv(self, queryset):
        yield codecs.BOM_UTF8
        yield from super().stream_csv(queryset)
