from django.apps import apps
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import TemplateView

from portal.audit.reading import event, history_of, log_of
from portal.audit.spreadsheet import as_spreadsheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class OfRecord(LoginRequiredMixin):
    """For those who may change the record: to everybody else it is not there."""

    @cached_property
    def record(self):
        app, model_name, pk = (self.kwargs[key] for key in ("app", "model", "pk"))
        try:
            model = apps.get_model(app, model_name)
        except LookupError as error:
            raise Http404 from error
        if not hasattr(model._default_manager, "visible_to"):
            raise Http404
        visible = model._default_manager.visible_to(self.request.user)
        record = visible.filter(pk=pk).first()
        permission = f"{app}.change_{model._meta.model_name}"
        if record is None or not self.request.user.has_perm(permission, record):
            raise Http404
        return record


class History(OfRecord, TemplateView):
    template_name = "portal/audit/history.html"

    def get_context_data(self, **kwargs):
        paginator = Paginator(log_of(self.record), 50)
        page = paginator.get_page(self.request.GET.get("page"))
        keys = self.kwargs["app"], self.kwargs["model"], self.record.pk
        return super().get_context_data(
            record=self.record,
            download=reverse("history:download", args=keys),
            page_obj=page,
            events=[event(entry, self.record) for entry in page],
            **kwargs,
        )


class Download(OfRecord, View):
    def get(self, request, *args, **kwargs):
        content = as_spreadsheet(history_of(self.record))
        response = HttpResponse(content, content_type=XLSX)
        name = f"history-{self.record._meta.model_name}-{self.record.pk}.xlsx"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
