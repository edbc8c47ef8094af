"""The inbox, and mail that leaves once, in the reader's language."""

import smtplib
import threading
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override

from portal.models import Notification
from portal.notifications import delivery, events
from portal.notifications.models import WORDS
from tests.factories.accounts import OrganisationFactory, UserFactory


@pytest.fixture(autouse=True)
def event_of_tests():
    cache.clear()
    events.register("tests.said", subject="%(what)s", text="%(what)s, %(who)s")
    yield
    del WORDS["tests.said"]


def tell(*people, what="检定结果", path="/workbench/"):
    organisation = OrganisationFactory()
    events.tell(people, "tests.said", organisation, path=path, what=what, who="某人")
    return Notification.objects.order_by("-pk").first()


# The inbox


@pytest.mark.parametrize("count", [1, 3])
def test_inbox_takes_the_same_queries_however_full(
    client, stranger, count, django_assert_num_queries
):
    for _number in range(count):
        tell(stranger)
    client.force_login(stranger)

    with django_assert_num_queries(6):
        page = client.get(reverse("inbox:list"))

    assert len(page.context["object_list"]) == count


def test_opening_a_message_marks_it_read_and_goes_to_its_page(client, stranger):
    message = tell(stranger, path="/workbench/enquiries/E1/")
    client.force_login(stranger)

    with override("en"):
        response = client.get(reverse("inbox:open", args=[message.pk]))

    assert response.url == "/en/workbench/enquiries/E1/"
    message.refresh_from_db()
    first = message.read_at
    assert first is not None
    client.get(reverse("inbox:open", args=[message.pk]))
    message.refresh_from_db()
    assert message.read_at == first


def test_a_message_never_leads_to_another_site(client, stranger):
    message = tell(stranger, path="//evil.example.com/")
    client.force_login(stranger)

    response = client.get(reverse("inbox:open", args=[message.pk]))

    assert response.url == "/zh-hans/evil.example.com/"


def test_a_strangers_message_is_not_there(client, stranger, owner):
    message = tell(owner)
    client.force_login(stranger)

    assert client.get(reverse("inbox:open", args=[message.pk])).status_code == 404
    message.refresh_from_db()
    assert message.read_at is None


def test_all_of_ones_own_are_marked_read_by_post_only(client, stranger, owner):
    mine, other = tell(stranger), tell(owner)
    client.force_login(stranger)

    by_link = client.get(reverse("inbox:read-all"))
    mine.refresh_from_db()
    assert (by_link.status_code, mine.read_at) == (405, None)
    client.post(reverse("inbox:read-all"))

    mine.refresh_from_db()
    other.refresh_from_db()
    assert mine.read_at is not None
    assert other.read_at is None


def test_the_header_counts_what_is_unread(client, stranger):
    tell(stranger)
    client.force_login(stranger)

    before = client.get(reverse("workbench:home")).text
    client.post(reverse("inbox:read-all"))
    after = client.get(reverse("workbench:home")).text

    assert before.count('class="count"') == 1
    assert after.count('class="count"') == 0


# The words


def test_the_same_message_is_read_in_each_persons_language(db):
    message = tell(UserFactory(), what=events.in_each_language(get_language))

    with override("zh-hans"):
        chinese = message.subject
    with override("en"):
        english = message.subject

    assert (chinese, english) == ("zh-hans", "en")


def test_a_message_whose_event_is_forgotten_still_shows(client, stranger):
    message = tell(stranger)
    Notification.objects.filter(pk=message.pk).update(event="gone.event")
    client.force_login(stranger)

    assert client.get(reverse("inbox:list")).status_code == 200


def test_an_unknown_event_is_not_told(stranger, institute):
    with pytest.raises(LookupError):
        events.tell([stranger], "tests.unknown", institute, path="/")


def test_each_person_is_told_once_and_closed_accounts_never(stranger):
    closed = UserFactory(is_active=False)

    tell(stranger, stranger, closed)

    assert Notification.objects.get().recipient == stranger


# Mail


def test_a_letter_is_in_the_language_of_its_reader(settings, db):
    settings.BASE_URL = "https://portal.example.org"
    tell(UserFactory(email="gao@example.org", name="Gao Rui", language="en"))

    assert delivery.deliver() == 1

    letter = mail.outbox[0]
    assert (letter.to, letter.subject) == (["gao@example.org"], "检定结果")
    assert letter.body.startswith("Dear Gao Rui,")
    assert "https://portal.example.org/en/workbench/" in letter.body


def test_a_letter_goes_to_an_address_without_an_account(institute):
    events.write_to(
        "guest@example.org",
        "tests.said",
        institute,
        path="/workbench/",
        language="en",
        what="Invitation",
        who="Shen",
    )

    delivery.deliver()

    letter = mail.outbox[0]
    assert letter.to == ["guest@example.org"]
    assert "/en/workbench/" in letter.body


def test_a_message_is_mailed_once(stranger):
    tell(stranger)

    assert (delivery.deliver(), delivery.deliver()) == (1, 0)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    "trick", ["\r\nBcc: all@example.org", "\n\n<script>", "\x0b\x85x"]
)
def test_a_subject_never_becomes_a_header(stranger, trick):
    tell(stranger, what=f"标题{trick}")

    delivery.deliver()

    message = mail.outbox[0].message()
    assert message["Bcc"] is None
    assert len(message["Subject"].splitlines()) == 1


class Server:
    """What stands at the other end of smtplib."""

    accepts = True
    answers = True
    sent = []

    def __init__(self, *args, **kwargs):
        if not Server.answers:
            raise ConnectionRefusedError

    def sendmail(self, sender, recipients, text):
        if not Server.accepts:
            raise smtplib.SMTPRecipientsRefused({recipients[0]: (450, b"later")})
        Server.sent.append(recipients)

    def quit(self):
        pass

    def close(self):
        pass


@pytest.fixture
def server(settings, monkeypatch):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    monkeypatch.setattr(smtplib, "SMTP", Server)
    monkeypatch.setattr(Server, "sent", [])
    monkeypatch.setattr(Server, "accepts", True)
    monkeypatch.setattr(Server, "answers", True)
    return Server


def test_a_refused_letter_waits_longer_each_time_and_is_given_up_in_the_end(
    server, stranger
):
    server.accepts = False
    message = tell(stranger)
    now, pauses = timezone.now(), []

    for _attempt in range(Notification.ATTEMPTS):
        with time_machine.travel(now, tick=False):
            delivery.deliver()
        message.refresh_from_db()
        pauses.append((message.retry_at - now).total_seconds() / 60)
        now = message.retry_at

    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128]
    with time_machine.travel(now, tick=False):
        server.accepts = True
        assert delivery.deliver() == 0
    assert server.sent == []


def test_one_refused_letter_does_not_stop_the_next(server, stranger, owner):
    server.accepts = False
    refused = tell(stranger)
    delivery.deliver()
    server.accepts = True
    tell(owner)

    delivery.deliver()

    assert server.sent == [[owner.email]]
    refused.refresh_from_db()
    assert (refused.mailed_at, refused.attempts) == (None, 1)


def test_a_server_that_is_away_costs_no_attempt(server, stranger):
    server.answers = False
    message = tell(stranger)

    assert (delivery.deliver(), delivery.deliver()) == (0, 0)

    message.refresh_from_db()
    assert (message.attempts, message.retry_at) == (0, None)
    server.answers = True
    assert delivery.deliver() == 0
    cache.clear()
    assert delivery.deliver() == 1


def test_a_worker_that_died_over_a_letter_leaves_it_to_the_next(server, stranger):
    message = tell(stranger)
    delivery.take_next()

    assert delivery.deliver() == 0
    with time_machine.travel(timezone.now() + delivery.LEASE + timedelta(seconds=1)):
        assert delivery.deliver() == 1

    message.refresh_from_db()
    assert message.mailed_at is not None


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_mail_one_message_twice(server):
    tell(*UserFactory.create_batch(12))
    start = threading.Barrier(2)

    def work():
        try:
            start.wait(5)
            delivery.deliver()
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _worker in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    people = [recipients[0] for recipients in server.sent]
    assert len(people) == 12
    assert len(set(people)) == 12


def test_a_letter_that_cannot_be_written_does_not_hold_up_the_others(
    server, stranger, owner, caplog
):
    broken = tell(stranger)
    Notification.objects.filter(pk=broken.pk).update(details=["no", "names"])
    tell(owner)

    assert delivery.deliver() == 1

    broken.refresh_from_db()
    assert server.sent == [[owner.email]]
    assert (broken.mailed_at, broken.attempts) == (None, 1)
    assert broken.retry_at < timezone.now() + timedelta(minutes=2)
    assert "Traceback" in caplog.text
