"""The budget's part of the document: a table a source, then all sources together."""

from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from projects.applications import budget
from projects.applications.amounts import written
from projects.applications.categories import Category, Source
from projects.applications.parts import Table, Text, as_line, lines_of


def lines_in(content):
    return [
        budget.Amount(
            line["year"], line["category"], line["source"], Decimal(line["amount"])
        )
        for line in content["lines"]
    ]


def budget_parts(content):
    sums = budget.totals(lines_in(content))
    if not sums.lines:
        return notes_of(content)
    years = content["years"]
    sources = [name for name in budget.SOURCES if sums.by_source[name]]
    return [
        *(source_table(source, sums, years) for source in sources),
        whole_table(sources, sums, years),
        *notes_of(content),
    ]


def amount(value):
    return as_line(written(value) if value else "–")


def table_of(name, caption, first, years):
    columns = [first, *map(str, years), _("Total")]
    return Table(name, caption, columns, numeric=tuple(range(1, len(columns))))


def source_table(source, sums, years):
    caption = _("%(source)s, in yuan") % {"source": capfirst(str(Source(source).label))}
    table = table_of(f"budget-{source}", caption, pgettext("budget", "Category"), years)
    for category in Category.values:
        total = sums.by_source_category[source, category]
        if total:
            cells = [amount(sums.cells[source, category, year]) for year in years]
            label = as_line(capfirst(str(Category(category).label)))
            table.add(category, label, *cells, amount(total))
    cells = [amount(sums.by_source_year[source, year]) for year in years]
    table.add(
        "total",
        as_line(_("Total")),
        *cells,
        amount(sums.by_source[source]),
        is_total=True,
    )
    return table


def whole_table(sources, sums, years):
    table = table_of(
        "budget", _("All sources, in yuan"), pgettext("budget", "Source"), years
    )
    for source in sources:
        cells = [amount(sums.by_source_year[source, year]) for year in years]
        label = as_line(capfirst(str(Source(source).label)))
        table.add(source, label, *cells, amount(sums.by_source[source]))
    cells = [amount(sums.by_year[year]) for year in years]
    table.add("total", as_line(_("Total")), *cells, amount(sums.total), is_total=True)
    return table


def notes_of(content):
    return [
        Text(
            f"note-{note['category']}",
            _("Reasons: %(category)s") % {"category": Category(note["category"]).label},
            lines_of(note, "text"),
        )
        for note in content["notes"]
    ]
