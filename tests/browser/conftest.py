"""Windows of Chromium for the people of a journey, and a worker beside them."""

import os
import threading

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.servers.basehttp import WSGIServer
from django.db import connections
from django.test import Client
from playwright.sync_api import expect

from portal.management.commands.work import run

SECONDS = 8
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
# Without a sandbox, as root needs it; and no name but ours leads anywhere.
FLAGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
)
expect.set_options(timeout=SECONDS * 1000)
# Several windows open more connections at once than its queue of ten holds; what is
# turned away comes back only seconds later.
WSGIServer.request_queue_size = 128
LOCALES = {"zh-hans": "zh-CN", "en": "en-GB"}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    ours = {"executable_path": CHROMIUM, "args": list(FLAGS)}
    return browser_type_launch_args | ours


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    # Wide enough for the facets beside the results.
    size = {"width": 1280, "height": 900}
    return browser_context_args | {"viewport": size}


@pytest.fixture(autouse=True)
def nobody_was_here_before():
    """Attempts to sign in are counted in the cache, and pages are kept there."""
    cache.clear()


@pytest.fixture
def visit(transactional_db, new_context, live_server, settings):
    """A window of one's own, signed in by cookie: `visit()`, `visit(owner)`.

    Whatever any window did wrong, unseen by the journey, fails the test: an error
    of a script, something that the content policy stopped, a request that leaves
    the site, an answer of 500.
    """
    settings.BASE_URL = live_server.url
    wrongs = []

    def open_window(user=None, language="zh-hans", **options):
        options |= {"locale": LOCALES[language], "base_url": live_server.url}
        context = new_context(**options)
        context.set_default_timeout(SECONDS * 1000)
        watch(context, live_server.url, wrongs)
        if user:
            context.add_cookies([{"url": live_server.url, **session_of(user)}])
        return context.new_page()

    yield open_window
    assert wrongs == []


def session_of(user):
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value}


def watch(context, home, wrongs):
    def console(message):
        if message.type == "error" and "Content Security Policy" in message.text:
            wrongs.append(message.text)

    def request(sent):
        if not sent.url.startswith((home, "data:", "blob:")):
            wrongs.append(sent.url)

    def response(answer):
        if answer.status >= 500:
            wrongs.append(f"{answer.status} {answer.url}")

    context.on("weberror", lambda error: wrongs.append(str(error.error)))
    context.on("console", console)
    context.on("request", request)
    context.on("response", response)


@pytest.fixture
def worker(index):
    """What `manage.py work` does all day, in a thread of its own."""
    ended = threading.Event()

    def work():
        try:
            while not ended.wait(0.2):
                run("work_off")
        finally:
            connections.close_all()

    thread = threading.Thread(target=work, name="worker")
    thread.start()
    yield
    ended.set()
    thread.join()
