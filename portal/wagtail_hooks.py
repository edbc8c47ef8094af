"""Registers the portal's menus, viewsets, log actions, workbench tasks."""

from django.templatetags.static import static
from django.urls import include, path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from portal.accounts.viewsets import check_bulk_action
from portal.admin import saved_views
from portal.admin.reports import leave_out_site_history
from portal.attachments.sweeping import sweep_hourly
from portal.deadlines.viewsets import HolidayViewSet
from portal.notifications.clearing import clear_daily
from portal.notifications.delivery import deliver
from portal.notifications.digest import call_digests
from portal.organisations.joining import end_lapsed_invitations
from portal.organisations.viewsets import OrganisationViewSet
from portal.vocabularies.viewsets import TermViewSet
from portal.workbench import memberships
from portal.workbench.admin_panel import ToDoPanel


@hooks.register("register_admin_viewset")
def register_viewsets():
    return [
        OrganisationViewSet(),
        TermViewSet(add_to_admin_menu=True, menu_order=150),
        HolidayViewSet(add_to_admin_menu=True, menu_order=151),
    ]


@hooks.register("register_admin_urls")
def saved_view_urls():
    views = (saved_views.urlpatterns, saved_views.app_name)
    return [path("views/", include(views))]


@hooks.register("construct_homepage_panels")
def add_to_do(request, panels):
    panels.append(ToDoPanel(request.user))


@hooks.register("construct_main_menu")
def leave_out_wagtails_help(request, menu_items):
    if not request.user.is_superuser:
        menu_items[:] = [item for item in menu_items if item.name != "help"]


hooks.register("construct_reports_menu", leave_out_site_history)


@hooks.register("insert_global_admin_css")
def admin_css():
    return format_html('<link rel="stylesheet" href="{}">', static("portal/admin.css"))


@hooks.register("register_log_actions")
def register_log_actions(actions):
    for name, label, message in (
        ("verify", _("Verify"), _("Verified")),
        ("refuse", _("Refuse"), _("Refused")),
        ("register", _("Register"), _("Registered")),
        ("claim_again", _("Ask again"), _("Asked again to be verified")),
        ("invite", _("Invite"), _("Invited")),
        ("cancel", _("Withdraw invitation"), _("Invitation withdrawn")),
        ("lapse", _("End invitation"), _("Invitation ended after 14 days")),
        ("accept", _("Accept"), _("Invitation accepted")),
        ("decline", _("Decline"), _("Invitation declined")),
        ("request", _("Ask to join"), _("Asked to join")),
        ("withdraw", _("Withdraw request"), _("Request withdrawn")),
        ("approve", _("Accept request"), _("Request accepted")),
        ("change_role", _("Change role"), _("Role changed")),
        ("end", _("End membership"), _("Membership ended")),
        ("leave", _("Leave"), _("Left")),
    ):
        actions.register_action(f"portal.{name}", label, message)


@hooks.register("workbench_tasks")
def workbench_tasks(user):
    return memberships.tasks(user)


@hooks.register("deadlines")
def deadlines(user):
    return memberships.deadlines(user)


@hooks.register("every_minute")
def end_invitations():
    return end_lapsed_invitations()


hooks.register("every_minute", sweep_hourly)
hooks.register("every_minute", call_digests)
hooks.register("every_minute", clear_daily)
hooks.register("before_bulk_action", check_bulk_action)


@hooks.register("work_off")
def deliver_mail():
    return deliver()
