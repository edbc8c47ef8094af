"""Registers viewsets, log actions, workbench tasks and demonstration data."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks

from projects.applications import checking, officers, offices
from projects.applications import tasks as application_tasks
from projects.applications.concerned import people_of_call
from projects.applications.printing import print_waiting
from projects.applications.viewsets import ApplicationViewSet
from projects.calls.questionnaires import QuestionnaireViewSet
from projects.calls.sitemaps import CallSitemap
from projects.calls.viewsets import CallViewSet
from projects.demo import loading
from projects.portfolio.importing import PROJECTS
from projects.portfolio.models import Project
from projects.portfolio.sitemaps import ProjectSitemap
from projects.programmes.viewsets import ProgrammeViewSet, RulesViewSet

hooks.register("people_of_call", people_of_call)
hooks.register("workbench_tasks", application_tasks.tasks)
hooks.register("deadlines", application_tasks.deadlines)
hooks.register("workbench_tasks", offices.tasks)
hooks.register("deadlines", offices.deadlines)
hooks.register("workbench_tasks", officers.tasks)
hooks.register("deadlines", officers.deadlines)
hooks.register("work_off", checking.work_off)
hooks.register("every_minute", checking.try_again)


@hooks.register("register_admin_viewset")
def register_viewsets():
    return [
        ApplicationViewSet(),
        CallViewSet(),
        QuestionnaireViewSet(),
        ProgrammeViewSet(),
        RulesViewSet(),
    ]


@hooks.register("load_demo_data")
def load_demo_data(organisations, people):
    loading.load(organisations, people)


@hooks.register("import_targets")
def import_targets():
    return [PROJECTS]


@hooks.register("sitemap_sections")
def sitemap_sections():
    return {"calls": CallSitemap, "projects": ProjectSitemap}


@hooks.register("every_minute")
def end_overdue_projects():
    return Project.objects.end_overdue()


@hooks.register("work_off")
def print_submissions():
    return print_waiting()


@hooks.register("register_log_actions")
def register_log_actions(actions):
    for name, label, message in (
        ("publish", _("Publish"), _("Published")),
        ("cancel", _("Cancel"), _("Cancelled")),
        ("extend", _("Extend"), _("Extended")),
        ("admit_late", _("Let one person submit later"), _("Let one submit later")),
        ("clone", _("Clone"), _("Made from an earlier call")),
        ("add_file", _("Add document"), _("Document added")),
        ("remove_file", _("Remove document"), _("Document removed")),
        ("correct_wording", _("Correct wording"), _("Wording corrected")),
        ("new_version", _("New version"), _("Made as a new version")),
        ("submit", _("Submit"), _("Submitted")),
        (
            "endorse",
            pgettext_lazy("application", "Endorse"),
            _("Endorsed by the institution"),
        ),
        ("send_back", _("Return for changes"), _("Returned by the institution")),
        ("recommend", _("Recommend"), _("Recommended by the bureau")),
        (
            "send_back_by_bureau",
            _("Return for changes"),
            _("Returned by the bureau"),
        ),
        ("pass_check", _("Pass"), _("Passed the formal check")),
        ("return_for_changes", _("Return for changes"), _("Returned for changes")),
        (
            "refuse",
            pgettext_lazy("application", "Refuse"),
            _("Refused in the formal check"),
        ),
        ("withdraw", _("Withdraw"), _("Withdrawn")),
        ("invite", _("Invite"), _("Invited")),
        ("consent", _("Consent"), _("Consented")),
        ("decline", _("Decline"), _("Declined")),
        (
            "recall",
            _("Change and invite again"),
            _("Took the invitation or the consent back"),
        ),
        ("leave", _("Leave the team"), _("Left the team")),
    ):
        actions.register_action(f"projects.{name}", label, message)
