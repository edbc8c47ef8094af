"""Budgets as tests put them in and read them back."""

from decimal import Decimal

from projects.models import BudgetLine
from tests.projects.desk import address, autosave


def give(application, **lines):
    """`purchase_2026="100"` from the central budget, `own_labour_2026` from another."""
    for name, amount in lines.items():
        *source, category, year = name.split("_")
        BudgetLine.objects.create(
            application=application,
            source=source[0] if source else "central",
            category=category,
            year=int(year),
            amount=Decimal(amount),
        )


def stored(application):
    return {
        f"{line.source}_{line.category}_{line.year}": str(line.amount)
        for line in application.budget.all()
    }


def save(desk, application, **cells):
    application.refresh_from_db()
    sent = {"edition": application.edition, "page": "mine"} | cells
    return autosave(desk, address(application, "budget"), sent)
