"""The table of holidays: filled from a package, corrected by officers, read whole."""

from dataclasses import dataclass
from datetime import date

from chinese_calendar import constants as notices

from portal.deadlines.models import Holiday
from portal.deadlines.workdays import WorkCalendar
from portal.vocabularies.loading import Outcome, one_loader_at_a_time

CHINESE = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利七十周年纪念日",
}
ENGLISH = {
    "Mid-autumn Festival": "Mid-Autumn Festival",
    "Anti-Fascist 70th Day": "70th anniversary of the end of the war",
}


def work_calendar() -> WorkCalendar:
    """What the table knows now, in one query."""
    days = Holiday.objects.order_by().values_list("day", "is_working_day")
    return WorkCalendar(dict(days))


@dataclass(frozen=True)
class Announced:
    """What the package says of a day."""

    name_zh: str
    name_en: str
    is_working_day: bool


def announced_days() -> dict[date, Announced]:
    days = {}
    for named, is_working_day in ((notices.holidays, False), (notices.workdays, True)):
        for day, name in named.items():
            chinese, english = CHINESE.get(name, name), ENGLISH.get(name, name)
            days[day] = Announced(chinese, english, is_working_day)
    return days


def load_holidays(*, dry_run: bool = False) -> Outcome:
    """Bring in the days of the package; what an officer entered or changed stays."""
    with one_loader_at_a_time(dry_run):
        known = Holiday.objects.in_bulk(field_name="day")
        new, changed, unchanged = [], [], 0
        for day, said in announced_days().items():
            holiday = known.get(day)
            if holiday is None:
                shipped = Holiday.Origin.SHIPPED
                new.append(Holiday(day=day, origin=shipped, **vars(said)))
            elif holiday.origin == Holiday.Origin.HERE or is_as_said(holiday, said):
                unchanged += 1
            else:
                for name, value in vars(said).items():
                    setattr(holiday, name, value)
                changed.append(holiday)
        Holiday.objects.bulk_create(new)
        Holiday.objects.bulk_update(changed, [*Announced.__dataclass_fields__])
    return Outcome("holidays", len(new), len(changed), unchanged)


def is_as_said(holiday: Holiday, said: Announced) -> bool:
    return all(getattr(holiday, name) == value for name, value in vars(said).items())
