from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import ListView
from django.views.generic.detail import SingleObjectMixin

from portal.notifications.models import Notification


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
