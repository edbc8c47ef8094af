"""Arithmetic of periods, in days and working days of the People's Republic.

As the Civil Code counts (articles 201 and 203): the day of the event does not
count, the first day is the next one, and the last day ends at 24:00. That end is
given here as the last microsecond of the last day: a page then shows the right
date with 23:59, a second before midnight is in time and midnight is too late,
whether one asks `now < end` or `now <= end`.

Days are those of Asia/Shanghai, whatever the zone of the machine or the visitor.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
ONE_DAY = timedelta(days=1)
SATURDAY = 5

Unit = Literal["calendar", "working"]


def day_of(moment: datetime) -> date:
    """The day that it is in Shanghai at a moment; one without a zone is refused."""
    if moment.tzinfo is None:
        raise ValueError("A moment without a time zone belongs to no day.")
    return moment.astimezone(ZONE).date()


def start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=ZONE)


def end_of(day: date) -> datetime:
    return datetime.combine(day, time.max, tzinfo=ZONE)


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked: the weekdays, but for the days that the notices name.

    `exceptions` says of each such day whether it is worked. In a year without its
    notice the holidays that the law itself sets to a date are days off.
    """

    BY_LAW = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))

    exceptions: Mapping[date, bool] = field(default_factory=dict)

    def is_workday(self, day: date) -> bool:
        named = self.exceptions.get(day)
        if named is not None:
            return named
        by_law = (day.month, day.day) in self.BY_LAW and not self.is_seeded(day.year)
        return day.weekday() < SATURDAY and not by_law

    def is_seeded(self, year: int) -> bool:
        """Whether the notice of a year is here: National Day, its last, is a day off."""
        return self.exceptions.get(date(year, 10, 1)) is False

    def unseeded_years(self, first: date, last: date) -> list[int]:
        """The years between two days in which only the weekends are known."""
        first, last = sorted((first, last))
        return [
            year
            for year in range(first.year, last.year + 1)
            if not self.is_seeded(year)
        ]

    def shift(self, day: date, days: int, unit: Unit = "calendar") -> date:
        """So many days later, or earlier where `days` is negative."""
        if unit == "calendar":
            return day + timedelta(days=days)
        if unit != "working":
            raise ValueError(unit)
        step = ONE_DAY if days > 0 else -ONE_DAY
        left = abs(days)
        while left:
            day += step
            left -= self.is_workday(day)
        return day

    def end_of_period(
        self, event: datetime, days: int, unit: Unit = "calendar"
    ) -> datetime:
        """When a period of so many days ends that an event sets going."""
        return end_of(self.shift(day_of(event), days, unit))

    def workdays_between(self, first: date, last: date) -> int:
        """How many working days there are after `first`, up to and with `last`."""
        span = range(1, (last - first).days + 1)
        return sum(self.is_workday(first + timedelta(days=n)) for n in span)

    def workday_on_or_after(self, day: date) -> date:
        """For a last day that is a day off: the period then ends on the next worked."""
        while not self.is_workday(day):
            day += ONE_DAY
        return day
