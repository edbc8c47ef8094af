"""Transfer listings in Wagtail's admin: an officer publishes what an office endorsed."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

from achievements.registry.correcting import Correction
from achievements.registry.filters import OfTerms, TermFilterSet
from achievements.transfer.editing import SECTIONS
from achievements.transfer.models import Listing
from achievements.transfer.summary import price, sections
from portal.admin import RecordViewSet
from portal.admin.rows import Cell, DayCell, StatusCell, names
from portal.admin.viewsets import InspectRecord, RecordList


class ListingCorrection(Correction):
    sections = SECTIONS


class ListingFilters(TermFilterSet):
    status = django_filters.MultipleChoiceFilter(
        choices=Listing.Status, widget=forms.CheckboxSelectMultiple, label=_("Status")
    )
    modes = OfTerms("transfer-way", field_name="modes", label=_("Way of transfer"))
    price_kind = django_filters.MultipleChoiceFilter(
        choices=Listing.PriceKind, widget=forms.CheckboxSelectMultiple, label=_("Price")
    )
    valid_until = django_filters.DateFromToRangeFilter(
        widget=DateRangePickerWidget, label=_("Valid until")
    )

    class Meta:
        model = Listing
        fields = ("status", "price_kind", "valid_until")


class ListingList(RecordList):
    export_values = {
        "modes": names("modes"),
        "domains": names("domains"),
        "price": price,
    }

    def get_base_queryset(self):
        queryset = super().get_base_queryset().select_related("holder", "achievement")
        wanted = ["modes", "domains"] if self.is_export else ["modes"]
        return queryset.prefetch_related(*wanted)


class InspectListing(InspectRecord):
    def get_object(self, *args):
        record = super().get_object(*args)
        people = ("created_by", "submitted_by", "endorsed_by")
        return Listing.objects.for_page().select_related(*people).get(pk=record.pk)

    def sections(self, listing):
        return sections(listing)


class ListingViewSet(RecordViewSet):
    model = Listing
    name = "admin-listings"
    url_prefix = "listings"
    icon = "tag"
    menu_label = _("Transfer listings")
    menu_order = 120
    add_to_admin_menu = True
    steps = ("publish", "return_for_changes", "withdraw")
    correctable = (Listing.Status.ENDORSED, Listing.Status.PUBLISHED)
    index_view_class = ListingList
    inspect_view_class = InspectListing
    filterset_class = ListingFilters
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
        Cell("holder", label=_("Holder"), sort_key="holder__name_zh"),
        Cell("achievement", label=_("Achievement"), accessor="achievement.number"),
        StatusCell(waiting=Listing.Status.ENDORSED),
        Cell("modes", label=_("Ways"), accessor=names("modes")),
        Cell("price", label=_("Price"), accessor=price),
        DayCell("valid_until", label=_("Valid until"), sort_key="valid_until"),
        DayCell("updated_at", label=_("Changed"), sort_key="updated_at"),
    ]
    list_export = [
        "number",
        "title_zh",
        "title_en",
        "get_status_display",
        "holder.uscc",
        "holder",
        "achievement.number",
        "modes",
        "domains",
        "price",
        "valid_until",
        "created_at",
        "published_at",
    ]
    export_filename = "transfer-listings"
    export_headings = {
        "get_status_display": _("Status"),
        "holder.uscc": _("Holder's code"),
        "achievement.number": _("Achievement"),
        "price": _("Price"),
    }
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel(f"{name}_{language}")
                    for name in ("title", "value", "description", "keywords")
                    for language in ("zh", "en")
                ],
                heading=_("Wording"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel(f"{name}_{language}")
                    for name in (
                        "problem",
                        "process_step",
                        "symptom",
                        "comparison",
                        "partner",
                        "support",
                    )
                    for language in ("zh", "en")
                ],
                heading=_("Use"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("domains"), FieldPanel("elements")]),
                    FieldPanel("industries"),
                    FieldPanel("trl"),
                ],
                heading=_("Classification"),
            ),
        ],
        base_form_class=ListingCorrection,
    )
