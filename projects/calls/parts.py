"""What a call is made of: its topics, and what holds for some people or organisations."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.bilingual import Bilingual
from portal.organisations.models import Organisation
from portal.parental import ParentalKey


class Topic(models.Model):
    """A line of the guideline that one can apply for."""

    class Mode(models.TextChoices):
        GENERAL = "general", _("general")
        OPEN_COMPETITION = "open-competition", _("open competition")
        YOUNG = "young", _("young scientists")
        PARALLEL = "parallel", _("parallel race")
        SOFT_SCIENCE = "soft-science", _("soft science")

    call = ParentalKey("projects.Call", related_name="topics", verbose_name=_("call"))
    code = models.CharField(_("code"), max_length=20)
    title_zh = models.CharField(_("title in Chinese"), max_length=300)
    title_en = models.CharField(_("title in English"), max_length=500)
    description_zh = models.TextField(_("description in Chinese"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)
    mode = models.CharField(_("mode"), max_length=20, choices=Mode, default="general")
    budget_max = models.DecimalField(
        _("most public money for a project"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("In yuan; left empty, the call’s."),
    )
    most_projects = models.PositiveSmallIntegerField(
        _("projects to be funded"), null=True, blank=True
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    title = Bilingual()
    description = Bilingual()
    # The order in which the admin puts them.
    sort_order_field = "position"

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["call", "code"],
                name="topic_code_once",
                violation_error_message=_("There is a topic of this code."),
            ),
        )

    def __str__(self):
        return f"{self.code} {self.title}"


class Quota(models.Model):
    """How many applications one organisation may endorse, other than the call's rule."""

    call = ParentalKey("projects.Call", related_name="quotas", verbose_name=_("call"))
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="+", verbose_name=_("organisation")
    )
    most = models.PositiveSmallIntegerField(_("at most"))

    class Meta:
        verbose_name = _("quota")
        verbose_name_plural = _("quotas")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["call", "organisation"],
                name="quota_once",
                violation_error_message=_("This organisation has a quota already."),
            ),
        )

    def __str__(self):
        return f"{self.organisation}: {self.most}"


class LateSubmitter(models.Model):
    """A person who may submit after the closing, until when, and why."""

    call = models.ForeignKey(
        "projects.Call",
        models.CASCADE,
        related_name="late_submitters",
        verbose_name=_("call"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="+",
        verbose_name=_("person"),
    )
    until = models.DateTimeField(_("until"))
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        verbose_name = _("late submitter")
        verbose_name_plural = _("late submitters")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["call", "user"],
                name="late_submitter_once",
                violation_error_message=_("This person is named already."),
            ),
        )

    def __str__(self):
        return f"{self.user} – {self.until:%Y-%m-%d %H:%M}"
