"""The blocks of the form builder: what officers put a questionnaire together from."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from portal.attachments.kinds import KINDS
from projects.calls.answer_fields import (
    ConsentAnswer,
    DateAnswer,
    LongTextAnswer,
    MoneyAnswer,
    MultipleAnswer,
)
from projects.calls.answer_files import FilesAnswer
from projects.calls.answer_tables import TableAnswer
from projects.calls.conditions import condition_of, faults
from projects.calls.question_parts import (
    Asks,
    ChoiceLimits,
    Explained,
    KeptByName,
    NumberLimits,
    Question,
    TextLimits,
    Worded,
    out_of_order,
)

# Well below `DATA_UPLOAD_MAX_NUMBER_FIELDS`: beyond it nothing of a page is saved.
MOST_CELLS = 1_500

TEXTS, FIGURES, CHOICES, ORDER = (
    gettext_lazy("texts"),
    gettext_lazy("figures"),
    gettext_lazy("choices"),
    gettext_lazy("order of the form"),
)


class Section(Explained):
    """All that follows, up to the next section, stands on a page of its own."""

    class Meta:
        icon = "folder-open-1"
        label = gettext_lazy("section")
        group = ORDER
        description = gettext_lazy("Starts a new page of the form.")


class Heading(Explained):
    class Meta:
        icon = "title"
        label = gettext_lazy("heading")
        group = ORDER
        description = gettext_lazy("A heading with an explanation; nothing is asked.")


class ShortText(TextLimits, Question):
    limits = ("most",)

    class Meta:
        icon = "minus"
        label = gettext_lazy("short text")
        group = TEXTS
        description = gettext_lazy("One line.")


class LongText(Question):
    most = blocks.IntegerBlock(
        label=gettext_lazy("most characters"),
        default=2_000,
        min_value=1,
        max_value=20_000,
    )
    field_class = LongTextAnswer
    limits = ("most",)

    class Meta:
        icon = "pilcrow"
        label = gettext_lazy("long text")
        group = TEXTS
        description = gettext_lazy("Several paragraphs.")


class Number(NumberLimits, Question):
    limits = ("least", "most", "decimals", "unit")

    class Meta:
        icon = "decimal"
        label = gettext_lazy("numeric value")
        group = FIGURES
        description = gettext_lazy("With limits, decimal places and a unit.")


class Money(Question):
    most = blocks.DecimalBlock(
        label=gettext_lazy("largest amount"),
        required=False,
        min_value=0,
        max_digits=16,
        help_text=gettext_lazy("In yuan."),
    )
    field_class = MoneyAnswer
    limits = ("most",)

    class Meta:
        icon = "decimal"
        label = gettext_lazy("money")
        group = FIGURES
        description = gettext_lazy("In yuan, to the fen.")


class Date(Question):
    earliest = blocks.DateBlock(label=gettext_lazy("earliest day"), required=False)
    latest = blocks.DateBlock(label=gettext_lazy("latest day"), required=False)
    field_class = DateAnswer
    limits = ("earliest", "latest")

    class Meta:
        icon = "date"
        label = gettext_lazy("date")
        group = FIGURES
        description = gettext_lazy("A day.")

    def wrong(self, value):
        text = _("The latest day lies before the earliest.")
        return super().wrong(value) | out_of_order(value, "earliest", "latest", text)


class Choice(ChoiceLimits, Question):
    limits = ("options",)

    class Meta:
        icon = "radio-full"
        label = gettext_lazy("choice")
        group = CHOICES
        description = gettext_lazy("One of several options.")

    def formfield(self, value):
        """Where an answer is needed, no button says that there is none."""
        field = super().formfield(value)
        if field.is_needed and isinstance(field.widget, forms.RadioSelect):
            field.choices = field.choices[1:]
        return field


class MultipleChoice(ChoiceLimits, Question):
    least = blocks.IntegerBlock(
        label=gettext_lazy("choose at least"), required=False, min_value=1
    )
    most = blocks.IntegerBlock(
        label=gettext_lazy("choose at most"), required=False, min_value=1
    )
    field_class = MultipleAnswer
    limits = ("options", "least", "most")

    class Meta:
        icon = "tasks"
        label = gettext_lazy("multiple choice")
        group = CHOICES
        description = gettext_lazy("Any of several options.")

    def wrong(self, value):
        text = _("The upper limit lies below the lower one.")
        found = super().wrong(value) | out_of_order(value, "least", "most", text)
        if (value["least"] or 0) > len(value["options"]):
            found["least"] = ValidationError(_("There are fewer options than that."))
        return found


class Consent(Question):
    is_required = None
    field_class = ConsentAnswer

    class Meta:
        icon = "check"
        label = gettext_lazy("consent")
        group = CHOICES
        description = gettext_lazy("A statement that must be ticked.")


class Column(Asks, Worded):
    is_required = blocks.BooleanBlock(
        label=gettext_lazy("needed in each row"), required=False, default=True
    )


class TextColumn(TextLimits, Column):
    limits = ("most",)

    class Meta:
        icon = "minus"
        label = gettext_lazy("short text")


class NumberColumn(NumberLimits, Column):
    limits = ("least", "most", "decimals", "unit")

    class Meta:
        icon = "decimal"
        label = gettext_lazy("numeric value")


class ChoiceColumn(ChoiceLimits, Column):
    limits = ("options",)

    class Meta:
        icon = "radio-full"
        label = gettext_lazy("choice")

    def formfield(self, value):
        """In a cell there is no room for buttons."""
        field = super().formfield(value)
        field.widget = forms.Select(choices=field.choices)
        return field


class Columns(KeptByName, blocks.StreamBlock):
    text = TextColumn()
    number = NumberColumn()
    choice = ChoiceColumn()

    class Meta:
        min_num = 1
        max_num = 12


class Table(Question):
    columns = Columns(label=gettext_lazy("columns"))
    least = blocks.IntegerBlock(
        label=gettext_lazy("at least so many rows"), required=False, min_value=1
    )
    most = blocks.IntegerBlock(
        label=gettext_lazy("at most so many rows"),
        default=10,
        min_value=1,
        max_value=100,
    )
    field_class = TableAnswer
    limits = ("columns", "least", "most")

    class Meta:
        icon = "table"
        label = gettext_lazy("table")
        group = FIGURES
        description = gettext_lazy("Rows of short answers under headings of your own.")

    def wrong(self, value):
        text = _("The upper limit lies below the lower one.")
        return super().wrong(value) | out_of_order(value, "least", "most", text)

    def given(self, value):
        columns = {
            column.id: column.block.formfield(column.value)
            for column in value["columns"]
        }
        return super().given(value) | {"columns": columns}


class File(Question):
    kinds = blocks.MultipleChoiceBlock(
        label=gettext_lazy("types"),
        choices=[(kind, f".{kind}") for kind in KINDS],
        default=["pdf"],
    )
    most = blocks.IntegerBlock(
        label=gettext_lazy("at most so many files"),
        default=1,
        min_value=1,
        max_value=20,
    )
    field_class = FilesAnswer
    limits = ("kinds", "most")

    class Meta:
        icon = "doc-full"
        label = gettext_lazy("file")
        group = TEXTS
        description = gettext_lazy("Files to be handed in with the answer.")


class Asked:
    """A question of a questionnaire: its block's value under its id."""

    def __init__(self, child):
        self.id, self.kind, self.value = child.id, child.block_type, child.value
        self.name = f"q-{child.id}"

    @property
    def condition(self):
        return condition_of(self.value)

    @property
    def is_required(self):
        return self.value.get("is_required", True)

    @cached_property
    def field(self):
        """To judge and read answers with; each form has one of its own."""
        return self.formfield()

    def formfield(self):
        return self.value.block.formfield(self.value)


class QuestionStream(KeptByName, blocks.StreamBlock):
    section = Section()
    heading = Heading()
    short_text = ShortText()
    long_text = LongText()
    number = Number()
    money = Money()
    date = Date()
    choice = Choice()
    multiple_choice = MultipleChoice()
    consent = Consent()
    table = Table()
    file = File()

    def value_from_datadict(self, data, files, prefix):
        """What no editor's page sends is an error, not taken for an empty form."""
        try:
            return super().value_from_datadict(data, files, prefix)
        except (KeyError, ValueError):
            return self.empty_value(raw_text="incomplete")

    def clean(self, value):
        if value.raw_text == "incomplete":
            text = _("The form arrived incomplete: nothing was saved.")
            raise StreamBlockValidationError(non_block_errors=[text])
        value = super().clean(value)
        wrong = too_wide(value) | twice(value)
        wrong |= faults([question_of(child) for child in value])
        if wrong:
            raise StreamBlockValidationError(block_errors=wrong)
        return value


def question_of(child):
    """The question that a block asks, or None for a section or heading."""
    return Asked(child) if isinstance(child.block, Question) else None


def too_wide(stream):
    """The server takes so many fields of a form, and a page is one form."""
    found, cells = {}, 0
    for place, child in enumerate(stream):
        if child.block_type == "section":
            cells = 0
        elif child.block_type == "table":
            cells += child.value["most"] * len(child.value["columns"])
            if cells > MOST_CELLS:
                text = _(
                    "The tables of a page have at most %(most)s cells together, rows "
                    "times columns; here they have %(count)s. Begin a new section, or "
                    "take fewer rows."
                ) % {"most": MOST_CELLS, "count": cells}
                found[place] = StructBlockValidationError(non_block_errors=[text])
    return found


def twice(stream):
    found, seen = {}, set()
    for place, child in enumerate(stream):
        if child.id in seen:
            text = _("Another block has the same id: remove this one and add it anew.")
            found[place] = StructBlockValidationError(non_block_errors=[text])
        seen.add(child.id)
    return found
