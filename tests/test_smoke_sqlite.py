"""The portal as `make run` has it: SQLite, the demonstration, real server processes."""

import json
import os
import subprocess
import sys
import urllib.request
from urllib.parse import quote

import pytest
from django.conf import settings
from elasticsearch import Elasticsearch

from tests.serving import free_port, start_server

MANAGE = (sys.executable, str(settings.BASE_DIR / "manage.py"))


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    index = f"{settings.SEARCH_INDEX}-smoke"
    yield os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "SECRET_KEY": "only-for-the-smoke-test",
        "DEBUG": "false",
        "SECURE_SSL_REDIRECT": "false",
        "DATABASE_URL": f"sqlite:///{folder}/portal.sqlite3",
        "SEARCH_INDEX": index,
        "CACHE_URL": f"filecache://{folder}/cache",
        "EMAIL_URL": f"filemail:///{folder}/mail",
        "STATIC_ROOT": f"{folder}/static",
        "MEDIA_ROOT": f"{folder}/media",
        "PRIVATE_MEDIA_ROOT": f"{folder}/private",
    }
    engine = Elasticsearch(settings.ELASTICSEARCH_URL)
    for name in engine.indices.get(index=f"{index}*"):
        engine.indices.delete(index=name)


@pytest.fixture(scope="module")
def site(environment):
    """The address of a running portal, its demonstration loaded and indexed."""
    for command in (
        ["migrate", "-v0"],
        ["load_vocabularies", "-v0"],
        ["load_demo"],
        ["search_index", "--rebuild"],
        ["collectstatic", "--noinput", "-v0"],
    ):
        subprocess.run([*MANAGE, *command], env=environment, check=True)
    port = free_port()
    server = start_server(environment, port)
    yield f"http://127.0.0.1:{port}"
    server.terminate()
    server.wait(timeout=20)


def text_of(address):
    with urllib.request.urlopen(address) as response:
        assert response.status == 200
        return response.read().decode()


def test_pages_of_the_demonstration_open_in_both_languages(site):
    for language, word in (("zh-hans", "加氢机"), ("en", "hydrogen")):
        page = f"{site}/{language}/catalogue/?q={quote(word)}"
        assert "L2026" in text_of(page)
        assert text_of(f"{site}/{language}/")
        assert text_of(f"{site}/{language}/organisations/")


def test_a_search_finds_the_demonstration(site):
    found = json.loads(text_of(f"{site}/api/v1/search?q={quote('加氢机检定')}"))

    assert found["total"] > 0
    assert "加氢机" in found["hits"][0]["title"]


def test_the_index_agrees_with_the_database(site, environment):
    check = subprocess.run([*MANAGE, "search_index", "--check"], env=environment)

    assert check.returncode == 0


def test_loading_again_changes_nothing(site, environment):
    again = subprocess.run([*MANAGE, "load_demo"], env=environment)
    check = subprocess.run([*MANAGE, "search_index", "--check"], env=environment)

    assert (again.returncode, check.returncode) == (0, 0)
