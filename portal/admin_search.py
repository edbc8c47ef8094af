"""Search of pages, images and documents in the admin, in Chinese as in English.

Both databases take a run of Han characters for one word, so that 计量 is not
found inside a title. Here each character is indexed as a word of its own, and
a run of them in a query is a phrase. `update_index` after an upgrade rewrites
what was indexed otherwise.
"""

import re
import unicodedata
from copy import copy

from modelsearch.backends import database
from modelsearch.index import RelatedFields
from modelsearch.query import MATCH_NONE, And, Not, Or, Phrase, PlainText

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
SOMETHING = re.compile(r"\w")


def spaced(value):
    """The same text or texts with each Han character apart, full width folded."""
    if isinstance(value, str):
        apart = HAN.sub(r" \g<0> ", unicodedata.normalize("NFKC", value))
        return " ".join(apart.split())
    if isinstance(value, list):
        return [spaced(item) for item in value]
    if isinstance(value, dict):
        return {key: spaced(item) for key, item in value.items()}
    return value


def spaced_field(field):
    """A search field that gives its text spaced."""
    field = copy(field)
    if isinstance(field, RelatedFields):
        field.fields = [spaced_field(inner) for inner in field.fields]
    else:
        value_of = field.get_value
        field.get_value = lambda record: spaced(value_of(record))
    return field


def in_words(text, operator):
    """What a person typed: Chinese as phrases, the rest as words."""
    words = unicodedata.normalize("NFKC", text).replace('"', " ").split()
    words = [word for word in words if SOMETHING.search(word)]
    chinese = [Phrase(spaced(word)) for word in words if HAN.search(word)]
    others = " ".join(word for word in words if not HAN.search(word))
    parts = [*chinese, *([PlainText(others, operator=operator)] if others else [])]
    return joined(Or if operator.lower() == "or" else And, parts)


def joined(kind, parts):
    parts = [part for part in parts if part != ""]
    if len(parts) <= 1:
        return parts[0] if parts else ""
    return kind(parts)


def chinese_query(query, operator):
    """The same question in spaced characters; "" where nothing was asked."""
    if isinstance(query, str):
        return in_words(query, operator)
    if isinstance(query, PlainText):
        return in_words(query.query_string, query.operator)
    if isinstance(query, Phrase):
        return Phrase(spaced(query.query_string.replace('"', " ")))
    if isinstance(query, And | Or):
        parts = [chinese_query(part, operator) for part in query.subqueries]
        return joined(type(query), parts)
    if isinstance(query, Not):
        return Not(chinese_query(query.subquery, operator) or MATCH_NONE)
    return query


class SpacedIndex:
    def add_items(self, model, objs):
        for record in objs:
            fields = [spaced_field(field) for field in record.get_search_fields()]
            record.get_search_fields = lambda fields=fields: fields
        super().add_items(model, objs)


class ChineseQueries:
    def search(self, query, model_or_queryset, operator=None, **options):
        query = chinese_query(query, operator or "and")
        return super().search(query, model_or_queryset, **options)

    def autocomplete(self, query, model_or_queryset, operator=None, **options):
        query = chinese_query(query, operator or "and")
        return super().autocomplete(query, model_or_queryset, **options)


def SearchBackend(params):
    """The stock backend of this database with Chinese queries and a spaced index."""
    stock = type(database.SearchBackend(params))
    index = type("SpacedDatabaseIndex", (SpacedIndex, stock.index_class), {})
    backend = type("ChineseBackend", (ChineseQueries, stock), {"index_class": index})
    return backend(params)
