"""Files that come with a demonstration application: sheets of quotations."""

from io import BytesIO

from django.core.files.base import ContentFile
from openpyxl import Workbook

from portal.attachments.attaching import attach


def add_file(application, row):
    file = row.get("file")
    if file:
        attach(
            application,
            ContentFile(sheet(file["rows"]), name=file["name"]),
            by=application.created_by,
            caption_zh=file["caption_zh"],
            caption_en=file["caption_en"],
        )


def sheet(rows):
    book, written = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(written)
    return written.getvalue()
