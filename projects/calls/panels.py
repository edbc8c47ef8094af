"""The form of a call in the admin: a tab for each thing that one decides."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)

from portal.admin.fields import RowsPanel
from projects.calls.forms import CallForm, QuotaForm, TopicForm


def row(*names):
    return FieldRowPanel([FieldPanel(name) for name in names])


def both(name):
    """Chinese beside English."""
    return row(f"{name}_zh", f"{name}_en")


CONTENT = [
    both("title"),
    both("summary"),
    row("year", "rules"),
    FieldPanel("questionnaire"),
    row("domains", "elements"),
    both("contact"),
]
GUIDELINE = [both("guideline"), both("commitments")]
TOPICS = [
    RowsPanel(
        "topics",
        heading=_("Topics"),
        label=_("topic"),
        form=TopicForm,
        panels=[
            row("code", "mode"),
            both("title"),
            both("description"),
            row("budget_max", "most_projects"),
        ],
    )
]
TIMES = [
    MultiFieldPanel(
        [row("opens_at", "closes_at"), row("endorse_until", "recommend_until")],
        heading=_("Times"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("budget_total"),
            row("budget_min", "budget_max"),
            row("months_min", "months_max"),
        ],
        heading=_("Money and duration"),
    ),
]
APPLICANTS = [
    MultiFieldPanel(
        [
            FieldPanel("organisation_kinds"),
            row("max_age", "lowest_degree"),
            row("max_running_person", "max_running_organisation"),
            FieldPanel("refuses_running_title"),
        ],
        heading=_("Who may apply"),
    ),
    MultiFieldPanel(
        [FieldPanel("endorsement"), row("quota_institution", "quota_bureau")],
        heading=_("Endorsement"),
    ),
    RowsPanel(
        "quotas",
        heading=_("Quotas of single organisations"),
        label=_("quota"),
        form=QuotaForm,
        panels=[row("organisation", "most")],
    ),
    FieldPanel("blindness"),
]
CALL_PANELS = TabbedInterface(
    [
        ObjectList(CONTENT, heading=_("Call")),
        ObjectList(GUIDELINE, heading=_("Guideline")),
        ObjectList(TOPICS, heading=_("Topics")),
        ObjectList(TIMES, heading=_("Times and money")),
        ObjectList(APPLICANTS, heading=_("Applicants")),
    ],
    base_form_class=CallForm,
)
