from django.http import FileResponse, Http404
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.http import condition

from portal.attachments.models import Attachment


def readable(request, pk):
    """The attachment, asked once a request; unknown and forbidden look the same."""
    if not hasattr(request, "attachment"):
        attachment = (
            Attachment.objects.select_related("content_type").filter(pk=pk).first()
        )
        if attachment is None or not attachment.is_readable_by(request.user):
            raise Http404
        request.attachment = attachment
    return request.attachment


def etag(request, pk):
    return f'"{readable(request, pk).sha256}"'


class DownloadView(View):
    """A file, to whoever may read its record now."""

    @method_decorator(condition(etag_func=etag))
    def get(self, request, pk):
        attachment = readable(request, pk)
        try:
            file = attachment.file.open("rb")
        except FileNotFoundError:
            raise Http404 from None
        return FileResponse(
            file,
            as_attachment=not attachment.is_picture,
            filename=attachment.name,
            content_type=attachment.mime_type,
        )

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        # Asked anew each time: a record may be withdrawn between two readings.
        response["Cache-Control"] = "private, no-cache"
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response
