import logging
from itertools import islice

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone

from portal.vocabularies.codes import shape_of
from search.documents.identifiers import mentioned, normal, variants
from search.documents.words import clean, stems

logger = logging.getLogger(__name__)
BATCH = 500
MOST_MENTIONS = 100


def with_ancestors(scheme: str, codes) -> list[str]:
    """C401 as C, C40, C401: a facet's upper level counts all that is below."""
    above = shape_of(scheme).above
    found = set()
    for code in codes:
        while code and code not in found:
            found.add(code)
            code = above(code)
    return sorted(found)


def joined(*texts) -> str:
    return "\n".join(text for text in texts if text)


def split_keywords(text: str) -> list[str]:
    for mark in "；;，、\n":
        text = text.replace(mark, ",")
    return [word.strip().lower() for word in text.split(",") if word.strip()]


def codes(terms) -> list[str]:
    return sorted(term.code for term in terms)


def lists(*names, rows=None):
    """Related rows as plain lists, `all_domains` for `domains`.

    A third of the time that querysets take, and a rebuild reads every record.
    """
    return [
        Prefetch(name, rows, to_attr=f"all_{name.rpartition('__')[2]}")
        for name in names
    ]


class Source:
    """Which records of one kind are public, and how one of them becomes an entry."""

    model = None
    kind = ""
    label = ""
    route = ""

    def records(self):
        """The public records, as they are now."""
        raise NotImplementedError

    def for_index(self, records):
        """The same with all that an entry needs, in a fixed number of queries."""
        return records

    def fields(self, record) -> dict:
        """The entry's own fields; `entry` adds what follows from them."""
        raise NotImplementedError

    def url(self, number, display):
        return reverse(self.route, args=[number])

    def facts(self, display) -> list[str]:
        """What a row shows besides; said when it is shown, as the clock goes on."""
        return display.get("facts", [])

    def id(self, pk) -> str:
        return f"{self.kind}-{pk}"

    def entries(self, pks):
        """Pairs of key and entry of those of these records that are public.

        One that cannot be made is logged and left out: it must not hold up the rest.
        """
        wanted = self.records().filter(pk__in=pks)
        for record in self.for_index(wanted):
            try:
                entry = self.entry(record)
            except Exception:
                logger.exception("No entry for %s %s", self.kind, record.pk)
            else:
                yield record.pk, entry

    def all_entries(self, size=BATCH):
        """Every public record's entry, in batches by key: a long run holds nothing up."""
        last = 0
        while True:
            batch = self.records().filter(pk__gt=last).order_by("pk")
            pks = list(islice(batch.values_list("pk", flat=True), size))
            if not pks:
                return
            yield from self.entries(pks)
            last = pks[-1]

    def entry(self, record) -> dict:
        fields = {
            name: clean(value) if isinstance(value, str) else value
            for name, value in self.fields(record).items()
            if value not in (None, "", [])
        }
        for part in ("title", "brief", "body"):
            texts = [fields.get(f"{part}_{language}", "") for language in ("zh", "en")]
            if part == "brief":
                texts.append(fields.get("names", ""))
            fields[f"{part}_stems"] = stems(*texts)
        text = joined(*(value for name, value in fields.items() if name in MENTIONING))
        own = self.identifiers(record)
        fields["identifiers"] = sorted({form for one in own for form in variants(one)})
        also = [normal(number) for number in self.also_mentions(record)]
        fields["mentions"] = [*also, *mentioned(text)[:MOST_MENTIONS]]
        return {"kind": self.kind, **fields}

    def identifiers(self, record) -> list[str]:
        """The numbers under which people look for this very record."""
        return []

    def also_mentions(self, record) -> list[str]:
        """Numbers of others, besides those that its texts mention."""
        return []


MENTIONING = frozenset(
    f"{part}_{language}"
    for part in ("title", "brief", "body")
    for language in ("zh", "en")
)


def local_date(moment):
    return timezone.localdate(moment).isoformat() if moment else None


def both(record, name):
    """A text in both languages, for a row to show in the reader's."""
    return {
        language: clean(getattr(record, f"{name}_{language}"))
        for language in ("zh", "en")
    }
