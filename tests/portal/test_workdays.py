"""Periods of days and working days, to the second, as the Civil Code counts them."""

import os
import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from portal.deadlines.holidays import announced_days, work_calendar
from portal.deadlines.workdays import ZONE, WorkCalendar, day_of, end_of, start_of

ANNOUNCED = WorkCalendar(
    {day: said.is_working_day for day, said in announced_days().items()}
)
WEEKENDS = WorkCalendar()
MICROSECOND = timedelta(microseconds=1)
# The days the notices cover, and a year beyond them.
days = st.dates(date(2004, 1, 1), date(2027, 12, 31))
counts = st.integers(0, 120)
moments = st.builds(
    lambda seconds, zone: datetime.fromtimestamp(seconds, zone),
    st.integers(1_072_886_400, 1_893_456_000),
    st.timezones(),
)
calendars = st.sampled_from([ANNOUNCED, WEEKENDS])


def shanghai(*parts):
    return datetime(*parts, tzinfo=ZONE)


# Which days are worked


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 9, 30), True),
        (date(2026, 10, 1), False),
        (date(2026, 10, 7), False),
        (date(2026, 10, 8), True),
        (date(2026, 10, 10), True),  # a Saturday, worked for National Day
        (date(2026, 10, 11), False),
        (date(2026, 9, 20), True),  # a Sunday
        (date(2026, 2, 14), True),  # a Saturday, worked for Spring Festival
        (date(2026, 2, 23), False),  # a Monday
    ],
)
def test_days_are_worked_as_the_notice_of_2026_says(day, worked):
    assert ANNOUNCED.is_workday(day) is worked


def test_the_notices_are_known_from_2004_to_2026():
    years = range(2000, 2030)

    assert [year for year in years if ANNOUNCED.is_seeded(year)] == [*range(2004, 2027)]


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), []),
        (date(2026, 12, 31), date(2027, 1, 1), [2027]),
        (date(2028, 5, 1), date(2026, 5, 1), [2027, 2028]),
    ],
)
def test_years_without_a_notice_are_named(first, last, years):
    assert ANNOUNCED.unseeded_years(first, last) == years


def test_new_years_day_alone_is_no_notice():
    assert not WorkCalendar({date(2027, 1, 1): False}).is_seeded(2027)


# Periods


@pytest.mark.parametrize(
    ("event", "n", "unit", "last"),
    [
        # The observed notice of the key programme: five days, the weekend among them.
        (shanghai(2021, 4, 19, 9), 5, "calendar", date(2021, 4, 24)),
        (shanghai(2026, 9, 30, 9), 1, "working", date(2026, 10, 8)),
        (shanghai(2026, 9, 30, 9), 3, "working", date(2026, 10, 10)),
        (shanghai(2026, 9, 30, 9), 4, "working", date(2026, 10, 12)),
        (shanghai(2026, 2, 13, 23, 59, 59), 2, "working", date(2026, 2, 24)),
        (shanghai(2024, 2, 28), 1, "calendar", date(2024, 2, 29)),
        (shanghai(2026, 5, 1), 0, "working", date(2026, 5, 1)),
        (shanghai(2026, 12, 31), 1, "working", date(2027, 1, 4)),  # off by law
    ],
)
def test_a_period_ends_with_its_last_day(event, n, unit, last):
    end = ANNOUNCED.end_of_period(event, n, unit)

    assert end == end_of(last)
    assert end + MICROSECOND == start_of(last + timedelta(days=1))


def test_the_last_second_is_in_time_and_midnight_is_too_late():
    end = ANNOUNCED.end_of_period(shanghai(2026, 11, 24, 10), 5, "working")
    answers = []
    for moment in (shanghai(2026, 12, 1, 23, 59, 59), shanghai(2026, 12, 2)):
        with time_machine.travel(moment, tick=False):
            now = timezone.now()
            answers.append((now < end, now <= end))

    assert answers == [(True, True), (False, False)]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 24, 15, 59, 59, tzinfo=UTC), date(2026, 11, 24)),
        (datetime(2026, 11, 24, 16, 0, 0, tzinfo=UTC), date(2026, 11, 25)),
    ],
)
def test_the_day_of_a_moment_is_shanghais(moment, day):
    assert day_of(moment) == day


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        ANNOUNCED.end_of_period(datetime(2026, 11, 24), 5)  # noqa: DTZ001


def test_an_unknown_unit_is_refused():
    with pytest.raises(ValueError, match="lunar"):
        ANNOUNCED.shift(date(2026, 11, 24), 5, "lunar")


@pytest.fixture
def machine_in(monkeypatch):
    """Move the whole process to another zone, and back."""

    def move(zone):
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    before = os.environ.get("TZ")
    yield move
    monkeypatch.undo()
    assert os.environ.get("TZ") == before
    time.tzset()


@pytest.mark.parametrize(
    "zone", ["UTC", "America/New_York", "Pacific/Kiritimati", "Asia/Shanghai"]
)
def test_the_zone_of_the_machine_changes_nothing(machine_in, zone):
    machine_in(zone)

    with time_machine.travel(datetime(2026, 11, 2, 16, 30, tzinfo=UTC), tick=False):
        end = ANNOUNCED.end_of_period(timezone.now(), 5, "working")

    assert end == datetime(2026, 11, 10, 15, 59, 59, 999999, tzinfo=UTC)


@pytest.mark.parametrize("hour", range(0, 24, 3))
def test_daylight_saving_where_the_visitor_is_changes_nothing(hour):
    """In New York 1 November 2026 has 25 hours, 8 March 23."""
    new_york = ZoneInfo("America/New_York")
    for day in (date(2026, 11, 1), date(2026, 3, 8)):
        event = datetime(day.year, day.month, day.day, hour, 30, tzinfo=new_york)
        same = event.astimezone(UTC)

        with timezone.override(new_york):
            end = ANNOUNCED.end_of_period(event, 10, "working")

        assert end == ANNOUNCED.end_of_period(same, 10, "working")
        assert end.astimezone(ZONE).time() == end_of(day).time()


# Whatever the days


@given(calendars, days, counts)
def test_so_many_working_days_later_there_are_so_many_between(calendar, day, n):
    later = calendar.shift(day, n, "working")

    assert calendar.workdays_between(day, later) == n
    assert n == 0 or calendar.is_workday(later)


@given(calendars, days, counts, counts)
def test_two_periods_one_after_the_other_are_one(calendar, day, one, other):
    in_two = calendar.shift(calendar.shift(day, one, "working"), other, "working")

    assert in_two == calendar.shift(day, one + other, "working")


@given(calendars, days, counts)
def test_back_again_from_a_worked_day(calendar, day, n):
    first = calendar.workday_on_or_after(day)

    assert calendar.shift(calendar.shift(first, n, "working"), -n, "working") == first


@given(days, counts)
def test_a_period_of_working_days_is_never_shorter(day, n):
    event = start_of(day)

    working = ANNOUNCED.end_of_period(event, n, "working")

    assert working >= ANNOUNCED.end_of_period(event, n, "calendar")


@given(moments, counts)
def test_a_period_ends_at_the_end_of_a_day_of_shanghai(event, n):
    end = WEEKENDS.end_of_period(event, n, "calendar").astimezone(ZONE)

    assert end == end_of(event.astimezone(ZONE).date() + timedelta(days=n))
    assert end > event


@given(days)
def test_the_next_worked_day_is_the_first_one(day):
    found = ANNOUNCED.workday_on_or_after(day)

    assert ANNOUNCED.is_workday(found)
    assert ANNOUNCED.workdays_between(day - timedelta(days=1), found) == 1


# The table


def test_the_table_says_what_the_notices_say(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        calendar = work_calendar()

    assert calendar == ANNOUNCED
