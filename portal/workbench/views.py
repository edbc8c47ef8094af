from django.contrib.auth.mixins import LoginRequiredMixin
from django.views.generic import TemplateView

from portal.organisations.models import Membership
from portal.workbench.tasks import tasks_of


class Home(LoginRequiredMixin, TemplateView):
    """What waits for me first, then where I belong, then my records."""

    template_name = "portal/workbench/home.html"

    def get_context_data(self, **kwargs):
        own = Membership.objects.current().filter(user=self.request.user)
        memberships = list(own.for_listing())
        active = [one for one in memberships if one.status == Membership.Status.ACTIVE]
        return super().get_context_data(
            tasks=tasks_of(self.request.user),
            memberships=memberships,
            belongs=bool(active),
            is_office=any(one.role in Membership.OFFICES for one in active),
            **kwargs,
        )
