from django.db import models
from django.db.models import Q

from portal.accounts import grants
from portal.organisations.models import Organisation
from projects.programmes.models import Programme


class ApplicationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The one gate: one's own, and what reached one's office, bureau, programme."""
        if user.is_active and user.is_superuser:
            return self
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(pk__in=self.model.objects.of_desk(user).values("pk"))
            | self.at_institution(user)
            | self.at_bureau(user)
            | self.at_programme(user)
        )

    def files_visible_to(self, user):
        """The team's own files; others read the copies that a submission keeps."""
        if user.is_active and user.is_superuser:
            return self
        return self.of_desk(user)

    def of_desk(self, user):
        """What this person takes part in: as its author, or as a member who consented."""
        if not user.is_authenticated:
            return self.none()
        own = grants.granted(user, "view_application", self.model.objects.all())
        member = Q(pk__in=self.model.of_member(user)) & ~Q(created_by=user)
        return self.filter(self.by_author(user) | member, pk__in=own.values("pk"))

    def written_by(self, user):
        """What this person may change: his own, and where the team lets him write."""
        if not user.is_authenticated:
            return self.none()
        own = grants.granted(user, "change_application", self.model.objects.all())
        member = Q(pk__in=self.model.of_member(user, may_write=True))
        member &= ~Q(created_by=user)
        return self.filter(self.by_author(user) | member, pk__in=own.values("pk"))

    def by_author(self, user):
        """A condition: written by this person, who still belongs to the organisation."""
        belongs = Organisation.objects.of(user)
        return Q(created_by=user, organisation__in=belongs.values("pk"))

    def at_institution(self, user):
        """A condition: submitted, of an organisation whose office this person is."""
        offices = Organisation.objects.represented_by(user).values("pk")
        return Q(submitted_at__isnull=False, organisation__in=offices)

    def at_bureau(self, user):
        offices = Organisation.objects.represented_by(user).values("pk")
        return Q(endorsed_at__isnull=False, bureau__in=offices)

    def at_programme(self, user):
        """A condition: arrived at the officers of the programme."""
        mine = Programme.objects.run_by(user).values("pk")
        return Q(received_at__isnull=False, call__programme__in=mine)

    def for_writing(self):
        """With all that `missing()` reads, so that a page of many asks once for each."""
        return self.select_related(
            "call__programme",
            "call__rules",
            "call__questionnaire",
            "topic",
            "organisation__region",
            "bureau",
            "created_by",
            "indicator_table",
        ).prefetch_related(
            "team",
            "attachments",
            "milestones",
            "budget",
            "budget_notes",
            "indicator_table__rows",
            "call__rules__caps",
            "call__late_submitters",
        )

    def with_may_write(self, user):
        """`is_written` says of each whether this person's row lets him write."""
        team = self.model._meta.get_field("team").related_model.objects.consented()
        own = team.filter(application=models.OuterRef("pk"), user=user, may_write=True)
        return self.annotate(is_written=models.Exists(own))

    def arrived(self):
        return self.filter(received_at__isnull=False)

    def for_listing(self):
        return self.select_related(
            "call", "call__rules", "topic", "organisation", "created_by"
        ).order_by("-updated_at", "-pk")
