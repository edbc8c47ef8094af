"""The sections in which an application is written, in the order of the printed form."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.drafts.sections import Section
from projects.applications import forms, rows
from projects.applications.answers import answer_sections
from projects.applications.budget_form import budget_section

BEFORE_BUDGET = (
    Section("basics", _("Basics"), forms.BasicsForm),
    Section("team", _("Team"), rows=(rows.Members(),)),
    Section(
        "partners", _("Organisations"), forms.OrganisationsForm, (rows.Partners(),)
    ),
    Section(
        "indicators",
        pgettext_lazy("application", "Indicators"),
        rows=(rows.Indicators(),),
    ),
    Section("plan", _("Milestones"), rows=(rows.Milestones(),)),
)
FILES = Section("files", _("Files"), rows=(rows.OwnFiles(),), takes_files=True)
COMMITMENTS = Section(
    "commitments",
    _("Commitments"),
    forms.CommitmentsForm,
    preface="projects/applications/desk/_commitments.html",
)


def sections_of(application):
    """What this call asks for: its own questions stand after the budget."""
    call = application.call
    last = (FILES, COMMITMENTS) if call.commitments else (FILES,)
    return (
        *BEFORE_BUDGET,
        budget_section(application),
        *answer_sections(call),
        *last,
    )
