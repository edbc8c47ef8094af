"""The public list and page of organisations, and how one gets there oneself."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import CreateView, DetailView, FormView, ListView

from portal.organisations import joining
from portal.organisations.forms import (
    FindForm,
    JoinForm,
    NoteForm,
    OrganisationForm,
)
from portal.organisations.models import Organisation
from portal.views import safe_next


class OrganisationList(ListView):
    template_name = "portal/organisations/list.html"
    paginate_by = 20

    @cached_property
    def form(self):
        return FindForm(self.request.GET)

    def get_queryset(self):
        return self.form.narrow(Organisation.objects.verified()).for_listing()

    def get_context_data(self, **kwargs):
        return super().get_context_data(form=self.form, **kwargs)


class OrganisationPage(DetailView):
    template_name = "portal/organisations/detail.html"

    def get_queryset(self):
        return Organisation.objects.visible_to(self.request.user).for_listing()

    def get_context_data(self, **kwargs):
        user, membership = self.request.user, None
        if user.is_authenticated:
            own = self.object.memberships.current().filter(user=user)
            membership = own.first()
        return super().get_context_data(
            membership=membership,
            note_form=NoteForm(),
            children=self.object.children.verified().for_listing(),
            may_manage=user.has_perm("portal.change_organisation", self.object),
            **kwargs,
        )


class Register(LoginRequiredMixin, CreateView):
    template_name = "portal/organisations/register.html"
    form_class = OrganisationForm

    def get_context_data(self, **kwargs):
        return super().get_context_data(next=safe_next(self.request), **kwargs)

    def form_valid(self, form):
        try:
            organisation = joining.register(form.instance, by=self.request.user)
        except ValidationError as error:
            form.add_error("uscc", error)
            return self.form_invalid(form)
        text = _(
            "%(name)s is registered and you are its administrator. It is public as soon "
            "as the portal’s office has verified it."
        )
        messages.success(self.request, text % {"name": organisation.name})
        return redirect(safe_next(self.request) or organisation)


class Asking(LoginRequiredMixin, FormView):
    """Ask to become a member; the answer comes to the inbox."""

    def ask(self, organisation, form):
        note = form.cleaned_data["note"]
        try:
            joining.ask_to_join(organisation, by=self.request.user, note=note)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        text = _(
            "Your request to join %(name)s has been sent. The answer comes to your inbox."
        )
        messages.success(self.request, text % {"name": organisation.name})
        return redirect(safe_next(self.request) or "my-organisations:list")


class Join(Asking):
    """An organisation found in the public list."""

    template_name = "portal/organisations/join.html"
    form_class = NoteForm

    @cached_property
    def organisation(self):
        return get_object_or_404(Organisation.objects.verified(), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        return super().get_context_data(organisation=self.organisation, **kwargs)

    def form_valid(self, form):
        return self.ask(self.organisation, form)


class JoinByCode(Asking):
    """One that is not public yet, by the code that its people know."""

    template_name = "portal/organisations/join.html"
    form_class = JoinForm

    def get_initial(self):
        return {"uscc": self.request.GET.get("uscc", "")}

    def form_valid(self, form):
        return self.ask(form.organisation, form)
