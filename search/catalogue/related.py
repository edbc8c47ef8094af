"""What else a reader of one record may want to see, and why."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from elasticsearch.dsl import Q, Search

from search.catalogue.labels import TermLabels
from search.catalogue.rows import Row, row
from search.documents.sources import SOURCES

LIKE_FIELDS = (
    "title_zh.bigram",
    "brief_zh.bigram",
    "title_stems",
    "brief_stems",
)


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
    fields = ["family", "keywords", "domain", "industry"]
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
    shared = [
        Q(
            "constant_score",
            filter=Q("terms", **{name: values_of(itself, name)}),
            boost=boost,
        )
        for name, boost in (("keywords", 3), ("domain", 1))
        if values_of(itself, name)
    ]
    over = Q("range", valid_until={"lt": timezone.localdate().isoformat()})
    return (
        Search(index=settings.SEARCH_INDEX)
        .query(Q("bool", must=[alike], should=shared))
        .exclude("term", family=itself.family)
        .exclude("term", kind="page")
        .filter(~over)
        .source(["kind", "number", "display", "keywords", "domain"])[:count]
        .execute()
    )


def values_of(hit, name):
    return list(hit[name]) if name in hit else []


def reason(itself, hit, labels):
    """Words that both carry, or else the domain that both belong to."""
    words = [
        word
        for word in values_of(itself, "keywords")
        if word in values_of(hit, "keywords")
    ]
    if words:
        return _("Same keywords: %(words)s") % {"words": ", ".join(words[:3])}
    codes = [
        code for code in values_of(itself, "domain") if code in values_of(hit, "domain")
    ]
    if codes:
        names = ", ".join(labels.term("domain", code) for code in codes[:2])
        return _("Same domain: %(names)s") % {"names": names}
    return _("Similar description")
