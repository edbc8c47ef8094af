"""What waits for the officers of a programme: the formal check, and by when."""

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.deadlines.deadlines import Deadline
from portal.deadlines.holidays import work_calendar
from portal.workbench.tasks import Task
from projects.applications.endorsing import is_provisional, window_from
from projects.applications.models import Application
from projects.calls.models import Call


def waiting_by_call(user):
    """Of each call: how many wait, since when, and the end of the rules' window."""
    if not user.has_perm("projects.check_application"):
        return []
    waiting = Application.objects.filter(
        Application.objects.at_programme(user), status=Application.Status.RECEIVED
    ).exclude(call__status=Call.Status.CANCELLED)
    counts = waiting.order_by().values("call")
    rows = list(counts.annotate(count=Count("pk"), since=Min("received_at")))
    if not rows:
        return []
    calls = Call.objects.select_related("rules").prefetch_related("rules__windows")
    calls, calendar = calls.in_bulk([row["call"] for row in rows]), work_calendar()
    for row in rows:
        row["call"] = calls[row["call"]]
        call = row["call"]
        row["due"] = due = window_from(call.rules, "check", row["since"], calendar)
        row["is_provisional"] = is_provisional(call, ["check"], due, calendar)
    return sorted(rows, key=lambda row: row["due"])


def address(call=None):
    found = (
        f"{reverse('admin-applications:index')}?status={Application.Status.RECEIVED}"
    )
    return f"{found}&call={call.pk}" if call else found


def tasks(user):
    """One, however many wait in however many calls: the list is a click away."""
    rows = waiting_by_call(user)
    if not rows:
        return []
    count = sum(row["count"] for row in rows)
    words = ngettext("%(count)s application", "%(count)s applications", count)
    return [
        Task(
            action=_("Check formally"),
            subject=words % {"count": count},
            url=address(),
            since=min(row["since"] for row in rows),
            due=rows[0]["due"],
        )
    ]


def deadlines(user):
    return [
        Deadline(
            at=row["due"],
            title=_("Formal check ends: “%(call)s”") % {"call": row["call"]},
            url=address(row["call"]),
            detail=_("Waiting at this moment: %(count)s.") % {"count": row["count"]},
            key="check",
            is_provisional=row["is_provisional"],
        )
        for row in waiting_by_call(user)
    ]
