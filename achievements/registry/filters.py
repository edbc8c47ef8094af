"""Filters of the admin's lists by the shared lists, all filled by one query."""

import django_filters
from django import forms
from wagtail.admin.filters import WagtailFilterSet

from portal.vocabularies.models import Term


class OfTerms(django_filters.MultipleChoiceFilter):
    """Records with any of the terms ticked, each of them once."""

    def __init__(self, scheme, **options):
        self.scheme = scheme
        super().__init__(widget=forms.CheckboxSelectMultiple, **options)

    def filter(self, queryset, value):
        if not value:
            return queryset
        having = queryset.model._base_manager.filter(
            **{f"{self.field_name}__code__in": value}
        )
        return queryset.filter(pk__in=having.values("pk"))


class TermFilterSet(WagtailFilterSet):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        by_terms = [one for one in self.filters.values() if isinstance(one, OfTerms)]
        labels = Term.objects.labels([one.scheme for one in by_terms])
        for one in by_terms:
            terms = labels[one.scheme].items()
            one.extra["choices"] = [(code, term.name) for code, term in terms]
