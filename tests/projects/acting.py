"""What officers' tests ask of the admin, its log and the messages."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from portal.models import Notification


def page(call, way="inspect", *more):
    return reverse(f"admin-calls:{way}", args=[call.pk, *more])


def logged(record):
    entries = ModelLogEntry.objects.for_instance(record).order_by("pk")
    return list(entries.values_list("action", "user"))


def local(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


def minute(**ahead):
    return timezone.now().replace(second=0, microsecond=0) + timedelta(**ahead)


def events():
    told = Notification.objects.filter(event__startswith="calls.")
    return set(told.values_list("recipient", "event"))
