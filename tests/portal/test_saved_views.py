"""A list's filters and columns under a name: one's own, or shared with one's group."""

import pytest
from django.urls import reverse

from portal.models import SavedView
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
LIST = "admin-achievements"


def save(client, name="待审", query="status=submitted", **data):
    address = reverse("admin-views:save", args=[LIST])
    return client.post(address, {"name": name, "query": query, **data})


def names(client):
    response = client.get(reverse(f"{LIST}:index"))
    return [view.name for view in response.context["saved_views"]]


@pytest.fixture
def colleague(db):
    return UserFactory(role="officer", name="同组主管")


def test_saves_filters_order_and_columns_without_page_and_export(client, officer):
    client.force_login(officer)

    response = save(
        client,
        query="q=&status=submitted&p=7&export=xlsx&columns=number&columns=trl&ordering=-trl",
    )

    view = SavedView.objects.get()
    assert view.query == "status=submitted&columns=number&columns=trl&ordering=-trl"
    assert response.url == f"/admin/achievements/?{view.query}"
    columns = client.get(response.url).context["view"].columns
    assert [column.name for column in columns] == ["opening", "number", "trl"]
    assert names(client) == ["待审"]


def test_the_list_proposes_what_is_shown(client, officer):
    client.force_login(officer)

    page = client.get(reverse(f"{LIST}:index"), {"status": "submitted"})

    assert page.context["query_to_save"].startswith("status=submitted&columns=number")


def test_private_ones_are_ones_own(client, officer, colleague):
    client.force_login(officer)
    save(client)
    client.force_login(colleague)

    assert names(client) == []


def test_shared_ones_are_the_groups_and_stay_the_savers(
    client, officer, colleague, administrator
):
    client.force_login(officer)
    save(client, is_shared="on")
    view = SavedView.objects.get()
    client.force_login(colleague)

    assert names(client) == ["待审"]
    gone = client.post(reverse("admin-views:delete", args=[view.pk]))
    assert gone.status_code == 404
    client.force_login(administrator)
    assert names(client) == []
    client.force_login(officer)
    client.post(reverse("admin-views:delete", args=[view.pk]))
    assert not SavedView.objects.exists()


def test_the_same_name_again_takes_the_place_of_the_first(client, officer):
    client.force_login(officer)
    save(client, query="status=submitted")
    save(client, query="status=published", is_shared="on")

    view = SavedView.objects.get()
    assert (view.query, view.group.name) == ("status=published", "officer")


@pytest.mark.parametrize(
    ("name", "query"), [("", "q=1"), ("x" * 61, ""), ("x", "q=" + "1" * 2_100)]
)
def test_what_cannot_be_saved_is_said(client, officer, name, query):
    client.force_login(officer)

    response = save(client, name=name, query=query)

    assert response.status_code == 302
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("name", ["admin-nothing", "wagtailadmin", "history"])
def test_only_for_lists_of_ours(client, officer, name):
    client.force_login(officer)

    response = client.post(reverse("admin-views:save", args=[name]), {"name": "x"})

    assert response.status_code == 404
    assert not SavedView.objects.exists()


def test_nobody_outside_the_admin_saves(client, stranger):
    client.force_login(stranger)

    response = save(client)

    assert response.status_code == 302
    assert not SavedView.objects.exists()


def test_a_view_lasts_when_what_it_filters_by_is_gone(client, officer):
    client.force_login(officer)
    save(client, query="status=nonsense&columns=gone&ordering=gone")

    assert client.get("/admin/achievements/?" + SavedView.objects.get().query)


@pytest.mark.parametrize("count", [1, 3])
def test_they_take_one_query(client, officer, count, django_assert_num_queries):
    for number in range(count):
        SavedView.objects.create(user=officer, list=LIST, name=str(number))
    client.force_login(officer)
    client.get(reverse(f"{LIST}:index"))

    with django_assert_num_queries(10):
        assert len(names(client)) == count
