"""A budget brought in as an Excel table: read, shown, and kept once confirmed."""

from dataclasses import dataclass
from decimal import Decimal

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.drafts.saving import locked, remember
from projects.applications import budget
from projects.applications.budget_form import (
    budget_section,
    write_amounts,
    years_of,
)
from projects.applications.budget_sheets import read_sheets
from projects.applications.categories import Category, Source

SALT = "budget-import"
LASTS = 60 * 60


@dataclass(frozen=True)
class CellChange:
    source: str
    category: str
    year: int
    old: Decimal | None
    new: Decimal | None


def preview(application, raw, name):
    """What the table would change, and sentences about the cells that cannot be read."""
    lines = list(application.budget.all())
    years = years_of(application, lines)
    sheets = read_sheets(raw, name, application.call.rules, years)
    stored = {(row.source, row.category, row.year): row.amount for row in lines}
    changes = [
        CellChange(
            capfirst(str(Source(key[0]).label)),
            capfirst(str(Category(key[1]).label)),
            key[2],
            stored.get(key),
            amount,
        )
        for key, amount in sheets.amounts.items()
        if stored.get(key) != amount
    ]
    sums = budget.totals(
        budget.Amount(key[2], key[1], key[0], amount)
        for key, amount in (stored | sheets.amounts).items()
        if amount
    )
    return sheets, changes, sums


def sealed(application, amounts, user):
    """The amounts as the page carries them to the confirmation, not to be changed there."""
    cells = [[*key, None if a is None else str(a)] for key, a in amounts.items()]
    content = {
        "number": application.number,
        "by": user.pk,
        "edition": edition_of(application),
        "cells": cells,
    }
    return signing.dumps(content, salt=SALT, compress=True)


def edition_of(application):
    """At which edition of the record the budget was saved last."""
    return application.saves.get("budget", {}).get("edition", 0)


@transaction.atomic
def take(application, seal, *, by):
    """Keep what was shown, unless somebody changed the budget in the meantime."""
    content = opened(seal)
    application = locked(application)
    if content["number"] != application.number or content["by"] != by.pk:
        raise ValidationError(_("This preview belongs to another application."))
    if not application.is_editable:
        raise ValidationError(_("The application cannot be changed now."))
    if content["edition"] != edition_of(application):
        raise ValidationError(
            _("The budget was changed in the meantime. Bring the table in again.")
        )
    amounts = {
        (source, category, year): None if amount is None else Decimal(amount)
        for source, category, year, amount in content["cells"]
    }
    write_amounts(application, amounts)
    remember(application, budget_section(application), {}, by)
    application.save()


def opened(seal):
    try:
        return signing.loads(seal, salt=SALT, max_age=LASTS)
    except signing.BadSignature as error:
        raise ValidationError(
            _("This preview is no longer valid. Bring the table in again.")
        ) from error
