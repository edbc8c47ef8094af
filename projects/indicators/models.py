from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.bilingual import Bilingual


class IndicatorTable(models.Model):
    """The indicators of one undertaking, shared by all records that speak of it.

    Application, task book, report, acceptance and achievement point to the same
    table, so that a promised value and the value reached stand in one row.
    """

    class Meta:
        verbose_name = _("indicator table")
        verbose_name_plural = _("indicator tables")

    def __str__(self):
        return f"#{self.pk}"

    def copy(self):
        """A new table with the same rows, for a new version of a record."""
        table = IndicatorTable.objects.create()
        rows = list(self.rows.all())
        for row in rows:
            row.pk, row.table = None, table
        Indicator.objects.bulk_create(rows)
        return table


class Indicator(models.Model):
    """One row: what is measured, what was promised, what was reached, who says so.

    `target` and `achieved` are texts ("0–60", "≤ 0.02"): the field states them
    as ranges and with conditions.
    """

    class Comparator(models.TextChoices):
        AT_LEAST = "≥", "≥"
        AT_MOST = "≤", "≤"
        EQUAL = "=", "="
        RANGE = "range", _("range")

    class Evidence(models.TextChoices):
        THIRD_PARTY = "third-party", _("measured by a third party")
        HOLDER = "holder", _("measured by the holder")
        PROMISED = "promised", _("promised")

    class Method(models.TextChoices):
        """How the value reached will be checked."""

        TEST_REPORT = "test-report", _("test or calibration report")
        NOVELTY_SEARCH = "novelty-search", _("novelty search")
        CERTIFICATE = "certificate", _("certificate or official document")
        ON_SITE = "on-site", _("check on site")
        EXPERTS = "experts", _("opinion of experts")

    table = models.ForeignKey(
        IndicatorTable,
        models.CASCADE,
        related_name="rows",
        verbose_name=_("indicator table"),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    name_zh = models.CharField(_("indicator in Chinese"), max_length=100, blank=True)
    name_en = models.CharField(_("indicator in English"), max_length=150, blank=True)
    comparator = models.CharField(
        _("comparator"), max_length=8, choices=Comparator, default=Comparator.AT_LEAST
    )
    baseline = models.CharField(_("present value"), max_length=60, blank=True)
    target = models.CharField(_("target"), max_length=60, blank=True)
    achieved = models.CharField(_("achieved"), max_length=60, blank=True)
    unit = models.CharField(_("unit"), max_length=30, blank=True)
    method = models.CharField(
        _("checked by"), max_length=20, choices=Method, blank=True
    )
    evidence = models.CharField(
        _("evidence"), max_length=12, choices=Evidence, default=Evidence.HOLDER
    )
    report_no = models.CharField(_("report number"), max_length=60, blank=True)
    report_body_zh = models.CharField(
        _("report issued by, in Chinese"), max_length=150, blank=True
    )
    report_body_en = models.CharField(
        _("report issued by, in English"), max_length=150, blank=True
    )

    name = Bilingual()
    report_body = Bilingual()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ("position", "pk")

    def __str__(self):
        return self.name
