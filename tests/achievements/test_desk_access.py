"""The owner's desk: who comes in, what is listed, how a record begins."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext

from achievements.models import Achievement
from tests.achievements.desk import address, basics
from tests.factories.achievements import AchievementFactory

# Who may come in


@pytest.mark.parametrize(
    "part",
    [
        (),
        ("check",),
        ("basics",),
        ("description",),
        ("classification",),
        ("people",),
        ("rights",),
        ("indicators",),
        ("files",),
        ("access",),
        ("steps", "withdraw"),
    ],
)
@pytest.mark.parametrize("person", ["stranger", "buyer", "editor"])
def test_others_find_nothing_on_the_desk(client, request, achievement, part, person):
    client.force_login(request.getfixturevalue(person))

    response = client.get(address(achievement, *part))

    assert response.status_code == 404


@pytest.mark.parametrize("part", [("basics",), ("steps", "submit"), ("new-version",)])
def test_a_stranger_changes_nothing(client, stranger, achievement, part):
    client.force_login(stranger)

    response = client.post(
        address(achievement, *part), basics(achievement, title_zh="x")
    )

    assert response.status_code == 404
    before = achievement.title_zh
    achievement.refresh_from_db()
    assert (achievement.title_zh, achievement.status) == (before, "published")


def test_nobody_comes_in_without_signing_in(client, draft):
    response = client.get(address(draft, "basics"))

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("person", ["owner", "office", "organisation_administrator"])
@pytest.mark.parametrize(
    "part",
    [
        (),
        ("check",),
        ("basics",),
        ("description",),
        ("classification",),
        ("people",),
        ("rights",),
        ("indicators",),
        ("files",),
        ("access",),
        ("steps", "withdraw"),
    ],
)
def test_the_holders_people_see_every_page(client, request, draft, part, person):
    client.force_login(request.getfixturevalue(person))

    assert client.get(address(draft, *part)).status_code == 200


def test_an_unknown_section_is_not_found(client, owner, draft):
    client.force_login(owner)

    assert client.get(address(draft, "nonsense")).status_code == 404
    assert client.get(address(draft, "steps", "publish")).status_code == 404


# The list


def test_the_list_holds_ones_own_and_not_what_is_merely_public(
    client, owner, office, stranger, draft
):
    AchievementFactory(published=True)
    seen = {}
    for person in (owner, office, stranger):
        client.force_login(person)
        seen[person] = list(
            client.get(reverse("my-achievements:list")).context["records"]
        )

    assert seen == {owner: [draft], office: [draft], stranger: []}


def test_an_officer_and_a_superuser_have_no_foreign_records_on_their_desk(
    client, officer, administrator, draft
):
    for person in (officer, administrator):
        client.force_login(person)
        assert (
            list(client.get(reverse("my-achievements:list")).context["records"]) == []
        )


def test_the_list_takes_the_same_queries_however_long(client, owner, institute):
    client.force_login(owner)
    taken = []
    for count in (1, 2):
        AchievementFactory.create_batch(count, holder=institute, created_by=owner)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(reverse("my-achievements:list"))
        taken.append((len(response.context["records"]), len(queries)))

    (one, few), (three, same) = taken
    assert (one, three) == (1, 3)
    assert few == same <= 12


def test_the_list_is_filtered_searched_and_sorted(client, owner, institute):
    gas, noise = (
        AchievementFactory(holder=institute, created_by=owner, title_zh=title, **state)
        for title, state in (("气体流量", {"submitted": True}), ("噪声测量", {}))
    )
    client.force_login(owner)

    def found(query):
        return list(
            client.get(f"{reverse('my-achievements:list')}?{query}").context["records"]
        )

    assert found("status=submitted") == [gas]
    assert found("q=声测") == [noise]
    assert found("sort=title") == [noise, gas]
    assert found("status=nonsense&sort=nonsense") == [noise, gas]
    assert found("q=nothing") == []


# Beginning


def test_without_a_membership_the_page_says_what_to_do(client, stranger):
    client.force_login(stranger)

    response = client.get(reverse("my-achievements:new"))

    text = gettext("You do not belong to an organisation yet")
    assert text in response.content.decode()
    assert b"<select" not in response.content.split(b"<main", 1)[1]


def test_a_new_achievement_belongs_to_its_author_and_the_chosen_holder(
    client, owner, institute
):
    client.force_login(owner)

    response = client.post(
        reverse("my-achievements:new"), {"holder": institute.pk, "title_zh": "新装置"}
    )

    record = Achievement.objects.get()
    assert response["Location"] == address(record, "basics")
    assert (record.status, record.holder, record.created_by) == (
        "draft",
        institute,
        owner,
    )
    assert owner.has_perm("achievements.change_achievement", record)
    assert [p.organisation for p in record.participations.all()] == [institute]


def test_nobody_registers_for_a_foreign_organisation(client, owner, enterprise):
    client.force_login(owner)

    response = client.post(
        reverse("my-achievements:new"), {"holder": enterprise.pk, "title_zh": "新装置"}
    )

    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["holder"]
    assert not Achievement.objects.exists()
