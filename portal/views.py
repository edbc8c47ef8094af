"""What views of all apps stand on."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View
from django.views.generic.detail import SingleObjectMixin

from portal.lifecycle import steps_of


class StepView(SingleObjectMixin, View):
    """Take one step of a record's lifecycle by POST; say in one sentence how it went.

    A subclass or `as_view(step=…)` names the step; `get_queryset` must already be
    narrowed to what the user may see. A step that needs a reason reads it from
    the field `reason`.
    """

    http_method_names = ("post", "options")
    step = None
    done_message = ""
    needs = ()

    def post(self, request, *args, **kwargs):
        record = self.get_object()
        details = {name: request.POST.get(name, "").strip() for name in self.needs}
        try:
            getattr(record, self.step)(by=request.user, **details)
        except ValidationError as error:
            for text in error.messages:
                messages.error(request, text)
        else:
            messages.success(request, self.get_done_message())
        return HttpResponseRedirect(self.get_success_url(record))

    def get_done_message(self):
        return self.done_message or steps_of(self.model)[self.step].label

    def get_success_url(self, record):
        target = self.request.POST.get("next", "")
        if url_has_allowed_host_and_scheme(target, {self.request.get_host()}):
            return target
        return record.get_absolute_url()


def live(request):
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


def ready(request):
    """The process answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
