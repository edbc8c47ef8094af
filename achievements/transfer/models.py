from datetime import timedelta

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
from achievements.registry.models import Achievement
from achievements.registry.publishing import refuse_unverified_holder
from achievements.transfer.querysets import ListingQuerySet
from portal.accounts import grants
from portal.attachments.models import Attachment
from portal.bilingual import Bilingual
from portal.lifecycle import refuse_gaps, transition
from portal.numbering import next_number
from portal.organisations.models import Organisation
from portal.vocabularies.fields import term, terms

RENEWAL = timedelta(days=365)
# Before its last day; a listing that has expired can be renewed at any time.
RENEWABLE = timedelta(days=90)


class Listing(models.Model):
    """An offer to transfer a result: expires, is renewed, and carries the price.

    Two people besides the author look at it before it is public: the holder's
    research office endorses, an officer publishes.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("waiting for the research office")
        ENDORSED = "endorsed", _("waiting for publication")
        RETURNED = "returned", _("returned for changes")
        PUBLISHED = "published", _("published")
        EXPIRED = "expired", _("expired")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class PriceKind(models.TextChoices):
        FIXED = "fixed", _("fixed price")
        RANGE = "range", _("price range")
        NEGOTIABLE = "negotiable", _("to be agreed")
        BIDDING = "bidding", _("by bidding")
        PAY_LATER = "pay-later", _("use first, pay later")

    EDITABLE = (Status.DRAFT, Status.RETURNED)
    # Still being written or checked.
    OPEN = (*EDITABLE, Status.SUBMITTED, Status.ENDORSED)

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.DRAFT, editable=False
    )
    status_reason = models.TextField(_("reason"), blank=True, editable=False)
    achievement = models.ForeignKey(
        Achievement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="listings",
        verbose_name=_("achievement"),
    )
    holder = models.ForeignKey(
        Organisation, models.PROTECT, related_name="listings", verbose_name=_("holder")
    )
    title_zh = models.CharField(_("title in Chinese"), max_length=300, blank=True)
    title_en = models.CharField(_("title in English"), max_length=500, blank=True)
    value_zh = models.CharField(
        _("what it brings, in Chinese"), max_length=300, blank=True
    )
    value_en = models.CharField(
        _("what it brings, in English"), max_length=500, blank=True
    )
    description_zh = models.TextField(
        _("description in Chinese"), max_length=4_000, blank=True
    )
    description_en = models.TextField(
        _("description in English"), max_length=8_000, blank=True
    )
    problem_zh = models.TextField(_("problem in Chinese"), max_length=1_000, blank=True)
    problem_en = models.TextField(_("problem in English"), max_length=2_000, blank=True)
    process_step_zh = models.CharField(
        _("process step in Chinese"), max_length=200, blank=True
    )
    process_step_en = models.CharField(
        _("process step in English"), max_length=300, blank=True
    )
    symptom_zh = models.TextField(_("symptom in Chinese"), max_length=1_000, blank=True)
    symptom_en = models.TextField(_("symptom in English"), max_length=2_000, blank=True)
    comparison_zh = models.TextField(
        _("comparison in Chinese"), max_length=1_000, blank=True
    )
    comparison_en = models.TextField(
        _("comparison in English"), max_length=2_000, blank=True
    )
    partner_zh = models.CharField(
        _("partner sought, in Chinese"), max_length=300, blank=True
    )
    partner_en = models.CharField(
        _("partner sought, in English"), max_length=500, blank=True
    )
    support_zh = models.CharField(
        _("support offered, in Chinese"), max_length=300, blank=True
    )
    support_en = models.CharField(
        _("support offered, in English"), max_length=500, blank=True
    )
    keywords_zh = models.CharField(_("keywords in Chinese"), max_length=300, blank=True)
    keywords_en = models.CharField(_("keywords in English"), max_length=500, blank=True)
    domains = terms("domain", _("market regulation domains"))
    elements = terms("element", _("quality infrastructure elements"))
    industries = terms("industry", _("industries"))
    trl = models.PositiveSmallIntegerField(
        _("technology readiness level"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(9)],
    )
    modes = terms("transfer-way", _("ways of transfer"))
    licence_kinds = terms("licence-kind", _("kinds of licence"))
    pricing = term("pricing", _("way of pricing"))
    price_kind = models.CharField(
        _("price"), max_length=10, choices=PriceKind, default=PriceKind.NEGOTIABLE
    )
    price_min = models.DecimalField(
        _("price, or from"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("In yuan."),
    )
    price_max = models.DecimalField(
        _("up to"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("In yuan."),
    )
    royalty_percent = models.DecimalField(
        _("royalty in per cent"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    patent_number = models.CharField(_("patent number"), max_length=60, blank=True)
    patent_expires = models.DateField(_("patent expires"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    renewals = models.PositiveSmallIntegerField(
        _("renewals"), default=0, editable=False
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
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("submitted by"),
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
    value = Bilingual()
    description = Bilingual()
    problem = Bilingual()
    process_step = Bilingual()
    symptom = Bilingual()
    comparison = Bilingual()
    partner = Bilingual()
    support = Bilingual()
    keywords = Bilingual()

    office_permissions = (
        "achievements.view_listing",
        "achievements.change_listing",
        "achievements.write_listing",
        "achievements.endorse_listing",
    )

    objects = ListingQuerySet.as_manager()

    class Meta:
        verbose_name = _("transfer listing")
        verbose_name_plural = _("transfer listings")
        ordering = ("-published_at", "-pk")
        # Whoever may change one may correct it; writing is for the holder's people.
        permissions = (
            ("write_listing", _("Can write listings for the holder")),
            ("endorse_listing", _("Can endorse listings")),
            ("publish_listing", _("Can publish listings")),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["source", "source_key"],
                condition=~Q(source_key=""),
                name="listing_imported_once",
            ),
            models.CheckConstraint(
                condition=Q(price_min=None)
                | Q(price_max=None)
                | Q(price_max__gte=models.F("price_min")),
                name="listing_price_range_in_order",
                violation_error_message=_(
                    "The upper end of the price lies below the lower."
                ),
            ),
            models.CheckConstraint(
                condition=Q(trl=None) | Q(trl__range=(1, 9)),
                name="listing_trl_1_to_9",
            ),
        )
        indexes = (
            models.Index(fields=["-published_at", "-id"]),
            models.Index(fields=["status", "valid_until"]),
        )

    def __str__(self):
        return self.title or self.number

    def save(self, *args, **kwargs):
        if not self.number:
            self.number = next_number("L")
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("listings:detail", args=[self.number])

    @property
    def office_organisation_id(self):
        return self.holder_id

    @property
    def is_editable(self):
        return self.status in self.EDITABLE

    @property
    def is_achievement_public(self):
        return Achievement.objects.public().filter(pk=self.achievement_id).exists()

    def missing(self):
        """What must still be given before the listing can be submitted."""
        wanted = (
            ("title_zh", _("Give the title in Chinese.")),
            ("title_en", _("Give the title in English.")),
            ("value_zh", _("Say in Chinese what it brings the buyer.")),
            ("value_en", _("Say in English what it brings the buyer.")),
            ("problem_zh", _("Describe in Chinese the problem it solves.")),
            ("problem_en", _("Describe in English the problem it solves.")),
            ("trl", _("Choose a technology readiness level.")),
            ("valid_until", _("Say until when the offer is valid.")),
        )
        gaps = [(name, text) for name, text in wanted if not getattr(self, name)]
        if not self.modes.exists():
            gaps.append(("modes", _("Choose at least one way of transfer.")))
        priced = self.price_kind in (self.PriceKind.FIXED, self.PriceKind.RANGE)
        if priced and self.price_min is None:
            gaps.append(("price_min", _("State the price.")))
        if self.price_kind == self.PriceKind.RANGE and self.price_max is None:
            gaps.append(("price_max", _("State the upper end of the price.")))
        if self.valid_until and self.valid_until < timezone.localdate():
            text = _("The last day of the offer has passed: choose a later one.")
            gaps.append(("valid_until", text))
        return gaps

    def give_rights_to_author(self):
        rights = ("view_listing", "change_listing", "write_listing")
        grants.give(self.created_by, self, *rights)

    def may_endorse(self, user):
        return user.pk not in (self.created_by_id, self.submitted_by_id)

    def may_publish(self, user):
        return self.may_endorse(user) and user.pk != self.endorsed_by_id

    def may_renew(self, user):
        """Towards its end, so that nobody lays years upon years."""
        left = (self.valid_until or timezone.localdate()) - timezone.localdate()
        return left <= RENEWABLE

    def tell_author(self, event, **details):
        tell_author(self, event, path=f"/workbench/listings/{self.number}/", **details)

    @transition(
        source=EDITABLE,
        target=Status.SUBMITTED,
        permission="achievements.write_listing",
        label=_("Submit to the research office"),
    )
    def submit(self, *, by):
        refuse_gaps(self)
        self.submitted_by, self.endorsed_by = by, None

    @transition(
        source=Status.SUBMITTED,
        target=Status.ENDORSED,
        permission="achievements.endorse_listing",
        label=_("Endorse"),
    )
    def endorse(self, *, by):
        if not self.may_endorse(by):
            raise ValidationError(
                _("Whoever wrote or submitted the listing cannot endorse it as well.")
            )
        self.endorsed_by = by
        self.tell_author("listings.endorsed", by=by)

    @transition(
        source=Status.SUBMITTED,
        target=Status.RETURNED,
        permission="achievements.endorse_listing",
        label=_("Return for changes"),
    )
    def send_back(self, *, by, reason):
        """The research office returns it to the author."""
        self.status_reason = reason
        self.tell_author("listings.returned", by=by, reason=reason)

    @transition(
        source=Status.ENDORSED,
        target=Status.RETURNED,
        permission="achievements.publish_listing",
        label=_("Return for changes"),
    )
    def return_for_changes(self, *, by, reason):
        self.status_reason = reason
        self.tell_author("listings.returned", by=by, reason=reason)

    @transition(
        source=Status.ENDORSED,
        target=Status.PUBLISHED,
        permission="achievements.publish_listing",
        label=_("Publish"),
    )
    def publish(self, *, by):
        if not self.may_publish(by):
            raise ValidationError(
                _("Somebody who took no part in writing or endorsing must publish.")
            )
        refuse_unverified_holder(self)
        refuse_gaps(self)
        self.status_reason = ""
        self.published_at = self.published_at or timezone.now()
        self.tell_author("listings.published", by=by)

    @transition(
        source=(Status.PUBLISHED, Status.EXPIRED),
        target=Status.DRAFT,
        permission="achievements.write_listing",
        label=_("Revise"),
    )
    def revise(self, *, by):
        """Off the market while it is changed; it is reviewed again."""

    @transition(
        source=(Status.PUBLISHED, Status.EXPIRED),
        target=Status.PUBLISHED,
        permission="achievements.write_listing",
        label=_("Renew for a year"),
    )
    def renew(self, *, by):
        if not self.may_renew(by):
            raise ValidationError(
                _("A listing can be renewed in the last %(days)s days before it ends."),
                params={"days": RENEWABLE.days},
            )
        today = timezone.localdate()
        self.valid_until = max(self.valid_until or today, today) + RENEWAL
        self.renewals += 1

    @transition(source=Status.PUBLISHED, target=Status.EXPIRED)
    def expire(self, *, by):
        """The clock's step on the day after `valid_until`."""
        if self.valid_until is None or self.valid_until >= timezone.localdate():
            raise ValidationError(_("This listing is still valid."))
        self.tell_author("listings.expired", by=by)

    @transition(
        source=(Status.PUBLISHED, Status.EXPIRED, *OPEN),
        target=Status.WITHDRAWN,
        permission="achievements.change_listing",
        label=_("Withdraw"),
    )
    def withdraw(self, *, by, reason):
        """Words that nobody has checked leave no tombstone."""
        self.status_reason = reason
        if self.status in self.OPEN:
            self.published_at = None
        self.tell_author("listings.withdrawn", by=by, reason=reason)


class ListingUserObjectPermission(UserObjectPermissionBase):
    content_object = models.ForeignKey(Listing, models.CASCADE)
