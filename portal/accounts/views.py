from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import UpdateView

from portal.accounts.forms import ProfileForm
from portal.accounts.models import User


class Profile(LoginRequiredMixin, UpdateView):
    """Who one is: name, language, and the way to all else of one's account."""

    template_name = "portal/accounts/profile.html"
    form_class = ProfileForm

    def get_object(self, queryset=None):
        """A copy: what does not validate must not show in the header."""
        return User.objects.get(pk=self.request.user.pk)

    def get_context_data(self, **kwargs):
        memberships = self.request.user.memberships.active()
        return super().get_context_data(
            memberships=memberships.select_related("organisation").order_by("pk"),
            **kwargs,
        )

    def form_valid(self, form):
        messages.success(self.request, _("Your profile has been saved."))
        return super().form_valid(form)

    def get_success_url(self):
        return reverse("profile:edit")
