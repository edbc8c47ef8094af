"""An answer that is a table: rows of short answers, added and removed by buttons."""

import json
import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.bilingual import in_language
from projects.calls.answer_fields import Answer


class TableInput(forms.Widget):
    """Cells are named `<name>-<row>-<column>`; one more row than written is shown.

    The buttons of a browser without script send `add:<name>` and `remove:<name>-<row>`
    with the form; the answer to a conflict sends the whole table under its plain name.
    """

    template_name = "projects/calls/table_input.html"
    use_fieldset = True

    def __init__(self, columns, most):
        self.columns, self.most = columns, most
        super().__init__()

    def value_from_datadict(self, data, files, name):
        if name in data:
            return read(data[name])
        removed = data.get("action") or ""
        return [
            self.row_from(data, files, f"{name}-{index}")
            for index in places(data, name)[: self.most * 3]
            if removed != f"remove:{name}-{index}"
        ]

    def row_from(self, data, files, prefix):
        cells = {
            column: field.widget.value_from_datadict(data, files, f"{prefix}-{column}")
            for column, field in self.columns.items()
        }
        return {column: cell for column, cell in cells.items() if cell}

    def value_omitted_from_data(self, data, files, name):
        return name not in data and f"{name}-count" not in data

    def format_value(self, value):
        """As a conflict's decision is sent."""
        return json.dumps(value or [], ensure_ascii=False)

    def get_context(self, name, value, attrs):
        rows = [row for row in value or [] if isinstance(row, dict)]
        shown = [*rows, {}] if len(rows) < self.most else rows
        shown = [self.shown(f"{name}-{i}", row, i + 1) for i, row in enumerate(shown)]
        return {
            "widget": {
                "name": name,
                "id": (attrs or {}).get("id", f"id_{name}"),
                "columns": self.columns.values(),
                "rows": shown,
                "blank": self.shown(f"{name}-__row__", {}, ""),
                "most": self.most,
                "is_full": len(rows) >= self.most,
            }
        }

    def shown(self, prefix, row, place):
        cells = [
            {
                "label": field.label,
                "html": field.widget.render(
                    f"{prefix}-{column}",
                    row.get(column, ""),
                    field.widget_attrs(field.widget)
                    | {
                        "id": f"id_{prefix}-{column}",
                        "aria-label": f"{field.label} {place}",
                    },
                ),
            }
            for column, field in self.columns.items()
        ]
        return {"prefix": prefix, "cells": cells, "number": place}


def places(data, name):
    """The numbers of the rows that were sent; those of removed rows are gone for good."""
    cell = re.compile(rf"{re.escape(name)}-(\d{{1,6}})-")
    return sorted({int(found[1]) for key in data if (found := cell.match(key))})


def read(text):
    """The rows; nothing of a text that no page of ours sends."""
    try:
        rows = json.loads(text)
        # Half of a character, which no database keeps, is written as an escape.
        json.dumps(rows, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return []
    return rows if isinstance(rows, list) else []


class TableAnswer(Answer, forms.Field):
    """Kept as a list of rows, each with what was written in it: {column's id: answer}."""

    default_error_messages = {
        "too_many": gettext_lazy(
            "At most %(most)s rows are taken; there are %(count)s."
        )
    }

    def __init__(self, *, columns, most, least=0, **options):
        self.columns, self.least, self.most = columns, least or 0, most
        super().__init__(widget=TableInput(columns, most), **options)

    def clean(self, value):
        """All that is wrong in all rows at once."""
        rows, wrong = [], []
        for place, row in enumerate(self.written(value), start=1):
            good, problems = self.clean_row(row)
            rows.append(good)
            wrong += [
                _("Row %(row)s, “%(column)s”: %(problem)s")
                % {"row": place, "column": self.columns[column].label, "problem": text}
                for column, text in problems
            ]
        if len(rows) > self.most:
            message = self.error_messages["too_many"]
            wrong.append(message % {"most": self.most, "count": len(rows)})
        if wrong:
            raise ValidationError(wrong)
        return rows

    def written(self, value):
        """The rows in which something stands."""
        if not isinstance(value, list | None):
            raise ValidationError(_("This is not a table."))
        rows = [row for row in value or [] if isinstance(row, dict)]
        return [row for row in rows if any(str(cell).strip() for cell in row.values())]

    def clean_row(self, row):
        good, problems = {}, []
        for column, field in self.columns.items():
            try:
                answer = field.answer(field.clean(row.get(column)))
            except ValidationError as error:
                problems += [(column, text) for text in error.messages]
            else:
                if answer is not None:
                    good[column] = answer
        return good, problems

    @property
    def span(self):
        params = {"least": self.least, "most": self.most}
        if self.least:
            return _("From %(least)s to %(most)s rows.") % params
        return _("At most %(most)s rows.") % params

    def has_changed(self, initial, data):
        try:
            return self.clean(data) != (initial or [])
        except ValidationError:
            return True

    def in_words(self, value):
        return self.words(value) if isinstance(value, list) else ""

    def words(self, answer):
        return "\n".join(" · ".join(filter(None, row)) for row in self.grid(answer)[1:])

    def grid(self, answer):
        """The headings and the rows, each cell in words."""
        head = [head_of(field) for field in self.columns.values()]
        rows = [
            [
                field.words(row[column]) if row.get(column) else ""
                for column, field in self.columns.items()
            ]
            for row in answer or ()
            if isinstance(row, dict)
        ]
        return [head, *rows]

    def too_little(self, answer):
        if len(answer) < self.least:
            return ngettext(
                "Give at least %(least)s row.",
                "Give at least %(least)s rows.",
                self.least,
            ) % {"least": self.least}
        for place, row in enumerate(answer, start=1):
            for column, field in self.columns.items():
                if field.is_needed and column not in row:
                    return _("Row %(row)s: “%(column)s” is missing.") % {
                        "row": place,
                        "column": field.label,
                    }
        return ""


def head_of(field):
    """A column's label in the language of the moment."""
    return in_language(field.label_zh, field.label_en)
