"""Enquiries in Wagtail's admin: read by officers, written by nobody there."""

import django_filters
from django import forms
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from achievements.enquiries.models import Enquiry
from portal.admin import RecordViewSet
from portal.admin.record import Facts, facts, link, table
from portal.admin.rows import Cell, DayCell, StatusCell
from portal.admin.viewsets import InspectRecord, KeptRecordsPolicy, RecordList


class EnquiryFilters(WagtailFilterSet):
    status = django_filters.MultipleChoiceFilter(
        choices=Enquiry.Status, widget=forms.CheckboxSelectMultiple, label=_("Status")
    )
    purpose = django_filters.MultipleChoiceFilter(
        choices=Enquiry.Purpose, widget=forms.CheckboxSelectMultiple, label=_("Purpose")
    )
    close_reason = django_filters.MultipleChoiceFilter(
        choices=Enquiry.CloseReason,
        widget=forms.CheckboxSelectMultiple,
        label=_("Reason for closing"),
    )

    class Meta:
        model = Enquiry
        fields = ("status", "purpose", "close_reason")


class EnquiryList(RecordList):
    def get_base_queryset(self):
        queryset = super().get_base_queryset()
        return queryset.select_related(
            "listing", "listing__holder", "from_organisation"
        ).annotate(messages_count=Count("messages"))


class InspectEnquiry(InspectRecord):
    def sections(self, enquiry):
        return [self.standing(enquiry), self.thread(enquiry)]

    def standing(self, enquiry):
        about = facts(
            _("Enquiry"),
            enquiry,
            "number",
            "status",
            "purpose",
            "from_organisation",
            "from_user",
            "created_at",
            "updated_at",
            "close_reason",
            "close_note",
        )
        address = reverse("admin-listings:inspect", args=[enquiry.listing_id])
        listing = (_("Transfer listing"), link(address, enquiry.listing))
        holder = (_("Holder"), enquiry.listing.holder)
        return Facts(about.heading, [listing, holder, *about.rows])

    def thread(self, enquiry):
        return table(
            _("Thread"),
            enquiry.messages.select_related("author"),
            at=(_("Sent"), "sent_at"),
            side=(_("Side"), "side"),
            author=(_("Author"), "author"),
            text=(_("Message"), "text"),
        )

    def public_url(self, enquiry):
        return None


class ReadOnlyPolicy(KeptRecordsPolicy):
    def user_has_permission(self, user, action):
        return action == "view" and super().user_has_permission(user, action)


class EnquiryViewSet(RecordViewSet):
    model = Enquiry
    name = "admin-enquiries"
    url_prefix = "enquiries"
    icon = "mail"
    menu_label = _("Enquiries")
    menu_order = 130
    add_to_admin_menu = True
    form_fields = ()
    index_view_class = EnquiryList
    inspect_view_class = InspectEnquiry
    filterset_class = EnquiryFilters
    ordering = ("-updated_at", "-pk")
    search_fields = [
        "number",
        "listing__number",
        "listing__title_zh",
        "listing__title_en",
        "from_organisation__name_zh",
        "from_organisation__name_en",
    ]
    list_display = [
        Cell("holder", label=_("Holder"), accessor="listing.holder"),
        Cell("from_organisation", label=_("On behalf of")),
        Cell("purpose", label=_("Purpose"), accessor="get_purpose_display"),
        StatusCell(waiting=Enquiry.Status.OPEN),
        Cell(
            "messages_count", label=_("Number of messages"), sort_key="messages_count"
        ),
        DayCell("created_at", label=_("Sent"), sort_key="created_at"),
        DayCell("updated_at", label=_("Last change"), sort_key="updated_at"),
    ]
    list_export = [
        "number",
        "listing.number",
        "listing.holder",
        "from_organisation",
        "get_purpose_display",
        "get_status_display",
        "get_close_reason_display",
        "messages_count",
        "created_at",
        "updated_at",
    ]
    export_filename = "enquiries"
    export_headings = {
        "listing.number": _("Transfer listing"),
        "listing.holder": _("Holder"),
        "get_purpose_display": _("Purpose"),
        "get_status_display": _("Status"),
        "get_close_reason_display": _("Reason for closing"),
        "messages_count": _("Number of messages"),
    }

    @property
    def permission_policy(self):
        return ReadOnlyPolicy(self.model)
