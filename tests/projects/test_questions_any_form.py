"""Any form that can be built takes its own valid answers, and none that is not valid."""

import json
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projects.applications import answers as of_applications
from projects.calls import answering
from projects.models import Application, Call, Questionnaire
from tests.projects.questionnaires import filled, sent, stream, worded

BOUNDED = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
LETTERS = "ab 1é一计量𠮷<&'\""
FIRST_DAY = date(2020, 1, 1)


def choose(draw, *values):
    return draw(st.sampled_from(values))


def cents(draw, least, most, decimals):
    """A number between two limits with so many decimals, exactly."""
    unit = Decimal(1).scaleb(-decimals)
    steps = draw(st.integers(0, int((most - least) / unit)))
    return least + steps * unit


def options(draw):
    count = draw(st.integers(2, 4))
    return [{"id": f"o{number}", **worded(f"项{number}")} for number in range(count)]


def text(draw, kind):
    return {"most": draw(st.integers(1, 12))}


def number(draw, kind):
    least = draw(st.integers(-50, 50))
    return {
        "least": str(least),
        "most": str(least + draw(st.integers(0, 50))),
        "decimals": draw(st.integers(0, 3)),
    }


def money(draw, kind):
    return {"most": str(draw(st.integers(1, 10**9)))}


def day(draw, kind):
    earliest = FIRST_DAY + timedelta(days=draw(st.integers(0, 900)))
    latest = earliest + timedelta(days=draw(st.integers(0, 900)))
    return {"earliest": earliest.isoformat(), "latest": latest.isoformat()}


def choice(draw, kind):
    return {"options": options(draw)}


def several(draw, kind):
    offered = options(draw)
    least = draw(st.integers(1, len(offered)))
    most = draw(st.integers(least, len(offered)))
    return {"options": offered, "least": least, "most": most}


COLUMNS = {"text": text, "number": number, "choice": choice}


def table(draw, kind):
    columns = [
        {
            "kind": one,
            "id": f"c{place}",
            **worded(f"列{place}"),
            **COLUMNS[one](draw, one),
            "is_required": draw(st.booleans()),
        }
        for place, one in enumerate(
            draw(st.lists(st.sampled_from([*COLUMNS]), min_size=1, max_size=3))
        )
    ]
    least = draw(st.integers(1, 3))
    most = draw(st.integers(least, 4))
    return {"columns": columns, "least": least, "most": most}


def nothing(draw, kind):
    return {}


KINDS = {
    "short_text": text,
    "long_text": text,
    "number": number,
    "money": money,
    "date": day,
    "choice": choice,
    "multiple_choice": several,
    "table": table,
    "consent": nothing,
}


@st.composite
def questionnaires(draw):
    questions = []
    for place in range(draw(st.integers(1, 6))):
        if draw(st.integers(0, 3)) == 0:
            page = {"kind": "section", "id": f"s{place}", **worded(f"节{place}")}
            questions.append(page)
        kind = choose(draw, *KINDS)
        question = {"kind": kind, "id": f"q{place}", **worded(f"问{place}")}
        question |= KINDS[kind](draw, kind)
        if kind != "consent":
            question["is_required"] = draw(st.booleans())
        earlier = [one for one in questions if one["kind"] != "section"]
        if earlier and draw(st.booleans()):
            question["only_if"] = condition(draw, draw(st.sampled_from(earlier)))
        questions.append(question)
    return questions


def condition(draw, earlier):
    ways = {
        "choice": ("is", "is-not", "answered"),
        "multiple_choice": ("contains", "answered"),
        "short_text": ("is", "is-not", "contains", "answered"),
        "long_text": ("contains", "answered"),
        "number": ("is", "is-not", "answered"),
        "money": ("is", "is-not", "answered"),
        "date": ("is", "is-not", "answered"),
    }
    way = choose(draw, *ways.get(earlier["kind"], ("answered",)))
    wanted = valid(draw, earlier)
    if isinstance(wanted, list):
        wanted = wanted[0]
    return {"question": earlier["id"], way: "" if way == "answered" else wanted}


def valid(draw, question):
    """An answer that this question must take, as it is kept."""
    match question["kind"]:
        case "short_text" | "long_text" | "text":
            letters = st.text(LETTERS, min_size=1, max_size=question["most"])
            long = st.text(LETTERS + "\n", min_size=1, max_size=question["most"])
            written = draw(long if question["kind"] == "long_text" else letters)
            while answering_length(written) > question["most"]:
                written = written[1:]
            return written.strip() or "一"
        case "number":
            limits = Decimal(question["least"]), Decimal(question["most"])
            decimals = question["decimals"]
            value = cents(draw, *limits, decimals)
            return format(value.quantize(Decimal(1).scaleb(-decimals)), "f")
        case "money":
            value = cents(draw, Decimal(0), Decimal(question["most"]), 2)
            return format(value.quantize(Decimal("0.01")), "f")
        case "date":
            first = date.fromisoformat(question["earliest"])
            last = date.fromisoformat(question["latest"])
            return draw(st.dates(first, last)).isoformat()
        case "choice":
            return choose(draw, *(option["id"] for option in question["options"]))
        case "multiple_choice":
            ids = [option["id"] for option in question["options"]]
            limits = {"min_size": question["least"], "max_size": question["most"]}
            chosen = draw(st.sets(st.sampled_from(ids), **limits))
            return [one for one in ids if one in chosen]
        case "table":
            count = draw(st.integers(question["least"], question["most"]))
            return [valid_row(draw, question["columns"]) for _row in range(count)]
        case "consent":
            return True


def answering_length(written):
    return len(written.encode("utf-16-le")) // 2


def valid_row(draw, columns):
    row = {
        column["id"]: valid(draw, column)
        for column in columns
        if column["is_required"] or draw(st.booleans())
    }
    return row or {columns[0]["id"]: valid(draw, columns[0])}


@st.composite
def filled_in(draw):
    """A questionnaire with an answer to each question that needs one, and to some others."""
    questions = draw(questionnaires())
    answers = {
        question["id"]: valid(draw, question)
        for question in questions
        if question["kind"] != "section"
        and (question.get("is_required", True) or draw(st.booleans()))
    }
    return questions, answers


def wrong(question):
    """Ways in which an answer to this question is not valid, as a browser might send it."""
    match question["kind"]:
        case "short_text" | "long_text" | "text":
            yield "一" * (question["most"] + 1)
        case "number":
            yield format(Decimal(question["least"]) - 1, "f")
            yield format(Decimal(question["most"]) + 1, "f")
            yield f"{question['least']}.{'0' * question['decimals']}1"
            yield from ("一", "NaN", "Infinity", "1,0,0.")
        case "money":
            yield str(int(question["most"]) + 1)
            yield from ("-0.01", "0.001", "x")
        case "date":
            one = timedelta(days=1)
            yield (date.fromisoformat(question["earliest"]) - one).isoformat()
            yield (date.fromisoformat(question["latest"]) + one).isoformat()
            yield from ("2021-02-30", "1/2/2021", "0000-00-00")
        case "choice":
            yield "nonsense"
        case "multiple_choice":
            ids = [option["id"] for option in question["options"]]
            yield ["nonsense"]
            yield [*ids, "nonsense"]
            if question["most"] < len(ids):
                yield ids
            if question["least"] > 1:
                yield ids[: question["least"] - 1]
        case "table":
            yield from wrong_tables(question)


def wrong_tables(question):
    first = question["columns"][0]
    good = {"text": "一", "number": first.get("least"), "choice": "o0"}[first["kind"]]
    needed = {
        column["id"]: {"text": "一", "number": column.get("least"), "choice": "o0"}[
            column["kind"]
        ]
        for column in question["columns"]
        if column["is_required"]
    } or {first["id"]: good}
    yield [needed] * (question["most"] + 1)
    if question["least"] > 1:
        yield [needed] * (question["least"] - 1)
    for column in question["columns"]:
        for cell in wrong(column):
            yield [needed | {column["id"]: cell}] * question["least"]
        if column["is_required"] and len(needed) > 1:
            without = {key: cell for key, cell in needed.items() if key != column["id"]}
            yield [without] * question["least"]


@st.composite
def spoilt(draw):
    """One answer to a question that is asked, made wrong or taken away."""
    questions, answers = draw(filled_in())
    asked = [row["id"] for row in answering.readable(stream(*questions), answers)]
    here = [one for one in questions if one["id"] in asked and one["kind"] != "section"]
    ways = [(one["id"], cell) for one in here for cell in wrong(one)]
    ways += [(one["id"], None) for one in here if one.get("is_required", True)]
    if not ways:
        return questions, answers, None
    key, cell = draw(st.sampled_from(ways))
    others = {name: answer for name, answer in answers.items() if name != key}
    return questions, others if cell is None else others | {key: cell}, key


def application(questions, answers):
    questionnaire = Questionnaire(questions=questions)
    return Application(call=Call(questionnaire=questionnaire), answers=answers)


@BOUNDED
@given(filled_in())
def test_any_form_takes_its_own_valid_answers(case):
    questions, answers = case
    built = stream(*questions)

    kept, errors = filled(built, sent(answers))

    assert errors == {}
    assert kept == answers
    assert json.loads(json.dumps(kept)) == kept
    assert answering.problems(built, kept) == []
    # What is kept is sent again as it is, and nothing changes.
    assert filled(built, sent(kept)) == (kept, {})


@BOUNDED
@given(filled_in())
def test_gaps_and_record_agree_with_the_form(case):
    questions, answers = case
    built = stream(*questions)
    one = application(built, answers)

    rows = of_applications.snapshot(one)

    assert of_applications.gaps(one) == []
    assert json.loads(json.dumps(rows)) == rows
    shown = {row["id"]: row for row in rows if row["kind"] != "section"}
    asked = {
        question.id
        for question in answering.questions_of(built)
        if question.id in shown
    }
    assert {key: row["value"] for key, row in shown.items() if row["value"]} == {
        key: answer for key, answer in answers.items() if key in asked
    }
    for key in asked & set(answers):
        assert shown[key]["text_zh"]
        assert shown[key]["text_en"]


@BOUNDED
@given(spoilt())
def test_no_form_takes_an_invalid_answer(case):
    questions, answers, key = case
    if key is None:
        return
    built = stream(*questions)

    kept, errors = filled(built, sent(answers))
    gaps = of_applications.gaps(application(built, kept))

    missing = {name for name, _text in gaps}
    assert f"q-{key}" in {*errors, *missing}
    if f"q-{key}" in errors:
        assert key not in kept


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)


@BOUNDED
@given(questionnaires(), st.data())
def test_what_no_form_could_have_kept_is_a_gap_and_breaks_nothing(questions, data):
    built = stream(*questions)
    every = answering.questions_of(built)
    answers = {question.id: data.draw(JUNK) for question in every}
    one = application(built, answers)

    gaps = {name for name, _text in of_applications.gaps(one)}
    rows = {row["id"]: row for row in of_applications.snapshot(one)}

    for question in every:
        answer = answers[question.id]
        if question.id in rows and answer is not None:
            is_sound = question.field.is_sound(answer)
            assert is_sound or question.name in gaps
            assert (rows[question.id]["value"] == answer) == is_sound
