"""What people are told of: each event has a subject and a sentence.

The part of the site that tells owns the words, and registers them here when it
is loaded. Both are lazy texts with %(name)s for what `details` holds.
"""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import override

from portal.notifications.models import WORDS, Notification


def register(name, *, subject, text):
    """Give an event its words; `name` is `<folder>.<what happened>`."""
    WORDS[name] = (subject, text)


def in_each_language(text):
    """What `text()` says in every language, to be read in the recipient's own."""
    said = {}
    for language, _label in settings.LANGUAGES:
        with override(language):
            said[language] = str(text())
    return said


def tell(recipients, name, record, *, path, **details):
    """Leave a message for each person, once, in the transaction of what happened.

    `path` is the page that the message links to, without the language prefix.
    `details` are texts for the event's words, or `in_each_language(…)` of one.
    """
    Notification.objects.bulk_create(
        message(name, record, path, details, recipient=person)
        for person in set(recipients)
        if person.is_active
    )


def write_to(address, name, record, *, path, language, **details):
    """Leave a letter to somebody who may have no account: by mail only."""
    message(
        name, record, path, details, address=address, address_language=language
    ).save()


def message(name, record, path, details, **addressee):
    if name not in WORDS:
        raise LookupError(name)
    return Notification(
        event=name,
        details=details,
        content_type=ContentType.objects.get_for_model(record),
        object_id=record.pk,
        path=path,
        **addressee,
    )
