"""The administration of users: one name, and rights that superusers give."""

import json

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache
from django.utils.translation import override

from portal.models import User
from tests.factories.accounts import UserFactory
from tests.factories.achievements import EnquiryFactory

PASSWORD = "a-long-measure-42"


@pytest.fixture(autouse=True)
def no_attempts_counted():
    cache.clear()


# The administration of users


USERS = "/admin/users/"


def person(**given):
    return {
        "email": "Neu@example.org",
        "name": "新同事",
        "language": "zh-hans",
        "password1": PASSWORD,
        "password2": PASSWORD,
    } | given


@pytest.fixture
def clerk(db):
    """May administer users, is no superuser."""
    group = Group.objects.create(name="clerks")
    codenames = ("access_admin", "add_user", "change_user", "delete_user", "view_user")
    group.permissions.set(Permission.objects.filter(codename__in=codenames))
    return UserFactory(role="clerks", name="办事员")


def test_an_administrator_adds_and_edits_a_user_with_one_name(client, administrator):
    officers = Group.objects.get(name="officer")
    client.force_login(administrator)
    assert client.get(f"{USERS}new/").status_code == 200
    client.post(f"{USERS}new/", person(groups=[officers.pk]))
    user = User.objects.get(name="新同事")

    page = client.get(f"{USERS}edit/{user.pk}/")
    client.post(
        f"{USERS}edit/{user.pk}/",
        person(name="老同事", is_active="on", password1="", password2=""),
    )

    assert page.status_code == 200
    assert user.email == "neu@example.org"
    assert [*user.groups.all()] == []
    user.refresh_from_db()
    assert user.name == "老同事"
    assert user.check_password(PASSWORD)
    address = EmailAddress.objects.get(user=user)
    assert (address.email, address.verified, address.primary) == (
        "neu@example.org",
        False,
        True,
    )


def test_the_list_of_users_is_searched_and_sorted_by_name(client, administrator):
    UserFactory(name="钱一")
    client.force_login(administrator)

    found = client.get(USERS, {"q": "钱"}).context["object_list"]
    by_name = client.get(USERS, {"ordering": "-name"})

    assert [user.name for user in found] == ["钱一"]
    assert by_name.status_code == 200


def test_officers_do_not_reach_the_administration_of_users(client, officer, stranger):
    client.force_login(officer)

    for address in (USERS, f"{USERS}new/", f"{USERS}edit/{stranger.pk}/"):
        assert client.get(address).status_code == 302
    client.post(f"{USERS}edit/{officer.pk}/", person(is_superuser="on", is_active="on"))

    officer.refresh_from_db()
    assert not officer.is_superuser


def test_who_administers_users_gives_no_rights(client, clerk, stranger):
    editors = Group.objects.get(name="editor")
    client.force_login(clerk)

    client.post(
        f"{USERS}edit/{stranger.pk}/",
        person(
            email=stranger.email, is_active="on", is_superuser="on", groups=[editors.pk]
        ),
    )
    client.post(f"{USERS}new/", person(is_superuser="on", groups=[editors.pk]))
    bulk = client.post(
        f"/admin/bulk/portal/user/assign_role/?id={clerk.pk}", {"role": editors.pk}
    )

    stranger.refresh_from_db()
    assert stranger.name == "新同事"
    assert bulk.status_code in (302, 403)
    assert not User.objects.filter(is_superuser=True).exists()
    assert not editors.user_set.exists()


def test_who_administers_users_does_not_touch_those_with_rights(
    client, clerk, administrator, officer
):
    client.force_login(clerk)
    for user in (administrator, officer, clerk):
        edited = client.post(
            f"{USERS}edit/{user.pk}/", person(email=user.email, is_active="on")
        )
        deleted = client.post(f"{USERS}delete/{user.pk}/")
        client.post(
            f"/admin/bulk/portal/user/set_active_state/?id={user.pk}",
            {"mark_as_active": ""},
        )

        user.refresh_from_db()
        assert {edited.status_code, deleted.status_code} <= {302, 403}
        assert user.is_active
        assert user.check_password("password")


def test_ones_own_account_in_the_admin_shows_one_name(client, administrator):
    client.force_login(administrator)

    page = client.get("/admin/account/")

    assert page.status_code == 200
    assert "name_email-name" in page.text
    assert "first_name" not in page.text


def test_the_admin_calls_people_by_their_name(client, officer):
    client.force_login(officer)

    page = client.get("/admin/")

    assert page.text.count(f'"name": {json.dumps(officer.name)}') == 1
    assert officer.email not in page.text


# Deleting


def said(page):
    return [(one.level_tag, str(one)) for one in page.context["messages"]]


def test_whose_words_others_rely_on_is_not_deleted(client, administrator):
    writer = EnquiryFactory().from_user
    client.force_login(administrator)

    with override("en"):
        for ask in (client.get, client.post):
            page = ask(f"{USERS}delete/{writer.pk}/", follow=True)

            assert page.redirect_chain == [(f"{USERS}edit/{writer.pk}/", 302)]
            [(level, text)] = said(page)
            assert level == "error"

    assert User.objects.filter(pk=writer.pk).exists()


def test_of_several_none_is_deleted_while_one_must_stay(
    client, administrator, stranger
):
    writer = EnquiryFactory().from_user
    address = f"/admin/bulk/portal/user/delete/?id={writer.pk}&id={stranger.pk}"
    client.force_login(administrator)

    page = client.post(address, follow=True)

    assert page.redirect_chain == [(USERS, 302)]
    assert [level for level, _text in said(page)] == ["error"]
    assert User.objects.filter(pk__in=[writer.pk, stranger.pk]).count() == 2


def test_who_has_written_nothing_is_deleted(client, administrator, stranger, buyer):
    client.force_login(administrator)

    client.post(f"{USERS}delete/{stranger.pk}/")
    client.post(f"/admin/bulk/portal/user/delete/?id={buyer.pk}")

    assert [*User.objects.all()] == [administrator]
