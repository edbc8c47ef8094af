from projects.applications.models import (
    Application,
    ApplicationUserObjectPermission,
)
from projects.applications.plan import BudgetLine, BudgetNote, Milestone
from projects.applications.submissions import Finding, Submission
from projects.applications.team import Partner, TeamMember
from projects.calls.models import Call, Questionnaire
from projects.calls.parts import LateSubmitter, Quota, Topic
from projects.indicators.models import Indicator, IndicatorTable
from projects.portfolio.models import Project
from projects.programmes.models import Cap, Outcome, Programme, Rules, Window

__all__ = [
    "Application",
    "ApplicationUserObjectPermission",
    "BudgetLine",
    "BudgetNote",
    "Call",
    "Cap",
    "Finding",
    "Indicator",
    "IndicatorTable",
    "LateSubmitter",
    "Milestone",
    "Outcome",
    "Partner",
    "Programme",
    "Project",
    "Questionnaire",
    "Quota",
    "Rules",
    "Submission",
    "TeamMember",
    "Topic",
    "Window",
]
