"""Questionnaires for tests: one of each kind of question, and ways to fill forms in."""

from django.http import QueryDict

from projects.calls import answering
from projects.calls.building import build, built


def worded(label):
    return {"label_zh": f"{label}？", "label_en": f"{label}?"}


OPTIONS = [
    {"id": "basic", "label_zh": "基础研究", "label_en": "Basic research"},
    {"id": "applied", "label_zh": "应用研究", "label_en": "Applied research"},
    {"id": "pilot", "label_zh": "中试", "label_en": "Pilot"},
]
EVERY_KIND = [
    {"kind": "section", "id": "content", **worded("内容")},
    {"kind": "heading", "id": "intro", **worded("说明")},
    {"kind": "choice", "id": "type", **worded("类型"), "options": OPTIONS},
    {
        "kind": "short_text",
        "id": "site",
        **worded("中试基地"),
        "most": 20,
        "only_if": {"question": "type", "is": "pilot"},
    },
    {
        "kind": "long_text",
        "id": "plan",
        **worded("方案"),
        "most": 100,
        "is_required": False,
    },
    {
        "kind": "number",
        "id": "accuracy",
        **worded("准确度"),
        "least": "0",
        "most": "10",
        "decimals": 2,
        "unit": "mm",
    },
    {"kind": "section", "id": "means", **worded("条件")},
    {"kind": "money", "id": "price", **worded("设备价"), "most": "5000000"},
    {
        "kind": "date",
        "id": "since",
        **worded("起始日"),
        "earliest": "2020-01-01",
        "latest": "2026-12-31",
    },
    {
        "kind": "multiple_choice",
        "id": "uses",
        **worded("用途"),
        "options": OPTIONS,
        "least": 1,
        "most": 2,
    },
    {
        "kind": "table",
        "id": "devices",
        **worded("设备"),
        "least": 1,
        "most": 3,
        "columns": [
            {"kind": "text", "id": "name", **worded("名称"), "most": 20},
            {
                "kind": "number",
                "id": "count",
                **worded("台数"),
                "least": "1",
                "is_required": False,
            },
            {
                "kind": "choice",
                "id": "use",
                **worded("用途"),
                "options": OPTIONS,
                "is_required": False,
            },
        ],
    },
    {"kind": "consent", "id": "open", **worded("同意公开")},
]
FILE = {
    "kind": "file",
    "id": "proof",
    **worded("证明"),
    "kinds": ["pdf", "txt"],
    "most": 2,
    "is_required": False,
}
# What each kind takes, all of it asked for.
ANSWERS = {
    "type": "pilot",
    "site": "嘉兴中试基地",
    "plan": "一。\n二。",
    "accuracy": "0.50",
    "price": "1200000.00",
    "since": "2025-03-01",
    "uses": ["basic", "pilot"],
    "devices": [{"name": "标准装置", "count": "2", "use": "pilot"}, {"name": "天平"}],
    "open": True,
}


def stream(*questions):
    return built(questions or EVERY_KIND)


def raw(*questions):
    return build(questions or EVERY_KIND)


def sent(answers):
    """The answers as a browser sends them, with no script's help."""
    data = QueryDict(mutable=True)
    for key, answer in answers.items():
        name = f"q-{key}"
        if answer is True:
            data[name] = "on"
        elif isinstance(answer, list) and any(isinstance(row, dict) for row in answer):
            data[f"{name}-count"] = len(answer)
            for place, row in enumerate(answer):
                for column, cell in row.items():
                    data[f"{name}-{place}-{column}"] = cell
        elif isinstance(answer, list):
            data.setlist(name, answer)
        else:
            data[name] = answer.replace("\n", "\r\n")
    return data


def filled(questions, data):
    """All pages filled in: the answers that came out, and the errors by field."""
    answers, errors = {}, {}
    every = answering.questions_of(questions)
    for page in answering.pages(questions):
        form = answering.form_class(answering.TrialForm, page, every)(
            data, answers=answers
        )
        form.is_valid()
        errors |= form.errors
        answers = form.answers()
    return answers, errors
