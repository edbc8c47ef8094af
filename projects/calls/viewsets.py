"""Calls in Wagtail's admin: entered, published, extended, cloned by their officers."""

import django_filters
from django import forms
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.widgets.button import HeaderButton

from portal.admin import RecordViewSet
from portal.admin.confirming import ConfirmView
from portal.admin.rows import Cell, StatusCell
from portal.admin.steps import StepView, asked_for, step_form
from portal.admin.viewsets import EditRecord, InspectRecord, RecordList
from portal.templatetags.figures import local
from projects.calls import forms as call_forms
from projects.calls.cloning import clone
from projects.calls.files import CallFiles
from projects.calls.models import Call
from projects.calls.panels import CALL_PANELS
from projects.calls.summary import sections
from projects.programmes.adding import AddToProgramme
from projects.programmes.models import ELIGIBILITY, Programme
from projects.programmes.policies import OfficersPolicy


class CallPolicy(OfficersPolicy):
    """Published calls are everybody's to read, but their officers' to see here."""

    def visible(self, user):
        return Call.objects.run_by(user)


class CallFilters(WagtailFilterSet):
    status = django_filters.MultipleChoiceFilter(
        choices=Call.Status, widget=forms.CheckboxSelectMultiple, label=_("Status")
    )
    phase = django_filters.ChoiceFilter(
        choices=Call.Phase, method="in_phase", label=_("Phase")
    )
    programme = django_filters.ModelChoiceFilter(
        queryset=lambda request: Programme.objects.run_by(request.user),
        label=_("Programme"),
    )
    year = django_filters.NumberFilter(
        min_value=1950, max_value=2100, label=pgettext_lazy("call", "Year")
    )

    class Meta:
        model = Call
        fields = ("status", "programme", "year")

    def in_phase(self, queryset, name, value):
        return queryset.in_phase(value)


class CallList(RecordList):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("programme", "rules")


class MomentCell(Cell):
    def shown(self, call):
        moment = self.get_value(call)
        return local(moment).strftime("%Y-%m-%d %H:%M") if moment else ""


class AddCall(AddToProgramme):
    """The programme's newest rules are proposed, and by them who may apply."""

    def get_initial_form_instance(self):
        rules = self.programme.current_rules
        proposed = {name: getattr(rules, name) for name in ELIGIBILITY} if rules else {}
        return Call(
            programme=self.programme,
            rules=rules,
            year=timezone.localdate().year,
            created_by=self.request.user,
            **proposed,
        )

    def get_success_url(self):
        return reverse("admin-calls:inspect", args=[self.object.pk])


class EditCall(EditRecord):
    refusal = _("The call was cancelled: it stays as it is.")

    def written_fields(self, record):
        """What is frozen may have been extended since the page was asked for."""
        frozen = {name for name, field in self.form.fields.items() if field.disabled}
        return [name for name in super().written_fields(record) if name not in frozen]


class CallButtons:
    clone_url_name = files_url_name = None

    @property
    def header_buttons(self):
        found = super().header_buttons
        if self.user_has_permission("change"):
            found.append(self.button(_("Documents"), self.files_url_name))
        if self.user_has_permission("add"):
            found.append(self.button(_("Clone"), self.clone_url_name))
        return found

    def button(self, label, url_name):
        return HeaderButton(label, url=reverse(url_name, args=[self.object.pk]))


class InspectCall(CallButtons, InspectRecord):
    def sections(self, call):
        return sections(call)


class CallStep(StepView):
    template_name = "projects/admin/call_step.html"
    forms = {
        "extend": call_forms.ExtendForm,
        "admit_late": call_forms.AdmitLateForm,
        "cancel": call_forms.StepForm,
    }

    def refusal(self):
        is_past = self.name == "extend" and not self.object.may_extend(None)
        if is_past and self.object.status in self.step.sources:
            return _("The call has closed. Let single persons submit later instead.")
        return super().refusal()

    def get_form_class(self):
        return self.forms.get(self.name) or step_form(self.step)

    def get_form_kwargs(self):
        of_call = {"call": self.object} if self.name == "extend" else {}
        return super().get_form_kwargs() | of_call

    def get_initial(self):
        asked = asked_for(self.step)
        return {name: getattr(self.object, name, None) for name in asked}


class CloneCall(ConfirmView):
    page_title = _("Clone")
    question = _(
        "Make next year’s call from this one? The draft has the same wording, topics, "
        "quotas and questionnaire, the programme’s newest rules, and every time a year "
        "later. Documents and single late submitters stay with this call."
    )
    button = _("Make the draft")

    def act(self):
        draft = clone(self.object, by=self.request.user)
        messages.success(
            self.request, _("This is the draft. Check its times before you publish it.")
        )
        return self.edit_address(draft)


class CallViewSet(RecordViewSet):
    model = Call
    name = "admin-calls"
    url_prefix = "calls"
    icon = "calendar-alt"
    menu_label = _("Calls")
    menu_order = 101
    add_to_admin_menu = True
    steps = ("publish", "extend", "admit_late", "cancel")
    correctable = (Call.Status.DRAFT, Call.Status.PUBLISHED)
    index_view_class = CallList
    add_view_class = AddCall
    edit_view_class = EditCall
    inspect_view_class = InspectCall
    step_view_class = CallStep
    clone_view_class = CloneCall
    files_view_class = CallFiles
    filterset_class = CallFilters
    ordering = ("-opens_at", "-pk")
    search_fields = ["title_zh", "title_en", "number", "programme__name_zh"]
    list_display = [
        Cell("number", label=_("Number"), sort_key="number", classname="one-line"),
        Cell("programme", label=_("Programme"), sort_key="programme__name_zh"),
        Cell("year", label=pgettext_lazy("call", "Year"), sort_key="year"),
        StatusCell(waiting=Call.Status.DRAFT),
        MomentCell("opens_at", label=_("Opens at"), sort_key="opens_at"),
        MomentCell("closes_at", label=_("Closes at"), sort_key="closes_at"),
    ]
    list_export = [
        "number",
        "title_zh",
        "title_en",
        "programme",
        "year",
        "get_status_display",
        "opens_at",
        "closes_at",
        "budget_total",
    ]
    export_filename = "calls"
    export_headings = {"get_status_display": _("Status")}
    edit_handler = CALL_PANELS

    @property
    def permission_policy(self):
        return CallPolicy(self.model)

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(
            clone_url_name=self.get_url_name("clone"),
            files_url_name=self.get_url_name("files"),
            **kwargs,
        )

    def get_urlpatterns(self):
        clone_view = self.construct_view(self.clone_view_class)
        files_view = self.construct_view(self.files_view_class)
        return [
            *super().get_urlpatterns(),
            path("clone/<int:pk>/", clone_view, name="clone"),
            path("files/<int:pk>/", files_view, name="files"),
        ]
