"""The files of a record as a section of its form."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from portal.attachments.attaching import attach, problems_of
from portal.attachments.forms import FilesField
from portal.attachments.models import Attachment
from portal.drafts.forms import DraftForm, field_for
from portal.drafts.rows import RowKind
from portal.templatetags.screen import file_size


class AttachmentForm(DraftForm):
    class Meta:
        model = Attachment
        fields = ("caption_zh", "caption_en", "is_internal")
        formfield_callback = field_for


class Attachments(RowKind):
    name = "attachments"
    heading = _("Files of this record")
    nothing = _("There are no files yet.")
    one = _("File")
    form = AttachmentForm
    can_add = False
    is_kept_till_saved = True

    def existing(self, record):
        return Attachment.objects.of(record).for_listing()

    def title(self, row):
        return format_html(
            '<a href="{}">{}</a> <span class="quiet">{}</span>',
            row.get_absolute_url(),
            row.name,
            file_size(row.size),
        )


class UploadForm(forms.Form):
    files = FilesField(label=_("Add files"), required=False)


def take_files(record, files, *, by):
    """Attach what was sent along, each by itself; sentences about what was refused."""
    problems = []
    for file in files:
        try:
            attach(record, file, by=by)
        except ValidationError as error:
            problems += problems_of(file, error)
    return problems
