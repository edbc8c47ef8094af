"""Two people at one section: nobody overwrites the other unseen."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.achievements.desk import address, autosave, basics, people, sent_by
from tests.factories.achievements import AchievementFactory


@pytest.fixture
def saved_by_office(client, office, draft):
    """The research office changed the title while the owner had the page open."""
    client.force_login(office)
    autosave(
        client,
        address(draft, "basics"),
        basics(draft, title_zh="科研处的标题", page="theirs"),
    )


def test_an_older_edition_is_not_kept_and_both_texts_are_shown(
    client, owner, office, draft, saved_by_office
):
    client.force_login(owner)

    response = client.post(
        address(draft, "basics"), basics(draft, title_zh="我的标题", keywords_zh="流量")
    )

    draft.refresh_from_db()
    conflict = response.context["conflict"]
    assert response.status_code == 409
    assert (draft.title_zh, draft.keywords_zh) == ("科研处的标题", "")
    assert conflict.by == office.name
    assert [(d.name, d.theirs, d.mine) for d in conflict.differences] == [
        ("title_zh", "科研处的标题", "我的标题"),
        ("keywords_zh", "", "流量"),
    ]
    assert response.context["draft"].form["title_zh"].value() == "我的标题"
    assert f'name="edition" value="{draft.edition}"' in response.content.decode()


def test_the_script_is_told_of_the_conflict(
    client, owner, office, draft, saved_by_office
):
    client.force_login(owner)

    response = autosave(
        client, address(draft, "basics"), basics(draft, title_zh="我的标题")
    )

    draft.refresh_from_db()
    answer = response.json()
    assert (response.status_code, answer["edition"]) == (409, 1)
    assert "我的标题" in answer["conflict"]
    assert "科研处的标题" in answer["conflict"]
    assert draft.title_zh == "科研处的标题"


def test_each_decides_field_by_field_what_stays(client, owner, draft, saved_by_office):
    client.force_login(owner)

    response = client.post(
        address(draft, "basics"),
        basics(draft, title_zh="我的标题", keywords_zh="流量", edition=1)
        | {"take-title_zh": "theirs", "take-keywords_zh": "mine"},
    )

    draft.refresh_from_db()
    assert response.status_code == 302
    assert (draft.title_zh, draft.keywords_zh) == ("科研处的标题", "流量")


def test_people_in_different_sections_do_not_disturb_each_other(
    client, owner, draft, saved_by_office
):
    client.force_login(owner)

    response = autosave(
        client,
        address(draft, "description"),
        {"background_zh": "送检周期长。", "edition": 0, "page": "mine"},
    )

    draft.refresh_from_db()
    assert response.status_code == 200
    assert (draft.background_zh, draft.title_zh) == ("送检周期长。", "科研处的标题")


def test_the_same_text_from_both_is_no_conflict(client, owner, draft, saved_by_office):
    client.force_login(owner)

    response = autosave(
        client, address(draft, "basics"), basics(draft, title_zh="科研处的标题")
    )

    assert response.status_code == 200
    assert response.json()["edition"] == 1


def test_a_page_whose_answer_was_lost_saves_again(client, owner, draft):
    client.force_login(owner)
    autosave(client, address(draft, "basics"), basics(draft, title_zh="一"))

    response = autosave(
        client, address(draft, "basics"), basics(draft, title_zh="一二")
    )

    draft.refresh_from_db()
    assert response.status_code == 200
    assert draft.title_zh == "一二"


def test_rows_are_compared_as_a_whole(client, owner, office, draft):
    first = draft.contributors.get()
    row = {"id": first.pk, "name_zh": "沈知衡"}
    client.force_login(office)
    autosave(
        client,
        address(draft, "people"),
        people(draft, row, {"name_zh": "甲"}, page="theirs"),
    )
    client.force_login(owner)

    response = client.post(
        address(draft, "people"), people(draft, row, {"name_zh": "乙"})
    )

    [difference] = response.context["conflict"].differences
    assert difference.name == "contributors"
    assert ("甲" in difference.theirs, "乙" in difference.mine) == (True, True)
    assert [row.name_zh for row in draft.contributors.all()] == ["沈知衡", "甲"]


@pytest.mark.parametrize(
    ("choice", "names"), [("mine", ["沈知衡", "乙"]), ("theirs", ["沈知衡", "甲"])]
)
def test_after_a_conflict_the_chosen_rows_stand(
    client, owner, office, draft, choice, names
):
    first = draft.contributors.get()
    row = {"id": first.pk, "name_zh": "沈知衡"}
    client.force_login(office)
    autosave(
        client,
        address(draft, "people"),
        people(draft, row, {"name_zh": "甲"}, page="theirs"),
    )
    client.force_login(owner)

    sent = people(draft, row, {"name_zh": "乙"}, edition=1)
    client.post(address(draft, "people"), sent | {"take-contributors": choice})

    assert [row.name_zh for row in draft.contributors.all()] == names


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_once_one_meets_a_conflict(institute, owner, office):
    draft = AchievementFactory(holder=institute, created_by=owner)

    def save(person):
        client = Client()
        client.force_login(person)
        sent = basics(draft, title_zh=person.name, page=person.name)
        try:
            return autosave(client, address(draft, "basics"), sent).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        codes = sorted(threads.map(save, (owner, office)))

    draft.refresh_from_db()
    assert codes == [200, 409]
    assert draft.edition == 1


def test_an_officer_s_correction_is_not_overwritten_from_an_old_page(
    client, owner, officer, draft
):
    """The page was open all the while: submitted, corrected, returned."""
    page = basics(draft, title_zh="我的标题")
    draft.submit(by=owner)
    client.force_login(officer)
    corrected = reverse("admin-achievements:edit", args=[draft.pk])
    form = sent_by(client.get(corrected).context["form"])
    client.post(corrected, form | {"title_zh": "更正后的标题"})
    draft.return_for_changes(by=officer, reason="请核对")
    client.force_login(owner)

    response = client.post(address(draft, "basics"), page)
    other = autosave(
        client,
        address(draft, "description"),
        {"background_zh": "送检周期长。", "edition": 0, "page": "mine"},
    )

    draft.refresh_from_db()
    assert (response.status_code, other.status_code) == (409, 200)
    assert response.context["conflict"].by == officer.name
    assert draft.title_zh == "更正后的标题"
    assert draft.background_zh == "送检周期长。"


def test_a_correction_of_a_listing_is_not_overwritten_either(
    client, owner, officer, listing
):
    client.force_login(officer)
    corrected = reverse("admin-listings:edit", args=[listing.pk])
    form = sent_by(client.get(corrected).context["form"])
    with CaptureQueriesContext(connection) as queries:
        client.post(corrected, form | {"problem_zh": "更正后的问题"})
    is_locked = any("FOR UPDATE" in query["sql"] for query in queries)
    listing.revise(by=owner)
    client.force_login(owner)
    path = f"/zh-hans/workbench/listings/{listing.number}/problem/"

    response = autosave(
        client, path, {"problem_zh": "我的问题", "edition": 0, "page": "mine"}
    )

    listing.refresh_from_db()
    assert response.status_code == 409
    assert listing.problem_zh == "更正后的问题"
    assert list(listing.saves) == ["problem"]
    assert is_locked
