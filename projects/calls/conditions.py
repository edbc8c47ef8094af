"""A question that is asked only if an earlier one was answered so or so."""

import json

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError


class Operator(models.TextChoices):
    IS = "is", gettext_lazy("is")
    IS_NOT = "is-not", gettext_lazy("is answered otherwise than")
    CONTAINS = "contains", gettext_lazy("contains")
    ANSWERED = "answered", gettext_lazy("is answered")


# What can be asked of the answer to each kind of question.
SUITABLE = {
    "short_text": set(Operator),
    "long_text": {Operator.CONTAINS, Operator.ANSWERED},
    "number": {Operator.IS, Operator.IS_NOT, Operator.ANSWERED},
    "money": {Operator.IS, Operator.IS_NOT, Operator.ANSWERED},
    "date": {Operator.IS, Operator.IS_NOT, Operator.ANSWERED},
    "choice": {Operator.IS, Operator.IS_NOT, Operator.ANSWERED},
    "multiple_choice": {Operator.CONTAINS, Operator.ANSWERED},
    "table": {Operator.ANSWERED},
    "file": {Operator.ANSWERED},
    "consent": {Operator.ANSWERED},
}


class ChosenInput(forms.TextInput):
    class Media:
        js = ["projects/questionnaire-editor.js"]


class TypedBlock(blocks.FieldBlock):
    """A line of text that the editor's script turns into a list to choose from."""

    mark = ""

    def __init__(self, **options):
        widget = ChosenInput(attrs={self.mark: ""})
        self.field = forms.CharField(required=False, max_length=300, widget=widget)
        super().__init__(**{"default": ""} | options)

    def get_searchable_content(self, value):
        return []


class ReferenceBlock(TypedBlock):
    mark = "data-earlier-question"


class WantedBlock(TypedBlock):
    mark = "data-wanted-answer"


class Condition(blocks.StructBlock):
    question = ReferenceBlock(label=gettext_lazy("earlier question"))
    operator = blocks.ChoiceBlock(
        label=gettext_lazy("answer"), choices=Operator.choices, default=Operator.IS
    )
    wanted = WantedBlock(label=gettext_lazy("what"))

    class Meta:
        label = gettext_lazy("asked only if")


def condition_of(value):
    """The condition of a question's value, or None where it is always asked."""
    condition = value.get("only_if")
    return condition if condition and condition["question"] else None


def meets(question, answer, condition):
    """Whether the earlier question was answered as the condition says.

    What was not answered meets no condition, not even "answered otherwise".
    """
    field, wanted = question.field, condition["wanted"]
    if answer in (None, "", []) or not field.is_sound(answer):
        return False
    match condition["operator"]:
        case Operator.ANSWERED:
            return True
        case Operator.IS:
            return field.equals(answer, wanted)
        case Operator.IS_NOT:
            return not field.equals(answer, wanted)
        case Operator.CONTAINS:
            return field.holds(answer, wanted)


def asked(questions, answers):
    """The questions whose condition is met, in order, by id.

    An earlier question that was itself not asked counts as not answered.
    """
    found = {}
    for question in questions:
        condition = question.condition
        earlier = found.get(condition["question"]) if condition else None
        if condition is None or (
            earlier and meets(earlier, answers.get(earlier.id), condition)
        ):
            found[question.id] = question
    return found


def sentence(condition, earlier):
    """“Only if …” beside the question, for whoever reads the form without a script."""
    params = {
        "question": earlier.value.label,
        "wanted": wanted_words(condition, earlier),
    }
    match condition["operator"]:
        case Operator.ANSWERED:
            text = _("Only if “%(question)s” is answered.")
        case Operator.IS:
            text = _("Only if “%(question)s” is answered with “%(wanted)s”.")
        case Operator.IS_NOT:
            text = _("Only if “%(question)s” is answered otherwise than “%(wanted)s”.")
        case _other:
            text = _("Only if the answer to “%(question)s” contains “%(wanted)s”.")
    return text % params


def wanted_words(condition, earlier):
    options = getattr(earlier.field, "options", {})
    option = options.get(condition["wanted"])
    return option.label if option else condition["wanted"]


def as_data(condition, *, is_met):
    """For the page's script; `met` counts where the earlier question is elsewhere."""
    return json.dumps(
        {
            "question": f"q-{condition['question']}",
            "operator": condition["operator"],
            "wanted": condition["wanted"],
            "met": is_met,
        }
    )


def fault(condition, earlier):
    """What is wrong with a condition, as {part: sentence}; `earlier` may be missing."""
    if earlier is None:
        return {"question": _("Choose a question that stands above this one.")}
    operator, wanted = condition["operator"], condition["wanted"]
    if operator not in SUITABLE[earlier.kind]:
        return {
            "operator": _("This cannot be asked of “%(question)s”: choose another way.")
            % {"question": earlier.value.label}
        }
    if operator == Operator.ANSWERED:
        return {}
    if not wanted.strip():
        return {"wanted": _("Say which answer is meant.")}
    is_text = operator == Operator.CONTAINS and not hasattr(earlier.field, "options")
    if not is_text and not earlier.field.can_be(wanted):
        return {"wanted": _("This can never be the answer to that question.")}
    return {}


def faults(questions):
    """Of all questions the faults of their conditions, as {place in the form: error}."""
    found, earlier = {}, {}
    for place, question in enumerate(questions):
        if question and question.condition:
            wrong = fault(
                question.condition, earlier.get(question.condition["question"])
            )
            if wrong:
                found[place] = beside(wrong)
        if question:
            earlier[question.id] = question
    return found


def beside(wrong):
    parts = {part: ValidationError(text) for part, text in wrong.items()}
    return StructBlockValidationError({"only_if": StructBlockValidationError(parts)})
