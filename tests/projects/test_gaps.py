"""What an application still lacks, and where that is said."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from portal.models import Organisation
from projects.applications.editing import sections_of
from projects.applications.gaps import gaps_of, months
from projects.models import Indicator, TeamMember
from tests.factories.projects import TeamMemberFactory
from tests.projects.desk import address, autosave, milestones

pytestmark = pytest.mark.django_db


def names(application):
    application.refresh_from_db()
    return [name for name, _text in gaps_of(application)]


def test_what_is_complete_lacks_nothing(application):
    assert application.missing() == []


def test_a_fresh_draft_lacks_all_in_the_order_of_the_form(draft):
    draft.call.commitments_zh = "所填内容真实。"
    draft.call.save()

    assert names(draft) == [
        "title_en",
        "abstract_zh",
        "abstract_en",
        "topic",
        "starts",
        "ends",
        "team",
        "indicators",
        "milestones",
        "budget",
        "is_committed",
    ]


def test_every_gap_is_covered_by_exactly_one_section(draft):
    draft.call.commitments_zh = "所填内容真实。"
    draft.call.save()
    for name, _text in draft.missing():
        holding = [one.name for one in sections_of(draft) if name in one.covers]
        assert len(holding) == 1, name


@pytest.mark.parametrize(
    ("starts", "ends", "count"),
    [
        (date(2027, 1, 1), date(2027, 12, 31), 12),
        (date(2027, 1, 1), date(2028, 1, 1), 13),
        (date(2027, 1, 15), date(2027, 2, 14), 1),
        (date(2027, 3, 31), date(2029, 2, 28), 23),
    ],
)
def test_begun_months_are_counted(starts, ends, count):
    assert months(starts, ends) == count


@pytest.mark.parametrize(
    ("least", "most", "lacks"),
    [(None, None, []), (12, 24, []), (30, None, ["ends"]), (None, 12, ["ends"])],
)
def test_the_period_keeps_to_the_call(application, least, most, lacks):
    application.call.months_min, application.call.months_max = least, most
    application.call.save()

    assert names(application) == lacks


def test_there_is_one_leader(application):
    second = TeamMemberFactory(
        application=application,
        leader=True,
        email="a@example.org",
        status=TeamMember.Status.CONSENTED,
    )
    two = names(application)
    application.team.update(role="member")
    none = names(application)
    second.role = "leader"
    second.save()

    assert (two, none, names(application)) == (["team"], ["team"], [])


@pytest.mark.parametrize(
    ("asked", "given", "lacks"),
    [
        ({"lowest_degree": "doctor"}, {"degree": ""}, True),
        ({"lowest_degree": "doctor"}, {"degree": "master"}, True),
        ({"lowest_degree": "master"}, {"degree": "doctor"}, False),
        ({"max_age": 45}, {"birth_year": None}, True),
        ({"max_age": 45}, {"birth_year": 1950}, True),
        ({}, {"birth_year": None, "degree": ""}, False),
    ],
)
def test_the_leader_fits_the_call(application, asked, given, lacks):
    for record, values in ((application.call, asked), (application.team.get(), given)):
        for name, value in values.items():
            setattr(record, name, value)
        record.save()

    assert names(application) == (["team"] if lacks else [])


def test_age_counts_in_the_year_of_closing(application):
    leader, call = application.team.get(), application.call
    call.max_age = 45
    call.save()
    year = timezone.localtime(call.closes_at).year
    found = []
    for birth_year in (year - 45, year - 46):
        leader.birth_year = birth_year
        leader.save()
        found.append(names(application))

    assert found == [[], ["team"]]


@pytest.mark.parametrize("status", ["named", "invited", "declined"])
def test_everybody_of_the_team_consents_students_too(application, status):
    TeamMemberFactory(
        application=application,
        role="student",
        email="a@example.org",
        status=status,
        invited_at=timezone.now(),
    )

    assert names(application) == ["team"]


def test_nobody_works_for_no_months(application):
    application.team.update(person_months=0)

    assert names(application) == ["team"]


@pytest.mark.parametrize("field", ["target", "method"])
def test_an_indicator_has_a_target_and_says_how_it_is_checked(application, field):
    Indicator.objects.update(**{field: ""})

    assert names(application) == ["indicators"]


def test_a_milestone_lies_within_the_period(application):
    milestone = application.milestones.get()
    found = []
    for due in (
        application.starts,
        application.ends,
        application.ends + timedelta(days=1),
        None,
    ):
        milestone.due = due
        milestone.save()
        found.append(names(application))

    assert found == [[], [], ["milestones"], ["milestones"]]


def test_a_day_outside_the_period_is_said_beside_it_and_the_rest_is_kept(
    client, application, applicant
):
    application.milestones.all().delete()
    client.force_login(applicant)
    late = application.ends + timedelta(days=1)

    response = autosave(
        client, address(application, "plan"), milestones(application, late)
    )

    row = application.milestones.get()
    assert list(response.json()["errors"]) == ["id_milestones-0-due"]
    assert (row.title_zh, row.due) == ("节点0", None)


def test_the_organisation_is_of_a_kind_that_the_call_admits(application):
    application.call.organisation_kinds = ["university"]
    application.call.save()

    assert names(application) == ["organisation"]


def test_the_organisation_is_verified(application):
    Organisation.objects.filter(pk=application.organisation_id).update(status="claimed")

    assert names(application) == ["organisation"]


def test_a_bureau_exists_where_the_call_asks_for_one(application, request):
    application.call.endorsement = "both"
    application.call.save()
    without = names(application)
    request.getfixturevalue("bureau")

    assert (without, names(application)) == (["organisation"], [])


def test_commitments_are_asked_for_where_the_call_has_some(application):
    application.is_committed = False
    application.save()
    without = names(application)
    application.call.commitments_zh = "所填内容真实。"
    application.call.save()

    assert (without, names(application)) == ([], ["is_committed"])
