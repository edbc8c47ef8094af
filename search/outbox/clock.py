"""What becomes public or ceases to be by the clock alone, without any save."""

from django.db import transaction
from django.utils import timezone

from achievements.models import Achievement, Listing
from search.outbox.promises import remember_achievements, remember_listings
from search.outbox.state import locked_state


@transaction.atomic
def look_at_the_clock():
    """Promise the records whose embargo or validity ended since the last look."""
    now, state = timezone.now(), locked_state()
    before, state.looked_at = state.looked_at, now
    remember_achievements(
        Achievement.objects.filter(embargo_until__gt=before, embargo_until__lte=now)
    )
    remember_listings(
        Listing.objects.filter(
            valid_until__gte=timezone.localdate(before),
            valid_until__lt=timezone.localdate(),
        )
    )
    state.save()
