import pytest
from django.conf import settings
from django.core.cache import cache
from elasticsearch import Elasticsearch
from elasticsearch.dsl import connections
from elasticsearch.helpers import bulk, scan

from search.documents.engine import client
from search.documents.sources import SOURCES
from search.outbox import checking
from search.outbox.drain import drain_all
from search.outbox.promises import remember_all
from search.outbox.rebuild import rebuild


def remove_indexes():
    for name in client().indices.get(index=f"{settings.SEARCH_INDEX}*"):
        client().indices.delete(index=name)


@pytest.fixture(scope="session")
def own_indexes():
    """This worker's indexes, gone when it ends."""
    remove_indexes()
    yield
    remove_indexes()


@pytest.fixture
def index(own_indexes, db):
    """An empty index behind this worker's alias."""
    cache.clear()
    name = settings.SEARCH_INDEX
    if not client().indices.exists_alias(name=name):
        rebuild()
        # A rebuild keeps the promises of records that the test made before.
        for source in SOURCES.values():
            remember_all(source.model.objects.all())
    left = [
        {"_op_type": "delete", "_id": hit["_id"]}
        for hit in scan(client(), index=name, query={"_source": False})
    ]
    bulk(client(), left, index=name, refresh=True)
    return name


@pytest.fixture
def no_index(own_indexes, db):
    """An engine that has just been installed."""
    remove_indexes()


@pytest.fixture
def keep_promises(index):
    """Bring all changes to the index, as the worker does."""
    return drain_all


@pytest.fixture
def indexed(own_indexes):
    """The ids of all entries, as the engine has them now."""

    def ids():
        client().indices.refresh(index=settings.SEARCH_INDEX)
        return set(checking.digests())

    return ids


@pytest.fixture
def engine_down():
    """Nobody listens at the engine's address."""
    running = connections.get_connection()
    nobody = Elasticsearch("http://127.0.0.1:1", max_retries=0, request_timeout=2)
    connections.add_connection("default", nobody)
    yield
    connections.add_connection("default", running)


@pytest.fixture
def found(client):
    """The numbers that the search page shows for some parameters."""

    def numbers(**parameters):
        response = client.get("/zh-hans/catalogue/", parameters)
        assert response.status_code == 200
        return [row.number for row in response.context["results"].rows]

    return numbers
