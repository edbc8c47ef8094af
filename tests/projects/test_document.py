"""The document that people read, and what of it experts get to read."""

from copy import deepcopy

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from portal.attachments.attaching import attach
from projects.applications.blinding import BAR, for_reviewers
from projects.applications.document import document_of
from projects.applications.snapshot import snapshot
from projects.models import Application, Partner
from tests.factories.projects import TeamMemberFactory
from tests.projects.desk import address

pytestmark = pytest.mark.django_db


def texts_of(document):
    """Every text that the document says, in order."""
    for section in document:
        yield section.heading
        for part in section.parts:
            if part.kind == "facts":
                for fact in part.rows:
                    yield fact.term
                    yield from (line.text for line in fact.lines)
            elif part.kind == "text":
                yield part.label
                yield from (line.text for line in part.lines)
            else:
                yield part.caption
                yield from part.columns
                for row in part.rows:
                    yield from (line.text for cell in row.cells for line in cell)


@pytest.fixture
def content(application):
    return snapshot(Application.objects.get(pk=application.pk))


def test_says_in_either_language_all_that_the_team_wrote(content):
    content["team"][0] |= {"duty_zh": "总体方案", "duty_en": "Overall design"}
    for language in ("zh-hans", "en"):
        with override(language):
            texts = set(texts_of(document_of(content)))

        assert {
            content["title_zh"],
            content["title_en"],
            content["abstract_zh"],
            content["abstract_en"],
            "总体方案",
            "Overall design",
            "相对扩展不确定度",
            "Relative expanded uncertainty",
            "≤ 0.02\N{NO-BREAK SPACE}%".replace("\N{NO-BREAK SPACE}%", "%"),
            "装置一套",
            "One facility",
            "300,000.00",
        } <= {text.replace("\N{NO-BREAK SPACE}", " ") for text in texts} | texts


def test_the_readers_language_comes_first(content):
    with override("en"):
        title = document_of(content)[0].parts[0].rows[1]
    assert [line.lang for line in title.lines] == ["en", "zh-Hans"]

    with override("zh-hans"):
        title = document_of(content)[0].parts[0].rows[1]
    assert [line.lang for line in title.lines] == ["zh-Hans", "en"]


def test_budget_tables_show_their_sums(content):
    document = {section.name: section for section in document_of(content)}
    tables = {part.name: part for part in document["budget"].parts}

    last = tables["budget"].rows[-1]

    assert last.is_total
    assert last.cells[-1][0].text == "300,000.00"
    assert [row.key for row in tables["budget-central"].rows] == [
        "purchase",
        "materials",
        "total",
    ]


def test_sections_of_the_questionnaire_begin_sections(content):
    def row(name, kind, **more):
        empty = {"value": None, "text_zh": "", "text_en": ""}
        labels = {"label_zh": f"问{name}", "label_en": f"Q {name}"}
        return {"id": name, "kind": kind} | empty | labels | more

    content["answers"] = [
        row("1", "long-text", text_zh="必要", text_en="必要"),
        row("2", "section"),
        row("3", "short-text"),
        row(
            "4",
            "table",
            text_zh="a",
            text_en="a",
            table_zh=[["名称", "数量"], ["传感器", "3"]],
            table_en=[["Name", "Count"], ["传感器", "3"]],
        ),
    ]

    with override("en"):
        document = document_of(content)

    asked = [section for section in document if section.name.startswith("answers")]
    assert [(one.heading, [part.label for part in one.parts]) for one in asked[:1]] == [
        ("Questionnaire", ["Q 1"])
    ]
    assert asked[1].heading == "Q 2"
    assert asked[1].parts[0].columns == ["Name", "Count"]
    assert [line.text for cell in asked[1].parts[0].rows[0].cells for line in cell] == [
        "传感器",
        "3",
    ]


def test_columns_of_one_heading_keep_what_stands_in_each(content):
    content["answers"] = [
        {
            "id": "devices",
            "kind": "table",
            "label_zh": "设备",
            "label_en": "Devices",
            "value": [],
            "text_zh": "",
            "text_en": "",
            "table_zh": [["名", "名", "名 2"], ["一", "二", "三"]],
            "table_en": [["Name", "Name", "Name 2"], ["一", "二", "三"]],
        }
    ]

    document = document_of(content)

    answers = next(one for one in document if one.name == "answers")
    table = answers.parts[0]
    assert len(set(table.columns)) == 3
    assert [cell[0].text for cell in table.rows[0].cells] == ["一", "二", "三"]


# Blind review

CANARIES = (
    "金丝雀研究院",
    "Canary Institute",
    "雀主人",
    "Master Canary",
    "canary@birds.example",
    "雀单位",
    "Canary House",
    "雀伙伴",
    "Canary Partner",
    "金丝雀证明",
    "123100000000CANARY",
)


@pytest.fixture
def planted(application, applicant):
    """Names in every place where a name belongs, and again in running texts."""
    application.organisation.name_zh = CANARIES[0]
    application.organisation.name_en = CANARIES[1]
    application.organisation.save()
    application.call.blindness = "double"
    application.call.save()
    application.team.all().delete()
    TeamMemberFactory(
        application=application,
        leader=True,
        name_zh=CANARIES[2],
        name_en=CANARIES[3],
        email=CANARIES[4],
        organisation_name_zh=CANARIES[5],
        organisation_name_en=CANARIES[6],
        duty_zh=f"{CANARIES[2]}负责",
    )
    Partner.objects.create(
        application=application, name_zh=CANARIES[7], name_en=CANARIES[8]
    )
    paper = SimpleUploadedFile(f"{CANARIES[9]}.txt", b"x")
    attach(application, paper, by=applicant, caption_zh=f"{CANARIES[5]}的证明")
    application.abstract_zh = f"由{CANARIES[0]}的{CANARIES[2]}研究。电话 13812345678。"
    application.abstract_en = f"By canary institute, write to {CANARIES[4].upper()}."
    application.keywords_en = f"see {CANARIES[9]}.txt"
    application.save()
    return application


def test_no_canary_reaches_the_experts(planted):
    content = snapshot(Application.objects.get(pk=planted.pk))
    before = deepcopy(content)

    blind = for_reviewers(content)

    said = repr(blind).lower()
    leaked = [name for name in CANARIES if name.lower() in said]
    assert leaked == []
    assert planted.created_by.name not in said
    assert planted.created_by.email not in said
    assert planted.organisation.uscc not in said
    assert "13812345678" not in said
    assert blind["abstract_zh"] == f"由{BAR}的{BAR}研究。电话 {BAR}。"
    assert content == before
    # What is judged stays.
    assert blind["budget"]["total"] == content["budget"]["total"]
    assert blind["indicators"] == content["indicators"]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_preview_shows_what_experts_will_read(client, planted, applicant, language):
    client.force_login(applicant)

    page = client.get(address(planted, "preview").replace("zh-hans", language))

    document = page.text.partition('<div class="document">')[2].lower()
    assert [name for name in CANARIES if name.lower() in document] == []
    assert planted.topic.title_zh.lower() in document or language == "en"


@pytest.mark.parametrize("stem", ["2026", "section", "double", "12.0", "S2026-00001"])
def test_a_file_called_as_our_own_words_changes_nothing_of_them(
    planted, applicant, stem
):
    attach(planted, SimpleUploadedFile(f"{stem}.txt", b"y"), by=applicant)
    content = snapshot(Application.objects.get(pk=planted.pk))

    blind = for_reviewers(content)

    names = [section.name for section in document_of(content)]
    assert [section.name for section in document_of(blind)] == names
    for name in ("starts", "ends", "number"):
        assert blind[name] == content[name]
    assert [row["due"] for row in blind["milestones"]] == [
        row["due"] for row in content["milestones"]
    ]


def test_names_in_a_table_are_barred_whatever_its_columns_are_called(planted):
    content = snapshot(Application.objects.get(pk=planted.pk))
    content["answers"] = [
        {
            "id": "people",
            "kind": "table",
            "label_zh": f"{CANARIES[2]}等人",
            "label_en": "People",
            "value": [{"role": CANARIES[2], "code": CANARIES[3], "a": CANARIES[4]}],
            "text_zh": CANARIES[2],
            "text_en": CANARIES[3],
            "table_zh": [["姓名"], [CANARIES[2]]],
            "table_en": [["Name"], [CANARIES[3]]],
        }
    ]

    said = repr(for_reviewers(content)["answers"])

    assert [name for name in CANARIES if name in said] == []


@pytest.mark.parametrize("blindness", ["none", "single"])
def test_where_names_are_shown_the_experts_read_all(planted, blindness):
    planted.call.blindness = blindness
    planted.call.save()
    content = snapshot(Application.objects.get(pk=planted.pk))

    assert for_reviewers(content) == content


def test_others_read_what_was_handed_in_not_the_draft(
    client, application, applicant, office, programme_officer
):
    application.submit(by=applicant)
    application.endorse(by=office)
    application.return_for_changes(by=programme_officer, reason="缺附件")
    Application.objects.filter(pk=application.pk).update(abstract_zh="改写中的摘要")

    shown = {}
    for name, person in {"officer": programme_officer, "team": applicant}.items():
        client.force_login(person)
        shown[name] = "改写中的摘要" in client.get(address(application, "preview")).text

    assert shown == {"officer": False, "team": True}


@pytest.mark.parametrize("count", [1, 6])
def test_the_preview_asks_the_same_however_large_the_team(
    client, application, applicant, count, django_assert_max_num_queries
):
    TeamMemberFactory.create_batch(count, application=application)
    client.force_login(applicant)
    client.get(address(application, "preview"))

    with django_assert_max_num_queries(25):
        client.get(address(application, "preview"))
