"""The call's questions on the applicant's desk: saved, missing, kept, filed."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.attachments.attaching import attach
from portal.attachments.models import Attachment
from projects.applications import answers as of_application
from projects.applications.answers import answer_sections, gaps, snapshot
from projects.models import Application
from tests.factories.projects import QuestionnaireFactory
from tests.projects.desk import address, autosave
from tests.projects.questionnaires import ANSWERS, EVERY_KIND, FILE, raw, sent

pytestmark = pytest.mark.django_db
FIRST, SECOND = "answers-content", "answers-means"


@pytest.fixture
def call(call):
    """The call asks one question of each kind, on two pages."""
    call.questionnaire = QuestionnaireFactory(
        programme=call.programme, questions=raw(*EVERY_KIND, FILE)
    )
    call.save()
    return call


@pytest.fixture
def desk(client, draft, applicant):
    client.force_login(applicant)
    return client


def of_page(application, answers, section, **changes):
    """What a browser sends for a page: all its fields, with the page's own marks."""
    names = {
        FIRST: ("type", "site", "plan", "accuracy"),
        SECOND: ("price", "since", "uses", "devices", "open"),
    }
    data = sent({key: answers[key] for key in names[section] if key in answers})
    data.update({"edition": application.edition, "page": "mine", "action": "save"})
    data.update(changes)
    return data.dict() | {
        key: values for key, values in data.lists() if len(values) > 1
    }


def save(client, application, answers, section, **changes):
    data = of_page(application, answers, section, **changes)
    response = client.post(address(application, section), data)
    application.refresh_from_db()
    return response


def paper(name="证明.txt", content="证明"):
    return SimpleUploadedFile(name, content.encode(), "text/plain")


def test_each_page_of_questions_is_a_section(draft):
    sections = answer_sections(draft.call)

    assert [(one.name, one.heading, one.is_multipart) for one in sections] == [
        (FIRST, "内容？", False),
        (SECOND, "条件？", True),
    ]
    assert sections[0].covers == {"q-type", "q-site", "q-plan", "q-accuracy"}


def test_a_call_without_questions_has_no_such_section(draft):
    draft.call.questionnaire = None

    assert answer_sections(draft.call) == []
    assert gaps(draft) == []
    assert snapshot(draft) == []


def test_all_pages_are_saved_and_shown_again(desk, draft):
    assert save(desk, draft, ANSWERS, FIRST).status_code == 302
    assert save(desk, draft, ANSWERS, SECOND).status_code == 302

    assert draft.answers == ANSWERS
    assert gaps(draft) == []
    page = desk.get(address(draft, SECOND)).content.decode()
    assert 'value="标准装置"' in page
    assert re.search(r'value="basic"[^>]*checked', page)


def test_what_is_wrong_is_said_and_the_rest_is_kept(desk, draft):
    wrong = ANSWERS | {"accuracy": "11"}

    response = save(desk, draft, wrong, FIRST)

    assert response.status_code == 422
    assert 'id="id_q-accuracy_error"' in response.content.decode()
    assert draft.answers == {key: ANSWERS[key] for key in ("type", "site", "plan")}


def test_autosave_tells_errors_by_the_fields_they_stand_beside(desk, draft):
    data = of_page(draft, ANSWERS | {"site": "一" * 21}, FIRST)

    told = autosave(desk, address(draft, FIRST), data).json()

    assert list(told["errors"]) == ["id_q-site"]
    assert told["saved_at"]


def test_saving_the_same_again_changes_nothing(desk, draft):
    save(desk, draft, ANSWERS, FIRST)
    save(desk, draft, ANSWERS, SECOND)
    edition = draft.edition

    save(desk, draft, ANSWERS, FIRST)
    save(desk, draft, ANSWERS, SECOND)

    assert draft.edition == edition


def test_an_emptied_field_takes_its_answer_away(desk, draft):
    save(desk, draft, ANSWERS, FIRST)

    save(desk, draft, {"type": "pilot"}, FIRST)

    assert draft.answers == {"type": "pilot"}


def test_gaps_name_fields_of_their_sections(draft):
    names = [name for name, _text in gaps(draft)]

    covered = set().union(*(one.covers for one in answer_sections(draft.call)))
    assert set(names) <= covered
    assert names == [
        "q-type",
        "q-accuracy",
        "q-price",
        "q-since",
        "q-uses",
        "q-devices",
        "q-open",
    ]


def test_too_little_is_a_gap_but_kept(desk, draft):
    few = {**ANSWERS, "devices": [{"count": "2"}]}

    assert save(desk, draft, few, SECOND).status_code == 302

    assert draft.answers["devices"] == [{"count": "2"}]
    assert "q-devices" in dict(gaps(draft))


def test_an_application_with_unanswered_questions_is_not_submitted(
    desk, application, applicant
):
    assert "q-type" in dict(application.missing())

    application.answers = ANSWERS

    assert [one for one in application.missing() if one[0].startswith("q-")] == []


def test_the_answer_to_a_question_no_longer_asked_stays_in_the_draft(desk, draft):
    save(desk, draft, ANSWERS, FIRST)

    save(desk, draft, ANSWERS | {"type": "basic"}, FIRST)

    assert draft.answers["site"] == ANSWERS["site"]
    assert "site" not in [row["id"] for row in snapshot(draft)]


def test_without_a_script_a_conditional_question_says_when_it_is_asked(desk, draft):
    page = desk.get(address(draft, FIRST)).content.decode()

    assert "data-only-if" in page
    assert "中试？" not in page
    assert re.search(r"data-condition>[^<]*类型？[^<]*中试", page)


# Tables, without a script


def test_the_button_adds_a_row_and_another_removes_one(desk, draft):
    response = save(desk, draft, ANSWERS, SECOND, action="add:q-devices")
    assert response.url.endswith("#q-devices")
    page = desk.get(address(draft, SECOND)).content.decode()
    assert 'name="q-devices-2-name"' in page  # two rows are stored, one more is shown

    save(desk, draft, ANSWERS, SECOND, action="remove:q-devices-0")

    assert draft.answers["devices"] == [{"name": "天平"}]


def test_a_full_table_offers_no_further_row(desk, draft):
    save(desk, draft, ANSWERS | {"devices": [{"name": "甲"}] * 3}, SECOND)

    page = desk.get(address(draft, SECOND)).content.decode()

    assert 'name="q-devices-2-name"' in page
    assert 'name="q-devices-3-name"' not in page
    assert "add:q-devices" not in page


# Two people at once


def test_two_people_at_one_page_meet_a_conflict_in_words(
    client, application, applicant, writing_member
):
    stale = of_page(application, ANSWERS, FIRST, page="theirs")
    client.force_login(writing_member)
    save(client, application, ANSWERS | {"type": "basic"}, FIRST)
    client.force_login(applicant)

    response = client.post(address(application, FIRST), stale)

    application.refresh_from_db()
    differences = response.context["conflict"].differences
    assert response.status_code == 409
    assert application.answers["type"] == "basic"
    assert [(one.name, one.theirs, one.mine) for one in differences] == [
        ("q-type", "基础研究", "中试")
    ]


def test_the_other_ones_table_can_be_taken_whole(
    client, application, applicant, writing_member
):
    mine = ANSWERS | {"devices": [{"name": "我的"}], "price": "5.00"}
    stale = of_page(application, mine, SECOND, page="theirs")
    client.force_login(writing_member)
    save(client, application, ANSWERS, SECOND)
    client.force_login(applicant)
    client.post(address(application, SECOND), stale)

    decided = stale | {
        "edition": application.edition,
        "take-q-devices": "theirs",
        "take-q-price": "mine",
    }
    response = client.post(address(application, SECOND), decided)

    application.refresh_from_db()
    assert response.status_code == 302
    assert application.answers == {
        key: ANSWERS[key] for key in ("since", "uses", "devices", "open")
    } | {"price": "5.00"}


def test_a_ticked_box_of_the_other_can_be_taken(
    client, application, applicant, writing_member
):
    mine = {key: answer for key, answer in ANSWERS.items() if key != "open"}
    stale = of_page(application, mine, SECOND, page="theirs")
    client.force_login(writing_member)
    save(client, application, ANSWERS, SECOND)
    client.force_login(applicant)

    decided = stale | {"edition": application.edition, "take-q-open": "theirs"}
    client.post(address(application, SECOND), decided)

    application.refresh_from_db()
    assert application.answers["open"] is True


def test_different_pages_do_not_meet(client, application, applicant, writing_member):
    first = of_page(application, ANSWERS, FIRST, page="theirs")
    client.force_login(writing_member)
    save(client, application, ANSWERS, SECOND)
    client.force_login(applicant)

    assert client.post(address(application, FIRST), first).status_code == 302

    application.refresh_from_db()
    assert application.answers == ANSWERS


# Files


def with_file(client, application, *files, **changes):
    return save(
        client, application, ANSWERS, SECOND, **{"q-proof": [*files]}, **changes
    )


def test_a_file_is_attached_to_its_question(desk, draft):
    response = with_file(desk, draft, paper())

    [file] = Attachment.objects.of(draft)
    assert response.status_code == 302
    assert draft.answers["proof"] == [file.pk]
    assert (file.caption_zh, file.caption_en) == ("证明？", "证明?")
    row = snapshot(draft)[-1]
    assert row["value"] == [
        {"id": file.pk, "name": "证明.txt", "size": file.size, "sha256": file.sha256}
    ]
    assert row["text_zh"] == "证明.txt"
    assert of_application.answered_files(draft) == {file.pk}
    assert file.get_absolute_url() in desk.get(address(draft, SECOND)).content.decode()


@pytest.mark.parametrize(
    "file",
    [
        lambda: paper("数据.csv", "一,二"),
        lambda: paper("图.pdf"),
        lambda: paper("空.txt", ""),
    ],
)
def test_a_file_that_does_not_fit_is_refused_and_the_rest_saved(desk, draft, file):
    response = with_file(desk, draft, file())

    assert response.status_code == 422
    assert "error-summary" in response.content.decode()
    assert draft.answers == {
        key: ANSWERS[key] for key in ("price", "since", "uses", "devices", "open")
    }
    assert not Attachment.objects.of(draft).exists()


def test_no_more_files_than_are_wanted(desk, draft):
    response = with_file(desk, draft, paper("一.txt"), paper("二.txt"), paper("三.txt"))

    assert response.status_code == 422
    assert [file.name for file in Attachment.objects.of(draft)] == ["一.txt", "二.txt"]
    assert len(draft.answers["proof"]) == 2


def test_a_ticked_file_goes_and_others_stay(desk, draft):
    with_file(desk, draft, paper("一.txt"), paper("二.txt"))
    first, second = draft.answers["proof"]

    save(desk, draft, ANSWERS, SECOND, **{"q-proof-remove": str(first)})

    assert draft.answers["proof"] == [second]
    assert [file.pk for file in Attachment.objects.of(draft)] == [second]


def test_files_of_other_places_are_out_of_reach(desk, draft, application, applicant):
    other = attach(draft, paper(), by=applicant)
    foreign = attach(application, paper(), by=applicant)
    draft.answers = {}
    draft.save()

    for pk in (other.pk, foreign.pk):
        save(desk, draft, ANSWERS, SECOND, **{"q-proof-remove": str(pk)})

    assert Attachment.objects.filter(pk__in=[other.pk, foreign.pk]).count() == 2


def test_a_file_deleted_elsewhere_is_missing_again(desk, draft):
    with_file(desk, draft, paper())
    Attachment.objects.of(draft).delete()
    questions = draft.call.questionnaire.questions
    questions[-1].value["is_required"] = True

    assert "q-proof" in dict(gaps(draft))
    assert snapshot(draft)[-1]["value"] is None


def test_a_closed_application_takes_no_file(desk, draft):
    Application.objects.filter(pk=draft.pk).update(status="withdrawn")

    with_file(desk, draft, paper())

    assert not Attachment.objects.of(draft).exists()
    assert draft.answers == {}


def test_pages_of_questions_take_few_queries(
    desk, draft, django_assert_max_num_queries
):
    desk.get(address(draft, SECOND))
    with django_assert_max_num_queries(20):
        desk.get(address(draft, SECOND))
