"""Registers viewsets, log actions, workbench tasks and demonstration data."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from achievements.demo.loading import load
from achievements.enquiries import tasks as enquiry_tasks
from achievements.enquiries.viewsets import EnquiryViewSet
from achievements.registry import tasks as achievement_tasks
from achievements.registry.importing import ACHIEVEMENTS
from achievements.registry.sitemaps import AchievementSitemap
from achievements.registry.viewsets import AchievementViewSet
from achievements.transfer import tasks as listing_tasks
from achievements.transfer.expiring import expire_overdue
from achievements.transfer.importing import LISTINGS
from achievements.transfer.sitemaps import ListingSitemap
from achievements.transfer.viewsets import ListingViewSet


@hooks.register("register_admin_viewset")
def register_viewsets():
    return [AchievementViewSet(), ListingViewSet(), EnquiryViewSet()]


@hooks.register("sitemap_sections")
def sitemap_sections():
    return {"achievements": AchievementSitemap, "listings": ListingSitemap}


@hooks.register("import_targets")
def import_targets():
    return [ACHIEVEMENTS, LISTINGS]


@hooks.register("workbench_tasks")
def workbench_tasks(user):
    return [
        *achievement_tasks.tasks(user),
        *listing_tasks.tasks(user),
        *enquiry_tasks.tasks(user),
    ]


@hooks.register("register_log_actions")
def register_log_actions(actions):
    for name, label, message in (
        ("submit", _("Submit"), _("Submitted")),
        ("return_for_changes", _("Return for changes"), _("Returned for changes")),
        ("send_back", _("Return for changes"), _("Returned by the research office")),
        ("endorse", _("Endorse"), _("Endorsed by the research office")),
        ("publish", _("Publish"), _("Published")),
        ("supersede", _("Replace"), _("Replaced by a newer version")),
        ("revise", _("Revise"), _("Taken back for revision")),
        ("renew", _("Renew"), _("Renewed for a year")),
        ("expire", _("Expire"), _("Expired")),
        ("withdraw", _("Withdraw"), _("Withdrawn")),
        ("answer", _("Answer"), _("Answered")),
        ("ask_again", _("Write again"), _("Asked again")),
        ("close", _("Close"), _("Closed")),
    ):
        actions.register_action(f"achievements.{name}", label, message)


hooks.register("every_minute", expire_overdue)


@hooks.register("load_demo_data")
def load_demo_data(organisations, people):
    load(organisations, people)
