from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from portal.bilingual import Bilingual
from portal.lifecycle import transition
from portal.notifications.events import in_each_language, tell
from portal.organisations.fields import SecureURLField, validate_uscc
from portal.organisations.querysets import MembershipQuerySet
from portal.vocabularies.models import Term


class OrganisationQuerySet(models.QuerySet):
    def verified(self):
        return self.filter(status=Organisation.Status.VERIFIED)

    def of(self, user):
        """Where this person is an active member, in whatever role."""
        return self.filter(
            memberships__in=Membership.objects.active().filter(user=user)
        )

    def represented_by(self, user):
        """For which this person acts: research offices and administrators."""
        return self.filter(memberships__in=Membership.objects.offices_of(user))

    def administered_by(self, user):
        administered = Membership.objects.administrators().filter(user=user)
        return self.filter(pk__in=administered.values("organisation"))

    def managed_by(self, user):
        """Whose members this person manages: administrators, and officers all."""
        if user.has_perm("portal.change_membership"):
            return self
        return self.administered_by(user)

    def joinable(self):
        """What one may ask to join; a claim is found by its exact code only."""
        return self.exclude(status=Organisation.Status.REFUSED)

    def named(self, words):
        """Every word typed stands in one of the names; a code is matched whole."""
        found = Q()
        for word in words.split():
            found &= (
                Q(name_zh__icontains=word)
                | Q(name_en__icontains=word)
                | Q(uscc__iexact=word)
            )
        return self.filter(found)

    def in_region(self, code):
        """In this region or one below it."""
        return self.filter(
            Q(region__path=code) | Q(region__path__startswith=f"{code}/")
        )

    def visible_to(self, user):
        """Verified organisations are public; others are seen by members and officers."""
        if user.has_perm("portal.view_organisation"):
            return self
        own = Organisation.objects.of(user) if user.is_authenticated else self.none()
        return self.filter(
            Q(status=Organisation.Status.VERIFIED) | Q(pk__in=own.values("pk"))
        )

    def for_listing(self):
        return self.select_related("region", "parent").order_by("name_zh", "pk")


class Organisation(models.Model):
    """An institute, university, enterprise or authority, and its place in a tree."""

    class Kind(models.TextChoices):
        INSTITUTE = "institute", _("technical institute")
        UNIVERSITY = "university", _("university")
        ENTERPRISE = "enterprise", _("enterprise")
        CERTIFICATION_BODY = "certification-body", _("certification body")
        GOVERNMENT = "government", _("government body")
        ASSOCIATION = "association", _("association")

    class Status(models.TextChoices):
        CLAIMED = "claimed", _("waiting to be verified")
        VERIFIED = "verified", _("verified")
        REFUSED = "refused", _("not verified")

    name_zh = models.CharField(_("Chinese name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    uscc = models.CharField(
        _("unified social credit code"),
        max_length=18,
        unique=True,
        null=True,
        blank=True,
        validators=[validate_uscc],
        error_messages={
            "unique": _("An organisation with this code is registered already.")
        },
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    region = models.ForeignKey(
        Term,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        limit_choices_to={"scheme": "region"},
        verbose_name=_("region"),
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent organisation"),
    )
    website = SecureURLField(_("website"), blank=True)
    description_zh = models.TextField(_("description in Chinese"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)
    address_zh = models.CharField(_("address in Chinese"), max_length=200, blank=True)
    address_en = models.CharField(_("address in English"), max_length=200, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.CLAIMED
    )
    status_reason = models.TextField(_("reason"), blank=True)
    created_at = models.DateTimeField(_("registered at"), default=timezone.now)

    name = Bilingual()
    description = Bilingual()
    address = Bilingual()

    administrator_permissions = (
        "portal.change_organisation",
        "portal.invite_member",
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ("name_zh", "pk")
        permissions = (("verify_organisation", _("Can verify organisations")),)

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("organisations:detail", args=[self.pk])

    @property
    def office_organisation_id(self):
        return self.pk

    @property
    def is_verified(self):
        return self.status == self.Status.VERIFIED

    @property
    def administrators(self):
        memberships = self.memberships.administrators().select_related("user")
        return [membership.user for membership in memberships]

    @property
    def most_invitations(self):
        """Nobody knows yet in whose name an unverified organisation writes."""
        return 200 if self.is_verified else 20

    def lock(self):
        """One change of members at a time, until the transaction ends.

        Always before any of the memberships is locked.
        """
        Organisation.objects.select_for_update().order_by().get(pk=self.pk)

    @transaction.atomic
    def keep_changes(self, fields, *, by):
        """What its administrator has put right, and that he did."""
        if fields:
            self.save(update_fields=fields)
            log(self, "wagtail.edit", user=by, data={"fields": fields})

    def tell(self, people, event, path, **details):
        name = in_each_language(lambda: self.name)
        tell(people, event, self, path=path, organisation=name, **details)

    def tell_administrators(self, event, **details):
        path = f"/workbench/organisations/{self.pk}/members/"
        self.tell(self.administrators, event, path, **details)

    def clean(self):
        seen, above = {self.pk}, self.parent
        while above is not None and self.pk:
            if above.pk in seen:
                raise ValidationError(
                    {"parent": _("An organisation cannot stand below itself.")}
                )
            seen.add(above.pk)
            above = above.parent

    @transition(
        source=(Status.CLAIMED, Status.REFUSED),
        target=Status.VERIFIED,
        permission="portal.verify_organisation",
        label=_("Verify"),
    )
    def verify(self, *, by):
        self.status_reason = ""
        self.tell_administrators("organisations.verified")

    @transition(
        source=(Status.CLAIMED, Status.VERIFIED),
        target=Status.REFUSED,
        permission="portal.verify_organisation",
        label=_("Refuse"),
    )
    def refuse(self, *, by, reason):
        self.status_reason = reason
        self.tell_administrators("organisations.refused", reason=reason)

    @transition(
        source=Status.REFUSED,
        target=Status.CLAIMED,
        permission="portal.change_organisation",
        label=_("Ask again to be verified"),
    )
    def claim_again(self, *, by):
        """The facts have been put right; the reason stays to be compared."""


def new_token():
    return get_random_string(40)


class Membership(models.Model):
    """A person in an organisation, from invitation or request to the end."""

    class Role(models.TextChoices):
        MEMBER = "member", _("member")
        RESEARCH_OFFICE = "research-office", _("research office")
        ADMINISTRATOR = "administrator", _("administrator")

    class Status(models.TextChoices):
        INVITED = "invited", _("invited")
        REQUESTED = "requested", _("asks to join")
        ACTIVE = "active", _("active")
        ENDED = "ended", _("ended")

    OFFICES = (Role.RESEARCH_OFFICE, Role.ADMINISTRATOR)
    INVITATION_LASTS = timedelta(days=14)

    organisation = models.ForeignKey(
        Organisation,
        models.CASCADE,
        related_name="memberships",
        verbose_name=_("organisation"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("person"),
    )
    invited_email = models.EmailField(_("invited address"), blank=True)
    # Whoever holds the link and signs in accepts; the address proves nothing.
    token = models.CharField(
        max_length=40, default=new_token, unique=True, editable=False
    )
    role = models.CharField(
        _("role in the organisation"),
        max_length=20,
        choices=Role,
        default=Role.MEMBER,
    )
    note = models.CharField(_("note to the administrators"), max_length=300, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.INVITED
    )
    created_at = models.DateTimeField(_("since"), default=timezone.now)

    administrator_permissions = ("portal.change_membership",)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=~Q(status="ended"),
                name="one_membership_a_person",
                violation_error_message=_("This person belongs to the organisation."),
            ),
        )

    def __str__(self):
        return f"{self.user or self.invited_email} – {self.organisation}"

    def get_absolute_url(self):
        return reverse("my-organisations:member", args=[self.pk])

    @property
    def office_organisation_id(self):
        return self.organisation_id

    @property
    def lapses_at(self):
        return self.created_at + self.INVITATION_LASTS

    @property
    def is_of_last_administrator(self):
        administrators = Membership.objects.administrators().filter(
            organisation=self.organisation_id
        )
        return [*administrators.values_list("pk", flat=True)[:2]] == [self.pk]

    def lock_first(self):
        """Two administrators who leave at once take turns."""
        self.organisation.lock()

    def keep_an_administrator(self):
        if self.is_of_last_administrator:
            raise ValidationError(
                _(
                    "This is the last administrator. Make somebody else administrator first."
                )
            )

    def only_by_oneself(self, by):
        if by.pk != self.user_id:
            raise PermissionDenied

    def tell_person(self, event, **details):
        self.organisation.tell(
            [self.user], event, "/workbench/organisations/", **details
        )

    @transition(source=Status.INVITED, target=Status.ACTIVE, label=_("Accept"))
    def accept(self, *, by):
        """Whoever holds the link, within fourteen days, once."""
        if self.lapses_at <= timezone.now():
            raise ValidationError(
                _("This invitation has ended. Ask the organisation for a new one.")
            )
        own = self.organisation.memberships.filter(user=by)
        if own.active().exists():
            raise ValidationError(_("You belong to this organisation already."))
        for request in own.requested():
            request.withdraw(by=by)
        self.user = by
        self.created_at = timezone.now()
        self.organisation.tell_administrators("organisations.accepted", person=by.name)

    @transition(source=Status.INVITED, target=Status.ENDED, label=_("Decline"))
    def decline(self, *, by):
        self.organisation.tell_administrators("organisations.declined", person=by.name)

    @transition(
        source=Status.INVITED,
        target=Status.ENDED,
        permission="portal.change_membership",
        label=_("Withdraw invitation"),
    )
    def cancel(self, *, by):
        """The link no longer opens anything."""

    @transition(source=Status.INVITED, target=Status.ENDED)
    def lapse(self, *, by=None):
        """Fourteen days have passed."""

    @transition(
        source=Status.REQUESTED,
        target=Status.ACTIVE,
        permission="portal.change_membership",
        label=_("Accept request"),
    )
    def approve(self, *, by):
        if not self.may_approve(by):
            raise PermissionDenied
        self.created_at = timezone.now()
        self.tell_person("organisations.approved")

    def may_approve(self, user):
        """Nobody lets himself in."""
        return user.pk != self.user_id

    @transition(
        source=Status.REQUESTED,
        target=Status.ENDED,
        permission="portal.change_membership",
        label=_("Refuse request"),
    )
    def refuse(self, *, by, reason=""):
        self.tell_person("organisations.not_accepted", reason=reason)

    @transition(
        source=Status.REQUESTED, target=Status.ENDED, label=_("Withdraw request")
    )
    def withdraw(self, *, by):
        self.only_by_oneself(by)

    @transition(
        source=Status.ACTIVE,
        target=Status.ENDED,
        permission="portal.change_membership",
        label=_("End membership"),
    )
    def end(self, *, by):
        self.keep_an_administrator()
        self.tell_person("organisations.ended")

    @transition(source=Status.ACTIVE, target=Status.ENDED, label=_("Leave"))
    def leave(self, *, by):
        self.only_by_oneself(by)
        self.keep_an_administrator()
        others = [user for user in self.organisation.administrators if user != by]
        path = f"/workbench/organisations/{self.organisation_id}/members/"
        self.organisation.tell(others, "organisations.left", path, person=by.name)

    @transaction.atomic
    def change_role(self, role, *, by):
        """Another role in the organisation; nobody raises his own."""
        self.lock_first()
        self.refresh_from_db(
            from_queryset=Membership.objects.select_for_update(of=("self",))
        )
        if not by.has_perm("portal.change_membership", self) or (
            by.pk == self.user_id and self.role != self.Role.ADMINISTRATOR
        ):
            raise PermissionDenied
        if self.status != self.Status.ACTIVE:
            raise ValidationError(_("Only a member’s role can be changed."))
        before = self.role
        if role == before:
            return
        if before == self.Role.ADMINISTRATOR:
            self.keep_an_administrator()
        self.role = role
        self.save(update_fields=["role"])
        log(self, "portal.change_role", user=by, data={"from": before, "to": role})
        label = in_each_language(lambda: self.get_role_display())
        self.tell_person("organisations.role_changed", role=label)
