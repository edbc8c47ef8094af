"""Search and export of every list in the admin."""

import codecs
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from wagtail.admin.views import generic
from wagtail.coreutils import multigetattr

from portal.spreadsheets import harmless, printable


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

    def stream_csv(self, queryset):
        yield codecs.BOM_UTF8
        yield from super().stream_csv(queryset)
