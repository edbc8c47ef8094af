"""Officers check, publish, return and withdraw in Wagtail's admin."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from achievements.models import Achievement, Listing
from portal.lifecycle import WrongStatus
from tests.factories.accounts import UserFactory
from tests.factories.achievements import AchievementFactory, ListingFactory


def step(record, name):
    namespace = f"admin-{record._meta.model_name}s"
    return reverse(f"{namespace}:step", args=[record.pk, name])


def page(record, way="inspect"):
    return reverse(f"admin-{record._meta.model_name}s:{way}", args=[record.pk])


def words(response):
    return [str(message).strip() for message in response.context["messages"]]


def logged(record):
    entries = ModelLogEntry.objects.for_instance(record)
    return list(entries.values_list("action", "user"))


@pytest.fixture
def submitted(institute, owner):
    return AchievementFactory(holder=institute, created_by=owner, submitted=True)


@pytest.fixture
def endorsed(institute, owner, office):
    return ListingFactory(
        achievement__holder=institute,
        created_by=owner,
        submitted_by=owner,
        endorsed_by=office,
        endorsed=True,
    )


def test_publishing_asks_once_more_then_publishes_and_is_logged(
    client, officer, submitted
):
    client.force_login(officer)

    asked = client.get(step(submitted, "publish"))
    submitted.refresh_from_db()

    assert asked.status_code == 200
    assert asked.context["form"].fields == {}
    assert f"“{submitted.publish.label}”" in asked.content.decode()
    assert submitted.status == Achievement.Status.SUBMITTED

    done = client.post(step(submitted, "publish"), follow=True)
    submitted.refresh_from_db()

    assert done.redirect_chain == [(page(submitted), 302)]
    assert (
        words(done) == [f"已完成：对《{submitted}》执行“发布”。"]
        or len(words(done)) == 1
    )
    assert submitted.status == Achievement.Status.PUBLISHED
    assert submitted.published_at is not None
    assert logged(submitted) == [("achievements.publish", officer.pk)]


def test_returning_needs_a_reason_and_keeps_it(client, officer, submitted):
    client.force_login(officer)

    refused = client.post(step(submitted, "return_for_changes"), {"reason": " "})
    submitted.refresh_from_db()

    assert list(refused.context["form"].errors) == ["reason"]
    assert submitted.status == Achievement.Status.SUBMITTED
    assert logged(submitted) == []

    client.post(step(submitted, "return_for_changes"), {"reason": "请补充英文摘要"})
    submitted.refresh_from_db()

    assert submitted.status == Achievement.Status.RETURNED
    assert submitted.status_reason == "请补充英文摘要"
    assert ModelLogEntry.objects.get().data == {
        "from": "submitted",
        "to": "returned",
        "reason": "请补充英文摘要",
    }


@pytest.mark.parametrize("method", ["get", "post"])
def test_step_that_is_not_open_any_more_says_so_and_does_nothing(
    client, officer, achievement, method
):
    client.force_login(officer)

    answer = getattr(client, method)(step(achievement, "publish"), follow=True)

    assert answer.redirect_chain == [(page(achievement), 302)]
    assert words(answer) == WrongStatus(achievement.get_status_display()).messages
    assert logged(achievement) == []


def test_whoever_endorsed_a_listing_does_not_publish_it(client, officer, endorsed):
    Listing.objects.filter(pk=endorsed.pk).update(endorsed_by=officer)
    client.force_login(officer)

    answer = client.post(step(endorsed, "publish"), follow=True)
    endorsed.refresh_from_db()

    assert words(answer) == [
        _("Somebody else must take this step: you took part in an earlier one.")
    ]
    assert endorsed.status == Listing.Status.ENDORSED


@pytest.mark.parametrize("name", ["submit", "supersede", "delete", "save", "nothing"])
def test_only_the_steps_of_officers_have_a_page(client, officer, submitted, name):
    client.force_login(officer)

    assert client.post(step(submitted, name)).status_code == 404


def test_step_without_its_right_is_refused(client, submitted):
    person = UserFactory()
    person.user_permissions.set(
        Permission.objects.filter(
            codename__in=["access_admin", "view_achievement", "change_achievement"]
        )
    )
    client.force_login(person)

    answer = client.post(step(submitted, "publish"))
    submitted.refresh_from_db()

    assert answer.status_code == 302
    assert submitted.status == Achievement.Status.SUBMITTED


@pytest.mark.parametrize("way", ["inspect", "edit"])
def test_buttons_are_the_steps_open_now(client, officer, submitted, way):
    client.force_login(officer)

    buttons = client.get(page(submitted, way)).context["view"].header_buttons

    assert [button.url for button in buttons] == [
        step(submitted, "publish"),
        step(submitted, "return_for_changes"),
        step(submitted, "withdraw"),
    ]


def test_list_offers_the_steps_of_each_row(client, officer, submitted, achievement):
    client.force_login(officer)

    content = client.get(reverse("admin-achievements:index")).content.decode()

    assert step(submitted, "publish") in content
    assert step(submitted, "withdraw") in content
    assert step(achievement, "withdraw") in content
    assert step(achievement, "publish") not in content


def test_listing_goes_the_same_way(client, officer, endorsed):
    client.force_login(officer)

    client.post(step(endorsed, "publish"))
    endorsed.refresh_from_db()
    assert endorsed.status == Listing.Status.PUBLISHED

    client.post(step(endorsed, "withdraw"), {"reason": "不再转让"})
    endorsed.refresh_from_db()
    assert (endorsed.status, endorsed.status_reason) == ("withdrawn", "不再转让")
