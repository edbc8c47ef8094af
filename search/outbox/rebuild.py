"""A new index beside the old, then the switch."""

import re
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import get_random_string
from elasticsearch.helpers import bulk

from search.documents.engine import patient
from search.documents.entry import new_index, schema
from search.documents.sources import SOURCES
from search.models import IndexTask
from search.outbox.drain import to_index
from search.outbox.state import rebuild_lease

CHUNK = 500
THREADS = 2


def all_actions():
    for source in SOURCES.values():
        for pk, entry in source.all_entries():
            yield to_index(source, pk, entry)


def rebuild(progress=iter):
    """Fill a new index and put it behind the alias; returns how many entries it holds.

    Nothing is lost meanwhile: promises wait for the switch and go to the new
    index. Whatever ends this early leaves the old index as it was.
    """
    with rebuild_lease() as lease:
        covered = list(IndexTask.objects.values_list("pk", flat=True))
        remove_orphans()
        name = create_index()
        try:
            count = fill(name, progress(all_actions()), lease)
            lease.renew()
            put_behind_alias(name)
        except BaseException:
            patient().indices.delete(index=name, ignore_unavailable=True)
            raise
        forget(covered)
    return count


def forget(pks):
    """Promises from before the first record was read are kept by the new index."""
    for start in range(0, len(pks), CHUNK):
        IndexTask.objects.filter(pk__in=pks[start : start + CHUNK]).delete()


def create_index():
    stamp = timezone.now().strftime("%Y%m%d%H%M%S")
    tail = get_random_string(6, "abcdefghijklmnopqrstuvwxyz")
    name = f"{settings.SEARCH_INDEX}.{stamp}{tail}"
    body = new_index(name).to_dict()
    body["settings"]["refresh_interval"] = -1
    body["mappings"]["_meta"] = {"schema": schema()}
    patient().indices.create(index=name, **body)
    return name


def fill(name, actions, lease):
    """Records are read here, in one thread; two others send them off."""
    count = 0
    with ThreadPoolExecutor(THREADS) as senders:
        waiting = deque()
        while chunk := list(islice(actions, CHUNK)):
            waiting.append(senders.submit(bulk, patient(), chunk, index=name))
            count += len(chunk)
            if len(waiting) > THREADS:
                waiting.popleft().result()
            lease.renew_in_time()
        for sent in waiting:
            sent.result()
    engine = patient()
    engine.indices.put_settings(index=name, settings={"index.refresh_interval": None})
    engine.indices.refresh(index=name)
    return count


def put_behind_alias(name):
    """In one call, so that no search ever meets nothing or half."""
    alias = settings.SEARCH_INDEX
    actions = [{"remove_index": {"index": old}} for old in behind_alias()]
    actions.append({"add": {"index": name, "alias": alias, "is_write_index": True}})
    patient().indices.update_aliases(actions=actions)


def behind_alias():
    """The index that the alias names; or one that wrongly bears the alias's name."""
    found = patient().indices.get(index=settings.SEARCH_INDEX, ignore_unavailable=True)
    return list(found)


def remove_orphans():
    """What rebuilds that were killed have left behind."""
    ours = re.compile(rf"{re.escape(settings.SEARCH_INDEX)}\.\d{{14}}[a-z]{{6}}")
    found = patient().indices.get(index=f"{settings.SEARCH_INDEX}.*")
    live = behind_alias()
    for name in found:
        if ours.fullmatch(name) and name not in live:
            patient().indices.delete(index=name, ignore_unavailable=True)
