"""The letters themselves: who, what, by when, one link, and why one gets it."""

from django.conf import settings
from django.core import mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import ngettext, override

from portal.notifications.models import WORDS
from portal.notifications.preferences import (
    DIGEST,
    can_be_chosen,
    label_of,
    token_for,
)


def letter(message, connection):
    """One message to one person, or to an address without an account."""
    with override(message.language):
        stop = ""
        if message.recipient and can_be_chosen(message.event):
            stop = stop_link(message.recipient, message.event)
        context = {
            "message": message,
            "link": absolute(f"/{message.language}/{message.path.lstrip('/')}"),
            "kind": label_of(message.event) if message.event in WORDS else "",
            "stop": stop,
            "preferences": preferences_link(),
        }
        body = render_to_string("portal/notifications/letter.txt", context)
        return mail.EmailMessage(
            subject=one_line(message.subject),
            body=body,
            to=[message.email],
            headers=stop_headers(stop),
            connection=connection,
        )


def digest_letter(person, messages, connection):
    """All that waited for the day's letter, each with its link."""
    with override(person.language):
        count = len(messages)
        subject = ngettext(
            "%(count)d message from the NQI Portal",
            "%(count)d messages from the NQI Portal",
            count,
        ) % {"count": count}
        stop = stop_link(person, DIGEST)
        context = {
            "person": person,
            "messages": messages,
            "link": absolute(reverse("inbox:list")),
            "stop": stop,
            "preferences": preferences_link(),
        }
        return mail.EmailMessage(
            subject=subject,
            body=render_to_string("portal/notifications/digest.txt", context),
            to=[person.email],
            headers=stop_headers(stop),
            connection=connection,
        )


def absolute(path):
    return f"{settings.BASE_URL}{path}"


def one_line(text):
    return " ".join(text.split())


def preferences_link():
    return absolute(reverse("inbox:preferences"))


def stop_link(person, name):
    return absolute(reverse("unsubscribe", args=[token_for(person, name)]))


def stop_headers(link):
    """Mail programs show a button for these (RFC 2369 and 8058)."""
    if not link:
        return {}
    return {
        "List-Unsubscribe": f"<{link}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
