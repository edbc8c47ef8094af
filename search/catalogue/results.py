"""Criteria in, a page of results out: what the page and its JSON both show."""

import re
from dataclasses import dataclass, replace
from math import ceil

from django.core.paginator import Paginator

from search.catalogue.criteria import (
    FACETS,
    LAST_PAGE,
    PAGE_SIZE,
    REACHABLE,
    TREES,
    ancestors,
)
from search.catalogue.facets import LABELS, NONE, CatalogueSearch
from search.catalogue.highlights import Marker
from search.catalogue.labels import Labels
from search.catalogue.rows import row

PLAIN = re.compile("[A-Za-z0-9-]+")


@dataclass(frozen=True)
class FacetValue:
    id: str
    value: str
    label: str
    count: int
    chosen: bool
    level: int = 0


@dataclass(frozen=True)
class FacetGroup:
    name: str
    label: str
    values: list[FacetValue]

    @property
    def chosen(self):
        return [value for value in self.values if value.chosen]

    @property
    def says_something(self):
        """A facet in which all records say the same, or nothing, helps nobody."""
        return bool(self.chosen) or any(value.value != NONE for value in self.values)


@dataclass(frozen=True)
class Chip:
    facet: str
    label: str
    query: str


class Results:
    """Runs the search; an address beyond the last page shows the last."""

    def __init__(self, criteria):
        search = CatalogueSearch(criteria)
        response = search.page(criteria.page, PAGE_SIZE)
        self.widened = search.widened
        self.total = response.hits.total.value
        if criteria.page > self.last_page:
            criteria = replace(criteria, page=self.last_page)
            response = CatalogueSearch(criteria).page(criteria.page, PAGE_SIZE)
        self.criteria = criteria
        self.labels = Labels(response, criteria)
        marker = Marker(criteria.text)
        self.rows = [row(hit, self.labels, marker) for hit in response]
        self.chips = self.make_chips()
        self.facets = [self.group(name, response.facets[name]) for name in FACETS]

    @property
    def last_page(self):
        return min(max(ceil(self.total / PAGE_SIZE), 1), LAST_PAGE)

    @property
    def is_cut(self):
        return self.total > REACHABLE

    @property
    def page_obj(self):
        reachable = range(min(self.total, REACHABLE))
        return Paginator(reachable, PAGE_SIZE).page(self.criteria.page)

    def make_chips(self):
        return [
            Chip(str(LABELS[name]), self.labels.value(name, value), left.query)
            for name in FACETS
            for value in self.criteria.chosen.get(name, ())
            for left in [self.criteria.without(name, value)]
        ]

    def group(self, name, buckets):
        counts = {value: count for value, count, _chosen in buckets}
        chosen = self.criteria.chosen.get(name, ())
        # A chosen value without hits is shown all the same, or nobody could remove it.
        wanted = [
            *chosen,
            *(above for value in chosen for above in ancestors(name, value)),
        ]
        counts |= {value: 0 for value in wanted if value not in counts}
        order = branches(name, counts) if name in TREES else last_none(counts)
        values = [
            FacetValue(
                element_id(name, value, place),
                value,
                self.labels.value(name, value),
                counts[value],
                value in chosen,
                level,
            )
            for place, (value, level) in enumerate(order)
        ]
        return FacetGroup(name, str(LABELS[name]), values)


def element_id(name, value, place):
    """Stays the same from answer to answer, so that the focus stays, too."""
    return f"{name}-{value if PLAIN.fullmatch(value) else place}"


def last_none(counts):
    return [(value, 0) for value in sorted(counts, key=lambda value: value == NONE)]


def branches(name, counts):
    """Values of a tree with their level, each branch under its root."""
    inside = {value: ancestors(name, value) for value in counts}

    def below(parent, level):
        for value in counts:
            direct = inside[value][-1] if inside[value] else None
            if direct == parent and value != NONE:
                yield value, level
                yield from below(value, level + 1)

    yield from below(None, 0)
    if NONE in counts:
        yield NONE, 0
