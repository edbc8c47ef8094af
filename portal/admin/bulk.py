"""A step of the lifecycle for many records at once, each taken by itself."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from portal.admin.steps import open_by_role, step_form
from portal.lifecycle import WrongStatus, steps_of

MOST = 100


def numbers_in(values):
    """The keys among what an address names; anything else is left out."""
    return {int(value) for value in values if value.isdecimal() and len(value) < 18}


def take_step(records, name, *, by, **details):
    """Take it for each record on its own: pairs of a record and why not, or None."""
    outcome = []
    for record in records:
        try:
            getattr(record, name)(by=by, **details)
        except ValidationError as refused:
            outcome.append((record, " ".join(refused.messages)))
        except PermissionDenied:
            outcome.append((record, _("You may not do this.")))
        else:
            outcome.append((record, None))
    return outcome


class BulkView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """Lists what was ticked, asks for the reason once, then says how each went."""

    model = None
    bulk_steps = ()
    index_url_name = None
    any_permission_required = ["view", "change"]
    template_name = "portal/admin/bulk.html"
    result_template_name = "portal/admin/bulk_result.html"

    def dispatch(self, request, *args, **kwargs):
        asked = request.POST if request.method == "POST" else request.GET
        self.name = asked.get("step")
        if self.name not in self.bulk_steps:
            raise Http404
        self.step = steps_of(self.model)[self.name]
        self.keys = numbers_in(asked.getlist("id"))
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def records(self):
        """Of those ticked, what this person sees; in the order of the list."""
        visible = self.permission_policy.instances_user_has_any_permission_for(
            self.request.user, ["view", "change"]
        )
        return list(self.for_bulk(visible.filter(pk__in=self.keys))[:MOST])

    def for_bulk(self, records):
        return records.order_by("pk")

    def is_ready(self, record):
        return self.name in open_by_role([self.name], self.request.user, record)

    def get_form_class(self):
        return step_form(self.step)

    def get_context_data(self, **kwargs):
        ready = [record for record in self.records if self.is_ready(record)]
        for record in ready:
            record.remark = self.remark(record)
        left = [
            (record, self.why_not(record))
            for record in self.records
            if record not in ready
        ]
        return super().get_context_data(
            step_label=self.step.label,
            step=self.name,
            ready=ready,
            left=left,
            list_url=reverse(self.index_url_name),
            **kwargs,
        )

    def remark(self, record):
        """What one should know of this record before the step is taken for it."""
        return ""

    def why_not(self, record):
        if record.status not in self.step.sources:
            return WrongStatus(record.get_status_display()).messages[0]
        return _("This step is not open to you here, or not a second time.")

    def form_valid(self, form):
        outcome = take_step(
            self.records, self.name, by=self.request.user, **form.cleaned_data
        )
        self.template_name = self.result_template_name
        context = super().get_context_data(
            step_label=self.step.label,
            done=[record for record, refusal in outcome if refusal is None],
            refused=[(record, refusal) for record, refusal in outcome if refusal],
            list_url=reverse(self.index_url_name),
        )
        return self.render_to_response(context)

    def get_page_title(self):
        return self.step.label

    def get_breadcrumbs_items(self):
        plural = capfirst(self.model._meta.verbose_name_plural)
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": plural},
            {"url": "", "label": self.step.label},
        ]
