"""Organisations in Wagtail's admin: verified or refused, their facts mended."""

import django_filters
from django import forms
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList

from portal.admin import RecordViewSet
from portal.admin.record import facts, link, table, texts
from portal.admin.rows import Cell, DayCell, StatusCell
from portal.admin.viewsets import InspectRecord, RecordList
from portal.organisations.forms import ParentField, RegionField
from portal.organisations.models import Membership, Organisation
from portal.vocabularies.models import Term


class InProvince(django_filters.ModelChoiceFilter):
    def filter(self, queryset, value):
        return queryset.in_region(value.path) if value else queryset


class OrganisationFilters(WagtailFilterSet):
    status = django_filters.MultipleChoiceFilter(
        choices=Organisation.Status,
        widget=forms.CheckboxSelectMultiple,
        label=_("Status"),
    )
    kind = django_filters.MultipleChoiceFilter(
        choices=Organisation.Kind, widget=forms.CheckboxSelectMultiple, label=_("Kind")
    )
    region = InProvince(
        queryset=Term.objects.scheme("region").roots().order_by("path"),
        label=_("Region"),
    )

    class Meta:
        model = Organisation
        fields = ("status", "kind", "region")


class OrganisationList(RecordList):
    def get_base_queryset(self):
        active = Q(memberships__status=Membership.Status.ACTIVE)
        queryset = super().get_base_queryset().select_related("region")
        return queryset.annotate(members_count=Count("memberships", filter=active))


class InspectOrganisation(InspectRecord):
    def sections(self, organisation):
        return [
            facts(
                _("Facts"),
                organisation,
                "status",
                "status_reason",
                "uscc",
                "kind",
                "region",
                "parent",
                "website",
                "created_at",
            ),
            texts(
                _("Texts"),
                organisation,
                (_("Name"), "name"),
                (_("Address"), "address"),
                (_("Description"), "description"),
            ),
            table(
                _("Memberships"),
                organisation.memberships.for_listing(),
                who=(_("Person"), lambda member: member.user or member.invited_email),
                role=(_("Role"), "role"),
                status=(_("Status"), "status"),
                since=(_("Since"), "created_at"),
            ),
            table(
                _("Below it"),
                organisation.children.for_listing(),
                name=(
                    _("Organisation"),
                    lambda below: link(self.address(below), below),
                ),
                status=(_("Status"), "status"),
            ),
        ]

    def address(self, organisation):
        return reverse("admin-organisations:inspect", args=[organisation.pk])

    def public_url(self, organisation):
        return organisation.get_absolute_url() if organisation.is_verified else None


class OrganisationAdminForm(WagtailAdminModelForm):
    region = RegionField(required=False)
    parent = ParentField(
        label=_("Parent organisation"),
        required=False,
        max_length=200,
        help_text=_("Its unified social credit code or its name."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["parent"] = self.instance.parent


class OrganisationViewSet(RecordViewSet):
    model = Organisation
    name = "admin-organisations"
    url_prefix = "organisations"
    icon = "group"
    menu_label = _("Organisations")
    menu_order = 140
    add_to_admin_menu = True
    steps = ("verify", "refuse")
    index_view_class = OrganisationList
    inspect_view_class = InspectOrganisation
    filterset_class = OrganisationFilters
    ordering = ("name_zh", "pk")
    search_fields = ["name_zh", "name_en", "uscc"]
    list_display = [
        Cell("uscc", label=_("Code"), sort_key="uscc"),
        Cell("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
        Cell("region", label=_("Region"), sort_key="region__path"),
        StatusCell(waiting=Organisation.Status.CLAIMED),
        Cell("members_count", label=_("Members"), sort_key="members_count"),
        DayCell("created_at", label=_("Registered on"), sort_key="created_at"),
    ]
    list_export = [
        "uscc",
        "name_zh",
        "name_en",
        "get_kind_display",
        "region.code",
        "region",
        "get_status_display",
        "members_count",
        "created_at",
    ]
    export_filename = "organisations"
    export_headings = {
        "get_kind_display": _("Kind"),
        "region.code": _("Region code"),
        "region": _("Region"),
        "get_status_display": _("Status"),
        "members_count": _("Members"),
    }
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel("name_zh"), FieldPanel("name_en"), FieldPanel("kind")],
                heading=_("Name"),
            ),
            MultiFieldPanel(
                [FieldPanel("region"), FieldPanel("parent")], heading=_("Place")
            ),
            MultiFieldPanel(
                [
                    FieldPanel("website"),
                    FieldPanel("address_zh"),
                    FieldPanel("address_en"),
                    FieldPanel("description_zh"),
                    FieldPanel("description_en"),
                ],
                heading=_("Description"),
            ),
        ],
        base_form_class=OrganisationAdminForm,
    )
