"""A listing whose day has passed leaves the market; its author is told and may renew it."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from achievements.transfer.models import Listing


def expire_overdue():
    """The clock's step for every listing that was valid until yesterday; how many."""
    overdue = Listing.objects.filter(
        status=Listing.Status.PUBLISHED, valid_until__lt=timezone.localdate()
    )
    return sum(expire(listing) for listing in overdue.order_by("pk")[:500])


def expire(listing):
    """Renewed or withdrawn a moment ago, it stays as it is."""
    try:
        listing.expire(by=None)
    except ValidationError:
        return 0
    return 1
