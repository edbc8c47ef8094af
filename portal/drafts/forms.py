from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models
from django.utils.text import capfirst

from portal.drafts.fields import (
    DayInput,
    FiniteDecimal,
    MomentInput,
    OrganisationField,
    PlainText,
    TermField,
    TermsField,
    TermTree,
)
from portal.organisations.models import Organisation
from portal.vocabularies.models import Term

# Lists too long for a plain row of checkboxes.
LONG = {"industry", "discipline", "ics", "ccs"}


def field_for(column, **options):
    """The form field of a model's column, as drafts show it."""
    if column.related_model is Term:
        return term_field(column, **options)
    if column.related_model is Organisation:
        return OrganisationField(
            label=capfirst(column.verbose_name), required=not column.blank, **options
        )
    if isinstance(column, models.TextField):
        options.setdefault("widget", PlainText(attrs={"rows": 6}))
    elif isinstance(column, models.DateTimeField):
        options.setdefault("widget", MomentInput())
    elif isinstance(column, models.DateField):
        options.setdefault("widget", DayInput())
    elif isinstance(column, models.DecimalField):
        options.setdefault("form_class", FiniteDecimal)
    return column.formfield(**options)


def term_field(column, **options):
    scheme = column.get_limit_choices_to()["scheme"]
    options = {
        "label": capfirst(column.verbose_name),
        "required": not column.blank,
    } | options
    if not column.many_to_many:
        return TermField(scheme, **options)
    if scheme in LONG:
        options.setdefault("widget", TermTree)
    return TermsField(scheme, **options)


def has_content(record, name):
    value, field = getattr(record, name), record._meta.get_field(name)
    if field.many_to_many:
        return value.exists()
    return value not in (None, "", field.get_default())


class DraftForm(forms.ModelForm):
    """A part of a record that is written over time.

    What is right can be kept while something else is still wrong.
    """

    # Fields that make sense only together: one wrong, none kept.
    together = ()
    # What must be given before the record is handed in, though not yet now.
    needed = ()
    # Without which a new row is not stored yet; all that is needed, unless a form says.
    essential = None
    use_required_attribute = False
    # How the fields are laid out; a section with a table brings its own.
    fields_template = "portal/drafts/fields.html"

    def __init__(self, *args, user=None, **options):
        super().__init__(*args, **options)
        self.user = user
        self.help_both_languages()
        for name, field in self.fields.items():
            field.is_needed = name in self.needed
            if isinstance(field, TermsField):
                field.offer(self.initial.get(name) or ())
            elif isinstance(field, TermField):
                field.offer([term for term in [self.linked(name)] if term])
                self.initial[name] = self.linked(name)
            elif isinstance(field, OrganisationField):
                self.initial[name] = self.linked(name)

    def help_both_languages(self):
        """What is said of a text's Chinese field goes for the English one, too."""
        for name, field in self.fields.items():
            chinese = (
                self.fields.get(f"{name[:-3]}_zh") if name.endswith("_en") else None
            )
            if chinese and not field.help_text:
                field.help_text = chinese.help_text

    def linked(self, name):
        """The row that a foreign key points to, or nothing."""
        return (
            getattr(self.instance, name)
            if getattr(self.instance, f"{name}_id")
            else None
        )

    @classmethod
    def is_blank(cls, record):
        """Nothing of what this form asks for has been written on the record."""
        return not any(has_content(record, name) for name in cls.base_fields)

    def stored_value(self, name):
        """What the record has for this field, for a comparison with what was sent."""
        value = getattr(self.instance, name, None)
        if not isinstance(value, models.Manager):
            return value
        return list(value.all()) if self.instance.pk else []

    @property
    def groups(self):
        """The fields in order, the two languages of a text side by side."""
        for name in self.fields:
            english = f"{name[:-3]}_en"
            if name.endswith("_zh") and english in self.fields:
                yield [self[name], self[english]]
            elif not (name.endswith("_en") and f"{name[:-3]}_zh" in self.fields):
                yield [self[name]]

    def held(self):
        """Names of the fields that cannot be kept as they are."""
        wrong = set(self.errors)
        if NON_FIELD_ERRORS in wrong:
            return {NON_FIELD_ERRORS, *self.fields}
        for group in self.together:
            if wrong & set(group):
                wrong |= set(group)
        return wrong

    def good_values(self):
        held = self.held()
        return {
            name: value for name, value in self.cleaned_data.items() if name not in held
        }

    def write(self, record):
        """Put what is right on the record; lists of terms at once, the rest to be saved."""
        lists = {field.name for field in record._meta.many_to_many}
        for name, value in self.good_values().items():
            if name not in lists:
                setattr(record, name, value)
            elif name in self.changed_data:
                getattr(record, name).set(value)

    def fields_with_errors(self):
        """Errors by the id of the field they stand beside."""
        return {
            self[name].auto_id if name in self.fields else self.prefix or "": list(
                texts
            )
            for name, texts in self.errors.items()
        }
