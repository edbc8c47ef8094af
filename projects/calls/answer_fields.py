"""Form fields of answers: each knows how its answer is kept, read and judged.

An answer is plain data that JSON keeps exactly: numbers as strings, days as ISO dates,
options by their ids. No field is required by itself, so that a draft can be saved;
what is still missing is told apart from what is wrong.
"""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.bilingual import in_language
from portal.drafts.fields import DayInput, FiniteDecimal, PlainText
from portal.templatetags.figures import day, money, quantity

# Up to here options are shown as a list to tick, above as one to unfold.
FEW = 7


def length(text):
    """As browsers count: a line break is one, a rare character beyond 16 bits is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def between(least, most):
    """Limits in words; either may be missing."""
    params = {"least": least, "most": most}
    if least is not None and most is not None:
        return _("From %(least)s to %(most)s.") % params
    if least is not None:
        return _("At least %(least)s.") % params
    return _("At most %(most)s.") % params if most is not None else ""


class Answer:
    """What a form field must know besides its form, to be a question's field."""

    def __init__(self, **options):
        super().__init__(**{"required": False} | options)

    def answer(self, value):
        """The cleaned value as it is kept; None where there is none."""
        return value or None

    def value(self, answer):
        """The kept answer as the form shows it."""
        return answer

    def words(self, answer):
        """As people read it, in the language of the moment."""
        return str(answer)

    def in_words(self, value):
        """A cleaned value, or what stands in the form, for a comparison of two drafts."""
        answer = self.answer(value)
        return "" if answer is None else self.words(answer)

    def is_sound(self, answer):
        """Whether this could have come from the form as it is."""
        try:
            return self.answer(self.clean(self.value(answer))) == answer
        except (
            ValidationError,
            TypeError,
            ValueError,
            AttributeError,
            ArithmeticError,
        ):
            return False

    def too_little(self, answer):
        """A sentence where there is an answer, but not yet all that is wanted."""
        return ""

    @property
    def span(self):
        """The limits in a sentence, said beside the field."""
        return ""

    # The most characters, where they are counted as one types.
    counted = None

    def equals(self, answer, wanted):
        return answer == wanted

    def can_be(self, wanted):
        """Whether an answer could ever equal this, so that a condition may ask for it."""
        return self.is_sound(wanted)


class TextAnswer(Answer, forms.CharField):
    default_error_messages = {
        "too_long": gettext_lazy(
            "At most %(most)s characters are taken; these are %(count)s."
        )
    }

    def __init__(self, *, most, **options):
        self.most = most
        super().__init__(**options)

    @property
    def counted(self):
        return self.most

    def widget_attrs(self, widget):
        return super().widget_attrs(widget) | {"maxlength": str(self.most)}

    def to_python(self, value):
        return self.in_shape(super().to_python(value))

    def in_shape(self, text):
        """On one line, as a browser leaves it."""
        return " ".join(text.splitlines())

    def validate(self, value):
        super().validate(value)
        if length(value) > self.most:
            params = {"most": self.most, "count": length(value)}
            message = self.error_messages["too_long"]
            raise ValidationError(message, code="too_long", params=params)

    def equals(self, answer, wanted):
        return answer.strip().lower() == wanted.strip().lower()

    def holds(self, answer, wanted):
        return wanted.strip().lower() in answer.lower()

    def can_be(self, wanted):
        return 0 < length(wanted.strip()) <= self.most


class LongTextAnswer(TextAnswer):
    widget = PlainText(attrs={"rows": 6})

    def in_shape(self, text):
        return text.replace("\r\n", "\n").replace("\r", "\n")


class NumberAnswer(Answer, FiniteDecimal):
    def __init__(self, *, least=None, most=None, decimals=0, unit="", **options):
        self.unit, self.decimals = unit, decimals
        super().__init__(
            min_value=least,
            max_value=most,
            decimal_places=decimals,
            max_digits=18,
            **options,
        )

    def answer(self, value):
        if value is None:
            return None
        # Adding zero takes the sign from -0.
        return format(value.quantize(Decimal(1).scaleb(-self.decimals)) + 0, "f")

    def value(self, answer):
        return Decimal(answer)

    def words(self, answer):
        return quantity(answer, self.unit)

    def in_words(self, value):
        return super().in_words(value) if isinstance(value, Decimal) else value or ""

    @property
    def span(self):
        least, most = (
            None if limit is None else self.words(format(limit, "f"))
            for limit in (self.min_value, self.max_value)
        )
        limits = between(least, most)
        unit = _("In %(unit)s.") % {"unit": self.unit} if self.unit else ""
        return limits or unit

    def equals(self, answer, wanted):
        return Decimal(answer) == Decimal(wanted)

    def can_be(self, wanted):
        try:
            return self.clean(wanted) is not None
        except ValidationError:
            return False


class MoneyAnswer(NumberAnswer):
    """Yuan and fen, never a binary fraction."""

    def __init__(self, *, most=None, **options):
        super().__init__(least=0, most=most, decimals=2, **options)

    def words(self, answer):
        return money(answer)

    @property
    def span(self):
        unit = _("In yuan.")
        if self.max_value is None:
            return unit
        return f"{unit} {between(None, money(self.max_value))}"


class DateAnswer(Answer, forms.DateField):
    default_error_messages = {
        "too_early": gettext_lazy("The day is %(earliest)s at the earliest."),
        "too_late": gettext_lazy("The day is %(latest)s at the latest."),
    }

    def __init__(self, *, earliest=None, latest=None, **options):
        self.earliest, self.latest = earliest, latest
        ends = {"min": earliest, "max": latest}
        attrs = {name: end.isoformat() for name, end in ends.items() if end}
        super().__init__(
            input_formats=["%Y-%m-%d"], widget=DayInput(attrs=attrs), **options
        )

    def validate(self, value):
        super().validate(value)
        if value and self.earliest and value < self.earliest:
            raise self.error("too_early", earliest=day(self.earliest))
        if value and self.latest and value > self.latest:
            raise self.error("too_late", latest=day(self.latest))

    def error(self, code, **params):
        return ValidationError(self.error_messages[code], code=code, params=params)

    def answer(self, value):
        return value.isoformat() if value else None

    def value(self, answer):
        return self.to_python(answer)

    def words(self, answer):
        return day(self.to_python(answer))

    def in_words(self, value):
        return value if isinstance(value, str) else super().in_words(value)

    @property
    def span(self):
        earliest, latest = day(self.earliest), day(self.latest)
        if earliest and latest:
            return between(earliest, latest)
        if not (earliest or latest):
            return ""
        code = "too_early" if earliest else "too_late"
        return self.error_messages[code] % {"earliest": earliest, "latest": latest}


def labelled(options):
    return [(option_id, option.label) for option_id, option in options.items()]


class ChoiceAnswer(Answer, forms.ChoiceField):
    def __init__(self, *, options, **others):
        self.options = options
        widget = forms.RadioSelect if len(options) <= FEW else forms.Select
        nothing = [("", gettext_lazy("No answer"))]
        super().__init__(
            choices=[*nothing, *labelled(options)], widget=widget, **others
        )

    def words(self, answer):
        option = self.options.get(answer)
        return option.label if option else ""


class MultipleAnswer(Answer, forms.MultipleChoiceField):
    default_error_messages = {
        "too_many": gettext_lazy("Choose at most %(most)s; %(count)s are chosen.")
    }

    def __init__(self, *, options, least=None, most=None, **others):
        self.options, self.least, self.most = options, least, most
        super().__init__(
            choices=labelled(options), widget=forms.CheckboxSelectMultiple, **others
        )

    def validate(self, value):
        super().validate(value)
        count = len(set(value))
        if self.most and count > self.most:
            params = {"most": self.most, "count": count}
            message = self.error_messages["too_many"]
            raise ValidationError(message, code="too_many", params=params)

    def answer(self, value):
        """In the order of the options, whatever order they were ticked in."""
        chosen = set(value or ())
        return [option for option in self.options if option in chosen] or None

    def words(self, answer):
        joint = in_language("；", "; ")
        known = (self.options[one].label for one in answer if one in self.options)
        return joint.join(known)

    def too_little(self, answer):
        return self.too_few if len(answer) < (self.least or 0) else ""

    @property
    def span(self):
        params = {"least": self.least or 1, "most": self.most}
        if self.most:
            return _("Choose from %(least)s to %(most)s.") % params
        return self.too_few if self.least else ""

    @property
    def too_few(self):
        text = ngettext(
            "Choose at least %(least)s.", "Choose at least %(least)s.", self.least
        )
        return text % {"least": self.least}

    def holds(self, answer, wanted):
        return wanted in answer

    def can_be(self, wanted):
        return wanted in self.options


class ConsentAnswer(Answer, forms.BooleanField):
    def answer(self, value):
        return True if value is True else None

    def is_sound(self, answer):
        return answer is True

    def words(self, answer):
        return _("Yes")
