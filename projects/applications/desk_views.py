"""The applicant's desk: my applications, written section by section."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from portal.drafts.lists import DeskList
from portal.drafts.views import CheckView, Desk, DeskStepView, RecordView, SectionView
from portal.lifecycle import steps_of
from portal.templatetags.figures import moment_with_zone
from projects.applications import endorsing, gaps, inviting, procedure, starting
from projects.applications.editing import sections_of
from projects.applications.forms import StartForm
from projects.applications.models import Application
from projects.calls.models import Call


class ApplicationDesk(Desk):
    """For the author, and for members whom the team lets write."""

    model = Application
    namespace = "applications"
    slug_field = slug_url_kwarg = "number"
    consequences = {
        "submit": "",
        "withdraw": gettext_lazy(
            "A withdrawn application is out of this call; whoever has it to act on is "
            "told. While the call is open you can begin another. This cannot be undone."
        ),
    }
    # Offices, bureaus and officers act on pages of their own.
    elsewhere = (
        "endorse",
        "send_back",
        "recommend",
        "send_back_by_bureau",
        "pass_check",
        "return_for_changes",
        "refuse",
    )

    def get_queryset(self):
        return Application.objects.written_by(self.request.user).for_writing()

    def steps(self, record):
        """The author's: who writes here was asked when the record was looked for."""
        if record.created_by_id != self.request.user.pk:
            return
        for name in ("submit", "withdraw"):
            step = steps_of(self.model)[name]
            if record.status in step.sources:
                yield {
                    "name": name,
                    "label": step.label,
                    "address": self.address("step", record, name),
                    "is_asked": True,
                }

    def sections_of(self, record):
        if not self.sections:
            self.sections = sections_of(record)
        return self.sections


def why_closed(record):
    """One sentence: since when, and why, an application cannot be changed."""
    status, call = record.Status, record.call
    if record.status not in record.EDITABLE:
        return _("This application is “%(status)s” and cannot be changed now.") % {
            "status": record.get_status_display()
        }
    if call.status == Call.Status.CANCELLED:
        return _("The call was cancelled: %(reason)s") % {"reason": call.status_reason}
    words = {"moment": moment_with_zone(record.submit_until)}
    if record.status == status.RETURNED:
        text = _(
            "The time for mending ended at %(moment)s: the application can be read, "
            "not changed."
        )
    else:
        text = _(
            "The call closed at %(moment)s: the draft can be read, not changed or "
            "submitted."
        )
    return text % words


class ApplicationList(DeskList):
    """What I wrote and where I am in the team, with what is still missing."""

    model = Application
    template_name = "projects/applications/desk/list.html"
    sorts = DeskList.sorts | {
        "closing": (gettext_lazy("by closing"), ("call__closes_at", "-pk"))
    }

    def get_queryset(self):
        found = super().get_queryset().for_writing()
        return found.with_may_write(self.request.user)

    def get_context_data(self, **context):
        context = super().get_context_data(**context)
        bureau_of = gaps.once_an_organisation()
        for record in context["records"]:
            record.is_own = record.created_by_id == self.request.user.pk
            record.may_be_written = record.is_own or record.is_written
            if record.is_editable:
                record.gap_count = len(gaps.gaps_of(record, bureau_of))
        return context


class StartView(LoginRequiredMixin, FormView):
    """A new application for a call; without one named, the calls that are open."""

    form_class = StartForm

    @cached_property
    def call(self):
        number = self.request.GET.get("call", "").replace("\0", "")
        if not number:
            return None
        calls = Call.objects.public().select_related("programme")
        return get_object_or_404(calls, number=number)

    def get_template_names(self):
        page = "start" if self.call else "choose"
        return [f"projects/applications/desk/{page}.html"]

    def get_form_kwargs(self):
        user = self.request.user
        return super().get_form_kwargs() | {
            "call": self.call,
            "organisations": starting.admitted_organisations(self.call, user),
            "drafts": list(starting.others_of(self.call, user)),
        }

    def get_initial(self):
        code = self.request.GET.get("topic", "").replace("\0", "")
        topic = self.call.topics.filter(code=code).first() if code else None
        return {"topic": topic}

    def get_form(self, form_class=None):
        return super().get_form(form_class) if self.call else None

    def post(self, request, *args, **kwargs):
        if self.call is None:
            return HttpResponseRedirect(reverse("applications:new"))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        try:
            record = starting.start_application(
                self.call, by=self.request.user, **form.cleaned_data
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        address = reverse("applications:section", args=[record.number, "basics"])
        return HttpResponseRedirect(address)

    def get_context_data(self, **context):
        if self.call is None:
            calls = Call.objects.open().for_listing()[:50]
            return super().get_context_data(calls=calls, **context)
        user = self.request.user
        organisations = [
            (organisation, starting.admits(self.call, organisation))
            for organisation in starting.own_organisations(user)
        ]
        return super().get_context_data(
            call=self.call,
            closes_at=self.call.closes_for(user),
            hindrance=starting.hindrance(self.call, user),
            organisations=organisations,
            is_admitted=any(is_admitted for _one, is_admitted in organisations),
            **context,
        )


class ApplicationRecord(ApplicationDesk, RecordView):
    template_name = "projects/applications/desk/record.html"

    def get_context_data(self, **context):
        record = self.object
        is_waiting = record.status in record.WAITING
        return super().get_context_data(
            closed="" if record.is_editable else why_closed(record),
            following=procedure.following(record, record.status) if is_waiting else "",
            **context,
        )


class ApplicationCheck(ApplicationDesk, CheckView):
    template_name = "projects/applications/desk/check.html"


class ApplicationSection(ApplicationDesk, SectionView):
    def closed(self, record):
        return why_closed(record)

    def act(self, outcome):
        """Saved, and where that was the button, invited or taken back."""
        action, _colon, prefix = self.request.POST.get("action", "").partition(":")
        member = self.member_of(outcome.draft, prefix)
        if action not in ("invite", "recall") or member is None:
            super().act(outcome)
            return
        try:
            if action == "invite":
                inviting.invite(member, by=self.request.user)
                text = _("Saved; the invitation to %(email)s is on its way.")
            else:
                member.recall(by=self.request.user)
                text = _("The row of %(name)s can be changed now; then invite again.")
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
        else:
            words = {"email": member.email, "name": member.name}
            messages.success(self.request, text % words)

    def member_of(self, draft, prefix):
        """The stored row of the team that the button stands in."""
        for rows in draft.rows:
            for row in rows:
                is_stored = row.instance.pk and not row.removed
                if rows.kind.name == "team" and row.prefix == prefix and is_stored:
                    return row.instance
        return None

    def after(self, record):
        address = super().after(record)
        name = self.request.POST.get("action", "").partition(":")[0]
        return f"{address}#team" if name in ("invite", "recall") else address


class ApplicationStep(ApplicationDesk, DeskStepView):
    template_name = "projects/applications/desk/step.html"
    done = {
        "submit": gettext_lazy("The application has been submitted."),
        "withdraw": gettext_lazy("The application has been withdrawn."),
    }

    def get(self, request, *args, **kwargs):
        if self.step == "submit" and self.get_object().missing():
            return HttpResponseRedirect(self.address("check", self.get_object()))
        return super().get(request, *args, **kwargs)

    def consequence(self, record):
        if self.step != "submit":
            return self.consequences[self.step]
        status = record.after(0)
        record.bureau = record.bureau or endorsing.bureau_of(record)
        return procedure.following(record, status)

    def get_success_url(self, record):
        """After submission the receipt; where that failed, what stands in the way."""
        if self.step != "submit":
            return self.address("record", record)
        if record.status in record.EDITABLE:
            return self.address("check", record)
        return self.address("receipt", record)
