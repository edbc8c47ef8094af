from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from portal.accounts import grants
from portal.bilingual import Bilingual
from portal.lifecycle import transition
from portal.organisations.models import Organisation
from projects.applications import inviting
from projects.applications.models import Application
from projects.programmes.models import Eligibility


def new_token():
    return get_random_string(40)


class TeamMemberQuerySet(models.QuerySet):
    def consented(self):
        return self.filter(status=TeamMember.Status.CONSENTED)

    def open_invitations(self):
        """Invited, not too long ago, to an application that is still being written."""
        lasting = timezone.now() - TeamMember.INVITATION_LASTS
        return self.filter(
            status=TeamMember.Status.INVITED,
            invited_at__gt=lasting,
            application__status__in=Application.EDITABLE,
        )

    def inviting(self, user):
        """Open invitations that were sent to an address that this person confirmed."""
        confirmed = EmailAddress.objects.filter(user=user, verified=True)
        addresses = confirmed.annotate(low=Lower("email")).values("low")
        return self.open_invitations().filter(email__in=addresses)

    def visible_to(self, user):
        return self.filter(
            application__in=Application.objects.visible_to(user).values("pk")
        )


class TeamMember(models.Model):
    """A person of the team, with the months that he gives, and whether he agrees.

    Named by the applicant; invited by mail; from consent on he sees the
    application and, where `may_write`, works on it.
    """

    class Role(models.TextChoices):
        LEADER = "leader", _("leader")
        KEY = "key", _("key member")
        MEMBER = "member", _("member")
        STUDENT = "student", _("student")

    class Status(models.TextChoices):
        NAMED = "named", _("not invited yet")
        INVITED = "invited", _("invited")
        CONSENTED = "consented", _("has consented")
        DECLINED = "declined", _("has declined")

    ASKED = (Status.INVITED, Status.CONSENTED)
    INVITATION_LASTS = timedelta(days=30)

    application = models.ForeignKey(
        Application,
        models.CASCADE,
        related_name="team",
        verbose_name=_("application"),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.NAMED, editable=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="team_memberships",
        verbose_name=_("account"),
    )
    name_zh = models.CharField(_("name in Chinese"), max_length=100, blank=True)
    name_en = models.CharField(_("name in English"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    organisation_name_zh = models.CharField(
        _("organisation in Chinese"), max_length=200, blank=True
    )
    organisation_name_en = models.CharField(
        _("organisation in English"), max_length=200, blank=True
    )
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MEMBER)
    job_title = models.CharField(_("professional title"), max_length=60, blank=True)
    degree = models.CharField(
        _("degree"), max_length=10, choices=Eligibility.Degree, blank=True
    )
    birth_year = models.PositiveSmallIntegerField(
        _("year of birth"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1920), MaxValueValidator(2015)],
    )
    person_months = models.DecimalField(
        _("person-months"),
        max_digits=5,
        decimal_places=1,
        default=0,
        validators=[MinValueValidator(0), MaxValueValidator(240)],
    )
    duty_zh = models.CharField(_("task in Chinese"), max_length=200, blank=True)
    duty_en = models.CharField(_("task in English"), max_length=300, blank=True)
    may_write = models.BooleanField(
        _("may write"),
        default=False,
        help_text=_("Works on the application; the applicant alone submits it."),
    )
    # Whoever holds the link and signs in consents; the address proves nothing.
    token = models.CharField(
        max_length=40, default=new_token, unique=True, editable=False
    )
    invited_at = models.DateTimeField(
        _("invited at"), null=True, blank=True, editable=False
    )
    answered_at = models.DateTimeField(
        _("answered at"), null=True, blank=True, editable=False
    )

    name = Bilingual()
    organisation_name = Bilingual()
    duty = Bilingual()

    objects = TeamMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("team member")
        verbose_name_plural = _("team members")
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["application", "user"],
                condition=Q(user__isnull=False),
                name="team_member_once",
                violation_error_message=_("This person is in the team already."),
            ),
        )

    def __str__(self):
        return self.name

    @property
    def office_organisation_id(self):
        return self.application.organisation_id

    @property
    def lapses_at(self):
        return self.invited_at + self.INVITATION_LASTS

    @property
    def is_author(self):
        """Whoever writes the application agrees by doing so."""
        return self.user_id is not None and (
            self.user_id == self.application.created_by_id
        )

    @property
    def is_agreed(self):
        """Put to the person, or agreed by him: to change it, one asks him anew."""
        return not self.is_author and self.status in self.ASKED

    def lock_first(self):
        """Saving the section of the team locks the application, too."""
        rows = Application.objects.select_for_update(of=("self",))
        rows.get(pk=self.application_id)

    def refuse_unless_written(self):
        if not self.application.is_editable:
            raise ValidationError(
                _("This application is “%(status)s” and not being written any more."),
                params={"status": self.application.get_status_display()},
            )

    def refuse_strangers(self, by):
        if not by.has_perm("projects.change_application", self.application):
            raise PermissionDenied

    @transition(
        source=(Status.NAMED, Status.INVITED, Status.DECLINED),
        target=Status.INVITED,
        label=_("Invite"),
    )
    def invite(self, *, by):
        """By whoever may write on the application; again replaces the link."""
        self.refuse_strangers(by)
        self.refuse_unless_written()
        if not self.email:
            raise ValidationError(_("Give the e-mail address first."))
        if not self.person_months:
            raise ValidationError(_("Give the person-months first."))
        self.token, self.invited_at = new_token(), timezone.now()
        self.user, self.answered_at = None, None

    @transition(source=ASKED, target=Status.NAMED, label=_("Change and invite again"))
    def recall(self, *, by):
        """What was agreed is to be changed: the link, and the consent, end."""
        self.refuse_strangers(by)
        self.refuse_unless_written()
        if self.is_author:
            raise ValidationError(_("The applicant’s own consent is not asked for."))
        self.token, self.invited_at = new_token(), None
        self.user, self.answered_at = None, None

    @transition(source=Status.INVITED, target=Status.CONSENTED, label=_("Consent"))
    def consent(self, *, by):
        """Whoever holds the link, once; he writes only while `may_write` says so."""
        self.refuse_unless_written()
        if self.lapses_at <= timezone.now():
            raise ValidationError(
                _("This invitation has ended. Ask the applicant for a new one.")
            )
        if self.application.team.filter(user=by).exists():
            raise ValidationError(_("You are in this team already."))
        self.user, self.answered_at = by, timezone.now()
        grants.give(by, self.application, "view_application", "change_application")
        inviting.tell_answered(self, "applications.consented", by=by)

    @transition(source=Status.INVITED, target=Status.DECLINED, label=_("Decline"))
    def decline(self, *, by):
        self.answered_at = timezone.now()
        inviting.tell_answered(self, "applications.declined", by=by)

    @transition(
        source=Status.CONSENTED, target=Status.DECLINED, label=_("Leave the team")
    )
    def leave(self, *, by):
        """A member takes his consent back, while the application is being written."""
        if by.pk != self.user_id or self.is_author:
            raise PermissionDenied
        self.refuse_unless_written()
        self.user, self.answered_at = None, timezone.now()
        inviting.tell_answered(self, "applications.declined", by=by)


class Partner(models.Model):
    """An organisation that takes part beside the lead organisation."""

    application = models.ForeignKey(
        Application,
        models.CASCADE,
        related_name="partners",
        verbose_name=_("application"),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    # One that is not registered here.
    name_zh = models.CharField(_("Chinese name"), max_length=200, blank=True)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    duty_zh = models.CharField(_("task in Chinese"), max_length=300, blank=True)
    duty_en = models.CharField(_("task in English"), max_length=500, blank=True)

    duty = Bilingual()

    class Meta:
        verbose_name = _("partner organisation")
        verbose_name_plural = _("partner organisations")
        ordering = ("position", "pk")

    def __str__(self):
        return str(self.organisation or self.name_zh or self.name_en)
