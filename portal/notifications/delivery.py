"""Messages leave by mail, in the reader's language, tried again when refused."""

import logging
import smtplib
from datetime import timedelta

from django.core import mail
from django.core.cache import cache
from django.db.models import F
from django.utils import timezone

from portal.notifications.digest import mail_digest
from portal.notifications.letters import letter
from portal.notifications.models import Digest, Notification

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
    now = timezone.now()
    waiting = [model for model in SENDS if model.objects.waiting_for_mail(now).exists()]
    if not waiting or cache.get(AWAY):
        return 0
    connection = mail.get_connection()
    try:
        connection.open()
    except (smtplib.SMTPException, OSError) as error:
        logger.warning("The mail server does not answer: %s", error)
        cache.set(AWAY, True, AWAY_SECONDS)
        return 0
    try:
        return sum(deliver_by(connection, size, model) for model in waiting)
    finally:
        connection.close()


def deliver_by(connection, size, model):
    """After a refusal the connection may be dead: the next round opens another."""
    mailed = 0
    for _number in range(size):
        message = take_next(model)
        if message is None:
            break
        try:
            mailed += SENDS[model](message, connection)
        except (smtplib.SMTPException, OSError) as error:
            logger.warning("Mail %s to be tried again: %s", message.pk, error)
            put_off(message)
            connection.close()
            break
        except Exception:  # one that cannot be written must not hold up the others
            logger.exception("Mail %s cannot be written", message.pk)
            put_off(message)
    return mailed


def mail_message(message, connection):
    letter(message, connection).send()
    rows_of(message).update(mailed_at=timezone.now())
    return True


# What waits in which table, and how one row of it is mailed.
SENDS = {Notification: mail_message, Digest: mail_digest}


def take_next(model=Notification):
    """The oldest waiting row, ours until the lease ends.

    The row is taken by one conditional update, so that two workers never mail
    one message, whether the database can skip locked rows or not.
    """
    while True:
        now = timezone.now()
        waiting = model.objects.waiting_for_mail(now)
        message = waiting.select_related("recipient").first()
        if message is None:
            return None
        mine = rows_of(message).filter(mailed_at=None, retry_at=message.retry_at)
        if mine.update(attempts=F("attempts") + 1, retry_at=now + LEASE):
            message.attempts += 1
            return message


def put_off(message):
    """It waits twice as long as the time before."""
    pause = timedelta(minutes=2 ** (message.attempts - 1))
    rows_of(message).update(retry_at=timezone.now() + pause)


def rows_of(message):
    return type(message).objects.filter(pk=message.pk)
