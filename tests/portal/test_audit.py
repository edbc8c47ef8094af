"""A record's history: who, when, what, from and to."""

from io import BytesIO

import pytest
from django.template import Context, Template
from django.urls import reverse
from django.utils.translation import override
from openpyxl import load_workbook
from wagtail.log_actions import log

from portal.audit.reading import history_of
from portal.models import Membership
from portal.organisations import joining
from tests.factories.accounts import OrganisationFactory


def address(record, name="record"):
    meta = record._meta
    keys = [meta.app_label, meta.model_name, record.pk]
    return reverse(f"history:{name}", args=keys)


@pytest.fixture
def told_organisation(officer):
    """Refused, then verified by the officer."""
    organisation = OrganisationFactory(status="claimed")
    organisation.refuse(by=officer, reason="=名称不符")
    organisation.verify(by=officer)
    return organisation


def test_history_says_who_what_from_to_and_why(told_organisation):
    with override("en"):
        events = [
            (one.by, one.what, one.was, one.became, one.reason)
            for one in history_of(told_organisation)
        ]

    assert events == [
        ("项目主管", "Verified", "not verified", "verified", ""),
        ("项目主管", "Refused", "waiting to be verified", "not verified", "=名称不符"),
    ]


def test_history_shows_a_role_by_its_name(owner, organisation_administrator):
    membership = Membership.objects.get(user=owner)
    membership.change_role("research-office", by=organisation_administrator)

    with override("en"):
        event = history_of(membership)[0]

    assert (event.was, event.became) == ("member", "research office")


def test_the_clock_has_no_name(institute, organisation_administrator):
    invitation = joining.invite(
        institute, email="a@example.org", role="member", by=organisation_administrator
    )
    invitation.lapse(by=None)

    assert [event.by for event in history_of(invitation)] == ["", "单位管理员"]


def test_history_is_for_those_who_may_change_the_record(
    client, institute, owner, office, organisation_administrator, officer, stranger
):
    seen = {}
    for user in (owner, office, stranger, organisation_administrator, officer):
        client.force_login(user)
        codes = {
            client.get(address(institute)).status_code,
            client.get(address(institute, "download")).status_code,
        }
        seen[user.name] = codes

    assert seen == {
        "沈知衡": {404},
        "科研处": {404},
        "路人": {404},
        "单位管理员": {200},
        "项目主管": {200},
    }


def test_history_of_nothing_is_not_there(client, administrator):
    client.force_login(administrator)

    for keys in (
        ["portal", "organisation", 0],
        ["portal", "nothing", 1],
        ["no", "no", 1],
        ["auth", "user", 1],
        ["auth", "group", 1],
        ["portal", "user", administrator.pk],
        ["portal", "notification", 1],
    ):
        assert client.get(reverse("history:record", args=keys)).status_code == 404


def test_the_spreadsheet_holds_no_formula(client, officer, told_organisation):
    client.force_login(officer)

    response = client.get(address(told_organisation, "download"))

    sheet = load_workbook(BytesIO(response.content)).active
    rows = [[cell.value for cell in row][1:] for row in sheet.iter_rows(min_row=2)]
    assert rows[1][-1] == "'=名称不符"
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert response["Content-Disposition"].startswith("attachment;")


@pytest.mark.parametrize("count", [1, 3])
def test_history_takes_the_same_queries_however_long(
    client, officer, institute, count, django_assert_num_queries
):
    for _number in range(count):
        log(institute, "wagtail.edit", user=officer)
    client.force_login(officer)

    with django_assert_num_queries(7):
        page = client.get(address(institute))

    assert len(page.context["events"]) == count


def test_a_page_includes_the_latest_events_and_the_way_to_all(told_organisation):
    page = Template("{% load history %}{% record_history record 1 %}").render(
        Context({"record": told_organisation})
    )

    assert page.count('class="event"') == 1
    assert address(told_organisation) in page
