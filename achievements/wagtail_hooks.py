"""Registers viewsets, log actions, workbench tasks and demonstration data."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from achievements.demo.loading import load


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


@hooks.register("load_demo_data")
def load_demo_data(organisations, people):
    load(organisations, people)
