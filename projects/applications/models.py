from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from guardian.models import UserObjectPermissionBase

from portal.accounts import grants
from portal.attachments.models import Attachment
from portal.bilingual import Bilingual
from portal.lifecycle import refuse_gaps, transition
from portal.numbering import next_number
from portal.organisations.models import Organisation
from portal.vocabularies.fields import terms
from projects.applications import endorsing, limits, submitting, telling
from projects.applications.gaps import gaps_of
from projects.applications.querysets import ApplicationQuerySet
from projects.calls.models import Call
from projects.calls.parts import Topic
from projects.indicators.models import IndicatorTable
from projects.programmes.models import Rules


class Application(models.Model):
    """A proposal for a call, written by a team, carried to the officers' check.

    Which of the states between submission and check there are, its call and the
    call's rules say: see `after`.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("waiting for the institution")
        ENDORSED = "endorsed", _("waiting for the bureau")
        RECEIVED = "received", _("waiting for the formal check")
        RETURNED = "returned", _("returned for changes")
        PASSED = "passed", _("passed the formal check")
        REFUSED = "refused", _("refused in the formal check")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Desk(models.TextChoices):
        INSTITUTION = "institution", _("institution")
        BUREAU = "bureau", _("bureau")
        OFFICER = "officer", _("programme officer")

    EDITABLE = (Status.DRAFT, Status.RETURNED)
    # On its way, until somebody has decided.
    WAITING = (Status.SUBMITTED, Status.ENDORSED, Status.RECEIVED)

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.DRAFT, editable=False
    )
    status_reason = models.TextField(_("reason"), blank=True, editable=False)
    call = models.ForeignKey(
        Call, models.PROTECT, related_name="applications", verbose_name=_("call")
    )
    topic = models.ForeignKey(
        Topic,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name=_("topic"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="applications",
        verbose_name=_("lead organisation"),
    )
    bureau = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("bureau"),
    )
    title_zh = models.CharField(_("title in Chinese"), max_length=300, blank=True)
    title_en = models.CharField(_("title in English"), max_length=500, blank=True)
    abstract_zh = models.TextField(
        _("abstract in Chinese"), max_length=1_000, blank=True
    )
    abstract_en = models.TextField(
        _("abstract in English"), max_length=2_000, blank=True
    )
    keywords_zh = models.CharField(_("keywords in Chinese"), max_length=300, blank=True)
    keywords_en = models.CharField(_("keywords in English"), max_length=500, blank=True)
    domains = terms("domain", _("market regulation domains"))
    elements = terms("element", _("quality infrastructure elements"))
    disciplines = terms("discipline", _("disciplines"))
    trl_start = models.PositiveSmallIntegerField(
        _("readiness level at the start"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(9)],
    )
    trl_end = models.PositiveSmallIntegerField(
        _("readiness level at the end"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(9)],
    )
    starts = models.DateField(_("start"), null=True, blank=True)
    ends = models.DateField(_("end"), null=True, blank=True)
    indicator_table = models.ForeignKey(
        IndicatorTable,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="applications",
        verbose_name=_("indicators"),
    )
    # By the id of the call's question; see `projects.calls.questions`.
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    is_committed = models.BooleanField(_("commitments made"), default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="applications",
        verbose_name=_("applicant"),
    )
    created_at = models.DateTimeField(
        _("entered at"), default=timezone.now, editable=False
    )
    updated_at = models.DateTimeField(_("changed at"), auto_now=True, editable=False)
    submitted_at = models.DateTimeField(
        _("submitted at"), null=True, blank=True, editable=False
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("submitted by"),
    )
    endorsed_at = models.DateTimeField(
        _("endorsed at"), null=True, blank=True, editable=False
    )
    endorsed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("endorsed by"),
    )
    recommended_at = models.DateTimeField(
        _("recommended at"), null=True, blank=True, editable=False
    )
    received_at = models.DateTimeField(
        _("received at"), null=True, blank=True, editable=False
    )
    decided_at = models.DateTimeField(
        _("decided at"), null=True, blank=True, editable=False
    )
    returned_by = models.CharField(
        _("returned by"), max_length=12, choices=Desk, blank=True, editable=False
    )
    # Until when a returned application may be handed in again.
    mend_until = models.DateTimeField(
        _("to be mended until"), null=True, blank=True, editable=False
    )
    # Of the officer's return: from then the windows of the offices begin anew.
    officer_mend_until = models.DateTimeField(
        _("mending for the officer until"), null=True, blank=True, editable=False
    )
    officer_returns = models.PositiveSmallIntegerField(
        _("returns by the officer"), default=0, editable=False
    )
    # Raised by every saved form; a form that saw a lower one meets a conflict.
    edition = models.PositiveIntegerField(default=0, editable=False)
    # Of each section of the form: who saved it last, when, from which page.
    saves = models.JSONField(_("last saves"), default=dict, blank=True, editable=False)
    attachments = GenericRelation(Attachment)

    title = Bilingual()
    abstract = Bilingual()
    keywords = Bilingual()

    office_permissions = (
        "projects.view_application",
        "projects.endorse_application",
    )
    bureau_permissions = (
        "projects.view_application",
        "projects.recommend_application",
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ("-updated_at", "-pk")
        permissions = (
            ("submit_application", _("Can submit applications")),
            ("endorse_application", _("Can endorse applications")),
            ("recommend_application", _("Can recommend applications")),
            ("check_application", _("Can check applications")),
        )
        indexes = (
            models.Index(fields=["call", "status"]),
            models.Index(fields=["-updated_at", "-id"]),
            models.Index(fields=["organisation", "status"]),
            models.Index(fields=["-received_at", "-id"]),
        )

    def __str__(self):
        return self.title or self.number

    def save(self, *args, **kwargs):
        if not self.number:
            self.number = next_number("S")
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("applications:detail", args=[self.number])

    # Whose it is

    @classmethod
    def of_member(cls, user, **conditions):
        """Keys of the applications in whose team this person has consented to be."""
        members = cls._meta.get_field("team").related_model.objects.consented()
        return members.filter(user=user, **conditions).values("application")

    @property
    def office_organisation_id(self):
        return self.organisation_id

    def organisations_for(self, user, permission):
        """The author has rights as the organisation's member, the team's as persons."""
        if user.pk == self.created_by_id:
            return [self.organisation_id]
        members = self.team.consented().filter(user=user)
        if permission != "projects.view_application":
            members = members.filter(may_write=True)
        return None if members.exists() else []

    def is_in_scope_of(self, user):
        return self.call.is_in_scope_of(user)

    def give_rights_to_author(self):
        rights = ("view_application", "change_application", "submit_application")
        grants.give(self.created_by, self, *rights)

    # What may happen

    @property
    def is_editable(self):
        return (
            self.status in self.EDITABLE
            and not self.is_cancelled
            and not self.is_late_for_everybody
        )

    @property
    def is_cancelled(self):
        """With its call: then nothing is written or decided any more."""
        return self.call.status == Call.Status.CANCELLED

    @property
    def is_late_for_everybody(self):
        """Handing in is over, so that there is nothing to write for any more."""
        return self.submit_until is not None and self.submit_until <= timezone.now()

    @property
    def submit_until(self):
        """The last moment to submit: the call's closing, or the end of mending.

        What an office returned is not out before those that were never handed in.
        """
        moments = [self.mend_until] if self.status == self.Status.RETURNED else []
        if self.call.closes_at and not (moments and self.is_mended_for_officer):
            moments.append(self.call.closes_for(self.created_by))
        return max(filter(None, moments), default=None)

    @property
    def is_mended_for_officer(self):
        """Within the window that the rules give, whatever the call's own times."""
        return self.returned_by == self.Desk.OFFICER

    @property
    def latest_submission(self):
        return self.submissions.order_by("-version").first()

    def missing(self):
        """What must still be given before the application can be submitted."""
        return [*gaps_of(self), *limits.gaps(self)]

    def after(self, level):
        """The next state that this call has, after submission, endorsement, recommendation."""
        chain = [
            (self.Status.SUBMITTED, self.call.asks("institution")),
            (self.Status.ENDORSED, self.call.asks("bureau")),
            (
                self.Status.RECEIVED,
                self.call.rules.has_stage(Rules.Stage.FORMAL_CHECK),
            ),
            (self.Status.PASSED, True),
        ]
        return next(status for status, is_on in chain[level:] if is_on)

    def arrive(self, level):
        """Remember when it came to the officers, if that is what comes next."""
        if self.after(level) in (self.Status.RECEIVED, self.Status.PASSED):
            self.received_at = timezone.now()

    def lock_first(self):
        """Whoever endorses counts: one at a time in an organisation."""
        endorsing.lock_counters(self)

    def is_own(self, user):
        """Wrote or submitted it: such a person does not endorse it as well."""
        return user.pk in (self.created_by_id, self.submitted_by_id)

    def took_part(self, user):
        """Wrote, submitted or endorsed it: such a person does not decide on it."""
        return self.is_own(user) or user.pk == self.endorsed_by_id

    def may_pass_check(self, user):
        return not (self.is_cancelled or self.took_part(user))

    may_refuse = may_pass_check

    def may_return_for_changes(self, user):
        """Once; a second time one decides."""
        return self.officer_returns == 0 and self.may_pass_check(user)

    def may_send_back(self, user):
        return not self.is_cancelled

    may_recommend = may_send_back_by_bureau = may_send_back

    @transition(
        source=EDITABLE,
        target=lambda application: application.after(0),
        permission="projects.submit_application",
        label=_("Submit application"),
    )
    def submit(self, *, by):
        moment = submitting.moment_in_time(self)
        refuse_gaps(self)
        self.submitted_at, self.submitted_by = moment, by
        self.status_reason = ""
        self.bureau = endorsing.bureau_for(self)
        self.arrive(0)
        submitting.keep_submission(self, by)
        telling.tell_submitted(self, by)

    @transition(
        source=Status.SUBMITTED,
        target=lambda application: application.after(1),
        permission="projects.endorse_application",
        label=pgettext_lazy("application", "Endorse"),
    )
    def endorse(self, *, by):
        endorsing.refuse_late(self, "institution")
        endorsing.refuse_beyond_quota(self, "institution")
        if by is not None and self.is_own(by):
            raise ValidationError(
                _(
                    "Whoever wrote or submitted the application cannot endorse it as well."
                )
            )
        self.endorsed_at, self.endorsed_by = timezone.now(), by
        self.arrive(1)
        telling.tell_step(self, "applications.endorsed", by=by)

    def may_endorse(self, user):
        return not (self.is_cancelled or self.is_own(user))

    @transition(
        source=Status.SUBMITTED,
        target=Status.RETURNED,
        permission="projects.endorse_application",
        label=_("Return for changes"),
    )
    def send_back(self, *, by, reason):
        """By the institution, while there is time to endorse."""
        endorsing.refuse_late(self, "institution")
        self.mend_until = endorsing.until(self, "institution")
        self.returned_by, self.status_reason = self.Desk.INSTITUTION, reason
        telling.tell_step(self, "applications.returned", by=by, reason=reason)

    @transition(
        source=Status.ENDORSED,
        target=lambda application: application.after(2),
        permission="projects.recommend_application",
        label=_("Recommend"),
    )
    def recommend(self, *, by):
        endorsing.refuse_late(self, "bureau")
        endorsing.refuse_beyond_quota(self, "bureau")
        self.recommended_at = timezone.now()
        self.arrive(2)
        telling.tell_step(self, "applications.recommended", by=by)

    @transition(
        source=Status.ENDORSED,
        target=Status.RETURNED,
        permission="projects.recommend_application",
        label=_("Return for changes"),
    )
    def send_back_by_bureau(self, *, by, reason):
        endorsing.refuse_late(self, "bureau")
        self.mend_until = endorsing.until(self, "bureau")
        self.returned_by, self.status_reason = self.Desk.BUREAU, reason
        telling.tell_step(self, "applications.returned", by=by, reason=reason)

    @transition(
        source=Status.RECEIVED,
        target=Status.PASSED,
        permission="projects.check_application",
        label=_("Pass the formal check"),
    )
    def pass_check(self, *, by, note=""):
        endorsing.refuse_cancelled(self)
        endorsing.refuse_own(self, by)
        self.decided_at, self.status_reason = timezone.now(), note
        telling.tell_step(self, "applications.passed", by=by)

    @transition(
        source=Status.RECEIVED,
        target=Status.RETURNED,
        permission="projects.check_application",
        label=_("Return for changes"),
    )
    def return_for_changes(self, *, by, reason):
        """By the officer: once, within the window that the rules give."""
        endorsing.refuse_cancelled(self)
        endorsing.refuse_own(self, by)
        if self.officer_returns:
            raise ValidationError(
                _("It was returned once already: pass or refuse it now.")
            )
        self.officer_returns += 1
        self.mend_until = endorsing.window_from_now(self, "mend")
        self.officer_mend_until = self.mend_until
        self.returned_by, self.status_reason = self.Desk.OFFICER, reason
        telling.tell_step(self, "applications.returned", by=by, reason=reason)

    @transition(
        source=Status.RECEIVED,
        target=Status.REFUSED,
        permission="projects.check_application",
        label=pgettext_lazy("application", "Refuse"),
    )
    def refuse(self, *, by, reason):
        endorsing.refuse_cancelled(self)
        endorsing.refuse_own(self, by)
        self.decided_at, self.status_reason = timezone.now(), reason
        telling.tell_step(self, "applications.refused", by=by, reason=reason)

    @transition(
        source=(*EDITABLE, *WAITING),
        target=Status.WITHDRAWN,
        permission="projects.submit_application",
        label=_("Withdraw"),
    )
    def withdraw(self, *, by, reason=""):
        self.status_reason = reason
        telling.tell_withdrawn(self, by=by, reason=reason)


class ApplicationUserObjectPermission(UserObjectPermissionBase):
    content_object = models.ForeignKey(Application, models.CASCADE)
