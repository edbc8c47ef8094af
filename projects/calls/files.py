"""The documents of a call: officers put them there, its page shows them."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.log_actions import log

from portal.admin.confirming import ConfirmView
from portal.attachments.attaching import attach
from portal.attachments.models import Attachment
from projects.calls.forms import FileForm


class CallFiles(ConfirmView):
    permission_required = "change"
    files_url_name = None
    form_class = FileForm
    template_name = "projects/admin/call_files.html"
    page_title = _("Documents")
    button = _("Upload")

    def wanted_permissions(self):
        return ["change"]

    def post(self, request, *args, **kwargs):
        if "remove" not in request.POST:
            return super().post(request, *args, **kwargs)
        key = request.POST["remove"]
        wanted = Attachment.objects.of(self.object)
        file = get_object_or_404(
            wanted, pk=key if key.isdecimal() and len(key) < 19 else 0
        )
        with transaction.atomic():
            log(self.object, "projects.remove_file", data={"reason": file.name})
            file.delete()
        messages.success(request, _("“%(name)s” is removed.") % {"name": file.name})
        return redirect(self.here())

    def form_valid(self, form):
        details = dict(form.cleaned_data)
        try:
            with transaction.atomic():
                for uploaded in details.pop("files"):
                    attach(self.object, uploaded, by=self.request.user, **details)
                    log(
                        self.object, "projects.add_file", data={"reason": uploaded.name}
                    )
        except ValidationError as refused:
            form.add_error("files", refused.messages)
            return self.form_invalid(form)
        messages.success(self.request, _("The documents are with the call."))
        return redirect(self.here())

    def here(self):
        return reverse(self.files_url_name, args=[self.object.pk])

    def get_context_data(self, **kwargs):
        files = Attachment.objects.of(self.object).for_listing()
        return super().get_context_data(files=files, form_is_multipart=True, **kwargs)
