from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError as InvalidNumber

from portal.bilingual import Bilingual
from portal.lifecycle import transition
from portal.vocabularies.models import Term


def validate_uscc(value):
    """Unified social credit code, GB 32100-2015: 18 characters, the last a check."""
    try:
        uscc.validate(value)
    except InvalidNumber as error:
        raise ValidationError(
            _("This is not a valid unified social credit code: check its 18 characters.")
        ) from error


class OrganisationQuerySet(models.QuerySet):
    def verified(self):
        return self.filter(status=Organisation.Status.VERIFIED)

    def of(self, user):
        """Where this person is an active member, in whatever role."""
        return self.filter(memberships__in=Membership.objects.active().filter(user=user))

    def represented_by(self, user):
        """For which this person acts: research offices and administrators."""
        return self.filter(memberships__in=Membership.objects.offices_of(user))

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
    website = models.URLField(_("website"), blank=True)
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

    @transition(
        source=(Status.CLAIMED, Status.VERIFIED),
        target=Status.REFUSED,
        permission="portal.verify_organisation",
        label=_("Refuse"),
    )
    def refuse(self, *, by, reason):
        self.status_reason = reason


class MembershipQuerySet(models.QuerySet):
    def active(self):
        return self.filter(status=Membership.Status.ACTIVE)

    def offices_of(self, user):
        """Active memberships in which this person acts for the organisation."""
        return self.active().filter(user=user, role__in=Membership.OFFICES)

    def visible_to(self, user):
        """One's own, and those of organisations that one administers."""
        if user.has_perm("portal.view_organisation"):
            return self
        administered = Membership.objects.active().filter(
            user=user, role=Membership.Role.ADMINISTRATOR
        )
        return self.filter(
            Q(user=user) | Q(organisation__in=administered.values("organisation"))
        )

    def for_listing(self):
        return self.select_related("user", "organisation").order_by("status", "pk")


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
    token = models.CharField(max_length=40, default=new_token, unique=True, editable=False)
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.MEMBER)
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.INVITED
    )
    created_at = models.DateTimeField(_("since"), default=timezone.now)

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
