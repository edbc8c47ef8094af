from django.db import models
from django.db.models import Exists, Q
from django.utils import timezone

from portal.accounts import grants
from portal.organisations.models import Organisation


class AchievementQuerySet(models.QuerySet):
    def released(self):
        """Published and past their embargo, whoever may then see them."""
        return self.filter(
            Q(embargo_until=None) | Q(embargo_until__lte=timezone.now()),
            status=self.model.Status.PUBLISHED,
        )

    def tombstones(self):
        """Once public and withdrawn since: the number stays known for ever."""
        return self.filter(
            status=self.model.Status.WITHDRAWN,
            visibility=self.model.Visibility.PUBLIC,
            published_at__isnull=False,
        )

    def public(self):
        return self.released().filter(visibility=self.model.Visibility.PUBLIC)

    def visible_to(self, user):
        """The one gate: what is public, one's desk, and for officers all but drafts."""
        if user.is_active and user.is_superuser:
            return self
        seen = Q(pk__in=self.model.objects.public().values("pk"))
        if user.is_authenticated:
            seen |= Q(pk__in=self.model.objects.of_desk(user).values("pk"))
            seen |= Q(pk__in=self.model.objects.for_verified(user).values("pk"))
        if user.has_perm("achievements.view_achievement"):
            seen |= ~Q(status=self.model.Status.DRAFT)
        return self.filter(seen)

    def for_verified(self, user):
        """What is shown to members of verified organisations only."""
        return self.released().filter(
            Exists(Organisation.objects.of(user).verified()),
            visibility=self.model.Visibility.VERIFIED,
        )

    def of_desk(self, user):
        """What this person works on: one's own records and one's organisation's.

        What one wrote stays one's own while one belongs to its holder.
        """
        if not user.is_authenticated:
            return self.none()
        own = grants.granted(user, "change_achievement", self.model.objects.all())
        belongs = Organisation.objects.of(user)
        offices = Organisation.objects.represented_by(user)
        return self.filter(
            Q(pk__in=own.values("pk"), holder__in=belongs.values("pk"))
            | Q(holder__in=offices.values("pk"))
        )

    def open(self):
        """Still being written or checked."""
        return self.filter(status__in=self.model.OPEN)

    def for_listing(self):
        return self.select_related("holder", "holder__region").order_by(
            "-published_at", "-pk"
        )

    def for_page(self):
        """With all that the public page shows, in a fixed number of queries."""
        return self.select_related(
            "holder", "holder__region", "stage", "indicator_table"
        ).prefetch_related(
            "domains",
            "elements",
            "industries",
            "disciplines",
            "ics",
            "ccs",
            "contributors__organisation",
            "participations__organisation",
            "ip_rights__type",
            "outputs",
            "indicator_table__rows",
        )
