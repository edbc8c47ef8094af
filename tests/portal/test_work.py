"""The one worker: it works off what is there, outlives failures, and ends when told."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from wagtail import hooks

from portal.notifications import events
from tests.factories.accounts import OrganisationFactory, UserFactory

# The worker gives back connections as it goes: it must not stand inside a test's.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_memory():
    cache.clear()


def tell(*people):
    organisation = OrganisationFactory()
    name = {"zh-hans": "甲", "en": "A"}
    events.tell(
        people, "organisations.verified", organisation, path="/", organisation=name
    )


def test_once_works_off_all_that_waits_and_stops():
    tell(*UserFactory.create_batch(3))

    call_command("work", once=True)

    assert len(mail.outbox) == 3


def test_what_fails_is_logged_and_the_others_go_on(caplog):
    def fail():
        raise ValueError("a bad record")

    done = []
    with (
        hooks.register_temporarily("work_off", fail, order=-1),
        hooks.register_temporarily("every_minute", lambda: done.append(1)),
    ):
        tell(UserFactory())
        call_command("work", once=True)

    assert len(mail.outbox) == 1
    assert done == [1]
    assert "fail failed" in caplog.text


def test_the_signals_of_the_process_are_given_back():
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)

    call_command("work", once=True)

    assert (signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)) == before


def test_sigterm_ends_the_worker_after_the_work_at_hand(tmp_path):
    tell(UserFactory())
    database = connection.settings_dict
    address = (
        f"postgres://{database['USER']}:{database['PASSWORD']}@{database['HOST']}:"
        f"{database['PORT']}/{database['NAME']}"
    )
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "work"],
        cwd=settings.BASE_DIR,
        stderr=subprocess.PIPE,
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "SECRET_KEY": "only-for-tests",
            "DATABASE_URL": address,
            "SEARCH_INDEX": settings.SEARCH_INDEX,
            "EMAIL_URL": f"filemail:///{tmp_path}/mail",
            "CACHE_URL": f"filecache:///{tmp_path}/cache",
        },
    )
    try:
        letters = wait_for(Path(tmp_path, "mail"))
        worker.send_signal(signal.SIGTERM)
        errors = worker.communicate(timeout=20)[1].decode()
    finally:
        worker.kill()

    assert len(letters) == 1
    assert worker.returncode == 0, errors


def wait_for(folder, seconds=40):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        files = [path for path in folder.glob("*") if path.stat().st_size]
        if files:
            return files
        time.sleep(0.2)
    return []
