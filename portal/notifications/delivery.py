"""Messages leave by mail, in the reader's language, tried again when refused."""

import logging
import smtplib
from datetime import timedelta

from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from portal.notifications.models import Notification

logger = logging.getLogger(__name__)

# Longer than any server keeps us waiting: until then nobody else takes the message.
LEASE = timedelta(minutes=10)
AWAY = "mail-server-away"
AWAY_SECONDS = 60


def deliver(size=50):
    """Mail the oldest waiting messages; the number of those that left.

    No transaction is open while the server is spoken to. A server that does not
    answer is left alone for a minute and costs no message an attempt.
    """
    first = Notification.objects.waiting_for_mail(timezone.now()).exists()
    if not first or cache.get(AWAY):
        return 0
    connection = mail.get_connection()
    try:
        connection.open()
    except (smtplib.SMTPException, OSError) as error:
        logger.warning("The mail server does not answer: %s", error)
        cache.set(AWAY, True, AWAY_SECONDS)
        return 0
    try:
        return deliver_by(connection, size)
    finally:
        connection.close()


def deliver_by(connection, size):
    """After a refusal the connection may be dead: the next round opens another."""
    mailed = 0
    for _number in range(size):
        message = take_next()
        if message is None:
            break
        try:
            letter(message, connection).send()
        except (smtplib.SMTPException, OSError) as error:
            logger.warning("Mail %s to be tried again: %s", message.pk, error)
            put_off(message)
            break
        except Exception:  # one that cannot be written must not hold up the others
            logger.exception("Mail %s cannot be written", message.pk)
            put_off(message)
        else:
            rows_of(message).update(mailed_at=timezone.now())
            mailed += 1
    return mailed


def take_next():
    """The oldest waiting message, ours until the lease ends.

    The row is taken by one conditional update, so that two workers never mail
    one message, whether the database can skip locked rows or not.
    """
    while True:
        now = timezone.now()
        waiting = Notification.objects.waiting_for_mail(now)
        message = waiting.select_related("recipient").first()
        if message is None:
            return None
        mine = Notification.objects.filter(
            pk=message.pk, mailed_at=None, retry_at=message.retry_at
        )
        if mine.update(attempts=F("attempts") + 1, retry_at=now + LEASE):
            message.attempts += 1
            return message


def put_off(message):
    """It waits twice as long as the time before."""
    pause = timedelta(minutes=2 ** (message.attempts - 1))
    rows_of(message).update(retry_at=timezone.now() + pause)


def rows_of(message):
    return Notification.objects.filter(pk=message.pk)


def letter(message, connection):
    """Who, what, one link, and why one gets it."""
    with override(message.language):
        body = render_to_string(
            "portal/notifications/letter.txt",
            {
                "message": message,
                "link": f"{settings.BASE_URL}/{message.language}{message.path}",
            },
        )
        return mail.EmailMessage(
            subject=" ".join(message.subject.split()),
            body=body,
            to=[message.email],
            connection=connection,
        )
