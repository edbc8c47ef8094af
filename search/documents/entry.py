"""The one document of the public index: its fields, how they are cut and weighed."""

import hashlib
import json

from django.conf import settings
from elasticsearch.dsl import (
    Date,
    Document,
    Index,
    Keyword,
    MetaField,
    Object,
    Text,
    analyzer,
    token_filter,
)

SIMILARITY = {"type": "BM25", "k1": 1.2, "b": 0.7}

# Chinese characters alone and in pairs; a question asks for pairs (see words.py).
two_characters = token_filter(
    "two_characters",
    type="shingle",
    min_shingle_size=2,
    max_shingle_size=2,
    token_separator="",
    output_unigrams=True,
)
chinese_pairs = analyzer(
    "chinese_pairs", tokenizer="standard", filter=["lowercase", two_characters]
)


def chinese(**options):
    """Characters in the field itself, pairs of them in `.bigram`."""
    pairs = Text(analyzer=chinese_pairs, search_analyzer="whitespace")
    return Text(analyzer="standard", fields={"bigram": pairs}, **options)


def english(**options):
    return Text(analyzer="standard", **options)


def stemmed():
    """Stems, cut and joined by blanks in Python."""
    return Text(analyzer="whitespace")


class CatalogueEntry(Document):
    """A public record as the catalogue knows it; fields of facets bear their names."""

    kind = Keyword()
    number = Keyword()
    # A listing and its achievement share it: neither is the other's related result.
    family = Keyword()
    # Only of what there is once for each language.
    language = Keyword()

    title_zh = chinese(index_prefixes={"min_chars": 1})
    title_en = english(index_prefixes={"min_chars": 1})
    title_stems = stemmed()
    brief_zh = chinese()
    brief_en = english()
    brief_stems = stemmed()
    body_zh = chinese()
    body_en = english()
    body_stems = stemmed()
    names = chinese()

    identifiers = Keyword()
    mentions = Keyword()
    keywords_zh = Keyword(ignore_above=200)
    keywords_en = Keyword(ignore_above=200)

    domain = Keyword()
    element = Keyword()
    discipline = Keyword()
    industry = Keyword()
    region = Keyword()
    trl = Keyword()
    way = Keyword()
    ip = Keyword()
    year = Keyword()

    published_on = Date()
    valid_until = Date()

    # What a row shows, so that a page of results asks the database for nothing.
    display = Object(enabled=False)
    digest = Keyword(index=False, doc_values=False)

    class Meta:
        dynamic = MetaField("strict")


def digest(fields: dict) -> str:
    """Changes when anything in the entry changes."""
    written = json.dumps(fields, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(written.encode()).hexdigest()[:24]


def schema() -> str:
    """Changes when fields or their analysis change: an older index needs a rebuild."""
    return digest(new_index("schema").to_dict())


def new_index(name: str) -> Index:
    """An index, not yet created, that can hold entries."""
    index = Index(name)
    index.settings(
        number_of_shards=settings.SEARCH_SHARDS,
        number_of_replicas=settings.SEARCH_REPLICAS,
        similarity={"default": SIMILARITY},
    )
    index.document(CatalogueEntry)
    return index
