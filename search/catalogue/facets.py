"""The facets, and the search that counts each under all filters but its own."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from elasticsearch.dsl import FacetedSearch, Q, TermsFacet

from portal.vocabularies.codes import is_well_formed
from search.catalogue.criteria import FACETS, REACHABLE, TREES, ancestors
from search.catalogue.query import highlight_query, in_view, text_query
from search.catalogue.widening import is_scarce
from search.documents.sources import SOURCES

NONE = "-"
# Who browses wants results and offers; guides and the thousands of projects are for
# who asks, or chooses them.
BROWSED = [kind for kind in SOURCES if kind not in ("page", "project")]
LABELS = {
    "kind": _("Kind"),
    "domain": _("Domain"),
    "element": _("Element"),
    "discipline": _("Discipline"),
    "industry": _("Industry"),
    "region": _("Region"),
    "trl": _("Technology readiness level"),
    "way": _("Way of transfer"),
    "ip": _("Intellectual property"),
    "year": _("Year"),
}
# Where the names of a facet's values are found; kinds and years need no list.
SCHEMES = {
    "domain": "domain",
    "element": "element",
    "discipline": "discipline",
    "industry": "industry",
    "region": "region",
    "way": "transfer-way",
    "ip": "ip-type",
}
ROOTS = {"discipline": "[A-Z]", "industry": "[A-T]", "region": "[0-9]{2}0000"}
ORDERS = {"trl": {"_key": "desc"}, "year": {"_key": "desc"}}
# Marks that no text has; see `words.clean`.
OPEN, CLOSE = "\ue000", "\ue001"
HIGHLIGHTED = ("body_zh", "body_en", "names")


class ValuesFacet(TermsFacet):
    """Several values may be chosen, and also that none is given."""

    def __init__(self, field, **options):
        super().__init__(field=field, missing=NONE, **options)

    def add_filter(self, values):
        some = Q("terms", **{self._params["field"]: [v for v in values if v != NONE]})
        if NONE not in values:
            return some
        return some | ~Q("exists", field=self._params["field"])


def below(name, code):
    """A pattern of the codes one level under this one."""
    if name == "discipline":
        return f"{code}[0-9]{{2}}"
    if name == "industry":
        return f"{code}[0-9]{{2}}" if len(code) == 1 else f"{code}[0-9]"
    if code.endswith("0000"):
        return f"{code[:2]}[0-9]{{2}}00"
    return f"{code[:4]}[0-9]{{2}}"


def shown_in_tree(name, chosen):
    """The top level, and what stands directly under each branch that is open."""
    codes = [code for code in chosen if is_well_formed(name, code)]
    opened = {above for code in codes for above in ancestors(name, code)} | set(codes)
    return "|".join(
        [NONE, ROOTS[name], *(below(name, code) for code in sorted(opened))]
    )


def facet(name, chosen):
    order = ORDERS.get(name, [{"_count": "desc"}, {"_key": "asc"}])
    if name in TREES:
        return ValuesFacet(
            name, size=500, order=order, include=shown_in_tree(name, chosen)
        )
    return ValuesFacet(name, size=50, order=order)


class CatalogueSearch(FacetedSearch):
    """One request: hits, facets and highlights for some criteria."""

    fields = HIGHLIGHTED
    orders = {
        "relevance": ("_score", "-published_on", "-number"),
        "newest": ({"published_on": {"order": "desc", "missing": "_last"}}, "-number"),
        "trl": ({"trl": {"order": "desc", "missing": "_last"}}, "_score", "-number"),
    }

    def __init__(self, criteria):
        self.index = settings.SEARCH_INDEX
        self.widened = is_scarce(criteria.text)
        self.facets = {
            name: facet(name, criteria.chosen.get(name, ())) for name in FACETS
        }
        chosen = {
            name: list(values) for name, values in criteria.chosen.items() if values
        }
        if not criteria.text:
            # As a filter, so that the facet counts the others all the same.
            chosen.setdefault("kind", BROWSED)
        super().__init__(
            criteria.text, filters=chosen, sort=self.orders[criteria.order]
        )

    def search(self):
        fields = ["kind", "number", "display"]
        options = {"track_total_hits": True, "track_scores": True}
        return super().search().source(fields).extra(**options)

    def query(self, search, text):
        return search.query(text_query(text, self.widened)).filter(in_view())

    def highlight(self, search):
        asked = highlight_query(self._query)
        if asked is None:
            return search
        # Titles and lines come with the hit and are marked here; see `highlights`.
        search = search.highlight_options(
            type="unified",
            require_field_match=False,
            highlight_query=asked.to_dict(),
            pre_tags=[OPEN],
            post_tags=[CLOSE],
            number_of_fragments=1,
            fragment_size=140,
            max_analyzed_offset=20_000,
        )
        return search.highlight(*HIGHLIGHTED)

    def page(self, number, size):
        """The hits of one page; behind the ten thousandth the engine has none."""
        last = min(number * size, REACHABLE)
        return self[(number - 1) * size : last].execute()
