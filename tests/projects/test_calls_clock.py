"""A call opens and closes by the clock alone, to the second, in every zone."""

import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.users.models import UserProfile

from projects.models import Application, Call
from search.models import IndexTask
from tests.factories.projects import ApplicationFactory, CallFactory

pytestmark = pytest.mark.django_db

SHANGHAI = ZoneInfo("Asia/Shanghai")
OPENS = datetime(2026, 11, 1, 9, 0, tzinfo=SHANGHAI)
CLOSES = datetime(2026, 12, 1, 17, 0, tzinfo=SHANGHAI)
SECOND = timedelta(seconds=1)
INSTANT = timedelta(microseconds=1)


@pytest.fixture
def call(programme):
    return CallFactory(programme=programme, opens_at=OPENS, closes_at=CLOSES)


@pytest.fixture
def application(call, institute, applicant):
    return ApplicationFactory(
        call=call, organisation=institute, created_by=applicant, complete=True
    )


def sets():
    names = ("announced", "open", "closed")
    return [name for name in names if getattr(Call.objects, name)().exists()]


@pytest.mark.parametrize(
    ("moment", "phase"),
    [
        (OPENS - SECOND, "announced"),
        (OPENS - INSTANT, "announced"),
        (OPENS, "open"),
        (OPENS + SECOND, "open"),
        (CLOSES - SECOND, "open"),
        (CLOSES - INSTANT, "open"),
        (CLOSES, "closed"),
        (CLOSES + SECOND, "closed"),
    ],
)
def test_the_phase_changes_at_the_very_second(time_machine, call, moment, phase):
    time_machine.move_to(moment, tick=False)

    assert call.phase == phase
    assert call.is_open == (phase == "open")
    assert sets() == [phase]


@pytest.mark.parametrize(
    ("moment", "may_apply"),
    [
        (OPENS - SECOND, False),
        (OPENS, True),
        (CLOSES - SECOND, True),
        (CLOSES, False),
    ],
)
def test_the_page_offers_to_apply_while_the_call_is_open(
    client, time_machine, call, moment, may_apply
):
    time_machine.move_to(moment, tick=False)

    response = client.get(call.get_absolute_url())

    assert (response.context["why_not"] == "") == may_apply
    assert (f"?call={call.number}" in response.content.decode()) == may_apply


def test_the_page_counts_down_by_the_clock_of_the_server(client, time_machine, call):
    time_machine.move_to(CLOSES - timedelta(hours=2), tick=False)

    page = client.get(call.get_absolute_url()).content.decode()

    assert f'data-countdown="{int(CLOSES.timestamp())}"' in page
    assert f'data-now="{int(CLOSES.timestamp()) - 7200}"' in page
    assert "2026年12月1日 17:00（北京时间）" in page


@pytest.mark.parametrize(
    ("before", "text"),
    [
        (timedelta(days=9), "Opens in 9 days"),
        (timedelta(days=1), "Opens in 1 day"),
        (SECOND, "Opens within a day"),
    ],
)
def test_before_the_opening_it_says_when_one_may_apply_not_what_is_left(
    client, time_machine, call, before, text
):
    time_machine.move_to(OPENS - before, tick=False)

    with override("en"):
        page = client.get(call.get_absolute_url()).text

    countdown = BeautifulSoup(page, "html.parser").find(class_="countdown")
    assert countdown.find(class_="left").text == text
    assert countdown["data-many"] == "Opens in {days} days {time}"


def test_nothing_is_stored_when_it_opens_and_closes(client, time_machine, call):
    before = Call.objects.values().get(pk=call.pk)
    IndexTask.objects.all().delete()

    for moment in (OPENS - SECOND, OPENS, CLOSES - SECOND, CLOSES):
        time_machine.move_to(moment, tick=False)
        client.get(call.get_absolute_url())

    assert Call.objects.values().get(pk=call.pk) == before
    assert not IndexTask.objects.exists()


def test_submitting_in_the_last_second_is_in_time_and_at_closing_too_late(
    time_machine, call, application, institute, applicant
):
    late = ApplicationFactory(
        call=call, organisation=institute, created_by=applicant, complete=True
    )
    time_machine.move_to(CLOSES - SECOND, tick=False)
    application.submit(by=applicant)
    time_machine.move_to(CLOSES, tick=False)

    with pytest.raises(ValidationError):
        late.submit(by=applicant)

    application.refresh_from_db()
    late.refresh_from_db()
    assert application.submitted_at == CLOSES - SECOND
    assert late.status == Application.Status.DRAFT


def test_only_the_person_named_may_submit_later_and_only_until_then(
    time_machine, call, application, applicant, institute, stranger, programme_officer
):
    until = CLOSES + timedelta(days=2)
    time_machine.move_to(CLOSES + timedelta(hours=1), tick=False)
    call.admit_late(
        by=programme_officer, person=applicant.email, until=until, reason="断网"
    )

    assert call.takes_from(applicant)
    assert not call.takes_from(stranger)
    time_machine.move_to(until - SECOND, tick=False)
    assert call.takes_from(applicant)
    application.submit(by=applicant)
    time_machine.move_to(until, tick=False)
    assert not call.takes_from(applicant)

    second = ApplicationFactory(
        call=call, organisation=institute, created_by=applicant, complete=True
    )
    with pytest.raises(ValidationError):
        second.submit(by=applicant)


def test_the_page_tells_the_person_named_alone(
    client, time_machine, call, applicant, stranger, programme_officer
):
    until = CLOSES + timedelta(days=2)
    time_machine.move_to(CLOSES + timedelta(hours=1), tick=False)
    call.admit_late(
        by=programme_officer, person=applicant.email, until=until, reason="断网"
    )

    told = {}
    for person in (None, stranger, applicant):
        client.logout()
        if person:
            client.force_login(person)
        response = client.get(call.get_absolute_url())
        told[person] = response.context["longer"]

    assert told == {None: None, stranger: None, applicant: until}


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Berlin", "UTC"])
@pytest.mark.parametrize(
    "gap",
    [
        datetime(2026, 3, 8, 7, 0, tzinfo=UTC),  # New York springs forward
        datetime(2026, 10, 25, 1, 0, tzinfo=UTC),  # Berlin falls back
        datetime(2026, 11, 1, 6, 0, tzinfo=UTC),  # New York falls back
    ],
)
def test_the_zone_of_the_machine_changes_nothing(
    client, monkeypatch, time_machine, programme, zone, gap
):
    call = CallFactory(
        programme=programme, opens_at=gap - timedelta(days=1), closes_at=gap
    )
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        phases = []
        for moment in (gap - SECOND, gap, gap + timedelta(hours=1)):
            time_machine.move_to(moment, tick=False)
            phases.append(str(call.phase))
        page = client.get(call.get_absolute_url()).content.decode()
    finally:
        monkeypatch.undo()
        time.tzset()

    assert phases == ["open", "closed", "closed"]
    assert gap.astimezone(SHANGHAI).strftime("%H:%M（北京时间）") in page


@pytest.mark.parametrize("zone", ["America/New_York", "UTC"])
def test_an_officer_enters_times_of_shanghai_in_whatever_zone_he_sits(
    client, programme_officer, programme, zone
):
    call = CallFactory(
        programme=programme, draft=True, opens_at=OPENS, closes_at=CLOSES
    )
    profile = UserProfile.get_for_user(programme_officer)
    profile.current_time_zone = zone
    profile.save()
    client.force_login(programme_officer)

    page = client.get(reverse("admin-calls:edit", args=[call.pk]))
    form = page.context["form"]
    shown = str(form["closes_at"])

    assert 'value="2026-12-01 17:00"' in shown
    field = form.fields["closes_at"]
    with timezone.override(zone):
        assert field.clean("2026-12-01 18:30") == CLOSES + timedelta(minutes=90)
