"""The figures of a demonstration budget: sums, spread over categories and years."""

from decimal import Decimal

from projects.models import BudgetLine

STEP = Decimal("100")
# How public money is spent, in per cent, by the kind of work.
SHAPES = {
    "facility": {
        "purchase": 17,
        "trial": 12,
        "materials": 19,
        "testing": 13,
        "energy": 3,
        "travel": 5,
        "publication": 3,
        "labour": 11,
        "experts": 2,
        "management": 6,
        "utilities": 2,
        "performance": 7,
    },
    "method": {
        "purchase": 12,
        "rental": 2,
        "materials": 20,
        "testing": 22,
        "energy": 2,
        "travel": 5,
        "publication": 4,
        "labour": 13,
        "experts": 3,
        "management": 6,
        "utilities": 2,
        "performance": 9,
    },
    "field": {
        "purchase": 10,
        "trial": 14,
        "rental": 8,
        "materials": 10,
        "testing": 16,
        "energy": 3,
        "travel": 11,
        "publication": 3,
        "labour": 10,
        "experts": 2,
        "management": 5,
        "utilities": 1,
        "performance": 7,
    },
    "software": {
        "purchase": 9,
        "rental": 9,
        "materials": 3,
        "testing": 20,
        "travel": 7,
        "publication": 9,
        "labour": 23,
        "experts": 4,
        "management": 6,
        "utilities": 2,
        "performance": 8,
    },
    "desk": {
        "purchase": 3,
        "rental": 4,
        "materials": 2,
        "testing": 4,
        "travel": 16,
        "publication": 12,
        "other": 3,
        "labour": 30,
        "experts": 8,
        "management": 7,
        "utilities": 1,
        "performance": 10,
    },
    # Two that break rules on purpose: too much equipment, too much overhead.
    "bench": {
        "purchase": 35,
        "trial": 30,
        "materials": 8,
        "testing": 6,
        "travel": 3,
        "publication": 2,
        "labour": 6,
        "management": 5,
        "utilities": 2,
        "performance": 3,
    },
    "heavy": {
        "purchase": 40,
        "materials": 10,
        "testing": 9,
        "travel": 4,
        "publication": 2,
        "labour": 9,
        "experts": 1,
        "management": 10,
        "utilities": 4,
        "performance": 11,
    },
}
OWN = {"purchase": 20, "materials": 30, "testing": 25, "energy": 10, "travel": 15}
LOCAL = {"materials": 60, "testing": 40}


def spread(total, weights):
    """Round parts that make up the total exactly: the last one takes what is left."""
    whole, left, parts = sum(weights.values()), Decimal(total), {}
    *others, last = weights
    for name in others:
        parts[name] = Decimal(total) * weights[name] / whole // STEP * STEP
        left -= parts[name]
    return parts | {last: left}


def lines(application, row):
    """A line for each year, category and source in which there is money."""
    budget, first = row["budget"], application.starts.year
    years = {first + n: weight for n, weight in enumerate(budget["years"])}
    shapes = {"central": SHAPES[budget["shape"]], "local": LOCAL, "own": OWN}
    return [
        BudgetLine(
            application=application,
            year=year,
            category=category,
            source=source,
            amount=amount,
        )
        for source, shape in shapes.items()
        if source in budget
        for category, part in spread(budget[source], shape).items()
        for year, amount in spread(part, years).items()
        if amount
    ]
