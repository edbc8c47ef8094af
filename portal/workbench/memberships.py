"""What waits for the people of an organisation, and for officers, on the workbench."""

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.deadlines.deadlines import Deadline
from portal.organisations.models import Membership, Organisation
from portal.workbench.tasks import MOST, Task


def tasks(user):
    return [*invitations(user), *requests(user), *claims(user)]


def invitations(user):
    invited = Membership.objects.inviting(user).for_listing()
    return [
        Task(
            action=_("Answer the invitation"),
            subject=membership.organisation.name,
            url=reverse("my-organisations:invitation", args=[membership.token]),
            since=membership.created_at,
            due=membership.lapses_at,
        )
        for membership in invited[:MOST]
    ]


def deadlines(user):
    """An invitation ends unless it is answered."""
    return [
        Deadline(
            at=task.due,
            title=_("Invitation to %(organisation)s ends")
            % {"organisation": task.subject},
            url=task.url,
            key="invitation",
        )
        for task in invitations(user)
    ]


def requests(user):
    """Of one's own organisations; those that nobody administers are for officers."""
    waiting = Membership.objects.requested().exclude(user=user)
    mine = Organisation.objects.administered_by(user)
    found = waiting.filter(organisation__in=mine.values("pk"))
    if user.has_perm("portal.change_membership"):
        administrators = Membership.objects.administrators().filter(
            organisation=OuterRef("organisation")
        )
        found = found | waiting.filter(~Exists(administrators))
    return [
        Task(
            action=_("Accept or refuse the request to join"),
            subject=f"{membership.user.name} – {membership.organisation.name}",
            url=membership.get_absolute_url(),
            since=membership.created_at,
        )
        for membership in found.for_listing()[:MOST]
    ]


def claims(user):
    if not user.has_perm("portal.verify_organisation"):
        return []
    claimed = Organisation.objects.filter(status=Organisation.Status.CLAIMED)
    return [
        Task(
            action=_("Verify the organisation"),
            subject=organisation.name,
            url=reverse("admin-organisations:inspect", args=[organisation.pk]),
            since=organisation.created_at,
        )
        for organisation in claimed.order_by("created_at")[:MOST]
    ]
