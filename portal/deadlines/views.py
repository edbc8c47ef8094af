from itertools import groupby

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from portal.deadlines.calendars import calendar_response
from portal.deadlines.deadlines import deadlines_of
from portal.deadlines.models import CalendarAddress, new_token


class Deadlines(LoginRequiredMixin, TemplateView):
    """By day, the nearest first, and how to have them in one's own calendar."""

    template_name = "portal/deadlines/list.html"

    def get_context_data(self, **kwargs):
        found = deadlines_of(self.request.user)
        address = CalendarAddress.objects.filter(user=self.request.user).first()
        return super().get_context_data(
            days=[(day, list(group)) for day, group in groupby(found, key=day_of)],
            address=address and absolute(address),
            webcal=address and f"webcal:{absolute(address).partition(':')[2]}",
            **kwargs,
        )


def day_of(entry):
    return timezone.localtime(entry.at).date()


def absolute(address):
    return settings.BASE_URL + reverse("calendar", args=[address.token])


class NewAddress(LoginRequiredMixin, View):
    """The first address, or another, which ends the one before."""

    http_method_names = ("post", "options")

    def post(self, request, *args, **kwargs):
        _address, is_first = CalendarAddress.objects.update_or_create(
            user=request.user, defaults={"token": new_token()}
        )
        text = _("Your calendar has an address now.")
        if not is_first:
            text = _("Your calendar has a new address; the old one has ended.")
        messages.success(request, text)
        return redirect(reverse("deadlines:list") + "#calendar")


class Feed(View):
    """For calendar programs, which cannot sign in: what the person sees at this moment."""

    def get(self, request, token):
        address = CalendarAddress.objects.select_related("user").filter(token=token)
        known = address.filter(user__is_active=True).first()
        if known is None:
            raise Http404
        name = _("NQI Portal: deadlines")
        response = calendar_response(deadlines_of(known.user), name, "deadlines.ics")
        response["Cache-Control"] = "private, no-cache"
        response["X-Robots-Tag"] = "noindex"
        return response
