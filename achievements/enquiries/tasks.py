"""Enquiries that wait for the holder's answer."""

from django.urls import reverse
from django.utils.translation import gettext as _

from achievements.enquiries.models import Enquiry
from portal.accounts import grants
from portal.organisations.models import Organisation
from portal.workbench.tasks import Task

MOST = 20


def tasks(user):
    """To the listing's author and to whoever acts for the holder."""
    offices = Organisation.objects.represented_by(user)
    own = grants.granted(user, "answer_enquiry", Enquiry.objects.all())
    waiting = Enquiry.objects.filter(status=Enquiry.Status.OPEN)
    mine = waiting.filter(pk__in=own.values("pk")) | waiting.filter(
        listing__holder__in=offices.values("pk")
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
