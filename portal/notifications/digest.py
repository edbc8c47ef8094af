"""The daily letter: everybody's at 8:00 in the morning of Shanghai.

The clock makes one row a person and day, which the database holds to be one; the
worker that takes the row mails what waits. It marks the messages and the row
together after the server took the letter. A worker that is killed between both
leaves the row to the next, after its lease: that letter may then come twice, but
none is lost. A worker that was away at 8:00 catches up when it is back.
"""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from portal.notifications.letters import digest_letter
from portal.notifications.models import Digest, Notification

HOUR = time(8)


def last_strike(now):
    """The latest 8:00 that has passed."""
    today = timezone.localtime(now).date()
    strike = timezone.make_aware(datetime.combine(today, HOUR))
    return strike if strike <= now else strike - timedelta(days=1)


def call_digests():
    """For the clock: a row for each person whose messages waited at the last 8:00."""
    strike = last_strike(timezone.now())
    day = timezone.localtime(strike).date()
    waiting = Notification.objects.waiting_for_digest(strike)
    # One that still waits from the day before takes today's messages along.
    called = Digest.objects.called(day).values("recipient")
    people = waiting.exclude(recipient__in=called).order_by()
    rows = [
        Digest(recipient_id=pk, day=day)
        for pk in people.values_list("recipient", flat=True).distinct()
    ]
    Digest.objects.bulk_create(rows, ignore_conflicts=True)


def messages_of(digest):
    strike = last_strike(timezone.now())
    waiting = Notification.objects.waiting_for_digest(strike)
    return list(waiting.filter(recipient=digest.recipient))


def mail_digest(digest, connection):
    """Whether a letter left: what was read meanwhile needs none."""
    messages = messages_of(digest)
    if messages:
        digest_letter(digest.recipient, messages, connection).send()
    now = timezone.now()
    with transaction.atomic():
        rows = Notification.objects.filter(pk__in=[message.pk for message in messages])
        rows.update(mailed_at=now)
        Digest.objects.filter(pk=digest.pk).update(mailed_at=now)
    return bool(messages)
