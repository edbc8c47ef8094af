"""What waits for people among the transfer listings, asked then and there."""

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from achievements.transfer.models import Listing
from portal.organisations.models import Organisation
from portal.workbench.tasks import MOST, Task


def tasks(user):
    return [*to_publish(user), *to_endorse(user), *returned(user)]


def to_publish(user):
    """One task for an officer: what others wrote, submitted and endorsed."""
    if not user.has_perm("achievements.publish_listing"):
        return []
    waiting = Listing.objects.filter(status=Listing.Status.ENDORSED)
    others = not_by(user, waiting).exclude(endorsed_by=user)
    found = others.order_by().aggregate(count=Count("pk"), since=Min("updated_at"))
    if not found["count"]:
        return []
    words = ngettext("%(count)s listing", "%(count)s listings", found["count"])
    return [
        Task(
            action=_("Check and publish"),
            subject=words % {"count": found["count"]},
            url=reverse("admin-listings:index") + f"?status={Listing.Status.ENDORSED}",
            since=found["since"],
        )
    ]


def to_endorse(user):
    """To the research office of the holder, but not to whoever wrote or submitted it."""
    offices = Organisation.objects.represented_by(user)
    waiting = Listing.objects.filter(
        status=Listing.Status.SUBMITTED, holder__in=offices.values("pk")
    )
    return list_of(not_by(user, waiting), _("Check and endorse"))


def returned(user):
    """To the people who may mend them."""
    records = Listing.objects.of_desk(user).filter(status=Listing.Status.RETURNED)
    return list_of(records, _("Mend and submit again"))


def not_by(user, listings):
    return listings.exclude(created_by=user).exclude(submitted_by=user)


def list_of(listings, action):
    return [
        Task(
            action=action,
            subject=str(listing),
            url=reverse("my-listings:record", args=[listing.number]),
            since=listing.updated_at,
        )
        for listing in listings.order_by("updated_at", "pk")[:MOST]
    ]
