"""Filters of the officers' list of applications."""

import django_filters
from django import forms
from django.core.cache import cache
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from portal.organisations.models import Organisation
from portal.vocabularies.models import Term
from projects.applications.models import Application
from projects.applications.submissions import Finding
from projects.calls.models import Call
from projects.calls.parts import Topic

ARRIVED = [
    choice
    for choice in Application.Status.choices
    if choice[0] not in (Application.Status.DRAFT,)
]
# Older calls are reached by their number in the search.
MOST_CALLS = 60
HOUR = 3_600


def provinces():
    """They change once in decades, and every list asks for them."""
    found = Term.objects.scheme("region").roots().order_by("path")
    fields = ("path", "name_zh", "name_en")
    return cache.get_or_set("provinces", lambda: list(found.only(*fields)), HOUR)


class ApplicationFilters(WagtailFilterSet):
    status = django_filters.MultipleChoiceFilter(
        choices=ARRIVED, widget=forms.CheckboxSelectMultiple, label=_("Status")
    )
    programme = django_filters.ChoiceFilter(
        field_name="call__programme", label=_("Programme")
    )
    call = django_filters.ChoiceFilter(label=_("Call"))
    topic = django_filters.ChoiceFilter(label=_("Topic (of the call chosen)"))
    kind = django_filters.MultipleChoiceFilter(
        field_name="organisation__kind",
        choices=Organisation.Kind,
        widget=forms.CheckboxSelectMultiple,
        label=_("Kind of organisation"),
    )
    region = django_filters.ChoiceFilter(method="in_region", label=_("Region"))
    findings = django_filters.MultipleChoiceFilter(
        field_name="worst",
        choices=Finding.Level,
        widget=forms.CheckboxSelectMultiple,
        label=_("Automatic findings"),
    )
    received_at = django_filters.DateFromToRangeFilter(
        widget=DateRangePickerWidget, label=_("Received")
    )

    class Meta:
        model = Application
        fields = ("status",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        calls = Call.objects.run_by(self.request.user).select_related("programme")
        titles = ("number", "title_zh", "title_en")
        programme = ("programme__name_zh", "programme__name_en")
        calls = list(calls.only(*titles, *programme).order_by("-pk")[:MOST_CALLS])
        self.offer("call", [(one.pk, f"{one.number} {one.title}") for one in calls])
        programmes = {one.programme_id: str(one.programme) for one in calls}
        self.offer("programme", list(programmes.items()))
        self.offer("topic", self.topics({one.pk for one in calls}))
        self.offer("region", [(term.path, term.name) for term in provinces()])

    def offer(self, name, choices):
        self.filters[name].extra["choices"] = choices

    def topics(self, calls):
        """Of the chosen call alone: of all calls they are too many to choose from."""
        call = (self.data or {}).get("call", "")
        if not (call.isdecimal() and len(call) < 18 and int(call) in calls):
            return []
        return [(one.pk, str(one)) for one in Topic.objects.filter(call=int(call))]

    def in_region(self, queryset, name, value):
        below = Q(organisation__region__path__startswith=f"{value}/")
        return queryset.filter(below | Q(organisation__region__path=value))
