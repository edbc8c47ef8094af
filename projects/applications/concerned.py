"""Who takes part in a call: writes an application for it, belongs to its team, endorses it."""

from django.db.models import Q

from portal.accounts.models import User
from portal.organisations.models import Membership
from projects.applications.models import Application
from projects.applications.team import TeamMember

Status = Application.Status
OVER = (Status.WITHDRAWN, Status.REFUSED)


def people_of_call(call):
    """Authors, members who consented, and the offices that applications have reached."""
    concerned = Application.objects.filter(call=call).exclude(status__in=OVER)
    authors = User.objects.filter(applications__in=concerned)
    members = TeamMember.objects.filter(
        application__in=concerned, status=TeamMember.Status.CONSENTED
    )
    reached = concerned.exclude(submitted_at=None)
    passed_on = concerned.exclude(endorsed_at=None)
    offices = Membership.objects.active().filter(
        Q(organisation__in=reached.values("organisation"))
        | Q(organisation__in=passed_on.values("bureau")),
        role__in=Membership.OFFICES,
    )
    return {
        *authors.distinct(),
        *User.objects.filter(pk__in=members.values("user")),
        *User.objects.filter(pk__in=offices.values("user")),
    }
