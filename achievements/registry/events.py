"""Whoever wrote a record is told what others decided about it."""

from django.utils.translation import gettext_lazy as _

from portal.notifications.events import register, tell
from portal.organisations.models import Organisation


def tell_author(record, event, *, by, path, **details):
    """Leave the author a message, unless it was his step or he left the holder."""
    author = record.created_by
    if author is None or author == by:
        return
    if Organisation.objects.of(author).filter(pk=record.holder_id).exists():
        about = {"number": record.number, "title": record.title}
        tell([author], event, record, path=path, **about, **details)


register(
    "achievements.returned",
    subject=_("Achievement %(number)s has come back for changes"),
    text=_("“%(title)s” was returned for this reason: %(reason)s"),
)
register(
    "achievements.published",
    subject=_("Achievement %(number)s is published"),
    text=_("“%(title)s” was checked and is published. It can now be offered."),
)
register(
    "achievements.withdrawn",
    subject=_("Achievement %(number)s has been withdrawn"),
    text=_("“%(title)s” was withdrawn for this reason: %(reason)s"),
)
register(
    "listings.endorsed",
    subject=_("Listing %(number)s is endorsed"),
    text=_("The research office endorsed “%(title)s”. An officer publishes it."),
)
register(
    "listings.returned",
    subject=_("Listing %(number)s has come back for changes"),
    text=_("“%(title)s” was returned for this reason: %(reason)s"),
)
register(
    "listings.published",
    subject=_("Listing %(number)s is published"),
    text=_("“%(title)s” was checked and stands on the market."),
)
register(
    "listings.withdrawn",
    subject=_("Listing %(number)s has been withdrawn"),
    text=_("“%(title)s” was withdrawn for this reason: %(reason)s"),
)
register(
    "listings.expired",
    subject=_("Listing %(number)s has expired"),
    text=_("“%(title)s” has left the market. You can renew it for another year."),
)
