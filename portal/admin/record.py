"""A record on one page for whoever checks it: sections of facts, texts and tables."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Manager
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

NOTHING = "—"


def link(url, text):
    return format_html('<a href="{}">{}</a>', url, text)


def worded(value):
    """A value as people read it."""
    if isinstance(value, datetime):
        value = timezone.localtime(value, timezone.get_default_timezone())
        return formats.date_format(value, "SHORT_DATETIME_FORMAT")
    if isinstance(value, date):
        return formats.date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Manager):
        return "、".join(str(one) for one in value.all()) or NOTHING
    return NOTHING if value in (None, "") else value


def label_of(record, name):
    try:
        field = record._meta.get_field(name)
    except FieldDoesNotExist:
        return capfirst(name.replace("_", " "))
    if field.one_to_many:
        return capfirst(field.related_model._meta.verbose_name_plural)
    return capfirst(field.verbose_name)


def value_of(record, name):
    display = getattr(record, f"get_{name}_display", None)
    return worded(display() if display else getattr(record, name))


@dataclass(frozen=True)
class Facts:
    heading: str
    rows: list
    template_name = "portal/admin/_facts.html"


@dataclass(frozen=True)
class Texts:
    """Chinese beside English, as whoever checks the translation reads them."""

    heading: str
    rows: list
    template_name = "portal/admin/_texts.html"


@dataclass(frozen=True)
class Table:
    heading: str
    head: list
    rows: list
    template_name = "portal/admin/_table.html"


@dataclass(frozen=True)
class Findings:
    """What still stands in the way, and a word when nothing does."""

    heading: str
    rows: list
    template_name = "portal/admin/_findings.html"


def facts(heading, record, *names):
    rows = [(label_of(record, name), value_of(record, name)) for name in names]
    return Facts(heading, rows)


def texts(heading, record, *labels):
    """Of each `(label, name)` the fields `<name>_zh` and `<name>_en`."""
    rows = [
        (label, getattr(record, f"{name}_zh"), getattr(record, f"{name}_en"))
        for label, name in labels
    ]
    return Texts(heading, [row for row in rows if row[1] or row[2]])


def table(heading, records, **columns):
    """A row for each record; a column is a label and a name or a function."""
    head = [label for label, _value in columns.values()]
    rows = [
        [
            worded(value(record)) if callable(value) else value_of(record, value)
            for _label, value in columns.values()
        ]
        for record in records
    ]
    return Table(heading, head, rows)


def changes(record, entry):
    """Why a step was taken, or which fields were changed."""
    names = [label_of(record, name) for name in entry.data.get("fields", ())]
    return entry.data.get("reason") or "、".join(str(name) for name in names)


def history(record, entries):
    return table(
        _("History"),
        entries,
        at=(_("When"), "timestamp"),
        by=(_("Who"), lambda entry: entry.user or _("the clock")),
        what=(_("What"), lambda entry: str(entry.message)),
        why=(_("Reason or fields"), lambda entry: changes(record, entry)),
    )


def files(attachments):
    return table(
        _("Files"),
        attachments,
        name=(_("File"), lambda file: link(file.get_absolute_url(), file.name)),
        caption=(_("Caption"), lambda file: file.caption),
        size=(_("Size"), lambda file: _("%(kb)s kB") % {"kb": file.size // 1024 + 1}),
        internal=(_("Only for those who edit"), "is_internal"),
        by=(_("Uploaded by"), lambda file: file.uploaded_by),
    )
