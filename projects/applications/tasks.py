"""What waits for applicants and members, and by when; asked then and there."""

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.deadlines.deadlines import Deadline
from portal.workbench.tasks import MOST, Task
from projects.applications.models import Application
from projects.applications.team import TeamMember


def tasks(user):
    return [*to_write(user), *to_answer(user)]


def deadlines(user):
    """Of drafts the call's closing, of returned ones the end of mending."""
    entries = [deadline(application) for application in written(user)]
    entries += [
        Deadline(
            at=member.lapses_at,
            title=_("Invitation to “%(title)s” ends") % {"title": member.application},
            url=answer_address(member),
            key="invitation",
        )
        for member in invitations(user)
    ]
    return entries


def written(user):
    """What this person writes on, the nearest end first."""
    records = Application.objects.written_by(user).filter(
        status__in=Application.EDITABLE
    )
    records = records.select_related("call", "created_by").prefetch_related(
        "call__late_submitters"
    )
    # Closed calls keep their drafts: the newest are among what is still open.
    newest = records.order_by("-call__closes_at", "-pk")[: MOST * 3]
    return sorted(
        (one for one in newest if one.is_editable), key=lambda one: one.submit_until
    )[:MOST]


def to_write(user):
    for application in written(user):
        is_returned = application.status == Application.Status.RETURNED
        action = _("Finish and submit the application")
        if is_returned:
            action = _("Mend the application and submit it again")
        yield Task(
            action=action,
            subject=str(application),
            url=reverse("applications:record", args=[application.number]),
            since=application.updated_at if is_returned else application.created_at,
            due=application.submit_until,
        )


def deadline(application):
    is_returned = application.status == Application.Status.RETURNED
    words = {"title": application, "call": application.call}
    title = _("Closing: “%(call)s”")
    if is_returned:
        title = _("Mending ends: “%(title)s”")
    return Deadline(
        at=application.submit_until,
        title=title % words,
        url=reverse("applications:record", args=[application.number]),
        detail=_("Application %(number)s, “%(title)s”, is not submitted yet.")
        % {"number": application.number, "title": application},
        key="mending" if is_returned else "closing",
    )


def invitations(user):
    """To addresses that this person has confirmed."""
    found = TeamMember.objects.inviting(user).select_related("application__call")
    return found.order_by("invited_at", "pk")[:MOST]


def to_answer(user):
    for member in invitations(user):
        yield Task(
            action=_("Consent to be in the team, or decline"),
            subject=str(member.application),
            url=answer_address(member),
            since=member.invited_at,
            due=member.lapses_at,
        )


def answer_address(member):
    return reverse("applications:invitation", args=[member.token])
