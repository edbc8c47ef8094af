"""Ceilings of a budget: computed exactly, by bands, and said in sentences."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from projects.applications.categories import Category
from projects.programmes.models import Cap

CENT = Decimal("0.01")
FIGURES = {"sum", "cap", "amount", "least", "most"}
SENTENCES = {
    "cap": gettext_lazy(
        "%(part)s, %(sum)s: above the cap of %(cap)s, which is %(bands)s of "
        "%(base)s, %(amount)s."
    ),
    "own-share": gettext_lazy(
        "Other sources give %(sum)s: at least %(least)s is asked, which is "
        "%(of)s %% of the whole."
    ),
    "budget-min": gettext_lazy(
        "Public money, %(sum)s: below the least for a project, %(least)s."
    ),
    "budget-max": gettext_lazy(
        "Public money, %(sum)s: above the most for a project, %(most)s."
    ),
    "year": gettext_lazy(
        "%(year)s lies outside the project’s period, but %(sum)s is entered for it."
    ),
    "category": gettext_lazy(
        "%(category)s, %(sum)s: this programme does not have this category."
    ),
}

Bands = list[tuple[Decimal, Decimal]]


@dataclass(frozen=True)
class Violation:
    """What is broken, and the figures of it; said in the language of the moment."""

    code: str
    details: dict

    @property
    def sentence(self) -> str:
        return str(SENTENCES[self.code]) % self.words()

    def words(self) -> dict[str, str]:
        """The figures as they are written; a ceiling is never rounded up, a floor not down."""
        words = {
            name: written(
                Decimal(value), ROUND_CEILING if name == "least" else ROUND_FLOOR
            )
            for name, value in self.details.items()
            if name in FIGURES
        }
        if "of" in self.details:
            words["of"] = percent_of(self.details["of"])
        if "bands" in self.details:
            words["bands"] = bands_in_words(reached(**self.details))
        if "part" in self.details:
            words["part"] = capfirst(Cap.Part(self.details["part"]).label)
            words["base"] = str(Cap.Base(self.details["base"]).label)
        if "category" in self.details:
            words["category"] = capfirst(Category(self.details["category"]).label)
        if "year" in self.details:
            words["year"] = self.details["year"]
        return words


def written(amount: Decimal, rounding: str) -> str:
    return f"{amount.quantize(CENT, rounding):,.2f}"


def percent_of(value: Decimal) -> str:
    return f"{value.normalize():f}"


def reached(*, bands: Bands, amount: Decimal, **_others) -> Bands:
    """The bands in which something of the amount lies."""
    return [band for band in bands if band[0] < amount] or bands[:1]


def bands_in_words(bands: Bands) -> str:
    """30 % up to 5,000,000.00, 25 % of what lies above."""
    words = []
    for place, (_above, percent) in enumerate(bands):
        figures = {"percent": percent_of(percent)}
        if place + 1 < len(bands):
            figures["edge"] = written(bands[place + 1][0], ROUND_FLOOR)
            words.append(_("%(percent)s %% up to %(edge)s") % figures)
        elif len(bands) > 1:
            words.append(_("%(percent)s %% of the rest") % figures)
        else:
            words.append(_("%(percent)s %%") % figures)
    comma = "、" if (get_language() or "zh").startswith("zh") else ", "
    return comma.join(words)


def cap_of(base: Decimal, bands: Bands) -> Decimal:
    """The ceiling: each band counts for what of the base lies between it and the next."""
    ceiling = Decimal(0)
    bands = sorted(bands)
    for place, (above, percent) in enumerate(bands):
        is_last = place + 1 == len(bands)
        top = base if is_last else min(base, bands[place + 1][0])
        ceiling += max(top - above, Decimal(0)) * percent.scaleb(-2)
    return ceiling


def bands_by_part(caps: Iterable) -> dict[tuple[str, str], Bands]:
    found: dict[tuple[str, str], Bands] = {}
    for cap in caps:
        found.setdefault((cap.part, cap.base), []).append((cap.above, cap.percent))
    return {key: sorted(bands) for key, bands in found.items()}


def over_caps(sums, caps: Iterable) -> list[Violation]:
    found = []
    for (part, base), bands in bands_by_part(caps).items():
        spent, amount = sums.part(part), sums.base(base)
        cap = cap_of(amount, bands)
        if spent > cap:
            figures = {"sum": spent, "cap": cap, "amount": amount}
            names = {"part": part, "base": base, "bands": bands}
            found.append(Violation("cap", figures | names))
    return found
