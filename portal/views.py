"""What views of all apps stand on."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic.detail import SingleObjectMixin

from portal.lifecycle import steps_of


def safe_next(request):
    """Where the person came from, if it is a page of ours."""
    target = request.POST.get("next") or request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(
        target, {request.get_host()}, require_https=request.is_secure()
    ):
        return target
    return ""


class StepView(SingleObjectMixin, View):
    """Take one step of a record's lifecycle by POST; say in one sentence how it went.

    A subclass or `as_view(step=…)` names the step; `get_queryset` must already be
    narrowed to what the user may see. A step that needs a reason reads it from
    the field `reason`; what it needs may be `longest` characters long.
    """

    http_method_names = ("post", "options")
    step = None
    done_message = ""
    needs = ()
    longest = 1_000

    def post(self, request, *args, **kwargs):
        record = self.get_object()
        try:
            getattr(record, self.step)(by=request.user, **self.get_details())
        except type(record).DoesNotExist:  # removed since it was looked for
            raise Http404 from None
        except ValidationError as error:
            for text in error.messages:
                messages.error(request, text)
        else:
            messages.success(request, self.get_done_message())
        return HttpResponseRedirect(self.get_success_url(record))

    def get_details(self):
        details = {name: self.request.POST.get(name, "").strip() for name in self.needs}
        for text in details.values():
            if len(text) > self.longest:
                raise ValidationError(
                    _("Write at most %(longest)s characters; these were %(count)s."),
                    params={"longest": self.longest, "count": len(text)},
                )
        return details

    def get_done_message(self):
        return self.done_message or steps_of(self.model)[self.step].label

    def get_success_url(self, record):
        return safe_next(self.request) or record.get_absolute_url()


def live(request):
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


def ready(request):
    """The process answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
