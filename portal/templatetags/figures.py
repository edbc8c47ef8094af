"""Money, dates, times and quantities as the reader writes them."""

from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from django import template
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

register = template.Library()

CURRENCIES = {"CNY": "元", "USD": "美元", "EUR": "欧元"}
CLOSE_TO_NUMBER = {"%", "‰", "°", "′", "″", "％"}


def reads_chinese():
    return (get_language() or "zh-hans").startswith("zh")


def as_decimal(value):
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def plain(number):
    """1234.50 → 1,234.5: grouped, without zeros that say nothing."""
    text = format(number.normalize(), "f")
    whole, _point, fraction = text.partition(".")
    grouped = f"{int(whole):,}" if abs(number) >= 1 else whole
    text = f"{grouped}.{fraction}" if fraction else grouped
    return text.replace("-", "\N{MINUS SIGN}")


@register.filter
def money(value, currency="CNY"):
    """Yuan, unless said otherwise: 200000 → 20 万元, or CNY 200,000."""
    amount = as_decimal(value)
    if amount is None:
        return ""
    if not reads_chinese():
        return f"{currency}\N{NO-BREAK SPACE}{plain(amount)}"
    name = CURRENCIES.get(currency, currency)
    for unit, label in ((Decimal(100_000_000), "亿"), (Decimal(10_000), "万")):
        if abs(amount) >= unit and (amount / unit * 100) % 1 == 0:
            return f"{plain(amount / unit)}\N{NO-BREAK SPACE}{label}{name}"
    return f"{plain(amount)}\N{NO-BREAK SPACE}{name}"


@register.filter
def quantity(value, unit=""):
    """A number and its unit as ISO 80000 and GB 3101 set them: 0.08 %, 60 MPa."""
    if value in (None, ""):
        return ""
    amount = as_decimal(value)
    text = str(value) if amount is None else plain(amount)
    if not unit:
        return text
    gap = "" if unit in CLOSE_TO_NUMBER else "\N{NO-BREAK SPACE}"
    return f"{text}{gap}{unit}"


@register.filter
def number(value):
    """A count with its thousands apart."""
    amount = as_decimal(value)
    return "" if amount is None else number_format(amount, force_grouping=True)


def local(moment):
    """By the site's zone, whatever zone a person chose: a deadline is one moment."""
    return timezone.localtime(moment, timezone.get_default_timezone())


@register.filter
def day(value):
    """A date in words: 2026年11月24日, 24 November 2026."""
    if not value:
        return ""
    if isinstance(value, datetime):
        value = local(value) if timezone.is_aware(value) else value
    return date_format(value, "Y年n月j日" if reads_chinese() else "j F Y")


@register.filter
def moment(value):
    """Date and time to the minute, for what happens inside the portal."""
    if not value:
        return ""
    time = date_format(local(value), "H:i")
    return f"{day(value)} {time}" if reads_chinese() else f"{day(value)}, {time}"


@register.filter
def moment_with_zone(value):
    """As `moment`, with the zone: a deadline must not depend on where one reads it."""
    return _("%(moment)s (Beijing time)") % {"moment": moment(value)} if value else ""


@register.filter
def iso(value):
    """For the `datetime` of a <time>."""
    if isinstance(value, datetime):
        return local(value).isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else ""


def end_of(value):
    """A date's deadline is the end of that day."""
    if isinstance(value, datetime):
        return value
    midnight = datetime.combine(value + timedelta(days=1), datetime.min.time())
    return timezone.make_aware(midnight)


@register.filter
def time_left(value):
    """How long still: days while there are any, then hours, then minutes."""
    if not value:
        return ""
    left = end_of(value) - timezone.now()
    if left <= timedelta(0):
        return pgettext("deadline", "closed")
    if left.days:
        return ngettext("%(n)d day left", "%(n)d days left", left.days) % {
            "n": left.days
        }
    hours, minutes = left.seconds // 3600, max(1, left.seconds // 60)
    if hours:
        return ngettext("%(n)d hour left", "%(n)d hours left", hours) % {"n": hours}
    return ngettext("%(n)d minute left", "%(n)d minutes left", minutes) % {"n": minutes}


@register.filter
def urgency(value):
    """closed, soon (within three days) or open: the class of a deadline."""
    if not value:
        return ""
    left = end_of(value) - timezone.now()
    if left <= timedelta(0):
        return "closed"
    return "soon" if left < timedelta(days=3) else "open"
