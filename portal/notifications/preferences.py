"""What a person chose of each event, and the signed link that ends its mail."""

from collections import defaultdict
from itertools import groupby

from django.core import signing
from django.db import transaction

from portal.notifications.models import (
    WORDS,
    Digest,
    Notification,
    NotificationPreference,
    Way,
)

SALT = "notifications.unsubscribe"
# In a link: the daily letter, which holds many events.
DIGEST = "*"


def label_of(name):
    """Its line on the page; without one, its subject with the details left out."""
    event = WORDS[name]
    return str(event.label) or event.subject % defaultdict(lambda: "…")


def can_be_chosen(name):
    return name == DIGEST or (name in WORDS and not WORDS[name].is_mandatory)


def concerns(user, event):
    return not event.permission or user.has_perm(event.permission)


def events_by_subject(user):
    """Pairs of a heading and the names of its events, those that can reach a person."""
    names = [name for name, event in WORDS.items() if concerns(user, event)]
    headings = list(dict.fromkeys(str(WORDS[name].about) for name in names))
    names.sort(key=lambda name: headings.index(str(WORDS[name].about)))
    grouped = groupby(names, key=lambda name: str(WORDS[name].about))
    return [(heading, list(group)) for heading, group in grouped]


def ways_of(user):
    """The person's way by event; whatever is not there goes by mail at once."""
    return dict(user.notification_preferences.values_list("event", "way"))


@transaction.atomic
def choose(user, ways):
    """Keep the ways of these events; what is as usual needs no row."""
    wanted = {name: way for name, way in ways.items() if can_be_chosen(name)}
    usual = [name for name, way in wanted.items() if way == Way.AT_ONCE]
    user.notification_preferences.filter(event__in=usual).delete()
    NotificationPreference.objects.bulk_create(
        [
            NotificationPreference(user=user, event=name, way=way)
            for name, way in wanted.items()
            if way != Way.AT_ONCE
        ],
        update_conflicts=True,
        unique_fields=["user", "event"],
        update_fields=["way"],
    )
    silent = [name for name, way in wanted.items() if way in (Way.SITE, Way.NEVER)]
    waiting_for(user).filter(event__in=silent).update(way=Way.SITE)


def waiting_for(user):
    return Notification.objects.filter(recipient=user, mailed_at=None)


def forget_all(user):
    user.notification_preferences.all().delete()


# The link in a letter


def token_for(user, name):
    return signing.dumps([user.pk, name], salt=SALT, compress=True)


def read_token(token):
    """The number of the person and the event; a wrong one raises `BadSignature`."""
    pk, name = signing.loads(token, salt=SALT)
    return pk, name


@transaction.atomic
def stop_mail(user, name):
    """From now on in the inbox only, and what still waits to be mailed as well."""
    if not can_be_chosen(name):
        return
    if name == DIGEST:
        user.notification_preferences.filter(way=Way.DAILY).update(way=Way.SITE)
        waiting_for(user).filter(way=Way.DAILY).update(way=Way.SITE)
        Digest.objects.filter(recipient=user, mailed_at=None).delete()
    else:
        choose(user, {name: Way.SITE})
