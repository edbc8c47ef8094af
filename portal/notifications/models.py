from typing import NamedTuple

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

FORGOTTEN = _("There is news about something that concerns you")


class Event(NamedTuple):
    """What one can be told of: its words, and how it stands among the preferences."""

    subject: str
    text: str
    about: str = ""
    label: str = ""
    is_mandatory: bool = False
    permission: str = ""


# The events by name; `events.register` fills it.
WORDS = {}


class Way(models.TextChoices):
    """How a person is told; mail comes besides the inbox, never instead of it."""

    AT_ONCE = "mail", _("mail at once")
    DAILY = "digest", _("daily mail")
    SITE = "site", _("inbox only")
    NEVER = "never", _("not at all")


class NotificationQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(recipient=user)

    def unread(self):
        return self.filter(read_at=None)

    def waiting_for_mail(self, now):
        """To be mailed by now, the oldest first."""
        return self.filter(
            Q(retry_at=None) | Q(retry_at__lte=now),
            Q(recipient=None) | Q(recipient__is_active=True),
            way=Way.AT_ONCE,
            mailed_at=None,
            attempts__lt=Notification.ATTEMPTS,
        ).order_by("pk")

    def waiting_for_digest(self, before):
        """For the daily letter: what was said before a moment and not read since."""
        return self.filter(
            way=Way.DAILY,
            mailed_at=None,
            read_at=None,
            created_at__lt=before,
            recipient__is_active=True,
        ).order_by("pk")

    def done_with(self, before):
        """Read long ago, or long ago mailed to somebody without an account."""
        return self.filter(
            Q(read_at__lt=before) | Q(recipient=None, mailed_at__lt=before)
        )

    def for_listing(self):
        return self.order_by("-pk")


class Notification(models.Model):
    """A message to one person: shown in the inbox, mailed by `manage.py work`.

    The text is made from the event's name and `details` in the language of the
    recipient, see `events.py`.
    """

    ATTEMPTS = 8

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="notifications",
        verbose_name=_("recipient"),
    )
    # Somebody without an account, who is invited.
    address = models.EmailField(_("address"), blank=True)
    address_language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default="zh-hans"
    )
    event = models.CharField(_("event"), max_length=60)
    details = models.JSONField(_("details"), default=dict)
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey()
    path = models.CharField(_("link"), max_length=300)
    due_at = models.DateTimeField(_("by when"), null=True, blank=True)
    way = models.CharField(
        _("way"), max_length=6, choices=Way.choices, default=Way.AT_ONCE
    )
    created_at = models.DateTimeField(_("sent at"), auto_now_add=True)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("mailed at"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts to mail"), default=0)
    retry_at = models.DateTimeField(_("next attempt"), null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(recipient=None) & ~Q(address="")
                | Q(recipient__isnull=False, address=""),
                name="notification_to_a_person_or_an_address",
            ),
        )
        indexes = (
            models.Index(fields=["recipient", "-id"]),
            models.Index(
                fields=["id"],
                name="notification_to_mail",
                condition=Q(mailed_at=None, way="mail"),
            ),
            models.Index(
                fields=["recipient", "id"],
                name="notification_for_digest",
                condition=Q(mailed_at=None, way="digest"),
            ),
        )

    def __str__(self):
        return f"{self.event} → {self.recipient or self.address}"

    @property
    def email(self):
        return self.recipient.email if self.recipient else self.address

    @property
    def language(self):
        return self.recipient.language if self.recipient else self.address_language

    @property
    def subject(self):
        return self.in_words(0)

    @property
    def text(self):
        return self.in_words(1)

    def mark_read(self):
        """The first time counts."""
        if self.read_at is None:
            self.read_at = timezone.now()
            self.save(update_fields=["read_at"])

    def in_words(self, which):
        """The event's words; of one that is no longer known, what one can still say."""
        words = WORDS.get(self.event, (FORGOTTEN, FORGOTTEN))[which]
        language = get_language()
        details = {
            name: said.get(language, said.get("zh-hans", ""))
            if isinstance(said, dict)
            else said
            for name, said in self.details.items()
        }
        try:
            return words % details
        except KeyError:
            return str(FORGOTTEN)


class NotificationPreferenceQuerySet(models.QuerySet):
    def ways(self, event, people):
        """The way of each person who chose one for this event, in one query."""
        chosen = self.filter(event=event, user__in=people)
        return dict(chosen.values_list("user_id", "way"))


class NotificationPreference(models.Model):
    """How a person wants to be told of an event, where it is not by mail at once."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="notification_preferences",
        verbose_name=_("user"),
    )
    event = models.CharField(_("event"), max_length=60)
    way = models.CharField(_("way"), max_length=6, choices=Way.choices)

    objects = NotificationPreferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification preference")
        verbose_name_plural = _("notification preferences")
        ordering = ("event",)
        constraints = (
            models.UniqueConstraint(
                fields=["user", "event"], name="one_preference_an_event"
            ),
        )

    def __str__(self):
        return f"{self.user}: {self.event}, {self.get_way_display()}"


class DigestQuerySet(models.QuerySet):
    def called(self, day):
        """Those of this day, and the earlier that are still to be mailed."""
        waiting = Q(mailed_at=None, attempts__lt=Notification.ATTEMPTS)
        return self.filter(Q(day=day) | waiting)

    def waiting_for_mail(self, now):
        return self.filter(
            Q(retry_at=None) | Q(retry_at__lte=now),
            recipient__is_active=True,
            mailed_at=None,
            attempts__lt=Notification.ATTEMPTS,
        ).order_by("pk")


class Digest(models.Model):
    """One person's letter of one day; there can be only one, whoever asks for it."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="digests",
        verbose_name=_("recipient"),
    )
    day = models.DateField(_("day"))
    mailed_at = models.DateTimeField(_("mailed at"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts to mail"), default=0)
    retry_at = models.DateTimeField(_("next attempt"), null=True, blank=True)

    objects = DigestQuerySet.as_manager()

    class Meta:
        verbose_name = _("daily digest")
        verbose_name_plural = _("daily digests")
        constraints = (
            models.UniqueConstraint(
                fields=["recipient", "day"], name="one_digest_a_person_and_day"
            ),
        )
        indexes = (
            models.Index(
                fields=["id"], name="digest_to_mail", condition=Q(mailed_at=None)
            ),
        )

    def __str__(self):
        return f"{self.day} → {self.recipient}"
