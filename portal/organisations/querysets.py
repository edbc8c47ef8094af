from django.db import models
from django.db.models import Q
from django.utils import timezone


class MembershipQuerySet(models.QuerySet):
    def active(self):
        return self.filter(status=self.model.Status.ACTIVE)

    def administrators(self):
        """Those who can decide; with a closed account nobody can."""
        return self.active().filter(
            role=self.model.Role.ADMINISTRATOR, user__is_active=True
        )

    def current(self):
        """Active, or on the way to be."""
        return self.exclude(status=self.model.Status.ENDED)

    def requested(self):
        return self.filter(status=self.model.Status.REQUESTED)

    def open_invitations(self):
        return self.filter(
            status=self.model.Status.INVITED,
            created_at__gt=timezone.now() - self.model.INVITATION_LASTS,
        )

    def unanswered_letters(self):
        """Invitations of late that nobody accepted, withdrawn and replaced ones too."""
        return self.filter(
            user=None, created_at__gt=timezone.now() - self.model.INVITATION_LASTS
        )

    def lapsed_invitations(self):
        return self.filter(
            status=self.model.Status.INVITED,
            created_at__lte=timezone.now() - self.model.INVITATION_LASTS,
        )

    def inviting(self, user):
        """Open invitations that were sent to this person's confirmed addresses."""
        confirmed = user.emailaddress_set.filter(verified=True)
        return self.open_invitations().filter(
            invited_email__in=confirmed.values("email")
        )

    def offices_of(self, user):
        """Active memberships in which this person acts for the organisation."""
        return self.active().filter(user=user, role__in=self.model.OFFICES)

    def managed_by(self, user):
        """Of all organisations for officers, else of those that one administers."""
        if user.has_perm("portal.change_membership"):
            return self
        return self.filter(organisation__in=self.administered(user))

    def visible_to(self, user):
        """One's own, and those of organisations that one administers."""
        if user.has_perm("portal.view_organisation"):
            return self
        return self.filter(Q(user=user) | Q(organisation__in=self.administered(user)))

    def administered(self, user):
        own = self.model.objects.administrators().filter(user=user)
        return own.values("organisation")

    def for_listing(self):
        """What waits for a decision first."""
        turn = models.Case(
            models.When(status=self.model.Status.REQUESTED, then=0),
            models.When(status=self.model.Status.INVITED, then=1),
            models.When(status=self.model.Status.ACTIVE, then=2),
            default=3,
        )
        return self.select_related("user", "organisation").order_by(turn, "pk")
