from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.attachments.models import Attachment, private_storage
from projects.applications.models import Application


class SubmissionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(
            application__in=Application.objects.visible_to(user).values("pk")
        )

    def to_print(self, now):
        """Those without their PDFs that nobody is printing, the oldest first."""
        is_free = models.Q(print_after=None) | models.Q(print_after__lte=now)
        return self.filter(is_free, printed_at=None).order_by("print_attempts", "pk")


class Submission(models.Model):
    """One version as it was handed in, never changed: the receipt and its content."""

    application = models.ForeignKey(
        Application,
        models.CASCADE,
        related_name="submissions",
        verbose_name=_("application"),
    )
    version = models.PositiveSmallIntegerField(_("version"))
    submitted_at = models.DateTimeField(_("submitted at"))
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("submitted by"),
    )
    content = models.JSONField(_("content"))
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    # Written by the worker; until then the page says that it is being made.
    pdf_zh = models.FileField(
        _("PDF in Chinese"), storage=private_storage, blank=True, max_length=200
    )
    pdf_en = models.FileField(
        _("PDF in English"), storage=private_storage, blank=True, max_length=200
    )
    printed_at = models.DateTimeField(_("printed at"), null=True, blank=True)
    print_attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    # Until then it is some worker's, or left alone after a failure.
    print_after = models.DateTimeField(null=True, blank=True, editable=False)
    # When the automatic findings were made.
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)

    # The files as they were handed in; they go with the version.
    attachments = GenericRelation(Attachment)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ("application", "-version")
        constraints = (
            models.UniqueConstraint(
                fields=["application", "version"], name="submission_version_once"
            ),
        )
        indexes = (
            models.Index(
                fields=["id"],
                name="submission_to_print",
                condition=models.Q(printed_at=None),
            ),
            models.Index(
                fields=["id"],
                name="submission_to_check",
                condition=models.Q(checked_at=None),
            ),
        )

    def __str__(self):
        return f"{self.application.number} v{self.version}"


class Finding(models.Model):
    """What the automatic check found in a submission: for the officer, who decides."""

    class Level(models.TextChoices):
        BAR = "bar", _("stands in the way")
        WARNING = "warning", _("to be looked at")
        GOOD = "good", _("in order")
        UNKNOWN = "unknown", _("could not be checked")

    class Code(models.TextChoices):
        COMPLETE = "complete", _("completeness")
        ORGANISATION = "organisation", _("kind of organisation")
        AGE = "age", _("leader’s age")
        DEGREE = "degree", _("leader’s degree")
        RUNNING_PERSON = "running-person", _("running projects of the leader")
        RUNNING_ORGANISATION = (
            "running-organisation",
            _("running projects of the organisation"),
        )
        SAME_TITLE = "same-title", _("title of a running project")
        BUDGET = "budget", _("budget")
        CONSENT = "consent", _("consent of the team")
        SIMILAR = "similar", _("similar projects")

    submission = models.ForeignKey(
        Submission,
        models.CASCADE,
        related_name="findings",
        verbose_name=_("submission"),
    )
    code = models.CharField(_("check"), max_length=30, choices=Code)
    level = models.CharField(_("result"), max_length=10, choices=Level)
    # What the sentence in each language is made of, see `checks.py`.
    details = models.JSONField(_("details"), default=dict, blank=True)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ("pk",)

    def __str__(self):
        return f"{self.get_code_display()}: {self.get_level_display()}"
