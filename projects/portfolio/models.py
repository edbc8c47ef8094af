from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.bilingual import Bilingual
from portal.numbering import next_number
from portal.organisations.models import Organisation
from portal.vocabularies.fields import terms
from projects.portfolio.querysets import ProjectQuerySet


class Project(models.Model):
    """A funded undertaking, of this portal's calls or of the past.

    Of the past only what the source says is known: the organisation may be a name
    alone, the leader no account, the sum in another currency.
    """

    class Status(models.TextChoices):
        RUNNING = "running", pgettext_lazy("state of a project", "running")
        FINISHED = "finished", pgettext_lazy("state of a project", "finished")

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.RUNNING
    )
    title_zh = models.CharField(_("title in Chinese"), max_length=300, blank=True)
    title_en = models.CharField(_("title in English"), max_length=500, blank=True)
    abstract_zh = models.TextField(_("abstract in Chinese"), blank=True)
    abstract_en = models.TextField(_("abstract in English"), blank=True)
    keywords_zh = models.CharField(_("keywords in Chinese"), max_length=300, blank=True)
    keywords_en = models.CharField(_("keywords in English"), max_length=500, blank=True)
    programme_name = models.CharField(_("programme"), max_length=200, blank=True)
    category = models.CharField(_("category"), max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("organisation"),
    )
    organisation_name = models.CharField(
        _("organisation as the source names it"), max_length=300, blank=True
    )
    place = models.CharField(
        _("place as the source names it"), max_length=100, blank=True
    )
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="led_projects",
        verbose_name=_("leader"),
    )
    leader_name = models.CharField(_("leader’s name"), max_length=100, blank=True)
    amount = models.DecimalField(
        _("amount"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    started = models.DateField(_("started"), null=True, blank=True)
    ended = models.DateField(_("end date"), null=True, blank=True)
    grade = models.CharField(_("grade"), max_length=60, blank=True)
    domains = terms("domain", _("market regulation domains"))
    elements = terms("element", _("quality infrastructure elements"))
    disciplines = terms("discipline", _("disciplines"))
    source = models.CharField(_("source"), max_length=60, blank=True, editable=False)
    source_key = models.CharField(
        _("key in the source"), max_length=100, blank=True, editable=False
    )
    created_at = models.DateTimeField(
        _("entered at"), default=timezone.now, editable=False
    )
    updated_at = models.DateTimeField(_("changed at"), auto_now=True, editable=False)

    title = Bilingual()
    abstract = Bilingual()
    keywords = Bilingual()

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ("-started", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["source", "source_key"],
                condition=~Q(source_key=""),
                name="project_imported_once",
            ),
            models.CheckConstraint(
                condition=Q(started=None)
                | Q(ended=None)
                | Q(ended__gte=models.F("started")),
                name="project_ends_after_start",
                violation_error_message=_("The end lies before the start."),
            ),
        )
        indexes = (
            models.Index(fields=["-started", "-id"]),
            models.Index(fields=["leader", "status"]),
        )

    def __str__(self):
        return self.title or self.number

    def save(self, *args, **kwargs):
        if not self.number:
            self.number = next_number("P")
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("projects:detail", args=[self.number])

    @property
    def held_by(self):
        """The organisation's name here, or as the source writes it."""
        return self.organisation.name if self.organisation else self.organisation_name

    @property
    def classification(self):
        """Label and terms of every list that describes this record."""
        fields = ("domains", "elements", "disciplines")
        labelled = (
            (self._meta.get_field(name).verbose_name, list(getattr(self, name).all()))
            for name in fields
        )
        return [(label, terms) for label, terms in labelled if terms]
