"""The budget beside its form: sums as they stand, and Excel tables in and out."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import DetailView

from portal.importing.tables import BadFile
from projects.applications import budget, budget_import, reading
from projects.applications.budget_document import lines_in
from projects.applications.budget_form import summary_of, years_of
from projects.applications.budget_sheets import write_sheets
from projects.applications.models import Application
from projects.applications.paper_views import OfApplication, private

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGEST = 2 * 1024 * 1024


@method_decorator(never_cache, name="dispatch")
class Export(OfApplication, DetailView):
    """The budget that the person may read as a workbook, also the form to fill in."""

    def get(self, request, *args, **kwargs):
        record = self.get_object()
        content = reading.present(record, request.user).content["budget"]
        lines = lines_in(content)
        years = content["years"] or years_of(record, lines)
        title = f"{record.number} {record}"
        book = write_sheets(title, record.call.rules, years, budget.totals(lines))
        response = HttpResponse(book, content_type=XLSX)
        name = f"{record.number}-budget.xlsx"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return private(response)


class OfWriter(OfApplication):
    """An application on which this person may write."""

    def get_queryset(self):
        mine = Application.objects.written_by(self.request.user)
        return super().get_queryset().filter(pk__in=mine.values("pk"))


@method_decorator(never_cache, name="dispatch")
class Check(OfWriter, DetailView):
    """The sums and sentences of the budget as it is stored, for the page's script."""

    template_name = "projects/applications/budget/_sums.html"

    def get_context_data(self, **context):
        record = self.object
        lines = list(record.budget.all())
        summary = summary_of(record, budget.totals(lines), years_of(record, lines))
        return super().get_context_data(summary=summary, **context)


@method_decorator(never_cache, name="dispatch")
class Import(OfWriter, DetailView):
    """A table is chosen, shown with what it would change, and kept once confirmed."""

    template_name = "projects/applications/budget/import.html"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not self.record.is_editable:
            messages.info(request, _("The application cannot be changed now."))
            return HttpResponseRedirect(self.record.get_absolute_url())
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def record(self):
        return self.get_object()

    def get(self, request, *args, **kwargs):
        self.object = self.record
        return self.page()

    def post(self, request, *args, **kwargs):
        self.object = self.record
        if "seal" in request.POST:
            return self.confirmed(request.POST["seal"])
        file = request.FILES.get("table")
        try:
            return self.shown(file)
        except (BadFile, ValidationError) as error:
            texts = getattr(error, "messages", None) or [str(error)]
            return self.page(422, problems=texts)

    def shown(self, file):
        if file is None:
            raise ValidationError(_("Choose an Excel table first."))
        if file.size > LARGEST:
            raise ValidationError(_("The table is larger than 2 MB."))
        record = self.object
        sheets, changes, sums = budget_import.preview(record, file.read(), file.name)
        if sheets.problems:
            return self.page(422, problems=sheets.problems, name=file.name)
        violations = budget.violations_of(record, sums) if sums.total else []
        return self.page(
            is_read=True,
            name=file.name,
            changes=changes,
            total=sums.total,
            violations=[violation.sentence for violation in violations],
            seal=budget_import.sealed(record, sheets.amounts, self.request.user),
        )

    def confirmed(self, seal):
        try:
            budget_import.take(self.object, seal, by=self.request.user)
        except ValidationError as error:
            return self.page(409, problems=error.messages)
        messages.success(self.request, _("The budget has been taken over."))
        return HttpResponseRedirect(self.section_address())

    def section_address(self):
        return reverse("applications:section", args=[self.object.number, "budget"])

    def page(self, status=200, **context):
        context = self.get_context_data(back=self.section_address(), **context)
        return self.render_to_response(context, status=status)
