"""The sections in which an achievement is written, in the order of the printed form."""

from django.utils.translation import gettext_lazy as _

from achievements.registry import forms, rows
from portal.drafts.files import Attachments
from portal.drafts.sections import Section

SECTIONS = (
    Section("basics", _("Basics"), forms.BasicsForm),
    Section("description", _("Problem and novelty"), forms.DescriptionForm),
    Section(
        "classification", _("Classification and maturity"), forms.ClassificationForm
    ),
    Section(
        "people",
        _("People and organisations"),
        forms.PeopleForm,
        (rows.Contributors(), rows.Participations()),
    ),
    Section("rights", _("Rights and outputs"), rows=(rows.IPRights(), rows.Outputs())),
    Section("indicators", _("Indicators with evidence"), rows=(rows.Indicators(),)),
    Section("files", _("Files and pictures"), rows=(Attachments(),), takes_files=True),
    Section("access", _("Visibility and embargo"), forms.AccessForm),
)
