import re

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import InlinePanel
from wagtail.admin.widgets import AdminDateTimeInput


class CodesInput(forms.TextInput):
    """Several codes in one line."""

    def format_value(self, value):
        if isinstance(value, list | tuple):
            value = ", ".join(str(code) for code in value)
        return super().format_value(value)

    def value_from_datadict(self, data, files, name):
        text = super().value_from_datadict(data, files, name) or ""
        return [code for code in re.split(r"[,，、;；\s]+", text) if code]


class CodesField(forms.ModelMultipleChoiceField):
    """Entries of a long list, typed by their codes: thousands are too many to tick."""

    widget = CodesInput
    default_error_messages = {
        "invalid_choice": _("“%(value)s” is not a code of this list.")
    }

    def __init__(self, queryset, **options):
        options = {
            "required": False,
            "to_field_name": "code",
            "help_text": _("Codes, separated by commas."),
        } | options
        super().__init__(queryset, **options)


class MomentField(forms.DateTimeField):
    """A time of Shanghai to the minute, whatever zone the machine or the person has."""

    def __init__(self, **options):
        options.setdefault("help_text", _("Beijing time."))
        options.setdefault("widget", AdminDateTimeInput(format="%Y-%m-%d %H:%M"))
        super().__init__(**options)
        # What is shown but not changed keeps what is below the minute.
        self.widget.supports_microseconds = True

    def prepare_value(self, value):
        with timezone.override(timezone.get_default_timezone()):
            return super().prepare_value(value)

    def to_python(self, value):
        with timezone.override(timezone.get_default_timezone()):
            return super().to_python(value)


class RowsPanel(InlinePanel):
    """Rows of a record, edited with it; `form` is the class of a row's form."""

    def __init__(self, *args, form=None, **options):
        super().__init__(*args, **options)
        self.form = form

    def clone_kwargs(self):
        return super().clone_kwargs() | {"form": self.form}

    def get_form_options(self):
        options = super().get_form_options()
        if self.form:
            options["formsets"][self.relation_name]["form"] = self.form
        return options
