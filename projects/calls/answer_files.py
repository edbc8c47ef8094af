"""An answer that is files: attachments of the record, named by their keys."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.attachments.attaching import largest
from portal.attachments.names import extension_of, safe_name
from portal.templatetags.screen import file_size
from projects.calls.answer_fields import Answer


class FilesInput(forms.Widget):
    """The files there are, each with a box to tick for its removal, and new ones."""

    template_name = "projects/calls/files_input.html"
    needs_multipart_form = True
    use_fieldset = True

    def __init__(self, kinds, most):
        self.kinds, self.most = kinds, most
        # Set by the form: what the record has.
        self.files = []
        super().__init__()

    def value_from_datadict(self, data, files, name):
        """The keys of the files to be removed; new ones are taken by the section."""
        getlist = getattr(data, "getlist", lambda key: data.get(key, []))
        keys = getlist(f"{name}-remove")
        return [int(key) for key in keys if key.isdecimal() and len(key) < 19]

    def value_omitted_from_data(self, data, files, name):
        return False

    def format_value(self, value):
        return None

    def get_context(self, name, value, attrs):
        return {
            "widget": {
                "name": name,
                "id": (attrs or {}).get("id", f"id_{name}"),
                "files": self.files,
                "accept": ",".join(f".{kind}" for kind in self.kinds),
                "kinds": ", ".join(self.kinds),
                "most": self.most,
                "largest": file_size(largest()),
                "is_full": len(self.files) >= self.most,
            }
        }


class FilesAnswer(Answer, forms.Field):
    def __init__(self, *, kinds, most, **options):
        self.kinds, self.most = list(kinds), most
        super().__init__(widget=FilesInput(self.kinds, most), **options)

    def value(self, answer):
        """Nothing is to be removed yet."""
        return []

    def has_changed(self, initial, data):
        return bool(data)

    def in_words(self, value):
        """Files come and go by buttons: two drafts do not differ in them."""
        return ""

    def words(self, answer):
        known = {file.pk: file.name for file in self.widget.files}
        return "\n".join(known.get(key, "") for key in answer)

    def is_sound(self, answer):
        return (
            isinstance(answer, list)
            and 0 < len(answer) <= self.most
            and all(isinstance(key, int) for key in answer)
        )

    def refuse(self, file, *, present):
        """Before a new file is attached: is there room, and is it of a kind wanted?"""
        if present >= self.most:
            raise ValidationError(
                _("At most %(most)s files are taken here.") % {"most": self.most}
            )
        if extension_of(safe_name(file.name)) not in self.kinds:
            raise ValidationError(
                _("Files of this type are not taken here. Possible are: %(types)s.")
                % {"types": ", ".join(self.kinds)}
            )
