"""The table of holidays: it comes with the site, officers add each year's notice."""

from datetime import UTC, date, datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from portal.deadlines.holidays import load_holidays, work_calendar
from portal.models import Holiday


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(datetime(2026, 11, 24, 2, tzinfo=UTC), tick=False):
        yield


# Loading


def test_loading_again_changes_nothing(db):
    before = list(Holiday.objects.values())

    outcome = load_holidays()

    assert (outcome.added, outcome.changed) == (0, 0)
    assert outcome.unchanged == len(before) == 771
    assert list(Holiday.objects.values()) == before


def test_what_an_officer_corrected_or_entered_stays(db):
    here = Holiday.Origin.HERE
    day = Holiday.objects.filter(day=date(2026, 10, 7))
    day.update(is_working_day=True, origin=here)
    Holiday.objects.create(day=date(2027, 10, 1), name_zh="国庆节", origin=here)

    load_holidays()

    calendar = work_calendar()
    assert calendar.is_workday(date(2026, 10, 7))
    assert calendar.is_seeded(2027)


def test_what_came_with_the_site_is_refreshed(db):
    Holiday.objects.filter(day=date(2026, 10, 7)).update(is_working_day=True)
    Holiday.objects.filter(day=date(2026, 10, 6)).delete()

    outcome = load_holidays()

    assert (outcome.added, outcome.changed) == (1, 1)
    assert not work_calendar().is_workday(date(2026, 10, 7))


def test_a_trial_run_changes_nothing(db):
    Holiday.objects.filter(day=date(2026, 10, 7)).delete()

    said = StringIO()
    call_command("load_vocabularies", dry_run=True, stdout=said)

    assert "holidays: 1 added, 0 changed, 770 as before, 0 ended" in said.getvalue()
    assert not Holiday.objects.filter(day=date(2026, 10, 7)).exists()


# In the admin


def form_of(day, **changed):
    return {"day": day, "name_zh": "国庆节", "name_en": "National Day", **changed}


def test_an_officer_enters_the_next_years_notice(client, officer):
    client.force_login(officer)
    warned = client.get(reverse("admin-holidays:index")).text

    client.post(reverse("admin-holidays:add"), form_of("2027-10-01"))

    holiday = Holiday.objects.get(day=date(2027, 10, 1))
    assert (holiday.origin, holiday.is_working_day) == ("here", False)
    assert "2027" in warned
    assert "国务院" in warned or "State Council" in warned
    calm = client.get(reverse("admin-holidays:index")).text
    assert "国务院" not in calm
    assert "State Council" not in calm


def test_an_officers_correction_is_marked_as_such_and_moves_no_day(client, officer):
    holiday = Holiday.objects.get(day=date(2026, 10, 7))
    client.force_login(officer)

    client.post(
        reverse("admin-holidays:edit", args=[holiday.pk]),
        form_of("2026-12-24", is_working_day="on"),
    )

    holiday.refresh_from_db()
    assert holiday.day == date(2026, 10, 7)
    assert (holiday.origin, holiday.is_working_day) == ("here", True)


def test_only_what_was_entered_here_can_be_deleted(client, officer):
    shipped = Holiday.objects.get(day=date(2026, 10, 7))
    own = Holiday.objects.create(day=date(2027, 10, 1), name_zh="国庆节")
    client.force_login(officer)

    answers = [
        client.post(reverse("admin-holidays:delete", args=[one.pk])).status_code
        for one in (shipped, own)
    ]

    assert answers == [404, 302]
    assert list(Holiday.objects.filter(pk__in=[shipped.pk, own.pk])) == [shipped]


def test_the_list_filters_by_year(client, officer):
    client.force_login(officer)

    page = client.get(reverse("admin-holidays:index"), {"year": "2026"})

    assert {one.day.year for one in page.context["object_list"]} == {2026}


def test_before_november_nobody_is_asked_for_the_next_year(client, officer):
    with time_machine.travel(datetime(2026, 10, 31, 2, tzinfo=UTC), tick=False):
        client.force_login(officer)
        page = client.get(reverse("admin-holidays:index")).text

    assert "2027" not in page
