"""The owner's desk: who may write, what is kept, what is said."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from achievements.models import Achievement
from portal.models import Term
from tests.factories.achievements import AchievementFactory


@pytest.fixture
def draft(institute, owner):
    return AchievementFactory(holder=institute, created_by=owner)


def address(record, *more):
    path = f"/zh-hans/workbench/achievements/{record.number}/{record.version}/"
    return path + "".join(f"{part}/" for part in more)


def basics(record, **changes):
    """What a browser sends for the first section."""
    sent = {
        name: getattr(record, name)
        for name in (
            "title_zh",
            "title_en",
            "summary_zh",
            "summary_en",
            "keywords_zh",
            "keywords_en",
            "achievement_class",
            "form",
        )
    }
    return (
        sent | {"edition": record.edition, "page": "mine", "action": "save"} | changes
    )


def people(record, *rows, **changes):
    """What a browser sends for the section of people: rows as dictionaries."""
    sent = {"holder": record.holder_id, "edition": record.edition, "page": "mine"}
    for index, row in enumerate(rows):
        row = {"id": "", "position": index, "name_zh": "", "name_en": ""} | row
        sent |= {f"contributors-{index}-{name}": value for name, value in row.items()}
    return sent | {"contributors-count": len(rows)} | changes


def autosave(client, path, sent):
    return client.post(path, sent, headers={"X-Autosave": "1"})


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

    assert "你还不属于任何单位" in response.content.decode() or (
        "You do not belong to an organisation yet" in response.content.decode()
    )
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


# Saving


def test_a_section_is_saved_by_its_button(client, owner, draft):
    client.force_login(owner)

    response = client.post(
        address(draft, "basics"), basics(draft, title_zh="新标题", action="continue")
    )

    assert response["Location"] == address(draft, "description")
    draft.refresh_from_db()
    assert (draft.title_zh, draft.edition) == ("新标题", 1)
    assert draft.saves["basics"]["by"] == owner.pk


def test_autosave_keeps_what_is_right_and_says_what_is_wrong(client, owner, draft):
    before = draft.title_en
    client.force_login(owner)

    response = autosave(
        client,
        address(draft, "basics"),
        basics(draft, title_zh="新标题", title_en="x" * 501, keywords_zh="流量，气体"),
    )

    draft.refresh_from_db()
    answer = response.json()
    assert (draft.title_zh, draft.title_en) == ("新标题", before)
    assert draft.keywords_zh == "流量，气体"
    assert list(answer["errors"]) == ["id_title_en"]
    assert len(answer["errors"]["id_title_en"]) == 1
    assert answer["edition"] == draft.edition == 1
    assert answer["saved_at"] == timezone.localtime().strftime("%H:%M")


def test_a_wrong_field_stays_in_the_form_with_its_sentence(client, owner, draft):
    client.force_login(owner)

    response = client.post(
        address(draft, "basics"), basics(draft, title_zh="新标题", title_en="x" * 501)
    )

    assert response.status_code == 422
    form = response.context["draft"].form
    assert form["title_en"].value() == "x" * 501
    assert list(form.errors) == ["title_en"]
    draft.refresh_from_db()
    assert draft.title_zh == "新标题"


def test_saving_without_a_change_is_no_edition(client, owner, draft):
    client.force_login(owner)

    autosave(client, address(draft, "basics"), basics(draft))

    draft.refresh_from_db()
    assert (draft.edition, draft.saves) == (0, {})


def test_a_line_break_counts_as_one_character(client, owner, draft):
    client.force_login(owner)
    text = "\r\n".join(["行" * 999, "行" * 1000])

    response = autosave(
        client, address(draft, "basics"), basics(draft, summary_zh=text)
    )

    draft.refresh_from_db()
    assert response.json()["errors"] == {}
    assert len(draft.summary_zh) == 2000


@pytest.mark.parametrize("state", ["submitted", "published", "withdrawn"])
def test_a_record_that_is_not_editable_is_not_changed(client, owner, institute, state):
    record = AchievementFactory(holder=institute, created_by=owner, **{state: True})
    client.force_login(owner)

    told = autosave(client, address(record, "basics"), basics(record, title_zh="新"))
    shown = client.post(address(record, "basics"), basics(record, title_zh="新"))

    assert told.status_code == shown.status_code == 409
    assert "closed" in told.json()
    assert shown.context["draft"].form["title_zh"].value() == "新"
    before = record.title_zh
    record.refresh_from_db()
    assert record.title_zh == before
    assert client.get(address(record, "basics"))["Location"] == address(record)


def test_terms_and_dates_are_kept_together_or_not_at_all(client, owner, draft):
    draft.started, draft.finished = "2020-01-01", "2021-01-01"
    draft.save()
    client.force_login(owner)

    response = autosave(
        client,
        address(draft, "classification"),
        {
            "domains": ["food", "metrology"],
            "elements": ["testing"],
            "industries": ["C40"],
            "ics": ["17.040"],
            "trl": "5",
            "started": "2023-05-01",
            "finished": "2022-05-01",
            "edition": 0,
            "page": "mine",
        },
    )

    draft.refresh_from_db()
    assert list(response.json()["errors"]) == ["id_finished"]
    assert str(draft.started) == "2020-01-01"
    assert draft.trl == 5
    assert {term.code for term in draft.domains.all()} == {"food", "metrology"}
    assert {term.code for term in draft.ics.all()} == {"17.040"}


def test_a_term_that_has_ended_stays_where_it_was_chosen(client, owner, draft):
    old = Term.objects.create(
        scheme="domain",
        code="old",
        name_zh="旧领域",
        valid_to=timezone.localdate() - timedelta(days=1),
    )
    draft.domains.add(old)
    client.force_login(owner)
    sent = {"domains": ["metrology", "old"], "trl": "3", "edition": 0, "page": "mine"}

    kept = autosave(client, address(draft, "classification"), sent).json()
    other = AchievementFactory(holder=draft.holder, created_by=owner)
    refused = autosave(client, address(other, "classification"), sent).json()

    assert kept["errors"] == {}
    assert list(refused["errors"]) == ["id_domains"]


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


# Visibility


def test_an_embargo_lies_ahead_and_has_a_reason(client, owner, draft):
    client.force_login(owner)

    def save(until, reason):
        sent = {
            "visibility": "public",
            "embargo_until": f"{until:%Y-%m-%dT%H:%M}",
            "embargo_reason": reason,
            "edition": 0,
            "page": "mine",
        }
        return list(autosave(client, address(draft, "access"), sent).json()["errors"])

    now = timezone.localtime()
    assert save(now - timedelta(days=1), "申请专利") == ["id_embargo_until"]
    assert save(now + timedelta(days=30), "") == ["id_embargo_reason"]
    draft.refresh_from_db()
    assert draft.embargo_until is None
    assert save(now + timedelta(days=30), "申请专利") == []
    draft.refresh_from_db()
    assert draft.embargo_until.date() == (now + timedelta(days=30)).date()


# Submitting


def test_submitting_with_gaps_leaves_a_draft_and_lists_them(client, owner, draft):
    draft.title_en = ""
    draft.save()
    draft.contributors.all().delete()
    client.force_login(owner)

    page = client.get(address(draft, "check")).content.decode()
    response = client.post(address(draft, "steps", "submit"), follow=True)

    draft.refresh_from_db()
    assert draft.status == "draft"
    assert f'href="{address(draft, "basics")}#id_title_en"' in page
    assert f'href="{address(draft, "people")}#contributors"' in page
    assert len(response.context["messages"]) == 2


def test_a_complete_draft_is_submitted(client, owner, draft):
    client.force_login(owner)

    response = client.post(address(draft, "steps", "submit"))

    draft.refresh_from_db()
    assert response["Location"] == address(draft)
    assert draft.status == "submitted"


def test_withdrawing_asks_first_and_needs_a_reason(client, owner, achievement):
    client.force_login(owner)

    asked = client.get(address(achievement, "steps", "withdraw"))
    refused = client.post(address(achievement, "steps", "withdraw"), {"reason": " "})
    achievement.refresh_from_db()
    before = achievement.status
    client.post(address(achievement, "steps", "withdraw"), {"reason": "内容有误"})

    achievement.refresh_from_db()
    assert asked.status_code == 200
    assert refused["Location"] == address(achievement, "steps", "withdraw")
    assert before == "published"
    assert (achievement.status, achievement.status_reason) == ("withdrawn", "内容有误")


def test_the_answer_to_the_script_is_plain_json(client, owner, draft):
    client.force_login(owner)

    response = autosave(client, address(draft, "basics"), basics(draft, title_zh="新"))

    assert sorted(json.loads(response.content)) == [
        "edition",
        "errors",
        "rows",
        "saved_at",
    ]
