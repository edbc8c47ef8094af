"""Keeping the oldest promises."""

import logging
from collections import defaultdict

from django.conf import settings
from django.db import transaction
from elasticsearch.helpers import streaming_bulk

from search.documents.engine import quick
from search.documents.entry import digest
from search.documents.sources import SOURCES
from search.models import IndexTask
from search.outbox.state import locked_state

logger = logging.getLogger(__name__)
BATCH = 500
TRY_AGAIN = frozenset([429, 500, 502, 503, 504])


class EngineBusy(Exception):
    """The engine took the request but not all of it: try again later."""


class NoIndex(Exception):
    """There is nothing behind the alias: a rebuild is due."""


def to_index(source, pk, entry):
    entry["digest"] = digest(entry)
    return {"_op_type": "index", "_id": source.id(pk), "_source": entry}


def actions_for(tasks):
    """The present state of each record: an entry if it is public, else a removal."""
    wanted = defaultdict(set)
    for task in tasks:
        wanted[task.kind].add(task.object_id)
    for kind, pks in wanted.items():
        source = SOURCES[kind]
        for pk, entry in source.entries(pks):
            pks.discard(pk)
            yield to_index(source, pk, entry)
        for pk in pks:
            yield {"_op_type": "delete", "_id": source.id(pk)}


def send(actions):
    """Write to the index behind the alias; a refused entry is logged, not repeated."""
    answers = streaming_bulk(
        quick(),
        actions,
        index=settings.SEARCH_INDEX,
        require_alias=True,
        refresh=True,
        raise_on_error=False,
    )
    for done, answer in answers:
        (result,) = answer.values()
        if done or is_gone(result):
            continue
        if result["status"] in TRY_AGAIN or result["status"] == 404:
            raise EngineBusy(result["error"])
        logger.error("Not indexed: %s %s", result["_id"], result["error"])


def is_gone(result):
    """A record that never was in the index needs no removal."""
    return result["status"] == 404 and "error" not in result


def drain(size=BATCH):
    """Index the oldest tasks and forget them; a failure leaves them for later."""
    if not IndexTask.objects.exists():
        return 0
    # Before the lock: SQLite has but one, and no writer should wait for the engine.
    if not quick().indices.exists_alias(name=settings.SEARCH_INDEX):
        raise NoIndex
    with transaction.atomic():
        if locked_state().is_rebuilding:
            return 0
        tasks = list(IndexTask.objects.select_for_update().order_by("pk")[:size])
        send(actions_for(tasks))
        IndexTask.objects.filter(pk__in=[task.pk for task in tasks]).delete()
    return len(tasks)


def drain_all():
    """Until no promise is left; the number that were kept."""
    total = 0
    while kept := drain():
        total += kept
    return total
