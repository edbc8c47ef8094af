"""The register in Wagtail's admin: officers check, publish, return, correct wording."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

from achievements.registry.correcting import AchievementCorrection
from achievements.registry.filters import OfTerms, TermFilterSet
from achievements.registry.models import Achievement
from achievements.registry.summary import sections
from portal.admin import RecordViewSet
from portal.admin.rows import Cell, DayCell, StatusCell, names
from portal.admin.viewsets import InspectRecord, RecordList
from portal.organisations.models import Organisation

TRL = [(str(level), f"TRL {level}") for level in range(1, 10)]


class AchievementFilters(TermFilterSet):
    status = django_filters.MultipleChoiceFilter(
        choices=Achievement.Status,
        widget=forms.CheckboxSelectMultiple,
        label=_("Status"),
    )
    visibility = django_filters.MultipleChoiceFilter(
        choices=Achievement.Visibility,
        widget=forms.CheckboxSelectMultiple,
        label=_("Who may see it"),
    )
    domains = OfTerms("domain", field_name="domains", label=_("Domain"))
    elements = OfTerms("element", field_name="elements", label=_("Element"))
    holder_kind = django_filters.MultipleChoiceFilter(
        field_name="holder__kind",
        choices=Organisation.Kind,
        widget=forms.CheckboxSelectMultiple,
        label=_("Kind of holder"),
    )
    trl = django_filters.MultipleChoiceFilter(
        choices=TRL, widget=forms.CheckboxSelectMultiple, label=_("Readiness level")
    )
    year = django_filters.NumberFilter(
        field_name="published_at",
        lookup_expr="year",
        min_value=1950,
        max_value=2100,
        label=_("Published in the year"),
    )

    class Meta:
        model = Achievement
        fields = ("status", "visibility", "trl")


class AchievementList(RecordList):
    export_values = {
        "domains": names("domains"),
        "elements": names("elements"),
        "contributors": names("contributors"),
    }

    def get_base_queryset(self):
        queryset = super().get_base_queryset().select_related("holder")
        wanted = ["domains"]
        if self.is_export:
            wanted += ["elements", "contributors"]
        return queryset.prefetch_related(*wanted)


class InspectAchievement(InspectRecord):
    def get_object(self, *args):
        record = super().get_object(*args)
        return Achievement.objects.for_page().get(pk=record.pk)

    def sections(self, achievement):
        return sections(achievement, self.request.user)


class AchievementViewSet(RecordViewSet):
    model = Achievement
    name = "admin-achievements"
    url_prefix = "achievements"
    icon = "doc-full"
    menu_label = _("Achievements")
    menu_order = 110
    add_to_admin_menu = True
    steps = ("publish", "return_for_changes", "withdraw")
    correctable = (Achievement.Status.SUBMITTED, Achievement.Status.PUBLISHED)
    index_view_class = AchievementList
    inspect_view_class = InspectAchievement
    filterset_class = AchievementFilters
    ordering = ("-updated_at", "-pk")
    search_fields = [
        "title_zh",
        "title_en",
        "number",
        "holder__name_zh",
        "holder__name_en",
    ]
    list_display = [
        Cell("number", label=_("Number"), sort_key="number", classname="one-line"),
        Cell("version", label=_("Version")),
        Cell("holder", label=_("Holder"), sort_key="holder__name_zh"),
        StatusCell(waiting=Achievement.Status.SUBMITTED),
        Cell("domains", label=_("Domains"), accessor=names("domains")),
        Cell("trl", label=_("TRL"), sort_key="trl"),
        DayCell("updated_at", label=_("Changed"), sort_key="updated_at"),
        DayCell("published_at", label=_("Published on"), sort_key="published_at"),
    ]
    list_export = [
        "number",
        "version",
        "title_zh",
        "title_en",
        "get_status_display",
        "get_visibility_display",
        "holder.uscc",
        "holder",
        "contributors",
        "domains",
        "elements",
        "trl",
        "created_at",
        "published_at",
    ]
    export_filename = "achievements"
    export_headings = {
        "get_status_display": _("Status"),
        "get_visibility_display": _("Who may see it"),
        "holder.uscc": _("Holder's code"),
        "contributors": _("Contributors"),
    }
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel(name)
                    for name in (
                        "title_zh",
                        "title_en",
                        "summary_zh",
                        "summary_en",
                        "keywords_zh",
                        "keywords_en",
                    )
                ],
                heading=_("Wording"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("background_zh"),
                    FieldPanel("background_en"),
                    FieldPanel("innovation_zh"),
                    FieldPanel("innovation_en"),
                ],
                heading=_("Problem and novelty"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel(
                        [FieldPanel("achievement_class"), FieldPanel("form")]
                    ),
                    FieldRowPanel([FieldPanel("domains"), FieldPanel("elements")]),
                    FieldRowPanel([FieldPanel("trl"), FieldPanel("stage")]),
                    FieldPanel("industries"),
                    FieldPanel("disciplines"),
                    FieldPanel("ics"),
                    FieldPanel("ccs"),
                ],
                heading=_("Classification"),
            ),
        ],
        base_form_class=AchievementCorrection,
    )
