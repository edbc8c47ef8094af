from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.signing import BadSignature
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import FormView, ListView, TemplateView
from django.views.generic.detail import SingleObjectMixin

from portal.accounts.models import User
from portal.notifications import preferences
from portal.notifications.forms import PreferencesForm
from portal.notifications.models import WORDS, Notification


class MyMessages(LoginRequiredMixin):
    """Only what was sent to this person: everything else is a 404."""

    def get_queryset(self):
        return Notification.objects.visible_to(self.request.user).for_listing()


class Inbox(MyMessages, ListView):
    template_name = "portal/notifications/list.html"
    paginate_by = 20


class Open(MyMessages, SingleObjectMixin, View):
    """Mark it read and go where it points, in the reader's language."""

    http_method_names = ("get", "head", "options")

    def get(self, request, *args, **kwargs):
        message = self.get_object()
        message.mark_read()
        return redirect(f"/{get_language()}/{message.path.lstrip('/')}")


class ReadAll(MyMessages, View):
    http_method_names = ("post", "options")

    def post(self, request, *args, **kwargs):
        self.get_queryset().unread().update(read_at=timezone.now())
        messages.success(request, _("All messages are marked as read."))
        return redirect("inbox:list")


class Preferences(LoginRequiredMixin, FormView):
    """How one wants to be told, event by event."""

    template_name = "portal/notifications/preferences.html"
    form_class = PreferencesForm
    success_url = reverse_lazy("inbox:preferences")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def form_valid(self, form):
        form.save()
        messages.success(self.request, _("Your choices have been saved."))
        return super().form_valid(form)


class Reset(LoginRequiredMixin, View):
    http_method_names = ("post", "options")

    def post(self, request, *args, **kwargs):
        preferences.forget_all(request.user)
        messages.success(request, _("You are told of everything as usual again."))
        return redirect("inbox:preferences")


@method_decorator(csrf_exempt, name="dispatch")
class Unsubscribe(TemplateView):
    """End the mail of an event by the link of a letter, without signing in.

    A GET only asks: mail scanners fetch every link. The POST comes from our button
    or from a mail program (RFC 8058), which has no cookie; the signed address
    itself proves that the letter was read.
    """

    template_name = "portal/notifications/unsubscribe.html"

    def dispatch(self, request, *args, **kwargs):
        try:
            pk, self.event = preferences.read_token(kwargs["token"])
        except (BadSignature, ValueError) as error:
            raise Http404 from error
        self.person = get_object_or_404(User, pk=pk, is_active=True)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        preferences.stop_mail(self.person, self.event)
        return self.render_to_response(self.get_context_data(is_done=True))

    def get_context_data(self, **kwargs):
        kind = preferences.label_of(self.event) if self.event in WORDS else ""
        return super().get_context_data(
            kind=kind,
            is_digest=self.event == preferences.DIGEST,
            can_be_chosen=preferences.can_be_chosen(self.event),
            **kwargs,
        )
