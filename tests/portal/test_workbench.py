"""What a person finds first after signing in."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from wagtail import hooks

from portal.models import Membership
from portal.organisations import joining
from portal.workbench.tasks import Task, tasks_of
from tests.factories.accounts import MembershipFactory, OrganisationFactory


def actions_of(user):
    return [(str(task.action), task.subject) for task in tasks_of(user)]


def test_somebody_new_is_told_the_next_step(client, stranger):
    client.force_login(stranger)

    page = client.get(reverse("workbench:home"))

    assert page.context["tasks"] == []
    assert page.text.count(reverse("organisations:register")) == 1
    assert reverse("organisations:list") in page.text


def test_a_member_without_tasks_is_told_so(client, owner):
    client.force_login(owner)

    page = client.get(reverse("workbench:home"))

    assert page.text.count('class="empty"') == 1
    assert reverse("organisations:register") not in page.text


def test_the_workbench_needs_somebody_signed_in(client, db):
    assert client.get(reverse("workbench:home")).url.startswith("/accounts/login/")


def test_the_most_urgent_comes_first_then_the_longest_waiting(stranger):
    now = timezone.now()
    said = [
        Task("a", "undated", "/"),
        Task("b", "waits short", "/", since=now),
        Task("c", "due late", "/", due=now + timedelta(days=9)),
        Task("d", "waits long", "/", since=now - timedelta(days=9)),
        Task("e", "due soon", "/", due=now + timedelta(days=1)),
    ]
    with hooks.register_temporarily("workbench_tasks", lambda user: said):
        found = [task.subject for task in tasks_of(stranger)]

    assert found == ["due soon", "due late", "waits long", "waits short", "undated"]


def test_requests_wait_for_the_administrators_of_the_organisation_only(
    institute, organisation_administrator, office, owner, officer, stranger
):
    joining.ask_to_join(institute, by=stranger)

    waiting = {
        user.name: len(actions_of(user))
        for user in (organisation_administrator, office, owner, officer, stranger)
    }

    assert waiting == {
        "单位管理员": 1,
        "科研处": 0,
        "沈知衡": 0,
        "项目主管": 0,
        "路人": 0,
    }


def test_requests_that_nobody_can_accept_wait_for_officers(
    institute, officer, stranger
):
    request = joining.ask_to_join(institute, by=stranger)

    assert [task.url for task in tasks_of(officer)] == [request.get_absolute_url()]


def test_claims_wait_for_officers(officer, owner):
    organisation = OrganisationFactory(status="claimed")

    subjects = [task.subject for task in tasks_of(officer)]

    assert subjects == [organisation.name]
    assert [task.url for task in tasks_of(officer)] == [
        reverse("admin-organisations:inspect", args=[organisation.pk])
    ]
    assert tasks_of(owner) == []


def test_an_invitation_waits_for_whom_it_was_sent_to(
    institute, organisation_administrator, stranger, buyer
):
    joining.invite(
        institute, email=stranger.email, role="member", by=organisation_administrator
    )

    assert [task.subject for task in tasks_of(stranger)] == [institute.name]
    assert tasks_of(buyer) == []


def test_home_takes_the_same_queries_however_much_waits(
    client, officer, django_assert_max_num_queries
):
    client.force_login(officer)
    client.get(reverse("workbench:home"))
    taken = []

    for _time in range(2):
        fill_workbench(officer)
        with django_assert_max_num_queries(20) as queries:
            page = client.get(reverse("workbench:home"))
        taken.append((len(page.context["tasks"]), len(queries)))

    assert taken == [(2, taken[0][1]), (4, taken[0][1])]


def fill_workbench(officer):
    OrganisationFactory(status="claimed")
    MembershipFactory(status=Membership.Status.REQUESTED)
    MembershipFactory(user=officer)
