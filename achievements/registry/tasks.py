"""What waits for people in the register, asked then and there."""

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from achievements.registry.models import Achievement
from portal.workbench.tasks import MOST, Task


def tasks(user):
    return [*to_check(user), *returned(user)]


def to_check(user):
    """One task for an officer, however many records wait: the list is a click away."""
    if not user.has_perm("achievements.publish_achievement"):
        return []
    submitted = Achievement.objects.filter(status=Achievement.Status.SUBMITTED)
    waiting = submitted.exclude(created_by=user)
    found = waiting.order_by().aggregate(count=Count("pk"), since=Min("updated_at"))
    if not found["count"]:
        return []
    words = ngettext("%(count)s achievement", "%(count)s achievements", found["count"])
    return [
        Task(
            action=_("Check and publish"),
            subject=words % {"count": found["count"]},
            url=reverse("admin-achievements:index")
            + f"?status={Achievement.Status.SUBMITTED}",
            since=found["since"],
        )
    ]


def returned(user):
    """To the people who may mend them."""
    records = Achievement.objects.of_desk(user).filter(
        status=Achievement.Status.RETURNED
    )
    return [
        Task(
            action=_("Mend and submit again"),
            subject=str(record),
            url=reverse("my-achievements:record", args=[record.number, record.version]),
            since=record.updated_at,
        )
        for record in records.order_by("updated_at", "pk")[:MOST]
    ]
