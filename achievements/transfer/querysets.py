from django.db import models
from django.db.models import Q
from django.utils import timezone

from achievements.registry.models import Achievement
from portal.accounts import grants
from portal.organisations.models import Organisation


class ListingQuerySet(models.QuerySet):
    def public(self):
        """Published, still valid, and of an achievement that is public itself.

        A listing without an achievement (imported offers) stands on its own.
        """
        return self.filter(
            Q(achievement=None)
            | Q(achievement__in=Achievement.objects.public().values("pk")),
            Q(valid_until=None) | Q(valid_until__gte=timezone.localdate()),
            status=self.model.Status.PUBLISHED,
        )

    def tombstones(self):
        """Once on offer and gone: withdrawn, or past its last day."""
        past = Q(status=self.model.Status.PUBLISHED) & Q(
            valid_until__lt=timezone.localdate()
        )
        gone = Q(status__in=(self.model.Status.WITHDRAWN, self.model.Status.EXPIRED))
        return self.filter(gone | past, published_at__isnull=False)

    def visible_to(self, user):
        """The one gate: public listings, one's own, one's organisation's, officers' all."""
        if user.has_perm("achievements.view_listing"):
            return self
        public = Q(pk__in=self.model.objects.public().values("pk"))
        if not user.is_authenticated:
            return self.filter(public)
        own = grants.granted(user, "view_listing", self.model.objects.all())
        offices = Organisation.objects.represented_by(user)
        organisations = Organisation.objects.of(user)
        return self.filter(
            public
            | Q(pk__in=own.values("pk"), holder__in=organisations.values("pk"))
            | Q(holder__in=offices.values("pk"))
        )

    def of_desk(self, user):
        """What this person works on: one's own records and one's organisation's."""
        own = grants.granted(user, "change_listing", self.model.objects.all())
        offices = Organisation.objects.represented_by(user)
        return self.filter(
            Q(pk__in=own.values("pk")) | Q(holder__in=offices.values("pk"))
        )

    def for_listing(self):
        return (
            self.select_related("holder", "holder__region", "achievement", "pricing")
            .prefetch_related("modes")
            .order_by("-published_at", "-pk")
        )

    def for_page(self):
        return self.select_related(
            "holder",
            "holder__region",
            "pricing",
            "achievement",
            "achievement__stage",
            "achievement__indicator_table",
        ).prefetch_related(
            "modes",
            "licence_kinds",
            "domains",
            "elements",
            "industries",
            "achievement__contributors",
            "achievement__ip_rights__type",
            "achievement__outputs",
            "achievement__indicator_table__rows",
        )
