"""Calls for programs: the calendar, the feed, the API."""

from datetime import UTC
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from icalendar import Calendar

from projects.models import Call
from tests.factories.projects import CallFactory
from tests.projects.phases import ahead, named

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def test_the_calendar_has_an_event_for_each_date(client, programme):
    call = CallFactory(programme=programme, with_bureau=True)

    response = client.get(reverse("calls:calendar", args=[call.number]))
    events = Calendar.from_ical(response.content).walk("VEVENT")

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert len({str(event["UID"]) for event in events}) == 4
    starts = sorted(event["DTSTART"].dt for event in events)
    assert starts[:2] == [
        moment.astimezone(UTC).replace(microsecond=0)
        for moment in (call.opens_at, call.closes_at)
    ]


def test_of_a_cancelled_call_nothing_is_left_in_the_calendar(client, programme):
    call = CallFactory(programme=programme, status=Call.Status.CANCELLED)

    response = client.get(reverse("calls:calendar", args=[call.number]))

    assert Calendar.from_ical(response.content).walk("VEVENT") == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_feed_has_the_newest_public_calls_in_its_language(
    client, programme, phases, language
):
    newest = CallFactory(
        programme=programme,
        title_zh="最新通知",
        title_en="Newest call",
        published_at=timezone.now(),
    )
    Call.objects.exclude(pk=newest.pk).update(published_at=ahead(days=-5))
    Call.objects.filter(status="draft").update(published_at=None)

    with override(language):
        response = client.get(reverse("calls:feed"))
    feed = ElementTree.fromstring(response.content)
    entries = feed.findall(f"{ATOM}entry")

    assert response["Content-Type"].startswith("application/atom+xml")
    assert feed.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == language
    assert len(entries) == 8
    titles = [entry.findtext(f"{ATOM}title") for entry in entries]
    assert titles[0] == ("最新通知" if language == "zh-hans" else "Newest call")
    assert phases["draft"].title_zh not in "".join(titles)
    link = entries[0].find(f"{ATOM}link").attrib["href"]
    assert link == f"http://testserver/{language}/calls/{newest.number}/"


def test_an_empty_feed_is_a_feed(client):
    feed = ElementTree.fromstring(client.get(reverse("calls:feed")).content)

    assert feed.findall(f"{ATOM}entry") == []


def test_the_feed_takes_few_queries(client, phases, django_assert_num_queries):
    Call.objects.update(published_at=timezone.now())

    with django_assert_num_queries(1):
        client.get(reverse("calls:feed"))


def test_the_api_lists_public_calls_as_the_page_does(client, phases):
    answer = client.get("/api/v1/calls", {"phase": "open"}).json()
    everything = client.get("/api/v1/calls").json()

    assert answer["total"] == 2
    assert named(phases, [one["number"] for one in answer["calls"]]) == [
        "closes-soon",
        "closes-later",
    ]
    assert {one["phase"] for one in answer["calls"]} == {"open"}
    assert phases["draft"].number not in {one["number"] for one in everything["calls"]}
    assert everything["total"] == 7


def test_the_api_gives_one_call_with_its_topics_and_dates(client, programme):
    call = CallFactory(programme=programme, with_bureau=True, topics=2)

    answer = client.get(f"/api/v1/calls/{call.number}").json()

    assert answer["title_en"] == call.title_en
    assert [one["what"] for one in answer["dates"]] == [
        "opens",
        "closes",
        "institution",
        "bureau",
    ]
    assert len(answer["topics"]) == 2
    assert answer["url"].endswith(f"/calls/{call.number}/")
    assert not {"created_by", "quotas", "late_submitters"} & set(answer)


@pytest.mark.parametrize("count", [1, 3])
def test_the_api_takes_the_same_queries_however_long(
    client, count, django_assert_num_queries
):
    for _turn in range(count):
        CallFactory()

    with django_assert_num_queries(3):
        answer = client.get("/api/v1/calls").json()

    assert len(answer["calls"]) == count
