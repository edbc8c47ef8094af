"""Wagtail's report of all that happened, for administrators alone.

It asks only whether a person has some right on a kind of record, and would show an
officer the titles of drafts, and of what belongs to other programmes. Officers read
the history of each record on its page.
"""

from django.core.exceptions import PermissionDenied
from django.urls import path
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.reports.audit_logging import LogEntriesView


class SiteHistory(LogEntriesView):
    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


def leave_out_site_history(request, menu_items):
    if not request.user.is_superuser:
        menu_items[:] = [item for item in menu_items if item.name != "site-history"]


# They stand before Wagtail's own, whose names lead here.
urlpatterns = [
    path("", require_admin_access(SiteHistory.as_view())),
    path("results/", require_admin_access(SiteHistory.as_view(results_only=True))),
]
