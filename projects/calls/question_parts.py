"""What the question blocks are put together from: wording, limits, conditions."""

from django.core.exceptions import ValidationError
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup, StructBlockValidationError

from portal.bilingual import in_language
from projects.calls.answer_fields import ChoiceAnswer, NumberAnswer, TextAnswer
from projects.calls.conditions import Condition


class KeptByName:
    """Migrations name the block's class instead of spelling out all its parts."""

    def deconstruct(self):
        return self.canonical_module_path, (), {}

    def deconstruct_with_lookup(self, lookup):
        return self.deconstruct()

    @classmethod
    def construct_from_lookup(cls, lookup):
        return cls()


def folded(name, heading, parts):
    group = BlockGroup(parts, heading=name, classname="collapsed")
    group.heading = heading
    return group


def out_of_order(value, low, high, text):
    """An error beside the upper limit, where it lies below the lower one."""
    if None in (value[low], value[high]) or value[low] <= value[high]:
        return {}
    return {high: ValidationError(text)}


class WordedValue(blocks.StructValue):
    """What a person reads of a block, in the language of the moment."""

    @property
    def label(self):
        return in_language(self.get("label_zh", ""), self.get("label_en", ""))

    @property
    def help(self):
        return in_language(self.get("help_zh", ""), self.get("help_en", ""))


class Worded(KeptByName, blocks.StructBlock):
    label_zh = blocks.CharBlock(label=gettext_lazy("in Chinese"), max_length=300)
    label_en = blocks.CharBlock(label=gettext_lazy("in English"), max_length=500)

    class Meta:
        value_class = WordedValue
        label_format = "{label_zh}"


class Explained(Worded):
    help_zh = blocks.TextBlock(
        label=gettext_lazy("explanation in Chinese"),
        max_length=1_000,
        required=False,
        default="",
    )
    help_en = blocks.TextBlock(
        label=gettext_lazy("explanation in English"),
        max_length=2_000,
        required=False,
        default="",
    )


class Option(Worded):
    class Meta:
        icon = "radio-empty"
        label = gettext_lazy("option")


class OptionList(blocks.ListBlock):
    def __init__(self, **options):
        super().__init__(Option(), min_num=2, max_num=60, **options)


def options_of(value):
    return {child.id: child.value for child in value["options"].bound_blocks}


class TextLimits(blocks.StructBlock):
    most = blocks.IntegerBlock(
        label=gettext_lazy("most characters"), default=200, min_value=1, max_value=500
    )
    field_class = TextAnswer


class NumberLimits(blocks.StructBlock):
    least = blocks.DecimalBlock(
        label=gettext_lazy("smallest"), required=False, max_digits=18
    )
    most = blocks.DecimalBlock(
        label=gettext_lazy("largest"), required=False, max_digits=18
    )
    decimals = blocks.IntegerBlock(
        label=gettext_lazy("decimal places"), default=0, min_value=0, max_value=6
    )
    unit = blocks.CharBlock(
        label=gettext_lazy("unit"), required=False, max_length=30, default=""
    )
    field_class = NumberAnswer

    def wrong(self, value):
        text = _("The largest number lies below the smallest.")
        return super().wrong(value) | out_of_order(value, "least", "most", text)


class ChoiceLimits(blocks.StructBlock):
    options = OptionList(label=gettext_lazy("options"))
    field_class = ChoiceAnswer

    def given(self, value):
        return super().given(value) | {"options": options_of(value)}


class Asks:
    """What questions and columns have in common: limits, and the field they make."""

    field_class = None
    limits = ()

    def clean(self, value):
        value = super().clean(value)
        wrong = self.wrong(value)
        if wrong:
            raise StructBlockValidationError(wrong)
        return value

    def wrong(self, value):
        """Limits that do not go together, as {part: error}."""
        return {}

    def given(self, value):
        """What the form field is told, besides its wording."""
        return {name: value[name] for name in self.limits}

    def formfield(self, value):
        field = self.field_class(label=value.label, **self.given(value))
        # Forms take a help text as markup; an officer writes plain text.
        said = [
            linebreaksbr(text, autoescape=True)
            for text in (value.help, field.span)
            if text
        ]
        field.help_text = format_html_join(
            mark_safe("<br>"), "{}", ((text,) for text in said)
        )
        field.label_zh, field.label_en = value["label_zh"], value["label_en"]
        field.is_needed = value.get("is_required", True)
        return field


class Question(Asks, Explained):
    is_required = blocks.BooleanBlock(
        label=gettext_lazy("must be answered"), required=False, default=True
    )
    only_if = Condition()

    def get_form_layout(self):
        explanation = folded(
            "explanation", gettext_lazy("explanation"), ["help_zh", "help_en"]
        )
        condition = folded("condition", gettext_lazy("condition"), ["only_if"])
        required = ["is_required"] if "is_required" in self.child_blocks else []
        return BlockGroup(
            ["label_zh", "label_en", *self.limits, *required, explanation, condition]
        )
