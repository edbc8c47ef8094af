"""What people are told of: each event has a subject and a sentence.

The part of the site that tells owns the words, and registers them here when it
is loaded. Both are lazy texts with %(name)s for what `details` holds.
"""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from portal.notifications.models import (
    WORDS,
    Event,
    Notification,
    NotificationPreference,
    Way,
)

OTHER = _("Other matters")


def register(
    name,
    *,
    subject,
    text,
    about=OTHER,
    label="",
    is_mandatory=False,
    permission="",
):
    """Give an event its words; `name` is `<folder>.<what happened>`.

    `about` and `label` are its heading and line on the page of preferences. A
    mandatory event is mailed at once, whatever a person would like: decisions, and
    what runs out unless one answers. `permission` names who is ever told of it.
    """
    WORDS[name] = Event(subject, text, about, label, is_mandatory, permission)


def in_each_language(text):
    """What `text()` says in every language, to be read in the recipient's own."""
    said = {}
    for language, _label in settings.LANGUAGES:
        with override(language):
            said[language] = str(text())
    return said


def tell(recipients, name, record, *, path, due_at=None, **details):
    """Leave a message for each person, once, in the transaction of what happened.

    `path` is the page that the message links to, without the language prefix.
    `details` are texts for the event's words, or `in_each_language(…)` of one.
    Each is told in the way that he chose; this takes one query for all of them.
    """
    people = {person for person in recipients if person.is_active}
    ways = {}
    if people and not event_of(name).is_mandatory:
        ways = NotificationPreference.objects.ways(name, people)
    common = name, record, path, due_at, details
    Notification.objects.bulk_create(
        message(*common, recipient=person, way=way)
        for person in people
        if (way := ways.get(person.pk, Way.AT_ONCE)) != Way.NEVER
    )


def write_to(address, name, record, *, path, language, due_at=None, **details):
    """Leave a letter to somebody who may have no account: by mail only."""
    common = name, record, path, due_at, details
    message(*common, address=address, address_language=language).save()


def event_of(name):
    if name not in WORDS:
        raise LookupError(name)
    return WORDS[name]


def message(name, record, path, due_at, details, **addressee):
    event_of(name)
    return Notification(
        event=name,
        details=details,
        content_type=ContentType.objects.get_for_model(record),
        object_id=record.pk,
        path=path,
        due_at=due_at,
        **addressee,
    )
