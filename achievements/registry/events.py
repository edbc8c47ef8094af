"""Whoever wrote a record is told what others decided about it."""

from django.utils.translation import gettext_lazy as _

from portal.notifications.events import register, tell
from portal.organisations.models import Organisation

ABOUT_ACHIEVEMENTS = _("Achievements")
ABOUT_LISTINGS = _("Listings on the market")


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
    about=ABOUT_ACHIEVEMENTS,
    label=_("An achievement has come back for changes"),
    is_mandatory=True,
    subject=_("Achievement %(number)s has come back for changes"),
    text=_("“%(title)s” was returned for this reason: %(reason)s"),
)
register(
    "achievements.published",
    about=ABOUT_ACHIEVEMENTS,
    label=_("An achievement is published"),
    is_mandatory=True,
    subject=_("Achievement %(number)s is published"),
    text=_("“%(title)s” was checked and is published. It can now be offered."),
)
register(
    "achievements.withdrawn",
    about=ABOUT_ACHIEVEMENTS,
    label=_("An achievement has been withdrawn"),
    is_mandatory=True,
    subject=_("Achievement %(number)s has been withdrawn"),
    text=_("“%(title)s” was withdrawn for this reason: %(reason)s"),
)
register(
    "listings.endorsed",
    about=ABOUT_LISTINGS,
    label=_("A listing is endorsed"),
    subject=_("Listing %(number)s is endorsed"),
    text=_("The research office endorsed “%(title)s”. An officer publishes it."),
)
register(
    "listings.returned",
    about=ABOUT_LISTINGS,
    label=_("A listing has come back for changes"),
    is_mandatory=True,
    subject=_("Listing %(number)s has come back for changes"),
    text=_("“%(title)s” was returned for this reason: %(reason)s"),
)
register(
    "listings.published",
    about=ABOUT_LISTINGS,
    label=_("A listing is published"),
    is_mandatory=True,
    subject=_("Listing %(number)s is published"),
    text=_("“%(title)s” was checked and stands on the market."),
)
register(
    "listings.withdrawn",
    about=ABOUT_LISTINGS,
    label=_("A listing has been withdrawn"),
    is_mandatory=True,
    subject=_("Listing %(number)s has been withdrawn"),
    text=_("“%(title)s” was withdrawn for this reason: %(reason)s"),
)
register(
    "listings.expired",
    about=ABOUT_LISTINGS,
    label=_("A listing has expired"),
    subject=_("Listing %(number)s has expired"),
    text=_("“%(title)s” has left the market. You can renew it for another year."),
)
