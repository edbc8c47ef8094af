"""Applications as JSON: what a person sees on pages, and nothing else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.applications.submitting import keep_submission
from projects.models import Application
from tests.factories.projects import ApplicationFactory

pytestmark = pytest.mark.django_db
LIST = "/api/v1/applications"


def numbers(client, **query):
    response = client.get(LIST, query)
    assert response.status_code == 200
    return [one["number"] for one in response.json()["applications"]]


def test_the_anonymous_are_told_to_sign_in(client, application):
    assert client.get(LIST).status_code == 401
    assert client.get(f"{LIST}/{application.number}").status_code == 401


def test_each_sees_what_reached_him(
    client, application, applicant, office, programme_officer
):
    def who_sees():
        seen = {}
        for name, person in people.items():
            client.force_login(person)
            one = client.get(f"{LIST}/{application.number}").status_code
            seen[name] = (numbers(client) == [application.number], one)
        return {name for name, answer in seen.items() if answer == (True, 200)}, {
            name for name, answer in seen.items() if answer == (False, 404)
        }

    people = {
        "applicant": applicant,
        "office": office,
        "officer": programme_officer,
    }
    assert who_sees() == ({"applicant"}, {"office", "officer"})
    application.submit(by=applicant)
    assert who_sees() == ({"applicant", "office"}, {"officer"})
    application.endorse(by=office)
    assert who_sees() == ({"applicant", "office", "officer"}, set())


@pytest.mark.parametrize("reader", ["stranger", "buyer", "other_officer", "editor"])
def test_nobody_else_sees_anything(client, call, institute, reader, request):
    application = ApplicationFactory(call=call, organisation=institute, received=True)
    client.force_login(request.getfixturevalue(reader))

    assert numbers(client) == []
    assert numbers(client, q=application.title_zh) == []
    assert client.get(f"{LIST}/{application.number}").status_code == 404


def test_filters(client, call, applicant, institute, office):
    one = ApplicationFactory(call=call, organisation=institute, submitted=True)
    other = ApplicationFactory(
        call=call, organisation=institute, passed=True, title_zh="量子电压标准"
    )
    client.force_login(office)

    assert numbers(client, status=["passed", "refused"]) == [other.number]
    assert numbers(client, q="量子") == [other.number]
    assert set(numbers(client, call=call.number)) == {one.number, other.number}
    assert numbers(client, call="C0000") == numbers(client, page=9) == []


@pytest.mark.parametrize(
    "query", ["page=0", "page=x", "page=99999999", "q=" + "x" * 300]
)
def test_malformed_questions_are_refused(client, applicant, query):
    client.force_login(applicant)

    assert client.get(f"{LIST}?{query}").status_code == 422


def test_one_application_whole(client, application, applicant):
    application.submit(by=applicant)
    client.force_login(applicant)

    data = client.get(f"{LIST}/{application.number}").json()

    assert data["number"] == application.number
    assert data["call"] == application.call.number
    assert data["url"].endswith(application.get_absolute_url())
    assert data["version"] == 1
    assert data["content"] == application.submissions.get().content
    assert data["submissions"][0]["sha256"] == application.submissions.get().sha256
    assert "findings" not in str(data)


def test_what_is_changed_after_a_return_is_the_teams(
    client, application, applicant, office, programme_officer
):
    def abstract(person):
        client.force_login(person)
        return client.get(f"{LIST}/{application.number}").json()["content"][
            "abstract_zh"
        ]

    application.submit(by=applicant)
    application.endorse(by=office)
    application.return_for_changes(by=programme_officer, reason="缺附件")
    before, application.abstract_zh = application.abstract_zh, "改后的摘要"
    application.save()

    assert abstract(applicant) == "改后的摘要"
    assert abstract(office) == abstract(programme_officer) == before


@pytest.mark.parametrize("count", [1, 3])
def test_takes_the_same_queries_however_long(client, call, institute, office, count):
    for _ in range(count):
        one = ApplicationFactory(call=call, organisation=institute, submitted=True)
        keep_submission(one, one.created_by)
    client.force_login(office)
    client.get(LIST)
    number = Application.objects.first().number

    with CaptureQueriesContext(connection) as of_list:
        response = client.get(LIST)
    with CaptureQueriesContext(connection) as of_one:
        client.get(f"{LIST}/{number}")

    assert len(response.json()["applications"]) == count
    assert (len(of_list), len(of_one)) == (5, 6)
