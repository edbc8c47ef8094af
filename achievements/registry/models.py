from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase

from achievements.registry.events import tell_author
from achievements.registry.publishing import refuse_unverified_holder
from achievements.registry.querysets import AchievementQuerySet
from portal.accounts import grants
from portal.attachments.models import Attachment
from portal.bilingual import Bilingual
from portal.lifecycle import refuse_gaps, transition
from portal.numbering import next_number
from portal.organisations.models import Organisation
from portal.vocabularies.fields import term, terms
from projects.indicators.models import IndicatorTable


class Achievement(models.Model):
    """A result of research: a registered fact, versioned, never deleted.

    A new version is a new row with the same number; publishing it supersedes
    the one before. Prices and offers belong to a listing, never here.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted for checking")
        RETURNED = "returned", _("returned for changes")
        PUBLISHED = "published", _("published")
        SUPERSEDED = "superseded", _("replaced by a newer version")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("everybody")
        VERIFIED = "verified", _("members of verified organisations")
        INTERNAL = "internal", _("the holder and officers only")

    class Class(models.TextChoices):
        APPLIED = "applied", _("applied technology")
        BASIC = "basic", _("basic theory")
        SOFT = "soft", _("soft science")
        OTHER = "other", _("other")

    class Form(models.TextChoices):
        TECHNOLOGY = "technology", _("technology")
        PROCESS = "process", _("process")
        PRODUCT = "product", _("product")
        MATERIAL = "material", _("material")
        EQUIPMENT = "equipment", _("equipment")
        SOFTWARE = "software", _("software")
        STANDARD = "standard", _("standard")
        MEASURING_INSTRUMENT = "measuring-instrument", _("measuring instrument")
        REFERENCE_MATERIAL = "reference-material", _("reference material")
        DATABASE = "database", _("database")
        METHOD = "method", _("method")
        PAPER = "paper", _("paper")
        BOOK = "book", _("book")
        REPORT = "report", _("report")
        OTHER = "other", _("other")

    EDITABLE = (Status.DRAFT, Status.RETURNED)
    # Still being written or checked.
    OPEN = (*EDITABLE, Status.SUBMITTED)
    # Of these an offer can be made; it reaches the market with the record itself.
    CURRENT = (*OPEN, Status.PUBLISHED)

    number = models.CharField(_("number"), max_length=20, editable=False)
    version = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    status = models.CharField(
        _("status"), max_length=12, choices=Status, default=Status.DRAFT, editable=False
    )
    status_reason = models.TextField(_("reason"), blank=True, editable=False)
    visibility = models.CharField(
        _("who may see it"),
        max_length=10,
        choices=Visibility,
        default=Visibility.PUBLIC,
    )
    embargo_until = models.DateTimeField(_("not public before"), null=True, blank=True)
    embargo_reason = models.CharField(
        _("reason for waiting"), max_length=200, blank=True
    )

    title_zh = models.CharField(_("title in Chinese"), max_length=300, blank=True)
    title_en = models.CharField(_("title in English"), max_length=500, blank=True)
    summary_zh = models.TextField(_("summary in Chinese"), max_length=2_000, blank=True)
    summary_en = models.TextField(_("summary in English"), max_length=6_000, blank=True)
    background_zh = models.TextField(
        _("problem in Chinese"), max_length=2_000, blank=True
    )
    background_en = models.TextField(
        _("problem in English"), max_length=4_000, blank=True
    )
    innovation_zh = models.TextField(
        _("novelty in Chinese"), max_length=2_000, blank=True
    )
    innovation_en = models.TextField(
        _("novelty in English"), max_length=4_000, blank=True
    )
    keywords_zh = models.CharField(_("keywords in Chinese"), max_length=300, blank=True)
    keywords_en = models.CharField(_("keywords in English"), max_length=500, blank=True)
    language = models.CharField(
        _("language of the source"), max_length=10, default="zh-hans", editable=False
    )

    achievement_class = models.CharField(
        _("class"), max_length=10, choices=Class, default=Class.APPLIED
    )
    form = models.CharField(_("form"), max_length=24, choices=Form, blank=True)
    domains = terms("domain", _("market regulation domains"))
    elements = terms("element", _("quality infrastructure elements"))
    industries = terms("industry", _("industries"))
    disciplines = terms("discipline", _("disciplines"))
    ics = terms("ics", _("ICS classes"))
    ccs = terms("ccs", _("CCS classes"))
    trl = models.PositiveSmallIntegerField(
        _("technology readiness level"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(9)],
    )
    stage = term("stage", _("stage"))
    started = models.DateField(_("started"), null=True, blank=True)
    finished = models.DateField(_("finished"), null=True, blank=True)

    holder = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="achievements",
        verbose_name=_("holder"),
    )
    indicator_table = models.ForeignKey(
        IndicatorTable,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="achievements",
        verbose_name=_("indicators"),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("entered by"),
    )
    source = models.CharField(_("source"), max_length=60, blank=True, editable=False)
    source_key = models.CharField(
        _("key in the source"), max_length=100, blank=True, editable=False
    )
    created_at = models.DateTimeField(
        _("entered at"), default=timezone.now, editable=False
    )
    updated_at = models.DateTimeField(_("changed at"), auto_now=True, editable=False)
    published_at = models.DateTimeField(
        _("published at"), null=True, blank=True, editable=False
    )
    # Raised by every saved form; a form that saw a lower one meets a conflict.
    edition = models.PositiveIntegerField(default=0, editable=False)
    # Of each section of the form: who saved it last, when, from which page.
    saves = models.JSONField(_("last saves"), default=dict, blank=True, editable=False)
    attachments = GenericRelation(Attachment)

    title = Bilingual()
    summary = Bilingual()
    background = Bilingual()
    innovation = Bilingual()
    keywords = Bilingual()

    office_permissions = (
        "achievements.view_achievement",
        "achievements.change_achievement",
        "achievements.write_achievement",
    )

    objects = AchievementQuerySet.as_manager()

    class Meta:
        verbose_name = _("achievement")
        verbose_name_plural = _("achievements")
        ordering = ("-published_at", "-pk")
        # Whoever may change one may correct it; writing is for the holder's people.
        permissions = (
            ("write_achievement", _("Can write achievements for the holder")),
            ("publish_achievement", _("Can publish achievements")),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["number", "version"], name="achievement_version_once"
            ),
            models.UniqueConstraint(
                fields=["number"],
                condition=Q(status="published"),
                name="one_published_version",
            ),
            models.UniqueConstraint(
                fields=["source", "source_key"],
                condition=~Q(source_key="") & Q(version=1),
                name="achievement_imported_once",
            ),
            models.CheckConstraint(
                condition=Q(trl=None) | Q(trl__range=(1, 9)),
                name="achievement_trl_1_to_9",
            ),
            models.CheckConstraint(
                condition=Q(started=None)
                | Q(finished=None)
                | Q(finished__gte=models.F("started")),
                name="achievement_ends_after_start",
                violation_error_message=_("The end lies before the start."),
            ),
        )
        indexes = (
            models.Index(fields=["-published_at", "-id"]),
            models.Index(fields=["status", "embargo_until"]),
        )

    def __str__(self):
        return self.title or self.number

    def save(self, *args, **kwargs):
        if not self.number:
            self.number = next_number("A")
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("achievements:detail", args=[self.number])

    @property
    def office_organisation_id(self):
        return self.holder_id

    @property
    def is_editable(self):
        return self.status in self.EDITABLE

    @property
    def is_under_embargo(self):
        return self.embargo_until is not None and self.embargo_until > timezone.now()

    @property
    def innovation_points(self):
        return [
            point.strip() for point in self.innovation.splitlines() if point.strip()
        ]

    @property
    def classification(self):
        """Label and terms of every list that describes this record."""
        fields = ("domains", "elements", "industries", "disciplines", "ics", "ccs")
        labelled = (
            (self._meta.get_field(name).verbose_name, list(getattr(self, name).all()))
            for name in fields
        )
        return [(label, terms) for label, terms in labelled if terms]

    def missing(self):
        """What must still be given before the record can be submitted.

        Pairs of field name and a sentence, in the order of the form.
        """
        wanted = (
            ("title_zh", _("Give the title in Chinese.")),
            ("title_en", _("Give the title in English.")),
            ("summary_zh", _("Give the summary in Chinese.")),
            ("summary_en", _("Give the summary in English.")),
            ("form", _("Say what form the result has.")),
            ("trl", _("Choose a technology readiness level.")),
        )
        gaps = [(name, text) for name, text in wanted if not getattr(self, name)]
        if not self.domains.exists():
            gaps.append(("domains", _("Choose at least one domain.")))
        if not self.elements.exists():
            gaps.append(("elements", _("Choose at least one element.")))
        if not self.contributors.exists():
            gaps.append(("contributors", _("Name at least one contributor.")))
        return gaps + self.stricter_than_before()

    def stricter_than_before(self):
        """What of a new version would take the published one off the public site."""
        before = self.published_version
        if before is None:
            return []
        gaps = []
        order = self.Visibility.values
        if order.index(self.visibility) > order.index(before.visibility):
            text = _(
                "This version would replace the published one, which more people see: "
                "open it to the same people."
            )
            gaps.append(("visibility", text))
        if self.is_under_embargo and not (
            before.is_under_embargo and self.embargo_until <= before.embargo_until
        ):
            text = _(
                "This version would replace the published one: do not hold it back "
                "longer than that one."
            )
            gaps.append(("embargo_until", text))
        return gaps

    @property
    def published_version(self):
        """The one that this one would replace."""
        if self.version == 1:
            return None
        versions = Achievement.objects.filter(number=self.number)
        return versions.filter(status=self.Status.PUBLISHED).exclude(pk=self.pk).first()

    def give_rights_to_author(self):
        rights = ("view_achievement", "change_achievement", "write_achievement")
        grants.give(self.created_by, self, *rights)

    def may_publish(self, user):
        return user.pk != self.created_by_id

    def tell_author(self, event, **details):
        path = f"/workbench/achievements/{self.number}/{self.version}/"
        tell_author(self, event, path=path, **details)

    @transition(
        source=EDITABLE,
        target=Status.SUBMITTED,
        permission="achievements.write_achievement",
        label=_("Submit for checking"),
    )
    def submit(self, *, by):
        refuse_gaps(self)

    @transition(
        source=Status.SUBMITTED,
        target=Status.RETURNED,
        permission="achievements.publish_achievement",
        label=_("Return for changes"),
    )
    def return_for_changes(self, *, by, reason):
        self.status_reason = reason
        self.tell_author("achievements.returned", by=by, reason=reason)

    @transition(
        source=Status.SUBMITTED,
        target=Status.PUBLISHED,
        permission="achievements.publish_achievement",
        label=_("Publish"),
    )
    def publish(self, *, by):
        if not self.may_publish(by):
            raise ValidationError(
                _("Whoever wrote the achievement cannot publish it as well.")
            )
        refuse_unverified_holder(self)
        stricter = self.stricter_than_before()
        if stricter:
            raise ValidationError([text for _name, text in stricter])
        self.status_reason = ""
        self.published_at = self.published_at or timezone.now()
        self.tell_author("achievements.published", by=by)
        before = self.published_version
        if before:
            before.supersede(by=None)
        for older in Achievement.objects.filter(
            number=self.number, version__lt=self.version
        ):
            older.listings.update(achievement=self)

    @transition(source=Status.PUBLISHED, target=Status.SUPERSEDED)
    def supersede(self, *, by):
        """A newer version takes this one's place."""

    @transition(
        source=(Status.PUBLISHED, Status.SUBMITTED, *EDITABLE),
        target=Status.WITHDRAWN,
        permission="achievements.change_achievement",
        label=_("Withdraw"),
    )
    def withdraw(self, *, by, reason):
        """What was never out leaves no tombstone."""
        self.status_reason = reason
        if self.is_under_embargo:
            self.published_at = None
        self.tell_author("achievements.withdrawn", by=by, reason=reason)


class AchievementUserObjectPermission(UserObjectPermissionBase):
    content_object = models.ForeignKey(Achievement, models.CASCADE)
