"""What else a reader of one record may want to see, and why."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from elasticsearch.dsl import Q, Search

from search.catalogue.labels import TermLabels
from search.catalogue.language import language_order, listed
from search.catalogue.query import in_view
from search.catalogue.rows import Row, row
from search.documents.sources import SOURCES

LIKE_FIELDS = (
    "title_zh.bigram",
    "brief_zh.bigram",
    "title_stems",
    "brief_stems",
)
KEYWORDS = ("keywords_zh", "keywords_en")


@dataclass(frozen=True)
class Related:
    row: Row
    reason: str


def kind_of(record):
    return next(
        kind for kind, source in SOURCES.items() if isinstance(record, source.model)
    )


def related(record, count=4):
    """Similar public records with the reason, best first; none for what is not public."""
    source = SOURCES[kind_of(record)]
    itself = find(source.id(record.pk))
    if itself is None:
        return []
    hits = list(like(itself, count))
    labels = TermLabels(hits)
    return [Related(row(hit, labels), reason(itself, hit, labels)) for hit in hits]


def find(id):
    fields = ["family", *KEYWORDS, "domain"]
    search = Search(index=settings.SEARCH_INDEX).query("ids", values=[id])
    return next(iter(search.source(fields).execute()), None)


def like(itself, count):
    alike = Q(
        "more_like_this",
        fields=LIKE_FIELDS,
        like=[{"_index": itself.meta.index, "_id": itself.meta.id}],
        min_term_freq=1,
        min_doc_freq=2,
        max_query_terms=30,
        minimum_should_match="20%",
    )
    shared = [shares(itself, *KEYWORDS, boost=3), shares(itself, "domain", boost=1)]
    return (
        Search(index=settings.SEARCH_INDEX)
        .query(Q("bool", must=[alike], should=shared))
        .exclude("term", family=itself.family)
        .exclude("term", kind="page")
        .filter(in_view())
        .source(["kind", "number", "display", *KEYWORDS, "domain"])[:count]
        .execute()
    )


def shares(itself, *names, boost):
    """The same for one value in common as for many, in one field or in several."""
    values = [Q("terms", **{name: values_of(itself, name)}) for name in names]
    return Q("constant_score", filter=Q("bool", should=values), boost=boost)


def values_of(hit, name):
    return list(hit[name]) if name in hit else []


def in_common(itself, hit, name):
    others = values_of(hit, name)
    return [value for value in values_of(itself, name) if value in others]


def reason(itself, hit, labels):
    """Words of the reader's language that both carry, or else their common domain."""
    mine, _other = language_order()
    if words := in_common(itself, hit, f"keywords_{mine}"):
        return _("Same keywords: %(words)s") % {"words": listed(words[:3])}
    if codes := in_common(itself, hit, "domain"):
        names = [labels.term("domain", code) for code in codes[:2]]
        return _("Same domain: %(names)s") % {"names": listed(names)}
    return _("Similar description")
