"""What stands in an achievement in rows: people, organisations, rights, outputs."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from achievements.registry.models import Achievement
from portal.bilingual import Bilingual
from portal.organisations.models import Organisation
from portal.vocabularies.models import Term


class Contributor(models.Model):
    """A person who brought the result about, in order of contribution."""

    achievement = models.ForeignKey(
        Achievement, models.CASCADE, related_name="contributors"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    name_zh = models.CharField(_("full name in Chinese"), max_length=100, blank=True)
    name_en = models.CharField(_("full name in English"), max_length=150, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    contribution_zh = models.CharField(
        _("contribution in Chinese"), max_length=300, blank=True
    )
    contribution_en = models.CharField(
        _("contribution in English"), max_length=500, blank=True
    )

    name = Bilingual()
    contribution = Bilingual()

    class Meta:
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")
        ordering = ("position", "pk")

    def __str__(self):
        return self.name


class Participation(models.Model):
    """An organisation that took part, in order; the holder is the first."""

    achievement = models.ForeignKey(
        Achievement, models.CASCADE, related_name="participations"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation")
    )

    class Meta:
        verbose_name = _("participating organisation")
        verbose_name_plural = _("participating organisations")
        ordering = ("position", "pk")

    def __str__(self):
        return str(self.organisation)


class IPRight(models.Model):
    """A right that protects the result: patent, design, software copyright …"""

    class Status(models.TextChoices):
        FILED = "filed", _("filed")
        GRANTED = "granted", _("granted")
        LAPSED = "lapsed", _("lapsed")

    achievement = models.ForeignKey(
        Achievement, models.CASCADE, related_name="ip_rights"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    type = models.ForeignKey(
        Term,
        models.PROTECT,
        related_name="+",
        limit_choices_to={"scheme": "ip-type"},
        verbose_name=_("type"),
    )
    number = models.CharField(_("number"), max_length=60, blank=True)
    title_zh = models.CharField(_("title in Chinese"), max_length=200, blank=True)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    legal_status = models.CharField(
        _("legal status"), max_length=10, choices=Status, blank=True
    )
    filed = models.DateField(_("filed on"), null=True, blank=True)
    granted = models.DateField(_("granted on"), null=True, blank=True)
    expires = models.DateField(_("expires on"), null=True, blank=True)

    title = Bilingual()

    class Meta:
        verbose_name = _("intellectual property right")
        verbose_name_plural = _("intellectual property rights")
        ordering = ("position", "pk")

    def __str__(self):
        return self.number or self.title


class Output(models.Model):
    """What the result gave to the quality infrastructure itself."""

    class Kind(models.TextChoices):
        STANDARD = "standard", _("standard")
        MEASUREMENT_STANDARD = "measurement-standard", _("measurement standard")
        CALIBRATION_SPECIFICATION = (
            "calibration-specification",
            _("verification regulation or calibration specification"),
        )
        REFERENCE_MATERIAL = "reference-material", _("reference material")
        TEST_METHOD = "test-method", _("test method")
        CAPABILITY = "capability", _("accredited capability")
        CERTIFICATION_RULE = "certification-rule", _("certification rule")
        INSTRUMENT = "instrument", _("instrument")

    class Role(models.TextChoices):
        LEAD = "lead", _("lead")
        CONTRIBUTOR = "contributor", _("contributor")

    achievement = models.ForeignKey(Achievement, models.CASCADE, related_name="outputs")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    kind = models.CharField(_("kind"), max_length=26, choices=Kind)
    number = models.CharField(_("number"), max_length=60, blank=True)
    title_zh = models.CharField(_("title in Chinese"), max_length=200, blank=True)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.LEAD)

    title = Bilingual()

    class Meta:
        verbose_name = _("quality infrastructure output")
        verbose_name_plural = _("quality infrastructure outputs")
        ordering = ("position", "pk")

    def __str__(self):
        return f"{self.number} {self.title}".strip()
