"""A record's history as a spreadsheet."""

from io import BytesIO

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook

from portal.spreadsheets import harmless


def as_spreadsheet(events):
    book = Workbook()
    sheet = book.active
    sheet.title = _("History")
    sheet.append(
        [_("Time"), _("Person"), _("What"), _("Before"), _("After"), _("Reason")]
    )
    for event in events:
        at = timezone.localtime(event.at).replace(tzinfo=None, microsecond=0)
        texts = (event.by, event.what, event.was, event.became, event.reason)
        sheet.append([at, *(harmless(text) for text in texts)])
    sheet.freeze_panes = "A2"
    for column, width in zip("ABCDEF", (20, 18, 28, 18, 18, 50), strict=True):
        sheet.column_dimensions[column].width = width
    file = BytesIO()
    book.save(file)
    return file.getvalue()
