"""An import that is killed outright, and the one after it."""

import os
import signal
import subprocess
import sys
import time
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

from projects.models import Project
from tests.portal.importing import NSFC, rows_of, write_rows

ROWS = 6_000
PATIENCE = 60


def start_import(path):
    """manage.py in a process of its own, on the test's database."""
    address = urlsplit(os.environ["DATABASE_URL"])
    database = address._replace(path=f"/{connection.settings_dict['NAME']}")
    environment = os.environ | {
        "DATABASE_URL": database.geturl(),
        "DJANGO_SETTINGS_MODULE": "portal.settings",
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", "import_projects", str(path), "-v", "0"],
        cwd=settings.BASE_DIR,
        env=environment,
    )


@pytest.mark.django_db(transaction=True)
def test_a_killed_import_leaves_whole_batches_and_the_next_does_the_rest(tmp_path):
    rows = rows_of(NSFC)[:ROWS]
    path = write_rows(tmp_path / "rows.csv", rows, list(rows[0]))

    running = start_import(path)
    given_up = time.monotonic() + PATIENCE
    while Project.objects.count() < 400 and time.monotonic() < given_up:
        time.sleep(0.02)
    running.send_signal(signal.SIGKILL)

    assert running.wait() == -signal.SIGKILL
    left = Project.objects.count()
    assert 400 <= left < ROWS
    assert left % 200 == 0
    assert start_import(path).wait() == 0
    numbers = set(Project.objects.values_list("number", flat=True))
    keys = Project.objects.values_list("source_key", flat=True)
    assert (len(numbers), set(keys)) == (ROWS, {row["项目批准号"] for row in rows})
