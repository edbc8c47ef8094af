"""Programmes, their officers and their rules in Wagtail's admin."""

from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.widgets.button import HeaderButton
from wagtail.log_actions import log

from portal.admin import RecordViewSet
from portal.admin.confirming import ConfirmView
from portal.admin.fields import RowsPanel
from portal.admin.record import Facts, facts, link, table, texts
from portal.admin.rows import Cell, DayCell, names
from portal.admin.viewsets import EditRecord, InspectRecord, RecordList
from projects.programmes.adding import AddToProgramme
from projects.programmes.forms import ProgrammeForm, RulesForm
from projects.programmes.models import Programme, Rules
from projects.programmes.policies import OfficersPolicy, ProgrammePolicy
from projects.programmes.wording import eligibility


def row(*names):
    return FieldRowPanel([FieldPanel(name) for name in names])


class ProgrammeList(RecordList):
    def get_base_queryset(self):
        queryset = super().get_base_queryset().select_related("authority")
        return queryset.prefetch_related("officers")


class InspectProgramme(InspectRecord):
    def sections(self, programme):
        return [
            facts(_("Programme"), programme, "code", "kind", "authority", "is_active"),
            texts(
                _("Texts"),
                programme,
                (_("Name"), "name"),
                (_("Description"), "description"),
            ),
            table(
                _("Officers"),
                programme.officers.order_by("name", "pk"),
                name=(_("Person"), str),
                email=(_("E-mail address"), "email"),
            ),
            table(
                _("Rules"),
                programme.rules.order_by("-version"),
                version=(_("Version"), version_link),
                from_=(_("In force from"), "in_force_from"),
                basis=(_("Legal basis"), "basis"),
            ),
        ]

    def public_url(self, programme):
        return None


def version_link(rules):
    return link(reverse("admin-rules:inspect", args=[rules.pk]), rules.version)


class ProgrammeViewSet(RecordViewSet):
    model = Programme
    name = "admin-programmes"
    url_prefix = "programmes"
    icon = "folder-open-inverse"
    menu_label = _("Programmes")
    menu_order = 106
    add_to_admin_menu = True
    index_view_class = ProgrammeList
    inspect_view_class = InspectProgramme
    ordering = ("position", "pk")
    search_fields = ["name_zh", "name_en", "code"]
    list_filter = ["kind", "is_active"]
    list_display = [
        Cell("code", label=_("Code"), sort_key="code"),
        Cell("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
        Cell("officers", label=_("Officers"), accessor=names("officers")),
    ]
    list_export = ["code", "get_kind_display", "name_zh", "name_en", "is_active"]
    export_filename = "programmes"
    export_headings = {"get_kind_display": _("Kind")}
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    row("code", "kind"),
                    row("name_zh", "name_en"),
                    row("description_zh", "description_en"),
                    FieldPanel("authority"),
                    row("is_active", "position"),
                ],
                heading=_("Programme"),
            ),
            FieldPanel("officers"),
        ],
        base_form_class=ProgrammeForm,
    )

    @property
    def permission_policy(self):
        return ProgrammePolicy(self.model)


class UnpinnedAreCorrectable:
    """What a call stands on is kept as it was."""

    refusal = _(
        "A call stands on these rules: they stay as they are. Make a new version instead."
    )

    def is_correctable(self, rules):
        return not rules.is_pinned


class RulesList(UnpinnedAreCorrectable, RecordList):
    def is_correctable(self, rules):
        return not rules.calls_count

    def get_base_queryset(self):
        return super().get_base_queryset().with_calls().select_related("programme")


class InspectRules(UnpinnedAreCorrectable, InspectRecord):
    version_url_name = None

    @property
    def header_buttons(self):
        if not self.user_has_permission("add"):
            return []
        address = reverse(self.version_url_name, args=[self.object.pk])
        return [HeaderButton(_("New version"), url=address)]

    def sections(self, rules):
        return [
            facts(
                _("Rules"),
                rules,
                "programme",
                "version",
                "in_force_from",
                "basis",
                "is_lump_sum",
                "own_share_percent",
                "equipment_note_from",
            ),
            stages(rules),
            Facts(
                _("Who may apply, proposed to calls"),
                [(number, text) for number, text in enumerate(eligibility(rules), 1)],
            ),
            windows(rules),
            caps(rules),
            outcomes(rules),
            table(
                _("Calls that stand on them"),
                rules.calls.order_by("-pk"),
                number=(_("Number"), "number"),
                title=(_("Title"), "title"),
                status=(_("Status"), "status"),
            ),
        ]

    def public_url(self, rules):
        return None


def stages(rules):
    rows = [
        (stage.label, _("Yes") if rules.has_stage(stage) else _("No"))
        for stage in Rules.Stage
    ]
    return Facts(_("Stages switched on"), rows)


def windows(rules):
    return table(
        _("Windows"),
        rules.windows.all(),
        code=(_("For"), "code"),
        days=(_("Days"), "days"),
        unit=(_("Kind of days"), "unit"),
    )


def caps(rules):
    return table(
        _("Budget caps"),
        rules.caps.all(),
        part=(_("Part"), "part"),
        base=(_("Per cent of"), "base"),
        above=(_("For what lies above"), "above"),
        percent=(_("Per cent"), "percent"),
    )


def outcomes(rules):
    return table(
        _("Outcomes"),
        rules.outcomes.all(),
        stage=(_("Stage"), "stage"),
        code=(_("Code"), "code"),
        zh=(_("Chinese name"), "name_zh"),
        en=(_("English name"), "name_en"),
        good=(_("Lets the record go on"), "is_good"),
    )


class AddRules(AddToProgramme):
    """The first version; each later one begins as a copy of the one before."""

    def get(self, request, *args, **kwargs):
        newest = self.programme and self.programme.rules.order_by("-version").first()
        if newest:
            return redirect("admin-rules:new-version", newest.pk)
        return super().get(request, *args, **kwargs)

    def get_initial_form_instance(self):
        version = Rules.objects.next_version(self.programme)
        return Rules(programme=self.programme, version=version)

    def get_success_url(self):
        return reverse("admin-rules:inspect", args=[self.object.pk])


class EditRules(UnpinnedAreCorrectable, EditRecord):
    pass


class NewVersion(ConfirmView):
    page_title = _("New version")
    question = _(
        "Make a new version of these rules? It begins as their copy and may be changed "
        "until a call stands on it. Calls that stand on older versions keep them."
    )
    button = _("Make a new version")

    def act(self):
        copy = self.object.new_version()
        log(copy, "wagtail.create", data={"from": self.object.version})
        messages.success(
            self.request, _("This is the new version. Change it and save.")
        )
        return self.edit_address(copy)


class RulesViewSet(RecordViewSet):
    model = Rules
    name = "admin-rules"
    url_prefix = "rules"
    icon = "list-ol"
    menu_label = _("Rules")
    menu_order = 107
    add_to_admin_menu = True
    index_view_class = RulesList
    inspect_view_class = InspectRules
    add_view_class = AddRules
    edit_view_class = EditRules
    version_view_class = NewVersion
    ordering = ("programme__position", "programme", "-version")
    search_fields = ["programme__name_zh", "programme__name_en", "basis"]
    list_filter = ["programme"]
    list_display = [
        DayCell("in_force_from", label=_("In force from"), sort_key="in_force_from"),
        Cell("basis", label=_("Legal basis")),
        Cell("calls_count", label=_("Calls"), sort_key="calls_count"),
    ]
    list_export = ["programme", "version", "in_force_from", "basis", "calls_count"]
    export_filename = "rules"
    export_headings = {"calls_count": _("Calls")}
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    row("in_force_from", "basis"),
                    FieldPanel("stages"),
                ],
                heading=_("Rules"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("organisation_kinds"),
                    row("max_age", "lowest_degree"),
                    row("max_running_person", "max_running_organisation"),
                    FieldPanel("refuses_running_title"),
                ],
                heading=_("Who may apply, proposed to calls"),
            ),
            RowsPanel(
                "windows",
                heading=_("Windows"),
                label=_("window"),
                panels=[row("code", "days", "unit")],
            ),
            MultiFieldPanel(
                [
                    row("is_lump_sum", "own_share_percent", "equipment_note_from"),
                ],
                heading=_("Budget"),
            ),
            RowsPanel(
                "caps",
                heading=_("Budget caps"),
                label=_("budget cap"),
                panels=[row("part", "base"), row("above", "percent")],
            ),
            RowsPanel(
                "outcomes",
                heading=_("Outcomes"),
                label=_("outcome"),
                panels=[
                    row("stage", "code"),
                    row("name_zh", "name_en"),
                    FieldPanel("is_good"),
                ],
            ),
        ],
        base_form_class=RulesForm,
    )

    @property
    def permission_policy(self):
        return OfficersPolicy(self.model)

    def get_common_view_kwargs(self, **kwargs):
        name = self.get_url_name("new-version")
        return super().get_common_view_kwargs(version_url_name=name, **kwargs)

    def get_urlpatterns(self):
        view = self.construct_view(self.version_view_class)
        version = path("new-version/<int:pk>/", view, name="new-version")
        return [*super().get_urlpatterns(), version]
