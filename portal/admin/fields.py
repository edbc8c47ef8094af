import re

from django import forms
from django.utils.translation import gettext_lazy as _


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
