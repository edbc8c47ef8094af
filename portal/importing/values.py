"""From the cleaned cells of a row to the value of one field."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from portal.importing.cleaning import cut, cut_list, one_line
from portal.importing.mapping import BadMapping, Rule
from portal.vocabularies.models import Term

# Days that programs write where they know none, and zeros where a day should be.
PLACEHOLDERS = {
    date(1, 1, 1),
    date(1899, 12, 30),
    date(1899, 12, 31),
    date(1900, 1, 1),
    date(1969, 12, 31),
    date(1970, 1, 1),
    date(9999, 12, 31),
}
ZEROS = re.compile(r"0000\b|.*[-/.]0?0(?:[-/. T]|$)|.*\b0000$")
NOTHING = {"n/a", "na", "none", "null", "nan", "nil", "-", "--", "—", "/", "无", "不详"}
EXTENT = (date(1900, 1, 1), date(2200, 1, 1))
NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?")
MONTH = re.compile(r"(\d{4})[-./年](\d{1,2})月?")
HAN = "㐀-䶿一-鿿豈-﫿"
# Blanks between Chinese characters.
APART = re.compile(f"(?<=[{HAN}])\\s+(?=[{HAN}])")


class Fault(Exception):
    """This cell cannot become a value; the message says why."""


@dataclass
class Found:
    """A field's value, and what had to be repaired to get it."""

    value: object
    repairs: list[str]


def prepared(rule: Rule, texts: list[str]) -> list[str]:
    """Of the cells that are not empty, what the mapping wants to be read."""
    texts = [text for text in texts if text]
    if rule.joint and texts:
        texts = [rule.joint.join(texts)]
    if rule.piece:
        parts = [part.strip() for text in texts for part in text.split(rule.split)]
        texts = parts[rule.piece - 1 : rule.piece]
    return texts


def is_nothing(text: str, rule: Rule) -> bool:
    return not text or text.casefold() in NOTHING or text in rule.none


def translated(rule: Rule, text: str, repairs: list[str]) -> list[str]:
    """What the mapping's table makes of it; without a table, the text itself."""
    if rule.values is None:
        return [text]
    if text in rule.values:
        return list(rule.values[text])
    if rule.unknown == "reject":
        raise Fault(_("“%(text)s” is unknown") % {"text": text[:60]})
    repairs.append(_("“%(text)s” is unknown and left out") % {"text": text[:60]})
    return []


def parts_of(rule: Rule, texts: list[str]) -> list[str]:
    """The entries of a list, each once, in order."""
    if rule.split:
        pattern = f"[{re.escape(rule.split)}\n]"
        texts = [part.strip() for text in texts for part in re.split(pattern, text)]
    return [text for text in dict.fromkeys(texts) if not is_nothing(text, rule)]


def entries_of(rule: Rule, texts: list[str], repairs: list[str]) -> list[str]:
    parts = parts_of(rule, [one_line(text) for text in texts])
    found = [entry for part in parts for entry in translated(rule, part, repairs)]
    return list(dict.fromkeys(found))


def text_value(rule: Rule, field: models.Field, texts: list[str]) -> Found:
    repairs: list[str] = []
    joint = {"keywords_zh": "；", "keywords_en": "; "}.get(field.name, " ")
    if isinstance(field, models.TextField) and not rule.split and rule.values is None:
        kept = [text for text in texts if not is_nothing(text, rule)]
        entries, joint = kept, "\n\n"
    else:
        entries = entries_of(rule, texts, repairs)
    if rule.close_up:
        entries = [APART.sub("", entry) for entry in entries]
    if rule.remove:
        removed = str.maketrans("", "", rule.remove)
        entries = [entry.translate(removed) for entry in entries]
    entries = [f"{rule.prefix}{entry}" for entry in entries if entry]
    text, most = joint.join(entries), field.max_length
    if most and len(text) > most:
        if not rule.shorten:
            raise Fault(
                _("%(length)d characters long; at most %(most)d fit")
                % {"length": len(text), "most": most}
            )
        text = cut_list(entries, joint, most) if len(entries) > 1 else cut(text, most)
        repairs.append(_("shortened to %(most)d characters") % {"most": most})
    return Found(text, repairs)


def choice_value(rule: Rule, field: models.Field, texts: list[str]) -> Found:
    repairs: list[str] = []
    entries = entries_of(rule, texts, repairs)
    if not entries:
        return Found(field.get_default(), repairs)
    value = str(entries[0])
    if value not in {code for code, _label in field.flatchoices}:
        raise Fault(_("“%(text)s” is unknown") % {"text": value[:60]})
    return Found(value, repairs)


def day_value(rule: Rule, field: models.Field, texts: list[str]) -> Found:
    text = one_line(" ".join(texts))
    if is_nothing(text, rule):
        return Found(None, [])
    repairs: list[str] = []
    day = month_of(text, rule.month, repairs) or day_of(text, rule.dates)
    if day in PLACEHOLDERS or (day is None and ZEROS.match(text[:10])):
        if rule.required:
            raise Fault(_("“%(text)s” stands for no date") % {"text": text[:40]})
        left_out = _("“%(text)s” stands for no date and is left out")
        return Found(None, [left_out % {"text": text[:40]}])
    if day is None or not EXTENT[0] <= day <= EXTENT[1]:
        raise Fault(_("“%(text)s” is not a date") % {"text": text[:40]})
    return Found(day, repairs)


def month_of(text: str, which: str, repairs: list[str]) -> date | None:
    """The first or last day of 2020.12; where there is no such month, of the year."""
    written = MONTH.fullmatch(text) if which else None
    if written is None or int(written[1]) == 0 or int(written[2]) == 0:
        return None
    year, month = int(written[1]), int(written[2])
    first = last = month
    if month > 12:
        first, last = 1, 12
        there_is_none = _("“%(text)s” is no month; the year’s first or last day taken")
        repairs.append(there_is_none % {"text": text[:40]})
    if which == "start":
        return date(year, first, 1)
    return date(year, last, monthrange(year, last)[1])


def day_of(text: str, ways: tuple[str, ...]) -> date | None:
    """As 2026-01-31, or in one of the mapping's ways."""
    for way in ways:
        try:
            # Only the day is kept; it has no time zone.
            return datetime.strptime(text, way).date()  # noqa: DTZ007
        except ValueError:
            continue
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None


def number_value(rule: Rule, field: models.Field, texts: list[str]) -> Found:
    text = one_line(" ".join(texts))
    if is_nothing(text, rule):
        return Found(None, [])
    if not NUMBER.fullmatch(text) or len(text) > 30:
        raise Fault(_("“%(text)s” is not a number") % {"text": text[:40]})
    try:
        number = Decimal(text.replace(",", "")) * Decimal(str(rule.factor))
        whole = number == number.to_integral_value()
        value = field.to_python(int(number) if whole else number)
    except (InvalidOperation, ValidationError, ValueError, OverflowError) as error:
        raise Fault(_("“%(text)s” is not a number") % {"text": text[:40]}) from error
    return Found(value, [])


class Terms:
    """Each list's terms by code and by name, as cells write them."""

    def __init__(self, schemes: set[str]):
        self.known: dict[str, dict[str, int]] = {scheme: {} for scheme in schemes}
        rows = Term.objects.filter(scheme__in=schemes).order_by("-valid_from", "pk")
        names = rows.values_list("scheme", "pk", "code", "name_zh", "name_en")
        for position in (3, 4, 2):
            for row in names:
                if row[position]:
                    self.known[row[0]][row[position].casefold()] = row[1]

    def find(self, scheme: str, text: str) -> int:
        try:
            return self.known[scheme][text.casefold()]
        except KeyError:
            raise Fault(
                _("“%(text)s” is no code of the list “%(list)s”")
                % {"text": text[:60], "list": scheme}
            ) from None

    def value(self, rule: Rule, field: models.Field, texts: list[str]) -> Found:
        repairs: list[str] = []
        scheme, found = scheme_of(field), []
        for entry in entries_of(rule, texts, repairs):
            try:
                found.append(self.find(scheme, entry))
            except Fault as fault:
                if rule.unknown == "reject":
                    raise
                repairs.append(str(fault))
        return Found(tuple(dict.fromkeys(found)), repairs)

    def one_value(self, rule: Rule, field: models.Field, texts: list[str]) -> Found:
        found = self.value(rule, field, texts)
        return Found(next(iter(found.value), None), found.repairs)


def scheme_of(field: models.Field) -> str:
    return field.get_limit_choices_to()["scheme"]


def reader_for(field: models.Field, terms: Terms):
    """The function that makes this field's values."""
    if field.many_to_many:
        return terms.value
    if field.many_to_one:
        return terms.one_value
    if field.choices:
        return choice_value
    if isinstance(field, models.DateField):
        return day_value
    if isinstance(field, models.DecimalField | models.IntegerField):
        return number_value
    if isinstance(field, models.CharField | models.TextField):
        return text_value
    raise BadMapping(
        _("the field “%(field)s” cannot be filled") % {"field": field.name}
    )
