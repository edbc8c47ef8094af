"""The applicant's desk: who comes in, what is listed, what is saved and submitted."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from projects.models import Application
from tests.factories.accounts import MembershipFactory, OrganisationFactory
from tests.factories.projects import (
    ApplicationFactory,
    CallFactory,
    TeamMemberFactory,
)
from tests.projects.desk import address, autosave, basics

pytestmark = pytest.mark.django_db
Status = Application.Status
PARTS = [
    (),
    ("check",),
    ("basics",),
    ("team",),
    ("partners",),
    ("indicators",),
    ("plan",),
    ("budget",),
    ("files",),
    ("steps", "withdraw"),
    ("steps", "submit"),
]


# Who may come in


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("person", ["applicant", "writing_member"])
def test_author_and_writing_member_see_every_page(
    client, request, application, part, person
):
    client.force_login(request.getfixturevalue(person))
    answers = {200}
    if person == "writing_member" and "steps" in part:
        answers = {302}  # the applicant alone submits and withdraws

    assert client.get(address(application, *part)).status_code in answers


@pytest.mark.parametrize("part", [*PARTS, ("read",)])
@pytest.mark.parametrize(
    "person",
    [
        "stranger",
        "buyer",
        "editor",
        "second_applicant",
        "office",
        "bureau_office",
        "programme_officer",
        "other_officer",
    ],
)
def test_nobody_else_finds_a_draft(client, request, application, part, person):
    client.force_login(request.getfixturevalue(person))

    assert client.get(address(application, *part)).status_code == 404


@pytest.mark.parametrize("part", [("basics",), ("steps", "submit")])
@pytest.mark.parametrize(
    "person", ["stranger", "second_applicant", "office", "programme_officer"]
)
def test_nobody_else_changes_it(client, request, application, part, person):
    client.force_login(request.getfixturevalue(person))

    response = client.post(
        address(application, *part), basics(application, title_zh="x")
    )

    assert response.status_code == 404
    before = application.title_zh
    application.refresh_from_db()
    assert (application.title_zh, application.status) == (before, Status.DRAFT)


def test_an_author_who_left_the_organisation_sees_it_no_more(
    client, application, applicant
):
    applicant.memberships.update(status="ended")
    client.force_login(applicant)

    assert client.get(address(application, "read")).status_code == 404
    assert client.post(address(application, "steps", "submit")).status_code == 404


def test_nobody_comes_in_without_signing_in(client, application):
    for part in ((), ("basics",), ("read",)):
        response = client.get(address(application, *part))
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/login/")


def test_others_read_it_when_it_reached_them(
    client, application, applicant, office, programme_officer, other_officer
):
    region = OrganisationFactory(kind="government").region
    other_office = MembershipFactory(office=True).user
    other_bureau = MembershipFactory(
        office=True, organisation__kind="government", organisation__region=region
    ).user
    application.submit(by=applicant)
    readers = {}
    for step in (None, application.endorse):
        if step:
            step(by=office)
        for person in (
            applicant,
            office,
            programme_officer,
            other_officer,
            other_office,
            other_bureau,
        ):
            client.force_login(person)
            code = client.get(application.get_absolute_url()).status_code
            readers.setdefault(person, []).append(code)

    assert readers == {
        applicant: [200, 200],
        office: [200, 200],
        programme_officer: [404, 200],
        other_officer: [404, 404],
        other_office: [404, 404],
        other_bureau: [404, 404],
    }


def test_what_is_changed_after_a_return_is_the_teams_own(
    client, application, applicant, office
):
    application.submit(by=applicant)
    application.send_back(by=office, reason="请补充摘要")
    client.force_login(applicant)
    autosave(
        client, address(application, "basics"), basics(application, title_zh="改后标题")
    )
    seen = {}
    for person in (applicant, office):
        client.force_login(person)
        response = client.get(application.get_absolute_url())
        sections = response.context["document"]
        seen[person] = "改后标题" in str([section.parts for section in sections])

    assert seen == {applicant: True, office: False}


# The list


def test_the_list_holds_what_one_writes_and_where_one_is_in_the_team(
    client, application, applicant, member, colleague, second_applicant, office
):
    ApplicationFactory()
    seen = {}
    for person in (applicant, colleague, second_applicant, office):
        client.force_login(person)
        records = client.get(reverse("applications:list")).context["records"]
        seen[person] = list(records)
    member.consent(by=colleague)
    client.force_login(colleague)
    [record] = client.get(reverse("applications:list")).context["records"]

    assert seen == {
        applicant: [application],
        colleague: [],
        second_applicant: [],
        office: [],
    }
    assert (record, record.may_be_written) == (application, False)


@pytest.mark.parametrize("with_bureau", [False, True])
def test_the_list_takes_the_same_queries_however_long(
    client, applicant, institute, programme, bureau, with_bureau
):
    client.force_login(applicant)
    call = CallFactory(programme=programme, with_bureau=with_bureau)
    taken = []
    for count in (1, 2):
        ApplicationFactory.create_batch(
            count,
            call=call,
            organisation=institute,
            created_by=applicant,
            complete=True,
        )
        with CaptureQueriesContext(connection) as queries:
            response = client.get(reverse("applications:list"))
        taken.append((len(response.context["records"]), len(queries)))

    (one, few), (three, same) = taken
    assert (one, three) == (1, 3)
    assert few == same <= 15 + with_bureau, [query["sql"][:150] for query in queries]


def test_the_list_says_what_is_missing(client, application, draft, applicant):
    client.force_login(applicant)

    records = client.get(reverse("applications:list")).context["records"]

    assert {record.number: record.gap_count for record in records} == {
        application.number: 0,
        draft.number: len(draft.missing()),
    }


def test_the_record_takes_the_same_queries_however_much_it_holds(
    client, application, applicant
):
    client.force_login(applicant)
    taken = []
    for count in (0, 3):
        TeamMemberFactory.create_batch(count, application=application)
        with CaptureQueriesContext(connection) as queries:
            client.get(address(application))
        taken.append(len(queries))

    assert taken[0] == taken[1] <= 15, [query["sql"][:150] for query in queries]


def test_the_reading_page_takes_the_same_queries(
    client, application, applicant, office, programme_officer
):
    application.submit(by=applicant)
    application.endorse(by=office)
    client.force_login(programme_officer)
    taken = []
    for count in (0, 3):
        TeamMemberFactory.create_batch(count, application=application)
        with CaptureQueriesContext(connection) as queries:
            client.get(application.get_absolute_url())
        taken.append(len(queries))

    assert taken[0] == taken[1] <= 15, [query["sql"][:150] for query in queries]
