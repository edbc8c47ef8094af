import pytest
from django.conf import settings
from elasticsearch import Elasticsearch
from elasticsearch.dsl import connections

from portal.models import GuidePage, HomePage
from search.documents.engine import client
from search.outbox import checking
from search.outbox.drain import drain_all
from tests.conftest import remove_indexes


@pytest.fixture
def no_index(own_indexes, db):
    """An engine that has just been installed."""
    remove_indexes()


@pytest.fixture
def keep_promises(index):
    """Bring all changes to the index, as the worker does."""
    return drain_all


@pytest.fixture
def guides(db):
    """One guide in both languages: {language: page}."""
    introductions = {
        "zh-hans": "流量标准装置（facility）怎样登记。",
        "en": "How to register a facility.",
    }
    pages = {}
    for language, introduction in introductions.items():
        home = HomePage.objects.get(locale__language_code=language)
        page = GuidePage(
            title=f"Handbook {language}", slug="handbook", introduction=introduction
        )
        pages[language] = home.add_child(instance=page)
        page.save_revision().publish()
    return pages


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
