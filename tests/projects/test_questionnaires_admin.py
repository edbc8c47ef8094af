"""Officers build, try, correct and renew questionnaires in the admin."""

from copy import deepcopy

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import ModelLogEntry

from projects.applications.answers import gaps
from projects.calls.freezing import data_of
from projects.models import Application, Questionnaire
from tests.factories.projects import CallFactory, QuestionnaireFactory
from tests.projects.questionnaires import ANSWERS, EVERY_KIND, FILE, raw, sent, worded

pytestmark = pytest.mark.django_db
EVERYTHING = [*EVERY_KIND, FILE]


@pytest.fixture
def questionnaire(programme):
    return QuestionnaireFactory(programme=programme, questions=raw(*EVERYTHING))


@pytest.fixture
def opened(questionnaire):
    """One that a call has opened with."""
    CallFactory(programme=questionnaire.programme, questionnaire=questionnaire)
    return questionnaire


@pytest.fixture
def admin(client, programme_officer):
    client.force_login(programme_officer)
    return client


def page(name, record):
    return reverse(f"admin-questionnaires:{name}", args=[record.pk])


def sent_by_editor(questionnaire, blocks=None, **more):
    """The stored blocks, or others, as a browser sends them with what has defaults."""
    stream = questionnaire.questions.stream_block
    value = stream.to_python(blocks) if blocks else questionnaire.questions
    data = {"name": questionnaire.name}
    put(data, "questions", stream, value)
    return data | more


def put(data, prefix, block, value):
    """The fields of a block, whatever its kind."""
    if hasattr(value, "stream_block"):
        put_children(data, prefix, list(value), with_type=True)
    elif hasattr(value, "bound_blocks") and not hasattr(block, "child_blocks"):
        put_children(data, prefix, value.bound_blocks)
    elif hasattr(block, "child_blocks"):
        for name, part in block.child_blocks.items():
            put(data, f"{prefix}-{name}", part, value[name])
    elif isinstance(value, bool):
        if value:
            data[prefix] = "on"
    elif value is not None:
        data[prefix] = value


def put_children(data, prefix, children, *, with_type=False):
    data[f"{prefix}-count"] = len(children)
    for place, child in enumerate(children):
        here = f"{prefix}-{place}"
        data |= {f"{here}-order": place, f"{here}-deleted": "", f"{here}-id": child.id}
        if with_type:
            data[f"{here}-type"] = child.block_type
        put(data, f"{here}-value", child.block, child.value)


def changed(blocks, block_id, **values):
    blocks = deepcopy(blocks)
    for block in blocks:
        if block["id"] == block_id:
            block["value"] |= values
    return blocks


def stored(questionnaire):
    return data_of(Questionnaire.objects.get(pk=questionnaire.pk).questions)


# Building


def test_an_officer_builds_a_questionnaire(admin, programme):
    blank = Questionnaire(programme=programme, name="重点专项申报问卷")
    data = sent_by_editor(blank, raw(*EVERYTHING))

    response = admin.post(reverse("admin-questionnaires:add"), data)

    made = Questionnaire.objects.get()
    assert response.url == page("inspect", made)
    assert (made.name, made.version, made.programme) == (blank.name, 1, programme)
    assert [child.id for child in made.questions] == [one["id"] for one in EVERYTHING]
    assert [
        option.id for option in made.questions[2].value["options"].bound_blocks
    ] == [
        "basic",
        "applied",
        "pilot",
    ]


def test_the_editor_says_beside_the_block_what_is_wrong(admin, questionnaire):
    blocks = changed(
        raw(*EVERYTHING),
        "site",
        only_if={"question": "price", "operator": "is", "wanted": "1"},
    )

    response = admin.post(
        page("edit", questionnaire), sent_by_editor(questionnaire, blocks)
    )

    error = response.context["form"].errors.as_data()["questions"][0]
    assert response.status_code == 200
    assert list(error.block_errors) == [3]
    assert list(error.block_errors[3].block_errors) == ["only_if"]
    assert stored(questionnaire)[3]["value"]["only_if"]["question"] == "type"


def test_saving_what_the_page_shows_changes_nothing(admin, questionnaire):
    before = stored(questionnaire)

    response = admin.post(page("edit", questionnaire), sent_by_editor(questionnaire))

    assert response.status_code == 302
    assert stored(questionnaire) == before


def test_until_a_call_opens_everything_may_change(admin, questionnaire):
    CallFactory(
        programme=questionnaire.programme, questionnaire=questionnaire, announced=True
    )
    blocks = raw(*EVERY_KIND[:3])

    admin.post(page("edit", questionnaire), sent_by_editor(questionnaire, blocks))

    assert [block["id"] for block in stored(questionnaire)] == [
        "content",
        "intro",
        "type",
    ]


def test_two_officers_do_not_overwrite_each_other(admin, questionnaire):
    seen = questionnaire.updated_at.isoformat()
    admin.post(
        page("edit", questionnaire), sent_by_editor(questionnaire, raw(*EVERY_KIND))
    )

    response = admin.post(
        page("edit", questionnaire), sent_by_editor(questionnaire, seen=seen)
    )

    assert response.context["form"].has_error("seen")
    assert len(stored(questionnaire)) == len(EVERY_KIND)


# Frozen


def test_wording_is_corrected_and_logged_with_before_and_after(admin, opened):
    blocks = changed(raw(*EVERYTHING), "type", label_zh="研究类型？")
    blocks[2]["value"]["options"][1]["value"]["label_en"] = "Applied"

    response = admin.post(page("edit", opened), sent_by_editor(opened, blocks))

    assert response.status_code == 302
    assert stored(opened)[2]["value"]["label_zh"] == "研究类型？"
    entry = ModelLogEntry.objects.get(action="projects.correct_wording")
    assert entry.data["changes"] == [
        {"where": "type/label_zh", "before": "类型？", "after": "研究类型？"},
        {
            "where": "type/applied/label_en",
            "before": "Applied research",
            "after": "Applied",
        },
    ]


def test_answers_survive_a_correction_of_wording(admin, opened):
    call = opened.calls.get()
    application = Application(call=call, answers=ANSWERS)
    blocks = changed(raw(*EVERYTHING), "type", label_zh="研究类型？")

    admin.post(page("edit", opened), sent_by_editor(opened, blocks))

    application.call.questionnaire.refresh_from_db()
    assert gaps(application) == []


STRUCTURE = [
    lambda blocks: blocks[:-1],
    lambda blocks: [*blocks, *raw({"kind": "number", "id": "more", **worded("多")})],
    lambda blocks: [blocks[0], blocks[2], blocks[1], *blocks[3:]],
    lambda blocks: changed(blocks, "plan", most=99),
    lambda blocks: changed(blocks, "plan", is_required=True),
    lambda blocks: changed(blocks, "accuracy", unit="m"),
    lambda blocks: changed(blocks, "price", most="6000000"),
    lambda blocks: changed(blocks, "since", latest="2027-01-01"),
    lambda blocks: changed(blocks, "uses", most=3),
    lambda blocks: changed(blocks, "proof", kinds=["pdf"]),
    lambda blocks: changed(
        blocks, "site", only_if={"question": "", "operator": "is", "wanted": ""}
    ),
    lambda blocks: changed(
        blocks, "uses", options=[*blocks[2]["value"]["options"], new_option()]
    ),
]


def new_option():
    return {"type": "item", "id": "new", "value": worded("新")}


@pytest.mark.parametrize("change", STRUCTURE)
def test_nothing_but_wording_changes_once_a_call_has_opened(admin, opened, change):
    before = stored(opened)
    blocks = change(raw(*EVERYTHING))

    response = admin.post(page("edit", opened), sent_by_editor(opened, blocks))

    assert response.status_code == 200
    assert response.context["form"].has_error("questions", code="frozen")
    assert "action-new-version" in response.content.decode()
    assert stored(opened) == before
    assert not ModelLogEntry.objects.filter(action="projects.correct_wording").exists()


def test_a_call_cancelled_after_its_opening_freezes_too(opened):
    opened.calls.update(status="cancelled")

    assert opened.is_frozen


def test_the_model_itself_refuses(opened):
    opened.questions = raw(*EVERY_KIND)

    with pytest.raises(ValidationError):
        opened.full_clean()


# New versions


def test_a_new_version_is_made_once(admin, opened):
    for _time in range(2):
        response = admin.post(page("new-version", opened))

    new = Questionnaire.objects.exclude(pk=opened.pk).get()
    assert (new.name, new.version, new.previous) == (opened.name, 2, opened)
    assert data_of(new.questions) == stored(opened)
    assert response.url == page("edit", new)
    assert not new.is_frozen
    entry = ModelLogEntry.objects.get(action="projects.new_version")
    assert (entry.object_id, entry.data) == (str(new.pk), {"from": 1})


def test_a_version_of_a_version_goes_on_counting(opened):
    second = opened.new_version()

    assert second.new_version().version == 3
    assert opened.new_version() == second


def test_what_cannot_be_changed_here_goes_into_a_new_version(admin, opened):
    before = stored(opened)
    data = sent_by_editor(opened, raw(*EVERY_KIND[:3])) | {"action-new-version": "1"}

    response = admin.post(page("edit", opened), data)

    new = Questionnaire.objects.exclude(pk=opened.pk).get()
    assert response.url == page("edit", new)
    assert [child.id for child in new.questions] == ["content", "intro", "type"]
    assert stored(opened) == before
    # A second time there is one already: what was typed stays on the page.
    again = admin.post(page("edit", opened), data)
    assert again.status_code == 200
    assert Questionnaire.objects.count() == 2


def test_a_new_version_with_mistakes_is_not_made(admin, opened):
    blocks = changed(raw(*EVERYTHING), "accuracy", least="11")
    data = sent_by_editor(opened, blocks) | {"action-new-version": "1"}

    assert admin.post(page("edit", opened), data).status_code == 200
    assert Questionnaire.objects.count() == 1


# Trying


@pytest.mark.parametrize(
    ("language", "label"), [("zh-hans", "基础研究"), ("en", "Basic research")]
)
def test_an_officer_sees_what_applicants_see(admin, questionnaire, language, label):
    response = admin.get(f"{page('try', questionnaire)}?language={language}")

    text = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{ {"zh-hans": "zh-Hans"}.get(language, language) }"' in text
    assert label in text
    assert "data-only-if" in text


def test_the_trial_judges_and_stores_nothing(admin, questionnaire):
    data = sent(ANSWERS | {"accuracy": "11"}).dict() | {"q-uses": ANSWERS["uses"]}

    wrong = admin.post(page("try", questionnaire), data)
    right = admin.post(page("try", questionnaire), data | {"q-accuracy": "1"})
    missing = admin.post(page("try", questionnaire), {})

    assert [list(form.errors) for form in wrong.context["trial"].forms] == [
        ["q-accuracy"],
        [],
    ]
    assert not wrong.context["trial"].is_complete
    assert right.context["trial"].is_complete
    assert "q-type" in dict(missing.context["trial"].problems)
    assert not Application.objects.exists()


def test_conditions_of_the_trial_reach_from_page_to_page(admin, programme):
    questions = [
        *EVERY_KIND[2:3],
        {"kind": "section", "id": "next", **worded("下页")},
        {
            "kind": "short_text",
            "id": "site",
            **worded("地"),
            "only_if": {"question": "type", "is": "pilot"},
        },
    ]
    questionnaire = QuestionnaireFactory(programme=programme, questions=raw(*questions))

    asked = admin.post(page("try", questionnaire), {"q-type": "pilot"})
    not_asked = admin.post(page("try", questionnaire), {"q-type": "basic"})

    assert [name for name, _text in asked.context["trial"].problems] == ["q-site"]
    assert not_asked.context["trial"].is_complete


# Reading, and who may


def test_the_page_names_questions_and_the_calls_that_use_them(admin, opened):
    text = admin.get(page("inspect", opened)).content.decode()

    assert "中试基地？" in text
    assert opened.calls.get().number in text


@pytest.mark.parametrize("name", ["edit", "inspect", "history", "try", "new-version"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_officers_of_other_programmes_do_not_come_in(
    client, other_officer, opened, name, method
):
    client.force_login(other_officer)

    assert getattr(client, method)(page(name, opened)).status_code == 404
    assert Questionnaire.objects.count() == 1


def test_lists_hold_what_belongs_to_ones_programmes(
    client, other_officer, questionnaire
):
    client.force_login(other_officer)

    response = client.get(reverse("admin-questionnaires:index"))

    assert list(response.context["object_list"]) == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_however_long(
    admin, programme, count, django_assert_max_num_queries
):
    QuestionnaireFactory.create_batch(count, programme=programme)
    admin.get(reverse("admin-questionnaires:index"))

    with django_assert_max_num_queries(12):
        response = admin.get(reverse("admin-questionnaires:index"))

    assert len(response.context["object_list"]) == count
