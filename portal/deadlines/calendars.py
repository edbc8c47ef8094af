"""Deadlines as iCalendar (RFC 5545), for the calendar programs of people."""

import re
from collections.abc import Iterable
from datetime import UTC, timedelta
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from icalendar import Alarm, Calendar, Event

from portal.deadlines.deadlines import Deadline

CONTENT_TYPE = "text/calendar; charset=utf-8"
LANGUAGE_PREFIX = re.compile(r"^/[a-z-]+/")
A_DAY_BEFORE = timedelta(days=-1)
ASK_AGAIN = timedelta(hours=6)


def calendar_of(entries: Iterable[Deadline], name: str) -> bytes:
    """The text of an .ics file: an event a deadline, in UTC, with a reminder."""
    calendar = Calendar()
    calendar.add("prodid", "-//NQI Portal//Deadlines//")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for entry in entries:
        calendar.add_component(event_of(entry))
    return calendar.to_ical()


def event_of(entry: Deadline) -> Event:
    """A moment, not a span: it takes nobody's time, so that one stays free."""
    event = Event()
    event.add("uid", uid_of(entry))
    event.add("dtstamp", timezone.now().astimezone(UTC))
    event.add("dtstart", entry.at.astimezone(UTC).replace(microsecond=0))
    event.add("summary", entry.title)
    if entry.detail:
        event.add("description", entry.detail)
    event.add("url", settings.BASE_URL + entry.url)
    event.add("transp", "TRANSPARENT")
    event.add_component(reminder(entry))
    return event


def reminder(entry: Deadline) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", entry.title)
    alarm.add("trigger", A_DAY_BEFORE)
    return alarm


def uid_of(entry: Deadline) -> str:
    """The same for ever and in every language, wherever the deadline is moved."""
    page = LANGUAGE_PREFIX.sub("/", entry.url)
    return f"{uuid5(NAMESPACE_URL, f'{page}#{entry.key}')}@{site_name()}"


def site_name() -> str:
    return urlsplit(settings.BASE_URL).hostname or "localhost"


def calendar_response(
    entries: Iterable[Deadline], name: str, filename: str
) -> HttpResponse:
    response = HttpResponse(calendar_of(entries, name), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'inline; filename="{filename}"'
    return response
