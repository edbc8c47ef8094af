"""What the figures of a budget add up to, and whether they keep to the rules.

Amounts are decimals of whole cents all the way: sums are exact, whichever way
they are taken.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from django.utils.translation import gettext as _

from projects.applications.caps import Violation, over_caps

NOTHING = Decimal("0.00")
SOURCES = ("central", "local", "own", "other")
PUBLIC = ("central", "local")
EQUIPMENT = ("purchase", "trial", "rental")
OPERATIONS = ("materials", "testing", "energy", "travel", "publication", "other")
PEOPLE = ("labour", "experts")
INDIRECT = ("management", "utilities", "performance")
DIRECT = EQUIPMENT + OPERATIONS + PEOPLE
LUMP = ("lump",)
# Under which headings the categories stand in tables.
GROUPS = (
    ("equipment", EQUIPMENT),
    ("operations", OPERATIONS),
    ("people", PEOPLE),
    ("indirect", INDIRECT),
)
# The parts of which the rules speak.
PARTS = {
    "equipment": EQUIPMENT,
    "operations": OPERATIONS,
    "labour": ("labour",),
    "experts": ("experts",),
    "indirect": INDIRECT,
    "performance": ("performance",),
}
BASES = {
    "direct-less-purchase": tuple(name for name in DIRECT if name != "purchase"),
    "direct": DIRECT,
    "total": DIRECT + INDIRECT + LUMP,
}
# Equipment of which the rules want each item named.
TO_BE_NAMED = ("purchase", "trial")


class Line(Protocol):
    year: int
    category: str
    source: str
    amount: Decimal


@dataclass(frozen=True)
class Amount:
    """A line that is not, or not yet, a row of the database."""

    year: int
    category: str
    source: str
    amount: Decimal


class Totals:
    """The sums of a budget, by each side of the matrix and by two sides together."""

    def __init__(self, lines: Iterable[Line]):
        self.lines = list(lines)
        self.total = NOTHING
        self.by_year = defaultdict(lambda: NOTHING)
        self.by_category = defaultdict(lambda: NOTHING)
        self.by_source = defaultdict(lambda: NOTHING)
        self.by_source_year = defaultdict(lambda: NOTHING)
        self.by_source_category = defaultdict(lambda: NOTHING)
        self.by_category_year = defaultdict(lambda: NOTHING)
        self.cells = defaultdict(lambda: NOTHING)
        for line in self.lines:
            self.add(line)

    def add(self, line: Line) -> None:
        year, category, source = line.year, line.category, line.source
        self.total += line.amount
        self.by_year[year] += line.amount
        self.by_category[category] += line.amount
        self.by_source[source] += line.amount
        self.by_source_year[source, year] += line.amount
        self.by_source_category[source, category] += line.amount
        self.by_category_year[category, year] += line.amount
        self.cells[source, category, year] += line.amount

    def of_categories(self, categories: Iterable[str]) -> Decimal:
        return sum((self.by_category[name] for name in categories), NOTHING)

    def part(self, name: str) -> Decimal:
        return self.of_categories(PARTS[name])

    def base(self, name: str) -> Decimal:
        return self.of_categories(BASES[name])

    @property
    def direct(self) -> Decimal:
        return self.of_categories(DIRECT)

    @property
    def indirect(self) -> Decimal:
        return self.of_categories(INDIRECT)

    @property
    def public(self) -> Decimal:
        """Central and local money together."""
        return sum((self.by_source[name] for name in PUBLIC), NOTHING)

    @property
    def own_share(self) -> Decimal:
        """What comes from elsewhere than public budgets."""
        return self.total - self.public

    @property
    def years(self) -> list[int]:
        return sorted({line.year for line in self.lines})


def totals(lines: Iterable[Line]) -> Totals:
    return Totals(lines)


def categories_of(rules) -> tuple[str, ...]:
    return LUMP if rules.is_lump_sum else DIRECT + INDIRECT


def period_of(application) -> list[int]:
    """The years of the project; none while its start or end is not given."""
    if not (application.starts and application.ends):
        return []
    last = min(application.ends.year, application.starts.year + 9)
    return list(range(application.starts.year, last + 1))


def public_money(application) -> Decimal:
    return totals(application.budget.all()).public


def most_public_money(application) -> Decimal | None:
    """The topic's ceiling, or else the call's."""
    topic = application.topic
    if topic is not None and topic.budget_max is not None:
        return topic.budget_max
    return application.call.budget_max


def violations(application) -> list[str]:
    """Sentences about what the figures break."""
    sums = totals(application.budget.all())
    return [violation.sentence for violation in violations_of(application, sums)]


def violations_of(application, sums: Totals) -> list[Violation]:
    rules = application.call.rules
    found = over_caps(sums, rules.caps.all())
    found += too_little_of_ones_own(sums, rules.own_share_percent)
    found += outside_the_frame(application, sums)
    found += misplaced(application, sums)
    return found


def too_little_of_ones_own(sums: Totals, percent: Decimal) -> list[Violation]:
    least = sums.total * Decimal(percent).scaleb(-2)
    if sums.own_share >= least:
        return []
    return [
        Violation(
            "own-share", {"sum": sums.own_share, "least": least, "of": Decimal(percent)}
        )
    ]


def outside_the_frame(application, sums: Totals) -> list[Violation]:
    least, most = application.call.budget_min, most_public_money(application)
    if least is not None and sums.public < least:
        return [Violation("budget-min", {"sum": sums.public, "least": least})]
    if most is not None and sums.public > most:
        return [Violation("budget-max", {"sum": sums.public, "most": most})]
    return []


def misplaced(application, sums: Totals) -> list[Violation]:
    """In a year outside the project, or in a category that the rules do not have."""
    period = period_of(application)
    known = categories_of(application.call.rules)
    found = [
        Violation("year", {"year": str(year), "sum": sums.by_year[year]})
        for year in sums.years
        if period and year not in period and sums.by_year[year]
    ]
    found += [
        Violation("category", {"category": name, "sum": amount})
        for name, amount in sums.by_category.items()
        if name not in known and amount
    ]
    return found


def to_be_explained(rules, sums: Totals) -> list[str]:
    """Categories for which the rules want each item named, with reasons."""
    from_here = rules.equipment_note_from
    if from_here is None:
        return []
    return [
        name
        for name in TO_BE_NAMED
        if sums.by_category[name] and sums.by_category[name] >= from_here
    ]


def gaps(application) -> list[tuple[str, str]]:
    """Pairs of a name in the budget's section and a sentence."""
    sums = totals(application.budget.all())
    if not sums.total:
        return [("budget", _("Enter the budget."))]
    found = [
        ("budget", violation.sentence) for violation in violations_of(application, sums)
    ]
    explained = {
        note.category
        for note in application.budget_notes.all()
        if note.text_zh.strip() or note.text_en.strip()
    }
    return found + [
        (f"note_zh_{name}", explain(name, sums.by_category[name]))
        for name in to_be_explained(application.call.rules, sums)
        if name not in explained
    ]


def explain(category: str, amount: Decimal) -> str:
    if category == "purchase":
        sentence = _(
            "Name each item of the equipment to be bought for %(sum)s, with reasons."
        )
    else:
        sentence = _(
            "Name each item of the equipment to be made for %(sum)s, with reasons."
        )
    return sentence % {"sum": f"{amount:,.2f}"}
