from django.http import Http404
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.views.generic import DetailView, ListView

from portal.attachments.models import Attachment
from portal.deadlines.calendars import calendar_response
from portal.pages.records import script_safe
from projects.calls import wording
from projects.calls.dates import calendar_entries, dates_of, next_moment
from projects.calls.models import Call
from projects.calls.searching import FindForm
from projects.programmes.wording import eligibility


class CallList(ListView):
    """Open calls first, what closes soonest on top; then announced and closed ones."""

    template_name = "projects/calls/list.html"
    paginate_by = 20

    @cached_property
    def form(self):
        return FindForm(self.request.GET)

    def get_queryset(self):
        return self.form.narrow(Call.objects.public()).for_listing()

    def get_context_data(self, **kwargs):
        return super().get_context_data(form=self.form, **kwargs)


class OneCall(DetailView):
    """A public call; a draft only for its officers, as they will publish it."""

    slug_field = slug_url_kwarg = "number"

    def get_queryset(self):
        return Call.objects.visible_to(self.request.user).for_page()

    def get_context_data(self, **kwargs):
        call = self.object
        files = Attachment.objects.of(call).filter(is_internal=False)
        return super().get_context_data(
            call=call,
            dates=dates_of(call),
            eligibility=eligibility(call),
            funding=list(wording.funding(call)),
            chain=list(wording.chain(call)),
            questions=wording.asked(call),
            files=files.for_listing(),
            is_public=call.status != Call.Status.DRAFT,
            **kwargs,
        )


class CallPage(OneCall):
    template_name = "projects/calls/detail.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            next_moment=next_moment(self.object),
            now=timezone.now(),
            why_not=wording.why_not(self.object),
            longer=self.longer(),
            apply_address=self.apply_address(),
            description=description(self.object),
            structured_data=structured_data(self.object, self.request),
            **kwargs,
        )

    def longer(self):
        """Until when this very person may submit, where others no longer may."""
        call, user = self.object, self.request.user
        is_over = call.status == Call.Status.PUBLISHED and not call.is_open
        if not (user.is_authenticated and is_over and call.takes_from(user)):
            return None
        return call.closes_for(user)

    def apply_address(self):
        try:
            return f"{reverse('applications:new')}?call={self.object.number}"
        except NoReverseMatch:
            return None


class CallPrint(OneCall):
    """All of a call on one page, for paper."""

    template_name = "projects/calls/print.html"


class CallCalendar(OneCall):
    def get(self, request, *args, **kwargs):
        call = self.get_object()
        if call.status == Call.Status.DRAFT:
            raise Http404
        filename = f"{call.number}.ics"
        return calendar_response(calendar_entries(call), call.title, filename)


def description(call):
    return call.summary or Truncator(strip_tags(call.guideline)).chars(150)


def structured_data(call, request):
    """JSON-LD (schema.org MonetaryGrant, with its time as an Event)."""
    url = request.build_absolute_uri(call.get_absolute_url())
    authority = call.programme.authority
    data = {
        "@context": "https://schema.org",
        "@type": "MonetaryGrant",
        "name": call.title,
        "identifier": call.number,
        "description": description(call),
        "inLanguage": get_language(),
        "url": url,
        "funder": authority and {"@type": "Organization", "name": authority.name},
        "isPartOf": {"@type": "CreativeWork", "name": call.programme.name},
        "amount": amount(call),
        "subjectOf": event(call, url),
    }
    return script_safe({key: value for key, value in data.items() if value})


def amount(call):
    sums = {
        "value": call.budget_total,
        "minValue": call.budget_min,
        "maxValue": call.budget_max,
    }
    given = {name: str(value) for name, value in sums.items() if value is not None}
    return given and {"@type": "MonetaryAmount", "currency": "CNY", **given}


def event(call, url):
    is_cancelled = call.status == Call.Status.CANCELLED
    status = "EventCancelled" if is_cancelled else "EventScheduled"
    if not (call.opens_at and call.closes_at):
        return None
    return {
        "@type": "Event",
        "name": call.title,
        "startDate": timezone.localtime(call.opens_at).isoformat(),
        "endDate": timezone.localtime(call.closes_at).isoformat(),
        "eventStatus": f"https://schema.org/{status}",
        "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
        "location": {"@type": "VirtualLocation", "url": url},
    }
