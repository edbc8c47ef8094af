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
        """Once on offer and gone: withdrawn, past its last day, or with its result."""
        past = Q(valid_until__lt=timezone.localdate())
        withdrawn = Achievement.objects.tombstones()
        known = Achievement.objects.public() | withdrawn
        gone = Q(status__in=(self.model.Status.WITHDRAWN, self.model.Status.EXPIRED))
        ended = Q(status=self.model.Status.PUBLISHED) & (
            past | Q(achievement__in=withdrawn.values("pk"))
        )
        return self.filter(
            gone | ended,
            Q(achievement=None) | Q(achievement__in=known.values("pk")),
            published_at__isnull=False,
        )

    def visible_to(self, user):
        """The one gate: what is public, one's desk, and for officers all but drafts."""
        if user.is_active and user.is_superuser:
            return self
        seen = Q(pk__in=self.model.objects.public().values("pk"))
        if user.is_authenticated:
            seen |= Q(pk__in=self.model.objects.of_desk(user).values("pk"))
        if user.has_perm("achievements.view_listing"):
            seen |= ~Q(status=self.model.Status.DRAFT)
        return self.filter(seen)

    def of_desk(self, user):
        """What this person works on: one's own records and one's organisation's.

        What one wrote stays one's own while one belongs to its holder.
        """
        if not user.is_authenticated:
            return self.none()
        own = grants.granted(user, "change_listing", self.model.objects.all())
        belongs = Organisation.objects.of(user)
        offices = Organisation.objects.represented_by(user)
        return self.filter(
            Q(pk__in=own.values("pk"), holder__in=belongs.values("pk"))
            | Q(holder__in=offices.values("pk"))
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
