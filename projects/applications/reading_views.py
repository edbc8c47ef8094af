"""The page on which anybody who may see an application reads it, and invitations."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import redirect_to_login
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView

from portal.audit.reading import event, log_of
from portal.lifecycle import steps_of, steps_open_to
from portal.views import StepView
from projects.applications import procedure, reading
from projects.applications.desk_views import why_closed
from projects.applications.document import document_of
from projects.applications.models import Application
from projects.applications.team import TeamMember

CONSENTED = _("You have consented. The applicant is told.")
DECLINED = _("You have declined. The applicant is told.")
OFFICERS_STEPS = ("pass_check", "return_for_changes", "refuse")


class ApplicationPage(LoginRequiredMixin, DetailView):
    """The team reads what stands there now, everybody else what was handed in."""

    template_name = "projects/applications/read.html"
    context_object_name = "record"
    slug_field = slug_url_kwarg = "number"

    def get_queryset(self):
        seen = Application.objects.visible_to(self.request.user)
        return seen.select_related(
            "call__programme",
            "call__rules",
            "topic",
            "organisation__region",
            "bureau",
            "created_by",
            "indicator_table",
        ).prefetch_related("call__late_submitters")

    def get_context_data(self, **context):
        record, user = self.object, self.request.user
        member = record.team.consented().filter(user=user).first()
        is_author = record.created_by_id == user.pk
        shown = reading.present(record, user)
        is_waiting = record.status in record.WAITING
        return super().get_context_data(
            submission=shown.submission or record.latest_submission,
            is_draft=shown.submission is None,
            document=document_of(shown.content),
            files=shown.file_addresses,
            stages=list(procedure.stages(record)),
            following=procedure.following(record, record.status) if is_waiting else "",
            closed=self.closed(),
            may_write=is_author or bool(member and member.may_write),
            may_leave=bool(member and not is_author and record.is_editable),
            history=[
                event(entry, record)
                for entry in log_of(record).filter(action__startswith="projects.")
            ],
            acting=[] if is_author or member else self.acting(),
            **context,
        )

    def closed(self):
        record = self.object
        is_ended = record.status in record.EDITABLE and not record.is_editable
        return why_closed(record) if is_ended else ""

    def acting(self):
        """The steps open to the reader: a label, and the page where one takes them."""
        record = self.object
        if record.status not in record.WAITING:
            return []
        labels, user = steps_of(Application), self.request.user
        names = steps_open_to(user, record, but=("submit", "withdraw"))
        return [(labels[name].label, where_one_acts(record, name)) for name in names]


def where_one_acts(record, step):
    if step in OFFICERS_STEPS:
        return reverse("admin-applications:inspect", args=[record.pk])
    return reverse("endorsing:list", query={"q": record.number})


class WithLink:
    """The row of the team whose secret stands in the address."""

    model = TeamMember
    slug_field = slug_url_kwarg = "token"

    def get_queryset(self):
        return TeamMember.objects.select_related(
            "application__call",
            "application__organisation",
            "application__created_by",
        )


class Invitation(WithLink, DetailView):
    """Whoever opens the link reads who asks; signed in, what he is asked to agree to."""

    template_name = "projects/applications/invitation.html"

    def get_context_data(self, **context):
        invitations = TeamMember.objects.open_invitations()
        is_open = invitations.filter(pk=self.object.pk).exists()
        application = self.object.application
        return super().get_context_data(
            application=application,
            is_open=is_open and application.is_editable,
            **context,
        )


class AnswerInvitation(WithLink, LoginRequiredMixin, StepView):
    def handle_no_permission(self):
        """One comes back to the page of the invitation, where the buttons are."""
        address = reverse("applications:invitation", args=[self.kwargs["token"]])
        return redirect_to_login(address)

    def get_success_url(self, record):
        if record.status == TeamMember.Status.DECLINED:
            return reverse("workbench:home")
        if record.user_id == self.request.user.pk:
            return record.application.get_absolute_url()
        return reverse("applications:invitation", args=[record.token])


class LeaveTeam(LoginRequiredMixin, StepView):
    """A member takes back his consent: the page asks, the step is one POST."""

    model = TeamMember
    step = "leave"
    done_message = _("You are no longer in the team.")
    slug_field = "application__number"
    slug_url_kwarg = "number"

    def get_queryset(self):
        user = self.request.user
        own = TeamMember.objects.consented().filter(user=user)
        return own.exclude(application__created_by=user)

    def get_success_url(self, record):
        if record.user_id:
            return record.application.get_absolute_url()
        return reverse("applications:list")
