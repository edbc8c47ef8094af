"""The budget's section on the desk: a table a source, a row a category, a column a year."""

from decimal import Decimal

from django import forms
from django.forms.widgets import Script
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from portal.drafts.fields import PlainText
from portal.drafts.forms import DraftForm
from portal.drafts.sections import Section
from projects.applications import budget
from projects.applications.amounts import AmountField, AmountInput
from projects.applications.categories import Category, Source
from projects.applications.models import Application
from projects.applications.plan import BudgetLine, BudgetNote

HEADINGS = {
    "equipment": _("Equipment"),
    "operations": _("Operations"),
    "people": _("Labour and experts"),
    "indirect": _("Indirect costs"),
    "lump": _("Lump sum"),
}


def groups_of(rules):
    """Headings with their categories, as the tables show them."""
    groups = (("lump", budget.LUMP),) if rules.is_lump_sum else budget.GROUPS
    return [(HEADINGS[name], categories) for name, categories in groups]


def years_of(application, lines):
    """The years of the project, and whichever have figures already."""
    period = budget.period_of(application)
    if not period:
        period = [application.call.year or timezone.localdate().year]
    return sorted({*period, *(line.year for line in lines)})


def cell_name(source, category, year):
    return f"{source}_{category}_{year}"


def label(choices, value):
    return capfirst(str(choices(value).label))


def summary_of(application, sums, years):
    """All sums across the sources, and sentences about what breaks the rules."""
    rules = application.call.rules
    return {
        "sources": [
            {
                "code": source,
                "label": label(Source, source),
                "years": [(year, sums.by_source_year[source, year]) for year in years],
                "total": sums.by_source[source],
            }
            for source in budget.SOURCES
        ],
        "years": [(year, sums.by_year[year]) for year in years],
        "groups": [
            {
                "heading": heading,
                "rows": [
                    {
                        "category": category,
                        "label": label(Category, category),
                        "sources": [
                            (
                                label(Source, source),
                                source,
                                sums.by_source_category[source, category],
                            )
                            for source in budget.SOURCES
                        ],
                        "total": sums.by_category[category],
                    }
                    for category in categories
                ],
                "total": sums.of_categories(categories),
            }
            for heading, categories in groups_of(rules)
        ],
        "total": sums.total,
        "public": sums.public,
        "violations": [
            violation.sentence for violation in budget.violations_of(application, sums)
        ]
        if sums.total
        else [],
    }


class BudgetForm(DraftForm):
    """One field a cell of the matrix, and two a category for its reasons."""

    fields_template = "projects/applications/budget/fields.html"

    class Meta:
        model = Application
        fields = ()

    class Media:
        js = (Script("projects/budget.js", defer=True),)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        application = self.instance
        self.rules = application.call.rules
        self.lines = list(application.budget.all())
        self.notes = {note.category: note for note in application.budget_notes.all()}
        self.years = years_of(application, self.lines)
        self.categories = budget.categories_of(self.rules)
        self.cells, self.note_fields = {}, {}
        self.add_cells()
        self.add_notes()

    def add_cells(self):
        stored = {
            (row.source, row.category, row.year): row.amount for row in self.lines
        }
        sources = {name: label(Source, name) for name in budget.SOURCES}
        for category in self.categories:
            spent_on = label(Category, category)
            for source, given_by in sources.items():
                for year in self.years:
                    name = cell_name(source, category, year)
                    text = f"{spent_on} · {year} · {given_by}"
                    widget = AmountInput(attrs={"aria-label": text})
                    field = AmountField(required=False, label=text, widget=widget)
                    self.add(name, field)
                    self.cells[name] = (source, category, year)
                    self.initial[name] = stored.get((source, category, year))

    def add_notes(self):
        longest = BudgetNote._meta.get_field
        for category in self.categories:
            spent_on = label(Category, category)
            for language, word in (("zh", _("in Chinese")), ("en", _("in English"))):
                name = f"note_{language}_{category}"
                field = forms.CharField(
                    required=False,
                    label=f"{spent_on} · {word}",
                    max_length=longest(f"text_{language}").max_length,
                    widget=PlainText(attrs={"rows": 3}),
                )
                self.add(name, field)
                self.note_fields[name] = (category, f"text_{language}")
                note = self.notes.get(category)
                self.initial[name] = getattr(note, f"text_{language}") if note else ""

    def add(self, name, field):
        field.is_needed = False
        self.fields[name] = field

    @classmethod
    def is_blank(cls, record):
        return not (record.budget.exists() or record.budget_notes.exists())

    def stored_value(self, name):
        return self.initial[name]

    # What the page shows

    @property
    def sums(self):
        """The figures as they stand on the page, without those that cannot be read."""
        values = self.initial
        if self.is_bound:
            self.is_valid()
            values = self.cleaned_data
        return budget.totals(
            budget.Amount(year, category, source, values[name])
            for name, (source, category, year) in self.cells.items()
            if values.get(name)
        )

    @property
    def summary(self):
        return summary_of(self.instance, self.sums, self.years)

    @property
    def has_period(self):
        return bool(budget.period_of(self.instance))

    def tables(self):
        """One a source, open where there is something in it."""
        sums = self.sums
        for source in budget.SOURCES:
            total = sums.by_source[source]
            yield {
                "source": source,
                "label": label(Source, source),
                "is_open": bool(total) or source == "central",
                "total": total,
                "groups": list(self.groups_of_rows(source, sums)),
                "years": [
                    (year, sums.by_source_year[source, year]) for year in self.years
                ],
            }

    def groups_of_rows(self, source, sums):
        for heading, categories in groups_of(self.rules):
            rows = [
                {
                    "category": category,
                    "label": label(Category, category),
                    "cells": [
                        (year, self[cell_name(source, category, year)])
                        for year in self.years
                    ],
                    "total": sums.by_source_category[source, category],
                }
                for category in categories
            ]
            yield {"heading": heading, "rows": rows}

    def reasons(self):
        """The fields of the categories' notes, open where they are wanted or written."""
        sums = self.sums
        wanted = budget.to_be_explained(self.rules, sums)
        for category in self.categories:
            fields = [self[f"note_{language}_{category}"] for language in ("zh", "en")]
            fields[0].field.is_needed = category in wanted
            is_open = category in wanted or any(
                field.value() or field.errors for field in fields
            )
            yield {
                "label": label(Category, category),
                "total": sums.by_category[category],
                "category": category,
                "fields": fields,
                "is_wanted": category in wanted,
                "is_open": is_open,
            }

    # What is kept

    def write(self, record):
        good = self.good_values()
        changed = set(self.changed_data)
        amounts = {
            self.cells[name]: good[name]
            for name in self.cells
            if name in good and name in changed
        }
        write_amounts(record, amounts)
        texts = {
            self.note_fields[name]: good[name]
            for name in self.note_fields
            if name in good and name in changed
        }
        write_notes(record, texts)


def write_amounts(application, amounts: dict[tuple[str, str, int], Decimal | None]):
    """Put these cells into the budget; a cell without an amount has no row."""
    rows = {
        (line.source, line.category, line.year): line
        for line in application.budget.all()
    }
    new, changed, gone = [], [], []
    for key, amount in amounts.items():
        row = rows.get(key)
        if not amount:
            gone += [row.pk] if row else []
        elif row is None:
            source, category, year = key
            new.append(
                BudgetLine(
                    application=application,
                    year=year,
                    category=category,
                    source=source,
                    amount=amount,
                )
            )
        elif row.amount != amount:
            row.amount = amount
            changed.append(row)
    BudgetLine.objects.filter(pk__in=gone).delete()
    BudgetLine.objects.bulk_update(changed, ["amount"])
    BudgetLine.objects.bulk_create(new)


def write_notes(application, texts):
    notes = {note.category: note for note in application.budget_notes.all()}
    touched = {category for category, _column in texts}
    for category in touched:
        note = notes.get(category) or BudgetNote(
            application=application, category=category
        )
        for column in ("text_zh", "text_en"):
            if (category, column) in texts:
                setattr(note, column, texts[category, column])
        if note.text_zh or note.text_en:
            note.save()
        elif note.pk:
            note.delete()


class BudgetSection(Section):
    """Its fields differ with the project's years, so that it says what it covers."""

    @property
    def covers(self):
        return {"budget", *(f"note_zh_{category}" for category in Category.values)}

    @property
    def anchors(self):
        return {"budget"}


def budget_section(application):
    return BudgetSection(
        "budget",
        _("Budget"),
        BudgetForm,
        help=_("In yuan, for each year, category and source of money."),
    )
