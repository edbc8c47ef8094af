import json

from django.views.generic import DetailView

from portal.attachments.models import Attachment


class RecordPage(DetailView):
    """A record's public page with its files, or the tombstone of one that is gone.

    A subclass says `is_tombstone`, and in `shown()` what its template needs besides.
    """

    tombstone_template_name = None

    def get_template_names(self):
        if self.is_tombstone:
            return [self.tombstone_template_name]
        return super().get_template_names()

    def render_to_response(self, context, **kwargs):
        if self.is_tombstone:
            kwargs["status"] = 410
        return super().render_to_response(context, **kwargs)

    def get_context_data(self, **kwargs):
        if self.is_tombstone:
            return super().get_context_data(**kwargs)
        files = list(Attachment.objects.of(self.object).filter(is_internal=False))
        return super().get_context_data(
            pictures=[file for file in files if file.is_picture],
            documents=[file for file in files if not file.is_picture],
            **self.shown(),
            **kwargs,
        )


def script_safe(data):
    """JSON in which no text can close the script element it stands in."""
    text = json.dumps(data, ensure_ascii=False)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text
