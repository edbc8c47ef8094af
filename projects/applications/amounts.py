"""Sums of money as people write them: 120,000.00, １２万元, ￥3 500."""

import re
import unicodedata
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

LARGEST = Decimal("999999999999.99")
CENT = Decimal("0.01")
UNITS = {"": 1, "元": 1, "万": 10_000, "万元": 10_000, "亿": 100_000_000}
UNITS["亿元"] = UNITS["亿"]
# Groups of three, as calculators write, or of four, as one counts in Chinese.
PLAIN = r"\d+|\d{1,3}(?:,\d{3})+|\d{1,4}(?:,\d{4})+"
WRITTEN = re.compile(
    rf"(?:¥|CNY|RMB)?(?P<whole>{PLAIN})(?P<rest>\.\d*)?(?P<unit>万元|亿元|元|万|亿)?",
    re.IGNORECASE,
)
BLANKS = re.compile(r"[\s'’_]")
PROBLEMS = {
    "unreadable": _("“%(text)s” is not a sum of money. Write it such as 120,000.00."),
    "negative": _("A sum cannot be negative."),
    "cents": _("Give at most two decimals."),
    "large": _("This sum is too large."),
}


def refuse(code: str, text: str = "") -> ValidationError:
    return ValidationError(PROBLEMS[code], code=code, params={"text": text[:40]})


def amount_of(text: str) -> Decimal | None:
    """The sum in yuan, exactly; None where nothing is written."""
    plain = unicodedata.normalize("NFKC", text).replace("，", ",").replace("。", ".")
    plain = BLANKS.sub("", plain.replace("￥", "¥"))
    if not plain:
        return None
    if re.match("[-\N{MINUS SIGN}–]", plain):
        raise refuse("negative")
    found = WRITTEN.fullmatch(plain)
    if found is None:
        raise refuse("unreadable", text)
    digits = found["whole"].replace(",", "") + (found["rest"] or "").rstrip(".")
    if len(digits) > 24:
        raise refuse("large")
    return checked(Decimal(digits) * UNITS[found["unit"] or ""])


def checked(amount: Decimal) -> Decimal:
    """The amount in whole cents, or a sentence why not."""
    if amount < 0:
        raise refuse("negative")
    if amount > LARGEST:
        raise refuse("large")
    cents = amount.quantize(CENT)
    if cents != amount:
        raise refuse("cents")
    return cents


def written(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:,.2f}"


class AmountInput(forms.TextInput):
    """A plain field for a sum; written here by hand, as a budget has hundreds."""

    def format_value(self, value):
        return written(value) if isinstance(value, Decimal) else value

    def render(self, name, value, attrs=None, renderer=None):
        return format_html(
            '<input name="{}" value="{}" inputmode="decimal" data-amount{}>',
            name,
            self.format_value(value) or "",
            flatatt(self.build_attrs(self.attrs, attrs)),
        )


class AmountField(forms.Field):
    """A sum in yuan, or nothing; zero is nothing."""

    widget = AmountInput

    def to_python(self, value):
        if isinstance(value, Decimal):
            return value or None
        return amount_of(value or "") or None

    def has_changed(self, initial, data):
        try:
            return self.to_python(data) != (initial or None)
        except ValidationError:
            return True
