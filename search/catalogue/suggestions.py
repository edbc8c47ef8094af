"""Completions while typing: records, numbers, names of the shared lists."""

from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Q as Condition
from django.urls import reverse
from elasticsearch.dsl import Q, Search

from portal.models import Term
from search.catalogue.criteria import tidy
from search.catalogue.facets import SCHEMES
from search.catalogue.language import in_my_language
from search.catalogue.query import in_view
from search.documents.identifiers import normal
from search.documents.sources import SOURCES
from search.documents.words import is_chinese, runs

LONGEST = 80
RECORDS = 7
# Not the names of sciences, which would crowd out all others.
SUGGESTED = SCHEMES.keys() - {"discipline"}
TERMS = 4


def suggestions(typed):
    """Dicts of text, kind and url, best first; nothing for nothing."""
    text = tidy(typed)[:LONGEST]
    if not runs(text):
        return []
    return [*terms(text), *records(text)]


def records(text):
    search = (
        Search(index=settings.SEARCH_INDEX)
        .query(Q("bool", should=ways_to_go_on(text), minimum_should_match=1))
        .filter(in_view())
        .source(["kind", "number", "display"])
        .extra(size=RECORDS, track_total_hits=False)
    )
    return [suggestion(hit) for hit in search.execute()]


def ways_to_go_on(text):
    """All words of one title, the last perhaps unfinished; or the start of a number."""
    found = [
        Q("bool", must=[begun(name, run) for run in runs(text)]) for name in TITLES
    ]
    start = normal(text)
    if len(start) > 2 and any(char.isdigit() for char in start):
        prefix = Q("prefix", identifiers=start)
        found.append(Q("constant_score", filter=prefix, boost=100))
    return found


TITLES = ("title_zh", "title_en")


def begun(name, run):
    if is_chinese(run):
        return Q("match_phrase", **{name: run})
    return Q("prefix", **{name: run})


def suggestion(hit):
    display = hit.display.to_dict()
    source = SOURCES[hit.kind]
    return {
        "text": in_my_language(display["title"]),
        "kind": str(source.label),
        "number": hit.number,
        "url": source.url(hit.number, display),
    }


def terms(text):
    """Names in the lists behind the facets, each leading to the records under it."""
    named = (
        Condition(name_zh__icontains=text)
        | Condition(name_en__istartswith=text)
        | Condition(name_en__icontains=f" {text}")
    )
    schemes = {scheme: name for name, scheme in SCHEMES.items() if name in SUGGESTED}
    found = Term.objects.current().filter(named, scheme__in=schemes)
    return [
        {
            "text": term.name,
            "kind": term.get_scheme_display(),
            "number": "",
            "url": f"{reverse('catalogue:search')}?{urlencode({schemes[term.scheme]: term.code})}",
        }
        for term in found[:TERMS]
    ]
