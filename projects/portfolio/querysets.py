from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.utils import timezone

WORDS_STAND_IN = (
    "title_zh",
    "title_en",
    "leader_name",
    "organisation_name",
    "number",
    "source_key",
)
MOST_WORDS = 10


class ProjectQuerySet(models.QuerySet):
    def public(self):
        """What was funded is public, running or ended."""
        return self.all()

    def visible_to(self, user):
        return self.public()

    def with_words(self, text):
        """Those in whose title, names or numbers every word stands."""
        found = self
        for word in text.split()[:MOST_WORDS]:
            anywhere = (Q(**{f"{name}__icontains": word}) for name in WORDS_STAND_IN)
            found = found.filter(reduce(or_, anywhere))
        return found

    def years(self):
        """In which projects began, newest first."""
        begun = self.exclude(started=None).order_by("-started__year")
        return begun.values_list("started__year", flat=True).distinct()

    def programme_names(self):
        named = self.exclude(programme_name="").order_by("programme_name")
        return named.values_list("programme_name", flat=True).distinct()

    def beside(self, project):
        """Others that the same person leads in the same place."""
        if not project.leader_name:
            return self.none()
        return self.filter(
            leader_name=project.leader_name,
            organisation_name=project.organisation_name,
        ).exclude(pk=project.pk)

    def for_page(self):
        """With all that the public page shows, in a fixed number of queries."""
        return self.select_related("organisation__region").prefetch_related(
            "domains", "elements", "disciplines"
        )

    def end_overdue(self):
        """What was brought in as running is over after its last day; how many."""
        over = self.running().exclude(source="").filter(ended__lt=timezone.localdate())
        return over.update(status=self.model.Status.FINISHED)

    def running(self):
        return self.filter(status=self.model.Status.RUNNING)

    def led_by(self, user):
        return self.filter(leader=user)

    def for_listing(self):
        return self.select_related("organisation").order_by(
            models.F("started").desc(nulls_last=True), "-pk"
        )

    def titled(self, *titles):
        """Those of exactly this title, in either language."""
        found = Q(pk__in=())
        for title in filter(None, titles):
            found |= Q(title_zh__iexact=title) | Q(title_en__iexact=title)
        return self.filter(found)
