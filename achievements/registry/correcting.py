"""What an officer may correct in the admin: wording and classification, not ownership."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from achievements.registry.editing import SECTIONS
from portal.admin.fields import CodesField
from portal.drafts.saving import locked, mark
from portal.vocabularies.models import Term


def ticked(scheme, label):
    return forms.ModelMultipleChoiceField(
        Term.objects.scheme(scheme),
        label=label,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def codes(scheme, label):
    return CodesField(Term.objects.scheme(scheme), label=label)


class Correction(WagtailAdminModelForm):
    """A saved correction is a new edition: a page opened before it meets a conflict."""

    # Of the desk's form: each is marked in which the officer changed a field.
    sections = ()

    domains = ticked("domain", _("Domains"))
    elements = ticked("element", _("Elements"))
    industries = codes("industry", _("Industries"))

    def save(self, commit=True):
        stored = locked(self.instance)
        self.instance.edition, self.instance.saves = stored.edition, stored.saves
        mark(self.instance, self.changed_sections(), by=self.for_user, page="admin")
        return super().save(commit)

    def changed_sections(self):
        changed = set(self.changed_data)
        return [section for section in self.sections if section.covers & changed]


class AchievementCorrection(Correction):
    sections = SECTIONS
    disciplines = codes("discipline", _("Disciplines"))
    ics = codes("ics", _("ICS classes"))
    ccs = codes("ccs", _("CCS classes"))
