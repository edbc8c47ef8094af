"""How well the site's own query code ranks, on real judged collections."""

import csv
import math
from collections import defaultdict
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.http import QueryDict
from django.test import override_settings
from elasticsearch.dsl import Q, Search
from elasticsearch.helpers import bulk

from search.catalogue.criteria import Criteria
from search.catalogue.facets import CatalogueSearch
from search.documents.engine import patient
from search.documents.entry import new_index
from search.documents.source import Source
from search.documents.words import is_chinese, pairs, runs, stems

DATA = Path(settings.BASE_DIR).parent / "shared" / "data"
COLLECTIONS = {"en": "relevance_en", "zh": "relevance_zh"}
DEPTH = 100


def rows(collection, name):
    with (DATA / COLLECTIONS[collection] / f"{name}.csv").open(
        encoding="utf-8"
    ) as file:
        yield from csv.DictReader(file)


def judgements(collection):
    grades = defaultdict(dict)
    for row in rows(collection, "judgements"):
        grades[row["query"]][row["document"]] = int(row["grade"])
    return grades


class Documents(Source):
    """Documents of a collection as entries of the catalogue: a title and a summary."""

    kind = "page"

    def __init__(self, language):
        self.language = language

    def fields(self, document):
        return {
            "number": document["id"],
            f"title_{self.language}": document.get("title", ""),
            f"brief_{self.language}": document["text"],
            "display": {},
        }


@contextmanager
def indexed(collection):
    """The collection in an index of its own, under the site's mapping."""
    name = f"{settings.SEARCH_INDEX}-relevance-{collection}"
    source = Documents(collection)
    engine = patient()
    engine.indices.delete(index=name, ignore_unavailable=True)
    engine.indices.create(index=name, **new_index(name).to_dict())
    actions = (
        {"_id": row["id"], "_source": source.entry(row)}
        for row in rows(collection, "documents")
    )
    bulk(engine, actions, index=name, refresh=True)
    try:
        with override_settings(SEARCH_INDEX=name):
            yield name
    finally:
        engine.indices.delete(index=name)


def ours(question):
    parameters = QueryDict(mutable=True)
    parameters["q"] = question
    hits = CatalogueSearch(Criteria.read(parameters)).page(1, DEPTH)
    return [hit.number for hit in hits]


def plainly(query):
    search = Search(index=settings.SEARCH_INDEX).query(query).source(["number"])
    return [hit.number for hit in search[:DEPTH].execute()]


def engine_default(question):
    fields = ["title_zh", "title_en", "brief_zh", "brief_en"]
    return plainly(Q("multi_match", query=question, fields=fields))


def stems_alone(question):
    return plainly(Q("match", brief_stems=stems(question)))


def bigrams_alone(question):
    asked = [pair for run in runs(question) if is_chinese(run) for pair in pairs(run)]
    fields = ["title_zh.bigram", "brief_zh.bigram"]
    return plainly(Q("multi_match", query=" ".join(asked), fields=fields))


def gain(grades):
    return sum(
        (2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades)
    )


def ndcg(found, grades, depth=10):
    best = gain(sorted(grades.values(), reverse=True)[:depth])
    return gain(grades.get(id, 0) for id in found[:depth]) / best if best else 0.0


def recall(found, grades):
    wanted = {id for id, grade in grades.items() if grade > 0}
    return len(wanted & set(found[:DEPTH])) / len(wanted) if wanted else 0.0


def measure(collection, search):
    grades = judgements(collection)
    asked = [row for row in rows(collection, "queries") if row["id"] in grades]
    ranked = [(search(row["text"]), grades[row["id"]]) for row in asked]
    count = len(ranked)
    return (
        sum(ndcg(*one) for one in ranked) / count,
        sum(recall(*one) for one in ranked) / count,
    )


def table():
    """Rows of collection, query, nDCG@10, recall@100."""
    ways = {
        "en": {"engine's default": engine_default, "stems alone": stems_alone},
        "zh": {"engine's default": engine_default, "bigrams alone": bigrams_alone},
    }
    for collection in COLLECTIONS:
        with indexed(collection):
            for name, search in (ways[collection] | {"the site": ours}).items():
                yield (collection, name, *measure(collection, search))
