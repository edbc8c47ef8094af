from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.bilingual import Bilingual
from projects.applications import categories
from projects.applications.models import Application


class Milestone(models.Model):
    """What is reached by when."""

    application = models.ForeignKey(
        Application,
        models.CASCADE,
        related_name="milestones",
        verbose_name=_("application"),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    due = models.DateField(_("due"), null=True, blank=True)
    title_zh = models.CharField(_("milestone in Chinese"), max_length=200, blank=True)
    title_en = models.CharField(_("milestone in English"), max_length=300, blank=True)
    result_zh = models.CharField(_("result in Chinese"), max_length=300, blank=True)
    result_en = models.CharField(_("result in English"), max_length=500, blank=True)

    title = Bilingual()
    result = Bilingual()

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ("position", "pk")

    def __str__(self):
        return self.title


class BudgetLine(models.Model):
    """So much of one category in one year from one source, in yuan."""

    Category = categories.Category
    Source = categories.Source

    application = models.ForeignKey(
        Application,
        models.CASCADE,
        related_name="budget",
        verbose_name=_("application"),
    )
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    category = models.CharField(
        pgettext_lazy("budget", "category"), max_length=20, choices=Category
    )
    source = models.CharField(
        pgettext_lazy("budget", "source"), max_length=10, choices=Source
    )
    amount = models.DecimalField(
        pgettext_lazy("budget", "amount"),
        max_digits=14,
        decimal_places=2,
        validators=[MinValueValidator(0)],
        help_text=_("In yuan."),
    )

    class Meta:
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        ordering = ("year", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["application", "year", "category", "source"],
                name="budget_line_once",
            ),
            models.CheckConstraint(
                condition=models.Q(amount__gte=0), name="budget_amount_not_negative"
            ),
        )

    def __str__(self):
        return f"{self.year} {self.get_category_display()}: {self.amount}"


class BudgetNote(models.Model):
    """On what the sum of a category is based; large equipment is named singly."""

    application = models.ForeignKey(
        Application,
        models.CASCADE,
        related_name="budget_notes",
        verbose_name=_("application"),
    )
    category = models.CharField(
        pgettext_lazy("budget", "category"), max_length=20, choices=BudgetLine.Category
    )
    text_zh = models.TextField(_("reasons in Chinese"), max_length=1_000, blank=True)
    text_en = models.TextField(_("reasons in English"), max_length=2_000, blank=True)

    text = Bilingual()

    class Meta:
        verbose_name = _("budget note")
        verbose_name_plural = _("budget notes")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["application", "category"], name="budget_note_once"
            ),
        )

    def __str__(self):
        return self.get_category_display()
