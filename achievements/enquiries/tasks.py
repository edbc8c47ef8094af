"""Enquiries that wait for the holder's answer."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from achievements.enquiries.models import Enquiry
from portal.accounts import grants
from portal.organisations.models import Organisation
from portal.workbench.tasks import MOST, Task


def tasks(user):
    """To the listing's author while a member, and to whoever acts for the holder."""
    offices = Organisation.objects.represented_by(user)
    own = grants.granted(user, "answer_enquiry", Enquiry.objects.all())
    waiting = Enquiry.objects.filter(status=Enquiry.Status.OPEN)
    belongs = Organisation.objects.of(user)
    mine = waiting.filter(
        Q(pk__in=own.values("pk"), listing__holder__in=belongs.values("pk"))
        | Q(listing__holder__in=offices.values("pk"))
    )
    return [
        Task(
            action=_("Answer the enquiry"),
            subject=str(enquiry.listing),
            url=reverse("enquiries:detail", args=[enquiry.number]),
            since=enquiry.updated_at,
        )
        for enquiry in mine.select_related("listing").order_by("updated_at", "pk")[
            :MOST
        ]
    ]
