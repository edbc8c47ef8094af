"""A section is saved: what is kept, what is said, when it is handed in."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from portal.models import Term
from tests.achievements.desk import address, autosave, basics
from tests.factories.achievements import AchievementFactory

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


def test_the_history_has_one_line_an_hour_and_person(client, owner, office, draft):
    for person, page in ((owner, "a"), (owner, "a"), (office, "b")):
        client.force_login(person)
        draft.refresh_from_db()
        sent = basics(draft, title_zh=f"{draft.title_zh}新", page=page)
        autosave(client, address(draft, "basics"), sent)

    edits = ModelLogEntry.objects.filter(action="wagtail.edit").order_by("pk")
    assert [entry.user for entry in edits] == [owner, office]


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
