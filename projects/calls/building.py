"""Questionnaires written as plain data: what stands in a TOML file or a test."""

from django.core.exceptions import ValidationError
from django.utils.text import slugify

from projects.calls.questions import Columns, QuestionStream

CONDITION = ("is", "is-not", "contains", "answered")


def build(questions):
    """StreamField data from plain dicts; see `block` for what a dict may hold."""
    return [block(question, QuestionStream()) for question in questions]


def block(question, stream):
    """`kind` and `id`, the block's own parts, and `only_if` as {question, is: answer}.

    Parts that are left out have their defaults. Options and columns are lists of dicts
    with an `id` each; a column has a `kind`, too.
    """
    question = dict(question)
    kind, block_id = question.pop("kind"), question.pop("id")
    if slugify(block_id) != block_id:
        raise ValueError(f"{block_id!r}: an id has small letters, digits and hyphens.")
    known = stream.child_blocks.get(kind)
    unknown = set(question) - set(known.child_blocks if known else ())
    if known is None or unknown:
        raise ValueError(f"{block_id!r}: unknown are {unknown or kind!r}.")
    value = {name: part_of(name, part) for name, part in question.items()}
    return {"type": kind, "id": block_id, "value": value}


def part_of(name, part):
    if name == "options":
        return [item(option) for option in part]
    if name == "columns":
        return [block(column, Columns()) for column in part]
    return condition(part) if name == "only_if" else part


def item(option):
    option = dict(option)
    return {"type": "item", "id": option.pop("id"), "value": option}


def condition(part):
    """{"question": "kind", "is": "standard"} → as the condition block keeps it."""
    [operator] = [name for name in part if name in CONDITION]
    wanted = "" if operator == "answered" else str(part[operator])
    return {"question": part["question"], "operator": operator, "wanted": wanted}


def built(questions):
    """The checked stream; a ValidationError names the blocks that do not fit."""
    stream = QuestionStream()
    value = stream.to_python(build(questions))
    try:
        return stream.clean(value)
    except ValidationError as error:
        wrong = [
            f"{value[place].id}: {text}"
            for place, one in error.block_errors.items()
            for text in texts(one)
        ]
        raise ValidationError(wrong) from error


def texts(error):
    """All sentences inside an error of nested blocks."""
    if not hasattr(error, "block_errors"):
        return list(error.messages)
    parts = error.block_errors
    inner = parts.values() if isinstance(parts, dict) else parts
    own = [str(text) for text in error.non_block_errors]
    return [*own, *(text for part in inner if part for text in texts(part))]
