from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.attachments.attaching import checked, largest, problems_of
from portal.attachments.kinds import ACCEPT, KINDS
from portal.templatetags.screen import file_size


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Any number of files, each checked by content; cleaned to a list."""

    widget = FilesInput(attrs={"accept": ACCEPT})

    def __init__(self, **options):
        options.setdefault("help_text", HelpText())
        super().__init__(**options)

    def clean(self, data, initial=None):
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if not files and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        errors = []
        for file in files:
            try:
                checked(file)
            except ValidationError as error:
                errors += problems_of(file, error)
        if errors:
            raise ValidationError(errors)
        return files


class HelpText:
    """Said when read, in the reader's language and with the limit of then."""

    def __str__(self):
        return _("%(types)s; up to %(most)s each.") % {
            "types": ", ".join(KINDS),
            "most": file_size(largest()),
        }
