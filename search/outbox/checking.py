"""Does the index say what the database says?"""

from dataclasses import dataclass, field

from django.conf import settings
from elasticsearch import NotFoundError
from elasticsearch.helpers import scan

from search.documents.engine import patient
from search.documents.entry import digest, schema
from search.documents.sources import SOURCES
from search.models import IndexTask
from search.outbox.drain import drain_all
from search.outbox.promises import remember
from search.outbox.rebuild import rebuild


@dataclass
class Differences:
    """Ids of entries; `rebuild` says why single entries are not the matter."""

    missing: list[str] = field(default_factory=list)
    surplus: list[str] = field(default_factory=list)
    outdated: list[str] = field(default_factory=list)
    rebuild: str = ""
    waiting: int = 0

    def __bool__(self):
        return bool(self.missing or self.surplus or self.outdated or self.rebuild)

    @property
    def ids(self):
        return [*self.missing, *self.surplus, *self.outdated]


def differences(progress=iter) -> Differences:
    """What differs, apart from records whose promise still waits for its turn."""
    try:
        made_by = index_schema()
    except NotFoundError:
        return Differences(rebuild="no-index")
    indexed = digests()
    found = Differences(rebuild="" if made_by == schema() else "schema")
    for id, now in progress(present_digests()):
        before = indexed.pop(id, None)
        if before is None:
            found.missing.append(id)
        elif before != now:
            found.outdated.append(id)
    found.surplus = sorted(indexed)
    return without_waiting(found)


def without_waiting(found):
    """Promises are read last: what changed while we looked has left one, or is done."""
    waiting = {
        SOURCES[kind].id(pk)
        for kind, pk in IndexTask.objects.values_list("kind", "object_id")
    }
    found.waiting = len(waiting)
    for name in ("missing", "surplus", "outdated"):
        kept = [id for id in getattr(found, name) if id not in waiting]
        setattr(found, name, kept)
    return found


def index_schema():
    (mapping,) = patient().indices.get_mapping(index=settings.SEARCH_INDEX).values()
    return mapping["mappings"].get("_meta", {}).get("schema")


def digests():
    hits = scan(patient(), index=settings.SEARCH_INDEX, query={"_source": ["digest"]})
    return {hit["_id"]: hit["_source"].get("digest") for hit in hits}


def present_digests():
    for source in SOURCES.values():
        for pk, entry in source.all_entries():
            yield source.id(pk), digest(entry)


def repair(found: Differences) -> int:
    """Make good what `differences` found; the number of entries brought up to date."""
    if found.rebuild:
        return rebuild()
    for id in found.ids:
        kind, _dash, pk = id.rpartition("-")
        remember(kind, [int(pk)])
    return drain_all()
