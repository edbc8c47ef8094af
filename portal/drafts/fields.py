"""Form fields of records that are described with shared lists and organisations."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.organisations.models import Organisation
from portal.vocabularies.models import Term


class PlainText(forms.Textarea):
    """A line break is one character, as the counter beside the field counts it."""

    def value_from_datadict(self, data, files, name):
        value = super().value_from_datadict(data, files, name)
        return value if value is None else value.replace("\r\n", "\n")


class FiniteDecimal(forms.DecimalField):
    """Refuses at once what is no number and cannot even be compared, such as sNaN."""

    def to_python(self, value):
        number = super().to_python(value)
        if number is not None and not number.is_finite():
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return number


class TermTree(forms.CheckboxSelectMultiple):
    """A long list as disclosures of checkboxes, with a filter where there is JavaScript."""

    template_name = "portal/drafts/term_tree.html"

    def get_context(self, name, value, attrs):
        chosen = {str(code) for code in value or ()}
        return {
            "widget": {
                "name": name,
                "id": (attrs or {}).get("id", name),
                "branches": branches(self.choices.queryset, chosen),
                "chosen": len(chosen),
            }
        }


def branches(terms, chosen):
    """The terms as a tree of plain nodes, each knowing how many are chosen below it."""
    roots, by_path = [], {}
    for term in terms.order_by("path"):
        node = {
            "code": term.code,
            "name": term.name,
            "checked": term.code in chosen,
            "below": [],
            "chosen": 0,
        }
        by_path[term.path] = node
        above = by_path.get(term.path.rpartition("/")[0])
        (above["below"] if above else roots).append(node)
    for root in roots:
        count_chosen(root)
    return roots


def count_chosen(node):
    node["chosen"] = sum(count_chosen(below) for below in node["below"])
    return node["chosen"] + node["checked"]


class TermsField(forms.ModelMultipleChoiceField):
    """Several terms of one list, named by their codes."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, scheme, **options):
        self.scheme = scheme
        options = {"required": False, "to_field_name": "code"} | options
        super().__init__(Term.objects.none(), **options)

    def offer(self, chosen=()):
        """The terms of today, and those that were chosen before they ended."""
        current = Term.objects.scheme(self.scheme).current()
        self.queryset = Term.objects.filter(
            Q(pk__in=current.values("pk")) | Q(pk__in=[term.pk for term in chosen])
        ).order_by("position", "path")


class TermField(forms.ModelChoiceField):
    """One term of one list."""

    def __init__(self, scheme, **options):
        self.scheme = scheme
        options = {"required": False, "to_field_name": "code"} | options
        super().__init__(Term.objects.none(), **options)

    offer = TermsField.offer


class OrganisationField(forms.ModelChoiceField):
    """Typed by its name or its credit code, with suggestions; never a list of thousands."""

    widget = forms.TextInput(attrs={"list": "organisations", "autocomplete": "off"})
    default_error_messages = {
        "unknown": _(
            "No verified organisation has this name or credit code. "
            "Choose one of those suggested, or leave the field empty."
        ),
        "several": _(
            "Several organisations have this name. Give the credit code instead."
        ),
    }

    def __init__(self, **options):
        options.setdefault("help_text", _("Its registered name or credit code."))
        super().__init__(Organisation.objects.verified(), **options)

    def prepare_value(self, value):
        return value.name if isinstance(value, Organisation) else value

    def to_python(self, value):
        text = (value or "").strip()
        if not text:
            return None
        named = Q(name_zh=text) | Q(name_en__iexact=text) | Q(uscc=text.upper())
        found = self.queryset.filter(named).order_by("pk")[:2]
        if not found:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        if len(found) > 1:
            raise ValidationError(self.error_messages["several"], code="several")
        return found[0]


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, **options):
        super().__init__(format="%Y-%m-%dT%H:%M", **options)


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **options):
        super().__init__(format="%Y-%m-%d", **options)
