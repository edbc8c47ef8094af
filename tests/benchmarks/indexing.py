"""Entries a second of a rebuild, beside a raw `_bulk` of the same documents."""

import json
from time import perf_counter

from django.conf import settings

from search.documents.engine import patient
from search.documents.entry import new_index
from search.outbox.rebuild import all_actions, rebuild

ROUNDS = 3
CHUNK = 500


def bodies(actions):
    """The documents as the engine takes them, written out beforehand."""
    body = []
    for place, action in enumerate(actions, 1):
        body.append(json.dumps({"index": {"_id": action["_id"]}}))
        body.append(json.dumps(action["_source"], ensure_ascii=False))
        if place % CHUNK == 0:
            yield "\n".join([*body, ""]).encode()
            body = []
    if body:
        yield "\n".join([*body, ""]).encode()


def raw_bulk(prepared):
    """The floor: one request after the other, nothing read, nothing built."""
    name = f"{settings.SEARCH_INDEX}-raw"
    engine = patient()
    engine.indices.delete(index=name, ignore_unavailable=True)
    body = new_index(name).to_dict()
    body["settings"]["refresh_interval"] = -1
    engine.indices.create(index=name, **body)
    begun = perf_counter()
    headers = {"accept": "application/json", "content-type": "application/x-ndjson"}
    for part in prepared:
        engine.perform_request("POST", f"/{name}/_bulk", headers=headers, body=part)
    engine.indices.refresh(index=name)
    taken = perf_counter() - begun
    engine.indices.delete(index=name)
    return taken


def timed(work):
    begun = perf_counter()
    count = work()
    return count, perf_counter() - begun


def table():
    """Rows of what, entries a second (the best of some rounds)."""
    prepared = list(bodies(all_actions()))
    floor = min(raw_bulk(prepared) for _ in range(ROUNDS))
    count, built = timed(lambda: sum(1 for _ in all_actions()))
    rounds = [timed(rebuild) for _ in range(ROUNDS)]
    whole = min(taken for _count, taken in rounds)
    yield "raw _bulk of the same documents, in sequence", count / floor
    yield "reading records and building entries alone", count / built
    yield f"rebuild of {count:,} entries", count / whole
