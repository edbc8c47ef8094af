"""Applications in Wagtail's admin: officers check, pass, return, refuse."""

from django.contrib.admin.utils import unquote
from django.db.models import Case, F, OuterRef, Subquery, Sum, When
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from wagtail.admin.widgets.button import HeaderButton

from portal.admin import RecordViewSet
from portal.admin.bulk import BulkView
from portal.admin.guards import CheckedRecord
from portal.admin.rows import Cell, DayCell, StatusCell
from portal.admin.steps import open_by_role
from portal.admin.viewsets import InspectRecord, KeptRecordsPolicy, RecordList
from portal.lifecycle import steps_of
from projects.applications.budget import PUBLIC
from projects.applications.filters import ApplicationFilters
from projects.applications.models import Application
from projects.applications.plan import BudgetLine
from projects.applications.submissions import Finding, Submission
from projects.applications.summary import sections
from projects.applications.team import TeamMember

LEVELS = dict(Finding.Level.choices)
MARKED = (Finding.Level.BAR, Finding.Level.WARNING)
# The texts of applications and calls are long, and a list shows none of them.
SHOWN = (
    "number",
    "status",
    "status_reason",
    "title_zh",
    "title_en",
    "created_by__name",
    "created_by__email",
    "submitted_by_id",
    "endorsed_by_id",
    "officer_returns",
    "starts",
    "ends",
    "submitted_at",
    "received_at",
    "decided_at",
    "call__number",
    "call__title_zh",
    "call__title_en",
    "call__programme__name_zh",
    "call__programme__name_en",
    "topic__code",
    "topic__title_zh",
    "topic__title_en",
    "organisation__name_zh",
    "organisation__name_en",
    "organisation__uscc",
    "organisation__kind",
    "organisation__region__name_zh",
    "organisation__region__name_en",
)


class ArrivedPolicy(KeptRecordsPolicy):
    """What reached the officers of one's programmes, to be read and decided here."""

    def user_has_permission(self, user, action):
        return action == "view" and super().user_has_permission(user, action)

    def visible(self, user):
        return Application.objects.filter(Application.objects.at_programme(user))


def worst_finding():
    """Of the last submission that was checked, the gravest level."""
    gravest = Case(
        *(When(level=level, then=place) for place, level in enumerate(LEVELS))
    )
    found = Finding.objects.filter(submission__application=OuterRef("pk"))
    return Subquery(
        found.annotate(gravity=gravest)
        .order_by("-submission__version", "gravity")
        .values("level")[:1]
    )


def leader_name(field):
    leaders = TeamMember.objects.filter(
        application=OuterRef("pk"), role=TeamMember.Role.LEADER
    )
    return Subquery(leaders.order_by("position", "pk").values(field)[:1])


def public_money():
    lines = BudgetLine.objects.filter(application=OuterRef("pk"), source__in=PUBLIC)
    sums = lines.order_by().values("application").annotate(sum=Sum("amount"))
    return Subquery(sums.values("sum"))


class FindingCell(Cell):
    def shown(self, record):
        if record.worst is None:
            return "…"
        label = LEVELS[record.worst]
        if record.worst not in MARKED:
            return label
        return format_html('<span class="w-status w-status--primary">{}</span>', label)


class MoneyCell(Cell):
    def shown(self, record):
        money = self.get_value(record)
        return "" if money is None else f"{money:,.2f}"


class ApplicationList(RecordList):
    default_ordering = ("-received_at", "-pk")
    annotations = {
        "findings": {"worst": worst_finding()},
        "leader": {"leader": leader_name("name_zh")},
        "money": {"money": public_money()},
    }
    export_values = {
        "worst": lambda record: LEVELS.get(record.worst, ""),
        "money": lambda record: record.money,
    }

    def get_base_queryset(self):
        """Only what the columns need is asked for."""
        queryset = (
            super()
            .get_base_queryset()
            .select_related(
                "call__programme", "topic", "organisation__region", "created_by"
            )
        )
        asked = {"worst": worst_finding()}
        for column in ("leader", "money"):
            if column in self.shown or self.is_export:
                asked |= self.annotations[column]
        return queryset.only(*SHOWN).annotate(**asked)

    def order_queryset(self, queryset):
        """What has no such date comes last, whichever way one sorts."""
        ordering = self.ordering if isinstance(self.ordering, str) else "-received_at"
        field = F(ordering.removeprefix("-"))
        if ordering.startswith("-"):
            return queryset.order_by(field.desc(nulls_last=True), "-pk")
        return queryset.order_by(field.asc(nulls_last=True), "pk")


class InspectApplication(CheckedRecord, InspectRecord):
    template_name = "projects/admin/application.html"
    parts = (
        "call__programme",
        "call__rules",
        "topic",
        "organisation",
        "bureau",
        "created_by",
        "submitted_by",
        "endorsed_by",
    )

    def get_object(self, *args):
        """Record and right in one query: what does not reach this officer is not there."""
        if not hasattr(self, "checked"):
            policy, user = self.permission_policy, self.request.user
            if not policy.user_has_any_permission(user, ["view", "change"]):
                raise Http404
            visible = policy.visible(user).select_related(*self.parts)
            self.checked = get_object_or_404(visible, pk=unquote(str(self.pk)))
        return self.checked

    @cached_property
    def header_buttons(self):
        """Whoever sees the page is an officer of its programme: no more to be asked."""
        known = steps_of(Application)
        names = open_by_role(self.steps, self.request.user, self.object)
        return [
            HeaderButton(
                known[name].label,
                url=reverse(self.step_url_name, args=[self.object.pk, name]),
                priority=self.first_step_priority + place,
            )
            for place, name in enumerate(names)
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**sections(self.object), **kwargs)

    def sections(self, application):
        """The template has its own; the history comes after them."""
        return []

    def public_url(self, application):
        return None


class BulkApplications(BulkView):
    """Beside each application what its automatic check did not find in order."""

    def for_bulk(self, records):
        return records.select_related("call").order_by("-received_at", "-pk")

    @cached_property
    def marked(self):
        """Findings by the application's key, of the version handed in last."""
        found = Finding.objects.filter(
            level__in=MARKED, submission__application__in=self.records
        ).exclude(
            submission__version__lt=Subquery(
                Submission.objects.filter(
                    application=OuterRef("submission__application")
                ).values("version")[:1]
            )
        )
        marked = {}
        for finding in found.select_related("submission").defer("submission__content"):
            marked.setdefault(finding.submission.application_id, []).append(finding)
        return marked

    def remark(self, record):
        colon = pgettext("before an explanation", ": ")
        found = (
            f"{finding.get_code_display()}{colon}{finding.get_level_display()}"
            for finding in self.marked.get(record.pk, ())
        )
        return pgettext("list separator", ", ").join(found)


class ApplicationViewSet(RecordViewSet):
    model = Application
    name = "admin-applications"
    url_prefix = "applications"
    icon = "form"
    menu_label = _("Applications")
    menu_order = 102
    add_to_admin_menu = True
    list_per_page = 30
    steps = ("pass_check", "return_for_changes", "refuse")
    bulk_steps = ("pass_check", "return_for_changes", "refuse")
    correctable = ()
    index_view_class = ApplicationList
    inspect_view_class = InspectApplication
    bulk_view_class = BulkApplications
    filterset_class = ApplicationFilters
    form_fields = ("title_zh", "title_en")
    search_fields = [
        "title_zh",
        "title_en",
        "number",
        "organisation__name_zh",
        "organisation__name_en",
        "created_by__name",
        "call__number",
    ]
    list_display = [
        Cell("number", label=_("Number"), sort_key="number", classname="one-line"),
        Cell("programme", label=_("Programme"), accessor="call.programme"),
        Cell(
            "call",
            label=_("Call"),
            accessor="call.number",
            sort_key="call__number",
            classname="one-line",
        ),
        Cell("topic", label=_("Topic"), accessor="topic", sort_key="topic__code"),
        Cell(
            "organisation",
            label=_("Lead organisation"),
            sort_key="organisation__name_zh",
        ),
        Cell(
            "kind",
            label=_("Kind of organisation"),
            accessor="organisation.get_kind_display",
            sort_key="organisation__kind",
        ),
        Cell("region", label=_("Region"), accessor="organisation.region"),
        Cell("applicant", label=_("Applicant"), accessor="created_by"),
        Cell("leader", label=_("Leader")),
        MoneyCell("money", label=_("Public money"), classname="one-line"),
        StatusCell(waiting=Application.Status.RECEIVED),
        FindingCell("findings", label=_("Automatic findings"), sort_key="worst"),
        Cell("returns", label=_("Returns"), accessor="officer_returns"),
        DayCell("submitted_at", label=_("Submitted"), sort_key="submitted_at"),
        DayCell("received_at", label=_("Received"), sort_key="received_at"),
        DayCell("decided_at", label=_("Decided"), sort_key="decided_at"),
    ]
    standard = ("number", "call", "organisation", "status", "findings", "received_at")
    exported = {
        "opening": ["title_zh", "title_en"],
        "programme": ["call.programme"],
        "call": ["call.number"],
        "organisation": ["organisation", "organisation.uscc"],
        "kind": ["organisation.get_kind_display"],
        "region": ["organisation.region"],
        "applicant": ["created_by", "created_by.email"],
        "status": ["get_status_display"],
        "findings": ["worst"],
        "returns": ["officer_returns"],
    }
    list_export = [
        "number",
        "title_zh",
        "title_en",
        "call.programme",
        "call.number",
        "topic",
        "organisation",
        "organisation.uscc",
        "organisation.get_kind_display",
        "organisation.region",
        "created_by",
        "created_by.email",
        "leader",
        "money",
        "starts",
        "ends",
        "get_status_display",
        "status_reason",
        "worst",
        "submitted_at",
        "received_at",
        "decided_at",
    ]
    export_filename = "applications"
    export_headings = {
        "call.programme": _("Programme"),
        "call.number": _("Call"),
        "organisation.uscc": _("Credit code"),
        "organisation.get_kind_display": _("Kind of organisation"),
        "organisation.region": _("Region"),
        "created_by.email": _("E-mail address"),
        "leader": _("Leader"),
        "money": _("Public money"),
        "get_status_display": _("Status"),
        "worst": _("Automatic findings"),
    }

    @property
    def permission_policy(self):
        return ArrivedPolicy(self.model)
