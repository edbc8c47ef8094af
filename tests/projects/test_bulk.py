"""One step for many applications: each by itself, and what became of each is said."""

import pytest
from django.urls import reverse

from projects.applications.submitting import keep_submission
from projects.models import Application, Finding
from tests.factories.projects import ApplicationFactory, CallFactory

pytestmark = pytest.mark.django_db
Status = Application.Status
BULK = "admin-applications:bulk"


@pytest.fixture
def three(call):
    return [ApplicationFactory(call=call, received=True) for _ in range(3)]


def keys(applications):
    return [application.pk for application in applications]


def statuses(applications):
    for application in applications:
        application.refresh_from_db()
    return [application.status for application in applications]


def test_passes_many_and_says_which(client, programme_officer, three):
    client.force_login(programme_officer)
    asked = client.get(reverse(BULK), {"step": "pass_check", "id": keys(three)})
    done = client.post(
        reverse(BULK), {"step": "pass_check", "id": keys(three), "note": ""}
    )

    assert asked.status_code == 200
    assert set(asked.context["ready"]) == set(three)
    assert len(done.context["done"]) == 3
    assert statuses(three) == [Status.PASSED] * 3


def test_what_stands_in_the_way_is_said_before(client, programme_officer, three):
    first, second, _third = three
    for application, level in ((first, "bar"), (second, "good")):
        keep_submission(application, application.created_by)
        application.latest_submission.findings.create(code="budget", level=level)
    client.force_login(programme_officer)

    asked = client.get(reverse(BULK), {"step": "pass_check", "id": keys(three)})

    remarks = {one.pk: one.remark for one in asked.context["ready"]}
    assert str(Finding.Level.BAR.label) in remarks.pop(first.pk)
    assert set(remarks.values()) == {""}


@pytest.mark.parametrize(
    ("step", "after"),
    [("return_for_changes", Status.RETURNED), ("refuse", Status.REFUSED)],
)
def test_a_reason_is_asked_for_once_and_kept_by_each(
    client, programme_officer, three, step, after
):
    client.force_login(programme_officer)
    data = {"step": step, "id": keys(three)}

    without = client.post(reverse(BULK), data | {"reason": ""})
    assert statuses(three) == [Status.RECEIVED] * 3
    client.post(reverse(BULK), data | {"reason": "缺盖章页"})

    assert without.context["form"].errors
    assert statuses(three) == [after] * 3
    assert {one.status_reason for one in three} == {"缺盖章页"}


def test_one_that_is_refused_stops_no_other(client, programme_officer, three, call):
    own = ApplicationFactory(call=call, received=True, created_by=programme_officer)
    returned = ApplicationFactory(call=call, received=True, officer_returns=1)
    passed = ApplicationFactory(call=call, passed=True)
    everything = [*three, own, returned, passed]
    client.force_login(programme_officer)
    data = {"step": "return_for_changes", "id": keys(everything), "reason": "缺附件"}

    asked = client.get(reverse(BULK), data)
    done = client.post(reverse(BULK), data)

    assert set(asked.context["ready"]) == set(three)
    assert {one for one, _why in asked.context["left"]} == {own, returned, passed}
    assert set(done.context["done"]) == set(three)
    refused = dict(done.context["refused"])
    assert set(refused) == {own, returned, passed}
    assert all(refused.values())
    assert statuses([own, returned, passed]) == ["received", "received", "passed"]


def test_nothing_of_another_programme_is_touched(client, programme_officer, three):
    foreign = ApplicationFactory(call=CallFactory(), received=True)
    client.force_login(programme_officer)

    done = client.post(
        reverse(BULK),
        {"step": "refuse", "id": keys([three[0], foreign]), "reason": "不符合"},
    )

    assert done.context["done"] == [three[0]]
    assert foreign.number not in done.text
    assert statuses([foreign]) == [Status.RECEIVED]


def test_other_officers_and_strangers_do_nothing(
    client, other_officer, stranger, three
):
    data = {"step": "refuse", "id": keys(three), "reason": "不符合"}
    for person in (other_officer, stranger):
        client.force_login(person)
        client.post(reverse(BULK), data)

    assert statuses(three) == [Status.RECEIVED] * 3


@pytest.mark.parametrize(
    "query",
    ["", "?step=withdraw&id=1", "?step=submit", "?step=delete&id=1"],
)
def test_only_the_steps_named_are_taken_for_many(client, programme_officer, query):
    client.force_login(programme_officer)

    assert client.get(reverse(BULK) + query).status_code == 404


@pytest.mark.parametrize("ids", ["id=x", "id=-1", "id=99999999999999999999", ""])
def test_malformed_choices_are_nothing(client, programme_officer, ids):
    client.force_login(programme_officer)

    response = client.get(f"{reverse(BULK)}?step=refuse&{ids}")

    assert response.status_code == 200
    assert response.context["ready"] == []


@pytest.mark.parametrize("count", [1, 3])
def test_asking_takes_the_same_queries_for_many(
    client, programme_officer, three, count, django_assert_num_queries
):
    client.force_login(programme_officer)
    address = {"step": "refuse", "id": keys(three)[:count]}
    client.get(reverse(BULK), address)

    with django_assert_num_queries(9):
        client.get(reverse(BULK), address)
