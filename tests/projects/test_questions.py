"""What questions take, keep and say; what the form builder refuses."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from projects.calls import answering
from projects.calls.answer_fields import length
from tests.projects.questionnaires import (
    ANSWERS,
    EVERY_KIND,
    OPTIONS,
    filled,
    raw,
    sent,
    stream,
    worded,
)


def asked_alone(**question):
    question = {"id": "it", **worded("问"), **question}
    if question["kind"] in ("choice", "multiple_choice"):
        question.setdefault("options", OPTIONS)
    return stream(question)


def answer_to(questions, **cells):
    data = sent({})
    for name, cell in cells.items():
        key = name.replace("_", "-").replace("it", "q-it")
        data.setlist(key, cell if isinstance(cell, list) else [cell])
    return filled(questions, data)


def test_every_kind_keeps_its_answer_as_plain_data():
    answers, errors = filled(stream(), sent(ANSWERS))

    assert errors == {}
    assert answers == ANSWERS
    assert json.loads(json.dumps(answers)) == answers
    assert answering.problems(stream(), answers) == []


@pytest.mark.parametrize(
    ("question", "typed", "kept"),
    [
        ({"kind": "number"}, "007", "7"),
        ({"kind": "number", "decimals": 2}, "3.1", "3.10"),
        ({"kind": "number", "decimals": 1}, "-0", "0.0"),
        ({"kind": "number"}, "1e3", "1000"),
        ({"kind": "money"}, "12.5", "12.50"),
        ({"kind": "short_text"}, "  一\r\n二 ", "一 二"),
        ({"kind": "long_text"}, "一\r\n二", "一\n二"),
        ({"kind": "multiple_choice"}, ["pilot", "basic", "pilot"], ["basic", "pilot"]),
        ({"kind": "date"}, "2026-02-28", "2026-02-28"),
    ],
)
def test_an_answer_has_one_way_to_be_kept(question, typed, kept):
    answers, errors = answer_to(asked_alone(**question), it=typed)

    assert errors == {}
    assert answers == {"it": kept}


@pytest.mark.parametrize(
    ("question", "typed"),
    [
        ({"kind": "short_text", "most": 3}, "一二三四"),
        ({"kind": "short_text", "most": 3}, "𠮷𠮷"),
        ({"kind": "long_text", "most": 3}, "一\r\n二三"),
        ({"kind": "number"}, "1.5"),
        ({"kind": "number"}, "NaN"),
        ({"kind": "number"}, "许多"),
        ({"kind": "number", "least": "2"}, "1"),
        ({"kind": "number", "most": "2"}, "3"),
        ({"kind": "money"}, "-1"),
        ({"kind": "money"}, "0.001"),
        ({"kind": "money", "most": "100"}, "100.01"),
        ({"kind": "date"}, "2026-02-30"),
        ({"kind": "date"}, "01/02/2026"),
        ({"kind": "date", "earliest": "2026-01-01"}, "2025-12-31"),
        ({"kind": "date", "latest": "2026-01-01"}, "2026-01-02"),
        ({"kind": "choice"}, "nonsense"),
        ({"kind": "multiple_choice"}, ["basic", "nonsense"]),
        ({"kind": "multiple_choice", "most": 1}, ["basic", "pilot"]),
    ],
)
def test_what_does_not_fit_is_refused_and_not_kept(question, typed):
    answers, errors = answer_to(asked_alone(**question), it=typed)

    assert list(errors) == ["q-it"]
    assert answers == {}


@pytest.mark.parametrize(
    ("text", "count"), [("一二", 2), ("a\nb", 3), ("𠮷", 2), ("", 0), ("é", 1)]
)
def test_characters_are_counted_as_browsers_count_them(text, count):
    assert length(text) == count


def test_a_table_says_all_that_is_wrong_in_it():
    data = sent({"devices": [{"name": "一" * 21, "count": "0"}, {"use": "nonsense"}]})

    answers, errors = filled(stream(), data)

    assert len(errors["q-devices"]) == 3
    assert "devices" not in answers


def test_a_table_takes_no_more_rows_than_are_wanted():
    data = sent({"devices": [{"name": str(number)} for number in range(4)]})

    with translation.override("en"):
        _answers, errors = filled(stream(), data)

    assert errors["q-devices"] == ["At most 3 rows are taken; there are 4."]


def test_buttons_remove_rows_and_blank_rows_are_dropped():
    data = sent({"devices": [{"name": "甲"}, {"name": ""}, {"name": "乙"}]})
    data["action"] = "remove:q-devices-0"

    answers, errors = filled(stream(), data)

    assert errors == {}
    assert answers == {"devices": [{"name": "乙"}]}


def test_a_condition_decides_what_is_asked():
    without = {key: answer for key, answer in ANSWERS.items() if key != "site"}

    assert answering.problems(stream(), without) != []
    assert answering.problems(stream(), without | {"type": "basic"}) == []


def test_what_is_not_asked_troubles_nobody():
    data = sent(ANSWERS | {"type": "basic", "site": "一" * 30})

    answers, errors = filled(stream(), data)

    assert errors == {}
    assert "site" not in answers


def test_what_was_answered_before_stays_but_is_not_shown():
    answers = ANSWERS | {"type": "basic"}

    shown = [row["id"] for row in answering.readable(stream(), answers)]

    assert "site" not in shown
    assert shown[:3] == ["content", "intro", "type"]


CHAIN = [
    {"kind": "consent", "id": "a", **worded("甲")},
    {
        "kind": "number",
        "id": "b",
        **worded("乙"),
        "decimals": 1,
        "only_if": {"question": "a", "answered": ""},
    },
    {
        "kind": "short_text",
        "id": "c",
        **worded("丙"),
        "only_if": {"question": "b", "is-not": "5"},
    },
]


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ({}, ["a"]),
        ({"a": True}, ["a", "b"]),
        ({"a": True, "b": "5.0"}, ["a", "b"]),
        ({"a": True, "b": "6.0"}, ["a", "b", "c"]),
        # What hangs on a question that is not asked is not asked either.
        ({"b": "6.0"}, ["a"]),
    ],
)
def test_conditions_follow_each_other(answers, asked):
    rows = answering.readable(stream(*CHAIN), answers)

    assert [row["id"] for row in rows] == asked


def test_every_row_is_readable_in_both_languages():
    rows = {row["id"]: row for row in answering.readable(stream(), ANSWERS)}

    assert (rows["type"]["text_zh"], rows["type"]["text_en"]) == ("中试", "Pilot")
    assert (rows["price"]["text_zh"], rows["price"]["text_en"]) == (
        "120\N{NO-BREAK SPACE}万元",
        "CNY\N{NO-BREAK SPACE}1,200,000",
    )
    assert rows["since"]["text_en"] == "1 March 2025"
    assert rows["uses"]["text_zh"] == "基础研究；中试"
    assert rows["accuracy"]["text_zh"] == "0.5\N{NO-BREAK SPACE}mm"
    assert rows["devices"]["table_en"] == [
        ["名称?", "台数?", "用途?"],
        ["标准装置", "2", "Pilot"],
        ["天平", "", ""],
    ]
    assert json.loads(json.dumps(rows)) == rows


def test_the_form_speaks_the_readers_language():
    with translation.override("en"):
        english = answering.pages(stream())[0].questions[0].formfield()

    assert english.label == "类型?"
    assert [label for _id, label in english.choices] == [
        "Basic research",
        "Applied research",
        "Pilot",
    ]


def test_what_stands_before_the_first_section_is_a_page_too():
    pages = answering.pages(stream(*EVERY_KIND[2:]))

    assert [(page.name, len(page.questions)) for page in pages] == [
        ("answers", 4),
        ("answers-means", 5),
    ]


CHOICE = {"kind": "choice", "id": "a", **worded("甲"), "options": OPTIONS}


@pytest.mark.parametrize(
    "condition",
    [
        {"question": "later", "is": "x"},
        {"question": "it", "is": "x"},
        {"question": "nowhere", "is": "x"},
        {"question": "a", "is": "nonsense"},
        {"question": "a", "is": ""},
        {"question": "a", "contains": "basic"},
        {"question": "text", "is-not": "一" * 21},
        {"question": "number", "is": "viele"},
    ],
)
def test_a_condition_that_can_never_work_is_refused(condition):
    questions = [
        CHOICE,
        {"kind": "short_text", "id": "text", **worded("文"), "most": 20},
        {"kind": "number", "id": "number", **worded("数")},
        {"kind": "short_text", "id": "it", **worded("问"), "only_if": condition},
        {"kind": "short_text", "id": "later", **worded("后")},
    ]

    with pytest.raises(ValidationError) as refused:
        stream(*questions)

    assert len(refused.value.messages) == 1
    assert refused.value.messages[0].startswith("it: ")


@pytest.mark.parametrize(
    "question",
    [
        {"kind": "number", "least": "2", "most": "1"},
        {"kind": "date", "earliest": "2026-01-02", "latest": "2026-01-01"},
        {"kind": "choice", "options": OPTIONS[:1]},
        {"kind": "multiple_choice", "options": OPTIONS, "least": 3, "most": 2},
        {"kind": "multiple_choice", "options": OPTIONS, "least": 4},
        {"kind": "table", "columns": []},
        {"kind": "short_text", "most": 0},
        {"kind": "short_text", "label_zh": ""},
        {"kind": "file", "kinds": []},
    ],
)
def test_limits_that_do_not_go_together_are_refused(question):
    with pytest.raises(ValidationError):
        asked_alone(**question)


def test_two_blocks_of_one_id_are_refused():
    with pytest.raises(ValidationError):
        stream(CHOICE, CHOICE)


def test_a_page_takes_no_more_cells_than_a_form_can_send():
    """Each of these tables has 1,000; a new section is a new form."""
    column = {"kind": "text", **worded("列")}
    columns = [column | {"id": f"c{number}"} for number in range(10)]
    table = {"kind": "table", "most": 100, "columns": columns, **worded("表")}
    first, second = table | {"id": "one"}, table | {"id": "two"}
    section = {"kind": "section", "id": "new", **worded("页")}

    with pytest.raises(ValidationError, match="two: .*1500.*2000"):
        stream(first, second)
    assert [child.id for child in stream(first, section, second)] == [
        "one",
        "new",
        "two",
    ]


def test_an_explanation_is_text_not_markup():
    questions = asked_alone(kind="short_text", help_zh="<b>短</b>")

    assert (
        "&lt;b&gt;" in answering.pages(questions)[0].questions[0].formfield().help_text
    )


@pytest.mark.parametrize(
    "question",
    [
        {"kind": "essay", "id": "it", **worded("问")},
        {"kind": "number", "id": "it", **worded("问"), "maximum": "3"},
    ],
)
def test_what_a_loader_misspells_is_not_passed_over(question):
    with pytest.raises(ValueError, match="unknown"):
        raw(question)


def test_ids_of_a_loader_are_fit_for_names():
    with pytest.raises(ValueError, match="small letters"):
        raw({"kind": "number", "id": "A b", **worded("数")})
