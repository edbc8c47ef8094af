"""A person's organisations, and for their administrators the members of them."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView, FormView, ListView, UpdateView

from portal.lifecycle import steps_open_to
from portal.organisations import joining
from portal.organisations.forms import (
    InviteForm,
    OrganisationForm,
    ReasonForm,
    RoleForm,
)
from portal.organisations.models import Membership, Organisation
from portal.views import StepView


class MyOrganisations(LoginRequiredMixin, ListView):
    """One's own memberships, requests and invitations."""

    template_name = "portal/organisations/mine.html"
    paginate_by = 20

    def get_queryset(self):
        own = Membership.objects.current().filter(user=self.request.user)
        return own.for_listing()

    def get_context_data(self, **kwargs):
        invitations = Membership.objects.inviting(self.request.user).for_listing()
        return super().get_context_data(invitations=invitations, **kwargs)


class OfOrganisation(LoginRequiredMixin):
    """For its administrators: to everybody else it is not there."""

    @cached_property
    def organisation(self):
        managed = Organisation.objects.managed_by(self.request.user)
        return get_object_or_404(managed, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        return super().get_context_data(organisation=self.organisation, **kwargs)


class Members(OfOrganisation, ListView):
    template_name = "portal/organisations/members.html"
    paginate_by = 50

    @property
    def status(self):
        status = self.request.GET.get("status", "")
        return status if status in Membership.Status.values else ""

    def get_queryset(self):
        members = self.organisation.memberships.for_listing()
        return members.filter(status=self.status) if self.status else members.current()

    def get_context_data(self, **kwargs):
        administered = Organisation.objects.administered_by(self.request.user)
        return super().get_context_data(
            status=self.status,
            statuses=Membership.Status.choices,
            may_invite=administered.filter(pk=self.organisation.pk).exists(),
            **kwargs,
        )


class EditOrganisation(LoginRequiredMixin, UpdateView):
    template_name = "portal/organisations/edit.html"
    form_class = OrganisationForm

    def get_queryset(self):
        return Organisation.objects.administered_by(self.request.user)

    def form_valid(self, form):
        self.object.keep_changes(form.changed_data, by=self.request.user)
        messages.success(self.request, _("The organisation has been saved."))
        return redirect(self.object)


class ClaimAgain(LoginRequiredMixin, StepView):
    """Ask to be verified after a refusal."""

    model = Organisation
    step = "claim_again"
    done_message = _("The portal’s office looks at your organisation again.")

    def get_queryset(self):
        return Organisation.objects.administered_by(self.request.user)


class Invite(OfOrganisation, FormView):
    template_name = "portal/organisations/invite.html"
    form_class = InviteForm

    @cached_property
    def organisation(self):
        administered = Organisation.objects.administered_by(self.request.user)
        return get_object_or_404(administered, pk=self.kwargs["pk"])

    def form_valid(self, form):
        data = form.cleaned_data
        try:
            joining.invite(self.organisation, by=self.request.user, **data)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        text = _("The invitation to %(email)s is on its way.")
        messages.success(self.request, text % {"email": data["email"]})
        return redirect("my-organisations:members", self.organisation.pk)


class Managed(LoginRequiredMixin):
    model = Membership

    def get_queryset(self):
        return Membership.objects.managed_by(self.request.user).for_listing()


class MemberPage(Managed, DetailView):
    """One member, request or invitation, and what may be done with it."""

    template_name = "portal/organisations/member.html"

    def get_context_data(self, **kwargs):
        membership, user = self.object, self.request.user
        return super().get_context_data(
            organisation=membership.organisation,
            steps=steps_open_to(user, membership),
            role_form=RoleForm(initial={"role": membership.role}),
            reason_form=ReasonForm(),
            link=self.link(),
            **kwargs,
        )

    def link(self):
        """For whoever may invite: with it, anybody becomes what the invitation says."""
        organisation = self.object.organisation
        if not self.request.user.has_perm("portal.invite_member", organisation):
            return ""
        link = reverse("my-organisations:invitation", args=[self.object.token])
        return self.request.build_absolute_uri(link)


class MemberStep(Managed, StepView):
    longest = ReasonForm.base_fields["reason"].max_length

    def get_success_url(self, record):
        return reverse("my-organisations:members", args=[record.organisation_id])


class ChangeRole(Managed, DetailView):
    http_method_names = ("post", "options")

    def post(self, request, *args, **kwargs):
        membership, form = self.get_object(), RoleForm(request.POST)
        try:
            if form.is_valid():
                membership.change_role(form.cleaned_data["role"], by=request.user)
                messages.success(request, _("The role has been changed."))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        if (
            Membership.objects.managed_by(request.user)
            .filter(pk=membership.pk)
            .exists()
        ):
            return redirect(membership)
        return redirect("my-organisations:list")


class OwnStep(LoginRequiredMixin, StepView):
    """Leave, or take back a request: one's own membership only."""

    model = Membership

    def get_queryset(self):
        return Membership.objects.current().filter(user=self.request.user)

    def get_success_url(self, record):
        return reverse("my-organisations:list")


class Leave(OwnStep, DetailView):
    """A page to confirm, then the step."""

    http_method_names = ("get", "head", "post", "options")
    template_name = "portal/organisations/leave.html"
    step = "leave"

    def get_queryset(self):
        return super().get_queryset().active().select_related("organisation")

    def get_done_message(self):
        return _("You are no longer a member.")


class WithLink:
    """The membership whose secret stands in the address."""

    model = Membership
    slug_field = slug_url_kwarg = "token"

    def get_queryset(self):
        return Membership.objects.select_related("organisation")


class Invitation(WithLink, DetailView):
    """What whoever opens the link of an invitation sees, signed in or not."""

    template_name = "portal/organisations/invitation.html"

    def get_context_data(self, **kwargs):
        invitations = Membership.objects.open_invitations()
        is_open = invitations.filter(pk=self.object.pk).exists()
        return super().get_context_data(is_open=is_open, **kwargs)


class AnswerInvitation(WithLink, LoginRequiredMixin, StepView):
    def handle_no_permission(self):
        """One comes back to the page of the invitation, where the buttons are."""
        return redirect_to_login(
            reverse("my-organisations:invitation", args=[self.kwargs["token"]])
        )

    def get_success_url(self, record):
        return reverse("my-organisations:list")
