"""What an offer's price may look like."""

from decimal import Decimal

from django.utils.translation import gettext as _

from achievements.transfer.models import Listing

Kind = Listing.PriceKind


def price_problems(
    kind: str, lowest: Decimal | None, highest: Decimal | None
) -> list[tuple[str, str]]:
    """Pairs of field and sentence; what is merely missing is said at submission."""
    problems = []
    if kind == Kind.NEGOTIABLE and (lowest is not None or highest is not None):
        name = "price_min" if lowest is not None else "price_max"
        text = _("A price that is to be agreed has no amount: leave both fields empty.")
        problems.append((name, text))
    elif kind in (Kind.FIXED, Kind.PAY_LATER) and highest is not None:
        text = _("This kind of price has one amount: leave “up to” empty.")
        problems.append(("price_max", text))
    elif lowest is not None and highest is not None and highest < lowest:
        text = _("The upper end of the price lies below the lower.")
        problems.append(("price_max", text))
    return problems
