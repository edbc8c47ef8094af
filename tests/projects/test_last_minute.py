"""Everybody submits in the last minute, and the server is killed meanwhile.

Real server processes on PostgreSQL; eight people at a time, on loopback.
"""

import http.client
import os
import queue
import signal
import threading
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from projects.applications.snapshot import fingerprint
from projects.models import Application, Submission
from tests.factories.accounts import MembershipFactory
from tests.factories.projects import ApplicationFactory, CallFactory
from tests.serving import free_port, start_server

APPLICANTS = 300
AT_ONCE = 8
# From the first submission: the rest of them comes too late.
SECONDS = 60
KILLED_AFTER = 60


@pytest.fixture
def environment(transactional_db, tmp_path):
    database = connection.settings_dict
    address = (
        f"postgres://{database['USER']}:{database['PASSWORD']}@{database['HOST']}"
        f":{database['PORT']}/{database['NAME']}"
    )
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "SECRET_KEY": settings.SECRET_KEY,
        "DEBUG": "true",
        "SECURE_SSL_REDIRECT": "false",
        "DATABASE_URL": address,
        "SEARCH_INDEX": settings.SEARCH_INDEX,
        "CACHE_URL": f"filecache://{tmp_path}/cache",
        "EMAIL_URL": f"filemail:///{tmp_path}/mail",
        "PRIVATE_MEDIA_ROOT": settings.PRIVATE_MEDIA_ROOT,
    }


class Servers:
    """One server at a time, at the same address after it was killed."""

    def __init__(self, environment):
        self.environment, self.port = environment, free_port()
        self.answering = threading.Event()
        self.start()

    def start(self):
        self.process = start_server(self.environment, self.port, workers=2)
        self.answering.set()

    def kill(self):
        self.answering.clear()
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=20)


@pytest.fixture
def servers(environment):
    servers = Servers(environment)
    yield servers
    servers.kill()


def applications_of(call, organisation, count):
    """Complete drafts, each of another applicant, with the session that he sends."""
    found = []
    for _number in range(count):
        person = MembershipFactory(organisation=organisation).user
        application = ApplicationFactory(
            call=call, organisation=organisation, created_by=person, complete=True
        )
        client = Client()
        client.force_login(person)
        found.append((application, client.cookies[settings.SESSION_COOKIE_NAME].value))
    return found


def ask(port, method, path, session, body=""):
    """The answer's status, and its address or text; None where the line broke."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    token = "a" * 32
    headers = {
        "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={token}",
        "X-CSRFToken": token,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    try:
        line.request(method, path, body, headers)
        answer = line.getresponse()
        text = answer.read().decode()
    except (OSError, http.client.HTTPException):
        return None, ""
    finally:
        line.close()
    return answer.status, answer.getheader("Location") or text


def submit(servers, application, session):
    """The fingerprint that stands on the receipt, or nothing without a receipt.

    Whose line broke tries again: somebody who was submitted finds his receipt.
    """
    step = reverse("applications:step", args=[application.number, "submit"])
    receipt = reverse("applications:receipt", args=[application.number])
    for _attempt in range(3):
        status, _where = ask(servers.port, "POST", step, session)
        if status is not None:
            break
        servers.answering.wait(timeout=60)
    status, page = ask(servers.port, "GET", receipt, session)
    if status != 200:
        return ""
    prints = application.submissions.values_list("sha256", flat=True)
    return next((one for one in prints if one in page), "")


def submit_all(servers, waiting, receipts, after):
    """`AT_ONCE` people at a time; `after(count)` looks on after each."""
    line = queue.SimpleQueue()
    for one in waiting:
        line.put(one)
    lock, done = threading.Lock(), [0]

    def work():
        try:
            while True:
                try:
                    application, session = line.get_nowait()
                except queue.Empty:
                    return
                receipt = submit(servers, application, session)
                with lock:
                    receipts[application.pk] = receipt
                    done[0] += 1
                    after(done[0])
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.django_db(transaction=True)
def test_each_receipt_is_a_whole_submission_in_time_and_once(servers, institute):
    call = CallFactory()
    waiting = applications_of(call, institute, APPLICANTS)
    call.closes_at = timezone.now() + timedelta(seconds=SECONDS)
    call.save()
    receipts = {}

    def kill_once(count):
        if count == KILLED_AFTER:
            servers.kill()
            servers.start()

    submit_all(servers, waiting, receipts, kill_once)
    time.sleep(max(0, (call.closes_at - timezone.now()).total_seconds()))
    late = applications_of(call, institute, 8)
    submit_all(servers, late, receipts, lambda count: None)

    receipted = {pk for pk, receipt in receipts.items() if receipt}
    kept = Submission.objects.select_related("application")
    by_application = {one.application_id: one for one in kept}
    assert len(by_application) == kept.count()
    assert receipted == set(by_application)
    assert len(receipted) > KILLED_AFTER
    for pk in receipted:
        submission = by_application[pk]
        assert submission.sha256 == receipts[pk] == fingerprint(submission.content)
        assert submission.content["number"] == submission.application.number
        assert submission.application.status == Application.Status.SUBMITTED
    assert all(one.submitted_at < call.closes_at for one in kept)
    assert not receipted & {application.pk for application, _session in late}
