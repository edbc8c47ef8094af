"""What was read half a year ago need not be kept."""

from datetime import timedelta

from django.core.cache import cache
from django.utils import timezone

from portal.notifications.models import Digest, Notification

KEPT = timedelta(days=180)
AT_ONCE = 1000
TWO_DAYS = 2 * 24 * 3600


def clear_old():
    """Remove what was read, or mailed to an address, longer ago; say how many."""
    before, removed = timezone.now() - KEPT, 0
    done_with = Notification.objects.done_with(before).order_by()
    while numbers := list(done_with.values_list("pk", flat=True)[:AT_ONCE]):
        removed += Notification.objects.filter(pk__in=numbers).delete()[0]
    Digest.objects.filter(day__lt=before).delete()
    return removed


def clear_daily():
    """For the clock, which strikes every minute: once a day does."""
    day = timezone.localdate()
    is_first = cache.add(f"notifications-cleared-{day}", True, TWO_DAYS)
    return clear_old() if is_first else 0
