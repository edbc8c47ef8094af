"""By when: the page, and the address that calendar programs ask."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from django.utils.translation import get_language, override
from icalendar import Calendar
from wagtail import hooks

from portal.deadlines.calendars import calendar_of
from portal.deadlines.deadlines import Deadline, deadlines_of
from portal.models import CalendarAddress
from portal.organisations import joining
from tests.factories.accounts import UserFactory

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_ten_in_the_morning():
    with time_machine.travel(NOW, tick=False):
        yield


def entry(days=5, **given):
    url = f"/{get_language()}/calls/C1/"
    titles = {"zh-hans": "申报截止", "en": "Call closes"}
    usual = {"at": NOW + timedelta(days=days), "title": titles[get_language()]}
    return Deadline(**{**usual, "url": url, **given})


def saying(*makers):
    """An app that says these deadlines to everybody."""
    return hooks.register_temporarily(
        "deadlines", lambda user: [make() for make in makers]
    )


@pytest.fixture
def calendar_address(client, stranger):
    client.force_login(stranger)
    client.post(reverse("deadlines:address"))
    client.logout()
    return CalendarAddress.objects.get(user=stranger)


def feed(client, token, language="zh-hans"):
    with override(language):
        return client.get(reverse("calendar", args=[token]))


def events_in(response):
    return Calendar.from_ical(response.content).walk("VEVENT")


# The page


def test_the_page_shows_each_day_with_how_long_still(client, stranger):
    client.force_login(stranger)
    soon = NOW + timedelta(hours=5)

    with saying(entry, lambda: entry(at=soon, title="补正", detail="补齐附件")):
        page = client.get(reverse("deadlines:list"))

    shown = [(day, [one.title for one in group]) for day, group in page.context["days"]]
    assert shown == [
        (date(2026, 11, 24), ["补正"]),
        (date(2026, 11, 29), ["申报截止"]),
    ]
    assert "补齐附件" in page.text
    assert page.text.count('class="deadline soon"') == 1
    assert page.text.count('class="deadline open"') == 1


def test_the_day_is_shanghais(client, stranger):
    client.force_login(stranger)
    before, after = (datetime(2026, 11, 24, 15, 59, 59, tzinfo=UTC), NOW)
    after = before + timedelta(seconds=1)

    with saying(lambda: entry(at=before), lambda: entry(at=after)):
        page = client.get(reverse("deadlines:list"))

    days = [day for day, _group in page.context["days"]]
    assert days == [date(2026, 11, 24), date(2026, 11, 25)]


def test_without_deadlines_the_page_says_what_will_be_here(client, stranger):
    client.force_login(stranger)

    page = client.get(reverse("deadlines:list"))

    assert page.text.count('class="empty"') == 1
    assert page.context["address"] is None


def test_a_deadline_that_may_still_move_is_marked(client, stranger):
    client.force_login(stranger)
    texts = []
    for is_provisional in (False, True):
        with saying(lambda sure=is_provisional: entry(is_provisional=sure)):
            texts.append(client.get(reverse("deadlines:list")).text)

    assert [text.count("status-attention") for text in texts] == [0, 1]


def test_the_page_takes_the_same_queries_however_many(
    client, stranger, django_assert_max_num_queries
):
    client.force_login(stranger)
    taken = []

    for count in (1, 3):
        with (
            saying(*[lambda n=n: entry(key=str(n)) for n in range(count)]),
            django_assert_max_num_queries(12) as queries,
        ):
            page = client.get(reverse("deadlines:list"))
        shown = sum(len(group) for _day, group in page.context["days"])
        taken.append((shown, len(queries)))

    assert taken == [(1, taken[0][1]), (3, taken[0][1])]


def test_an_invitation_ends_and_is_a_deadline_of_whom_it_was_sent_to(
    institute, organisation_administrator, stranger, buyer
):
    invited = joining.invite(
        institute, email=stranger.email, role="member", by=organisation_administrator
    )

    assert [one.at for one in deadlines_of(stranger)] == [invited.lapses_at]
    assert deadlines_of(buyer) == []


def test_the_workbench_leads_there(client, stranger):
    client.force_login(stranger)

    page = client.get(reverse("workbench:home"))

    assert page.text.count(f'href="{reverse("deadlines:list")}"') == 2


# The calendar


def test_a_calendar_holds_each_deadline_in_utc_with_a_reminder(settings):
    settings.BASE_URL = "https://portal.example.org"

    at = datetime(2026, 11, 29, 10, 0, 59, 999999, tzinfo=ZoneInfo("Asia/Shanghai"))
    with override("en"):
        text = calendar_of([entry(at=at, detail="By 10:00")], "Deadlines")

    calendar = Calendar.from_ical(text)
    (event,) = calendar.walk("VEVENT")
    (alarm,) = event.walk("VALARM")
    lines = text.decode().split("\r\n")
    assert "DTSTART:20261129T020059Z" in lines
    assert "DTSTAMP:20261124T020000Z" in lines
    assert event["summary"] == "Call closes"
    assert event["description"] == "By 10:00"
    assert event["url"] == "https://portal.example.org/en/calls/C1/"
    assert alarm["trigger"].dt == timedelta(days=-1)
    assert calendar.walk("VTIMEZONE") == []
    assert calendar["x-wr-calname"] == "Deadlines"


def test_no_line_is_longer_than_the_standard_allows():
    text = calendar_of([entry(title="申报指南" * 60)], "名")

    assert max(len(line) for line in text.split(b"\r\n")) <= 75
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert event["summary"] == "申报指南" * 60


@pytest.mark.parametrize(
    "trick", ["a\r\nURL:https://evil.example", "a;b,c\\n\nEND:VEVENT"]
)
def test_a_title_never_becomes_a_line_of_its_own(trick):
    text = calendar_of([entry(title=trick)], "名")

    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert event["summary"].replace("\r\n", "\n") == trick.replace("\r\n", "\n")
    assert event["url"].endswith("/calls/C1/")
    assert "evil" not in event["url"]


def uids(text):
    return [str(event["uid"]) for event in Calendar.from_ical(text).walk("VEVENT")]


def test_an_entry_keeps_its_name_when_moved_and_in_the_other_language():
    with override("zh-hans"):
        first = calendar_of([entry()], "名")
    with override("en"):
        moved = calendar_of([entry(days=9, title="Later")], "Name")
    other = calendar_of([entry(key="opening")], "名")

    assert uids(first) == uids(moved)
    assert uids(first) != uids(other)


# Its address


def test_the_feed_needs_no_sign_in_and_speaks_the_language_of_its_address(
    client, calendar_address
):
    with saying(entry):
        chinese = feed(client, calendar_address.token)
        english = feed(client, calendar_address.token, "en")

    said = [
        [str(one["summary"]) for one in events_in(answer)]
        for answer in (chinese, english)
    ]
    assert said == [["申报截止"], ["Call closes"]]
    assert chinese["Content-Type"] == "text/calendar; charset=utf-8"
    assert chinese["Cache-Control"] == "private, no-cache"
    assert chinese["X-Robots-Tag"] == "noindex"
    assert not chinese.cookies


def test_the_address_is_long_and_each_persons_own(client, calendar_address):
    other = UserFactory()
    client.force_login(other)
    client.post(reverse("deadlines:address"))

    tokens = set(CalendarAddress.objects.values_list("token", flat=True))
    assert [len(token) for token in tokens] == [43, 43]


def test_the_page_shows_the_persons_address_and_nobody_elses(
    client, calendar_address, settings
):
    settings.BASE_URL = "https://portal.example.org"
    client.force_login(calendar_address.user)
    own = client.get(reverse("deadlines:list"))
    client.force_login(UserFactory())
    others = client.get(reverse("deadlines:list"))

    path = f"portal.example.org/zh-hans/calendar/{calendar_address.token}.ics"
    assert own.context["address"] == f"https://{path}"
    assert own.context["webcal"] == f"webcal://{path}"
    assert calendar_address.token not in others.text


def test_a_new_address_ends_the_old(client, calendar_address):
    client.force_login(calendar_address.user)
    client.post(reverse("deadlines:address"))
    client.logout()
    new = CalendarAddress.objects.get()

    assert feed(client, calendar_address.token).status_code == 404
    assert feed(client, new.token).status_code == 200


def test_a_link_alone_makes_no_address(client, stranger):
    client.force_login(stranger)

    assert client.get(reverse("deadlines:address")).status_code == 405
    assert not CalendarAddress.objects.exists()


@pytest.mark.parametrize("token", ["x", "A" * 43, "A" * 5000, "%00", "名"])
def test_an_unknown_address_is_not_there(client, calendar_address, token):
    response = client.get(f"/zh-hans/calendar/{token}.ics")

    assert response.status_code in (400, 404)


def test_a_closed_account_has_no_calendar(client, calendar_address):
    calendar_address.user.is_active = False
    calendar_address.user.save()

    assert feed(client, calendar_address.token).status_code == 404


def test_the_feed_holds_only_what_the_person_may_see_now(
    client, institute, organisation_administrator, calendar_address
):
    invited = joining.invite(
        institute,
        email=calendar_address.user.email,
        role="member",
        by=organisation_administrator,
    )
    during = len(events_in(feed(client, calendar_address.token)))
    invited.cancel(by=organisation_administrator)
    after = len(events_in(feed(client, calendar_address.token)))

    assert (during, after) == (1, 0)


def test_the_feed_takes_few_queries(
    client, calendar_address, django_assert_max_num_queries
):
    with saying(entry, entry), django_assert_max_num_queries(10):
        assert len(events_in(feed(client, calendar_address.token))) == 2


def test_search_engines_are_kept_from_calendars(client):
    assert "Disallow: /*/calendar/" in client.get("/robots.txt").text.split("\n")
