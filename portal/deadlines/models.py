"""The days off that the State Council announces, and each person's calendar address."""

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.bilingual import Bilingual


class HolidayQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The notice is public."""
        return self.all()


class Holiday(models.Model):
    """A day on which people work otherwise than the weekday says."""

    class Origin(models.TextChoices):
        SHIPPED = "shipped", _("came with the site")
        HERE = "here", _("entered or changed on this site")

    day = models.DateField(
        _("day"),
        unique=True,
        error_messages={"unique": _("This day is in the table already.")},
    )
    name_zh = models.CharField(_("name in Chinese"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=60, blank=True)
    is_working_day = models.BooleanField(
        _("people work on this day"),
        default=False,
        help_text=_(
            "Tick it for a Saturday or Sunday that is worked instead of another day."
        ),
    )
    origin = models.CharField(
        _("origin"),
        max_length=8,
        choices=Origin.choices,
        default=Origin.HERE,
        editable=False,
    )

    name = Bilingual()

    objects = HolidayQuerySet.as_manager()

    class Meta:
        verbose_name = _("public holiday")
        verbose_name_plural = _("public holidays")
        ordering = ("-day",)

    def __str__(self):
        return f"{self.day:%Y-%m-%d} {self.name}"


def new_token():
    return secrets.token_urlsafe(32)


class CalendarAddress(models.Model):
    """The secret address under which a calendar program reads a person's deadlines.

    Such programs cannot sign in: whoever knows the address sees the deadlines, so
    that a person can have a new one at any time, which ends the old.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="calendar_address",
        verbose_name=_("user"),
    )
    token = models.CharField(
        _("secret part of the address"), max_length=43, unique=True, default=new_token
    )
    made_at = models.DateTimeField(_("made at"), auto_now=True)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self):
        return str(self.user)
