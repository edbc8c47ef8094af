"""The daily letter: one a person and day, at 8:00 in Shanghai, none lost; and clearing."""

import threading
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.core.mail.backends import locmem
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from portal.models import Digest, Notification
from portal.notifications import clearing, delivery, digest, events, preferences
from portal.notifications.models import WORDS, Way
from tests.factories.accounts import OrganisationFactory, UserFactory

SHANGHAI = ZoneInfo("Asia/Shanghai")
EIGHT = datetime(2026, 11, 24, 8, tzinfo=SHANGHAI)
EVENING = EIGHT - timedelta(hours=12)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def event_of_tests():
    cache.clear()
    events.register("tests.news", subject="%(what)s", text="%(what)s!", label="News")
    yield
    del WORDS["tests.news"]


def reader(**given):
    person = UserFactory(**given)
    preferences.choose(person, {"tests.news": Way.DAILY})
    return person


def tell(*people, what="消息", at=EVENING, **given):
    organisation = OrganisationFactory()
    with time_machine.travel(at, tick=False):
        events.tell(people, "tests.news", organisation, path="/", what=what, **given)


def work(at):
    """What the worker does in a minute: the clock strikes, then mail leaves."""
    with time_machine.travel(at, tick=False):
        digest.call_digests()
        return delivery.deliver()


# When


@pytest.mark.parametrize(
    ("now", "strike"),
    [
        (EIGHT - SECOND, EIGHT - timedelta(days=1)),
        (EIGHT, EIGHT),
        (EIGHT + timedelta(hours=15, minutes=59), EIGHT),
        (datetime(2026, 11, 23, 23, 59, 59, tzinfo=UTC), EIGHT - timedelta(days=1)),
        (datetime(2026, 11, 24, 0, 0, 0, tzinfo=UTC), EIGHT),
    ],
)
def test_the_letter_is_of_the_last_eight_oclock_in_shanghai(now, strike):
    assert digest.last_strike(now) == strike


def test_it_leaves_at_eight_and_not_before(db):
    tell(reader())

    # What was told in the evening belongs to the morning after.
    assert (work(EIGHT - SECOND), work(EIGHT)) == (0, 1)
    assert Digest.objects.get().day == date(2026, 11, 24)


def test_what_is_told_after_eight_waits_for_the_next_day(db):
    tell(reader(), at=EIGHT)

    hours = [work(EIGHT + timedelta(hours=hour)) for hour in range(24)]

    assert hours == [0] * 24
    assert work(EIGHT + timedelta(days=1)) == 1


def test_a_worker_that_was_away_at_eight_catches_up(db):
    tell(reader())

    assert work(EIGHT + timedelta(hours=3)) == 1


# What


def test_one_letter_holds_all_that_waits(settings, db):
    settings.BASE_URL = "https://portal.example.org"
    person = reader(name="Gao Rui", language="en")
    due = datetime(2026, 12, 1, 8, tzinfo=SHANGHAI)
    tell(person, what="First")
    tell(person, what="Second", due_at=due)

    work(EIGHT)

    (letter,) = mail.outbox
    assert letter.to == [person.email]
    assert letter.subject == "2 messages from the NQI Portal"
    assert letter.body.startswith("Dear Gao Rui,")
    assert letter.body.index("1. First") < letter.body.index("2. Second")
    assert "1 December 2026, 08:00" in letter.body
    assert "https://portal.example.org/en/workbench/inbox/\n" in letter.body
    assert set(letter.extra_headers) == {"List-Unsubscribe", "List-Unsubscribe-Post"}


def test_what_was_read_on_the_site_is_not_repeated(db):
    person = reader()
    tell(person, what="读过")
    tell(person, what="没读")
    Notification.objects.order_by("pk").first().mark_read()

    work(EIGHT)

    assert "没读" in mail.outbox[0].body
    assert "读过" not in mail.outbox[0].body


def test_a_letter_of_nothing_is_not_sent(db):
    person = reader()
    tell(person)
    with time_machine.travel(EIGHT, tick=False):
        digest.call_digests()
    Notification.objects.get().mark_read()

    assert work(EIGHT) == 0
    assert mail.outbox == []
    assert Digest.objects.get().mailed_at is not None


def test_everybody_gets_their_own(db):
    one, other, closed = reader(), reader(), reader()
    tell(one, what="甲")
    tell(other, what="乙")
    tell(closed, what="丙")
    type(closed).objects.filter(pk=closed.pk).update(is_active=False)

    work(EIGHT)

    letters = {letter.to[0]: letter.body for letter in mail.outbox}
    assert set(letters) == {one.email, other.email}
    assert "甲!" in letters[one.email]
    assert "乙" not in letters[one.email]


def test_a_message_that_goes_at_once_is_not_in_it(db):
    person = UserFactory()
    tell(person)

    assert work(EIGHT) == 1
    assert mail.outbox[0].subject == "消息"
    assert not Digest.objects.exists()


# Once


def test_the_clock_may_strike_as_often_as_it_likes(db):
    tell(reader())

    sent = [work(EIGHT + timedelta(minutes=minute)) for minute in range(5)]

    assert sent == [1, 0, 0, 0, 0]
    assert Digest.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_it_once():
    people = [reader() for _person in range(6)]
    tell(*people)
    start = threading.Barrier(2)

    def worker():
        try:
            start.wait(5)
            digest.call_digests()
            delivery.deliver()
        finally:
            connection.close()

    threads = [threading.Thread(target=worker) for _worker in range(2)]
    with time_machine.travel(EIGHT, tick=False):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(
        person.email for person in people
    )


class Killed(BaseException):
    """As by a signal: nothing of ours catches it."""


@pytest.fixture
def killed_after_sending(monkeypatch):
    """The server took the letter; the worker was killed before it could say so."""
    send = locmem.EmailBackend.send_messages

    def send_and_die(self, messages):
        send(self, messages)
        raise Killed

    monkeypatch.setattr(locmem.EmailBackend, "send_messages", send_and_die)
    return lambda: monkeypatch.setattr(locmem.EmailBackend, "send_messages", send)


def test_a_worker_killed_half_way_leaves_it_to_the_next(killed_after_sending, db):
    tell(reader())
    with pytest.raises(Killed):
        work(EIGHT)
    killed_after_sending()

    # Nobody else takes it before the lease ends; then it comes again, once.
    early = work(EIGHT + delivery.LEASE - SECOND)
    late = [work(EIGHT + delivery.LEASE + n * SECOND) for n in (1, 2, 3)]

    assert (early, late) == (0, [1, 0, 0])
    assert len(mail.outbox) == 2
    assert Notification.objects.get().mailed_at is not None


def test_one_still_waiting_takes_the_next_days_messages_along(killed_after_sending, db):
    person = reader()
    tell(person, what="甲")
    with pytest.raises(Killed):
        work(EIGHT)
    killed_after_sending()
    tell(person, what="乙", at=EIGHT + timedelta(hours=1))

    next_day = EIGHT + timedelta(days=1)
    sent = [work(next_day + n * timedelta(minutes=1)) for n in range(3)]

    assert sent == [1, 0, 0]
    assert Digest.objects.count() == 1
    assert "甲!" in mail.outbox[-1].body
    assert "乙!" in mail.outbox[-1].body


def test_a_refused_letter_is_tried_again(monkeypatch, db):
    tell(reader())

    def refuse(self, messages):
        raise ConnectionResetError

    with monkeypatch.context() as patch:
        patch.setattr(locmem.EmailBackend, "send_messages", refuse)
        refused = work(EIGHT)
    again = work(EIGHT + timedelta(minutes=2))

    assert (refused, again) == (0, 1)


# No more


def test_its_link_ends_the_daily_letter_and_what_waits_for_it(client, db):
    person = reader()
    tell(person)
    work(EIGHT)
    link = mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>")
    tell(person, at=EIGHT)

    page = client.post(link.partition("8000")[2])

    assert page.status_code == 200
    assert preferences.ways_of(person) == {"tests.news": "site"}
    assert work(EIGHT + timedelta(days=1)) == 0


def test_what_one_no_longer_wants_leaves_the_next_letter(db):
    person = reader()
    tell(person)

    preferences.choose(person, {"tests.news": Way.SITE})

    assert work(EIGHT) == 0
    assert Notification.objects.get().way == "site"


# Half a year later


def test_what_was_read_half_a_year_ago_is_removed(stranger, client):
    now = timezone.now()
    ages = {"old": 181, "recent": 179}
    for what, days in ages.items():
        tell(stranger, what=what, at=now)
        read_at = now - timedelta(days=days)
        last = Notification.objects.order_by("-pk").first()
        Notification.objects.filter(pk=last.pk).update(read_at=read_at)
    tell(stranger, what="unread", at=now - timedelta(days=400))

    removed = clearing.clear_old()

    assert removed == 1
    left = [one.details["what"] for one in Notification.objects.order_by("pk")]
    assert left == ["recent", "unread"]
    client.force_login(stranger)
    assert client.get(reverse("inbox:list")).status_code == 200


def test_letters_to_addresses_without_an_account_go_as_well(institute):
    for age in (181, 179):
        events.write_to(
            "guest@example.org",
            "tests.news",
            institute,
            path="/",
            language="en",
            what="",
        )
        last = Notification.objects.order_by("-pk").first()
        mailed = timezone.now() - timedelta(days=age)
        Notification.objects.filter(pk=last.pk).update(mailed_at=mailed)

    assert clearing.clear_old() == 1
    assert Notification.objects.count() == 1


def test_it_is_done_once_a_day(stranger):
    def strike(at):
        tell(stranger, at=at - timedelta(days=200))
        Notification.objects.update(read_at=at - timedelta(days=190))
        with time_machine.travel(at, tick=False):
            return clearing.clear_daily()

    strikes = [EIGHT, EIGHT + timedelta(hours=15), EIGHT + timedelta(hours=17)]

    assert [strike(at) for at in strikes] == [1, 0, 2]
