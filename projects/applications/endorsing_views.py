"""The desk of research offices and bureaus: endorse, recommend, return, one or many."""

from functools import reduce
from operator import or_

from django import forms
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Case, Q, When
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import FormView, ListView

from projects.applications.models import Application
from projects.applications.offices import OfficeDesk, on_desk, waiting_condition

Status = Application.Status
# A page of ticked rows, and room for an address typed by hand.
MOST = 100
SEARCHED = ("title_zh", "title_en", "number", "created_by__name")


class OnDesk(LoginRequiredMixin):
    """What reached the offices for which this person acts; nothing else is there."""

    @cached_property
    def desk(self):
        return OfficeDesk(self.request.user)

    def applications(self):
        found = on_desk(self.desk.offices).select_related(
            "organisation", "bureau", "created_by"
        )
        return found.defer("abstract_zh", "abstract_en", "answers", "saves")


class OfficeList(OnDesk, ListView):
    """By call, with quota and deadline, then the applications, what waits first."""

    template_name = "projects/applications/endorsing/list.html"
    context_object_name = "applications"
    paginate_by = 20
    STATUSES = (
        Status.SUBMITTED,
        Status.ENDORSED,
        Status.RETURNED,
        Status.RECEIVED,
        Status.PASSED,
        Status.REFUSED,
        Status.WITHDRAWN,
    )

    def get_queryset(self):
        found = self.applications()
        if self.call:
            found = found.filter(call__number=self.call)
        if self.status:
            found = found.filter(status=self.status)
        if self.words:
            named = (Q(**{f"{name}__icontains": self.words}) for name in SEARCHED)
            found = found.filter(reduce(or_, named))
        waits = Case(When(waiting_condition(self.desk.offices), then=0), default=1)
        return found.order_by(waits, "-submitted_at", "-pk")

    def asked(self, name):
        return self.request.GET.get(name, "").replace("\0", "").strip()[:200]

    @property
    def call(self):
        return self.asked("call")

    @property
    def words(self):
        return self.asked("q")

    @property
    def status(self):
        asked = self.asked("status")
        return asked if asked in self.STATUSES else ""

    def get_context_data(self, **context):
        context = super().get_context_data(**context)
        desks = self.desk.standings
        rows = self.desk.with_deadlines(list(context["applications"]))
        forward = {one.level.forward for one in desks}
        return context | {
            "applications": rows,
            "standings": [one for one in desks if not one.is_past],
            "calls": list(self.desk.calls.values()),
            "statuses": [(value, value.label) for value in self.STATUSES],
            "call": self.call,
            "status": self.status,
            "words": self.words,
            "is_filtered": bool(self.call or self.status or self.words),
            "is_office": bool(self.desk.offices),
            "has_several_offices": len(self.desk.offices) > 1,
            "may_endorse": "endorse" in forward,
            "may_recommend": "recommend" in forward,
            "something_waits": any(one.level for one in rows),
        }


class NoReasonForm(forms.Form):
    pass


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "The applicant reads it: say what is to be changed, and how."
        ),
    )


WORDS = {
    "endorse": (
        gettext_lazy("Endorse applications"),
        pgettext_lazy("application", "Endorse"),
        gettext_lazy("Endorsed"),
    ),
    "recommend": (
        gettext_lazy("Recommend applications"),
        gettext_lazy("Recommend"),
        gettext_lazy("Recommended"),
    ),
    "return": (
        gettext_lazy("Return applications for changes"),
        gettext_lazy("Return"),
        gettext_lazy("Returned"),
    ),
}


class OfficeStep(OnDesk, FormView):
    """What was ticked, and what will be done with it; then what was done and what not."""

    template_name = "projects/applications/endorsing/confirm.html"
    result_template_name = "projects/applications/endorsing/result.html"

    def dispatch(self, request, *args, **kwargs):
        self.action = kwargs["action"]
        if self.action not in WORDS:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def chosen(self):
        by_post = self.request.method == "POST"
        asked = self.request.POST if by_post else self.request.GET
        numbers = asked.getlist("number")[:MOST]
        clean = [number for number in numbers if "\0" not in number]
        found = self.applications().filter(number__in=clean).order_by("submitted_at")
        return self.desk.with_deadlines(list(found))

    def step_for(self, application):
        """Of the step that this desk takes, the name; none where it is not its turn."""
        level = application.level
        if level is None:
            return None
        step = level.back if self.action == "return" else level.forward
        return step if self.action in ("return", step) else None

    def why_not(self, application):
        """A sentence about one that cannot be taken along, or None."""
        if self.step_for(application) is None:
            return _("It does not wait for this step: it is “%(status)s”.") % {
                "status": application.get_status_display()
            }
        if application.until <= timezone.now():
            return _("The time for this has passed.")
        if self.action == "endorse" and not application.may_endorse(self.request.user):
            return _(
                "Whoever wrote or submitted the application cannot endorse it as well."
            )
        return None

    def get_form_class(self):
        return ReasonForm if self.action == "return" else NoReasonForm

    def get_context_data(self, **context):
        heading, button, _done = WORDS[self.action]
        judged = [(one, self.why_not(one)) for one in self.chosen]
        ready = [one for one, refusal in judged if refusal is None]
        return super().get_context_data(
            heading=heading,
            is_office=bool(self.desk.offices),
            button=button,
            ready=ready,
            left=[pair for pair in judged if pair[1]],
            quotas=self.quotas(ready),
            **context,
        )

    def quotas(self, ready):
        """How the quota stands, and by how many these would go beyond it."""
        if self.action == "return":
            return []
        wanted = {}
        for one in ready:
            key = (one.call_id, getattr(one, f"{one.level.field}_id"), one.level.name)
            wanted[key] = wanted.get(key, 0) + 1
        found = []
        for standing in self.desk.standings:
            key = (standing.call.pk, standing.organisation.pk, standing.level.name)
            if standing.most is not None and key in wanted:
                beyond = max(wanted[key] - standing.left, 0)
                found.append({"standing": standing, "beyond": beyond})
        return found

    def form_valid(self, form):
        done, refused = [], []
        for application in self.chosen:
            refusal = self.take(application, **form.cleaned_data)
            if refusal is None:
                done.append(application)
            else:
                refused.append((application, refusal))
        heading, _button, done_word = WORDS[self.action]
        context = {
            "heading": heading,
            "is_office": bool(self.desk.offices),
            "done_word": done_word,
            "done": done,
            "refused": refused,
        }
        return render(self.request, self.result_template_name, context)

    def take(self, application, **details):
        """Its own step of the lifecycle, which locks, asks and counts anew."""
        step = self.step_for(application)
        if step is None:
            return self.why_not(application)
        try:
            getattr(application, step)(by=self.request.user, **details)
        except ValidationError as refused:
            return " ".join(refused.messages)
        except PermissionDenied:
            return _("You may not do this.")
        return None
