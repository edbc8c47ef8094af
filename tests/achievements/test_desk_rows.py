"""Rows of a record: people, organisations, indicators."""

from tests.achievements.desk import address, autosave, people
from tests.factories.achievements import AchievementFactory

# Rows


def test_rows_are_added_changed_moved_and_removed(client, owner, draft):
    client.force_login(owner)
    first = draft.contributors.get()
    added = autosave(
        client,
        address(draft, "people"),
        people(draft, {"id": first.pk, "name_zh": "沈知衡"}, {"name_zh": "林若溪"}),
    ).json()
    second = draft.contributors.last()

    assert added["rows"] == {"contributors-0": first.pk, "contributors-1": second.pk}

    autosave(
        client,
        address(draft, "people"),
        people(
            draft,
            {"id": first.pk, "name_zh": "沈知衡", "position": 1},
            {"id": second.pk, "name_zh": "林若曦", "position": 0},
            edition=1,
        ),
    )
    moved = [(row.pk, row.name_zh) for row in draft.contributors.all()]

    autosave(
        client,
        address(draft, "people"),
        people(
            draft,
            {"id": first.pk, "name_zh": "沈知衡", "remove": "on"},
            {"id": second.pk, "name_zh": "林若曦"},
            edition=2,
        ),
    )

    assert moved == [(second.pk, "林若曦"), (first.pk, "沈知衡")]
    assert list(draft.contributors.all()) == [second]


def test_a_wrong_row_waits_while_the_others_are_kept(client, owner, draft, institute):
    client.force_login(owner)
    first = draft.contributors.get()

    response = autosave(
        client,
        address(draft, "people"),
        people(
            draft,
            {"id": first.pk, "name_zh": "沈知衡", "organisation": institute.name_zh},
            {"contribution_zh": "测量"},
            {"name_zh": "林若溪", "organisation": "没有的单位"},
        ),
    )

    answer = response.json()
    rows = list(draft.contributors.all())
    assert [(row.name_zh, row.organisation) for row in rows] == [
        ("沈知衡", institute),
        ("林若溪", None),
    ]
    assert list(answer["errors"]) == [
        "id_contributors-1-name_zh",
        "id_contributors-2-organisation",
    ]
    assert answer["rows"]["contributors-1"] == ""


def test_without_javascript_buttons_add_move_and_remove(client, owner, draft):
    client.force_login(owner)
    first = draft.contributors.get()
    rows = ({"id": first.pk, "name_zh": "沈知衡"}, {"name_zh": "林若溪"})

    added = client.post(
        address(draft, "people"), people(draft, *rows, action="add:contributors")
    )
    page = client.get(added["Location"])
    second = draft.contributors.last()
    rows[1]["id"] = second.pk
    client.post(
        address(draft, "people"),
        people(draft, *rows, action="up:contributors-1", edition=1),
    )
    moved = list(draft.contributors.all())
    client.post(
        address(draft, "people"),
        people(draft, *rows, action="remove:contributors-0", edition=2),
    )

    assert added["Location"].endswith("/people/?blank=contributors#contributors")
    assert len(page.context["draft"].rows[0].rows) == 3
    assert moved == [second, first]
    assert list(draft.contributors.all()) == [second]


def test_a_foreign_row_is_neither_changed_nor_taken(client, owner, draft):
    other = AchievementFactory().contributors.get()
    client.force_login(owner)

    autosave(
        client,
        address(draft, "people"),
        people(draft, {"id": other.pk, "name_zh": "改"}),
    )

    other.refresh_from_db()
    assert other.name_zh == "沈知衡"
    assert [row.name_zh for row in draft.contributors.all()] == ["沈知衡", "改"]


def test_an_organisation_stands_in_the_list_once(client, owner, draft, institute):
    client.force_login(owner)
    sent = {
        "holder": institute.pk,
        "edition": 0,
        "page": "mine",
        "participations-count": 2,
    }
    for index in (0, 1):
        sent |= {
            f"participations-{index}-id": "",
            f"participations-{index}-position": index,
            f"participations-{index}-organisation": institute.uscc,
        }

    response = autosave(client, address(draft, "people"), sent)

    assert list(response.json()["errors"]) == ["id_participations-1-organisation"]
    assert draft.participations.count() == 1


def test_the_first_indicator_brings_its_table(client, owner, draft):
    client.force_login(owner)
    sent = {
        "edition": 0,
        "page": "mine",
        "indicators-count": 2,
        "indicators-0-id": "",
        "indicators-0-position": 0,
        "indicators-0-name_zh": "测量范围",
        "indicators-0-comparator": "range",
        "indicators-0-target": "0–60",
        "indicators-0-unit": "MPa",
        "indicators-0-evidence": "holder",
        "indicators-1-id": "",
        "indicators-1-position": 1,
        "indicators-1-comparator": "≥",
        "indicators-1-evidence": "holder",
    }

    autosave(client, address(draft, "indicators"), sent)

    draft.refresh_from_db()
    rows = draft.indicator_table.rows.all()
    assert [(row.name_zh, row.target, row.unit) for row in rows] == [
        ("测量范围", "0–60", "MPa")
    ]
