"""What an officer may correct in the admin: wording and classification, not ownership."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from portal.admin.fields import CodesField
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
    """A saved correction is a new edition: a form opened before it meets a conflict."""

    domains = ticked("domain", _("Domains"))
    elements = ticked("element", _("Elements"))
    industries = codes("industry", _("Industries"))

    def save(self, commit=True):
        self.instance.edition += 1
        return super().save(commit)


class AchievementCorrection(Correction):
    disciplines = codes("discipline", _("Disciplines"))
    ics = codes("ics", _("ICS classes"))
    ccs = codes("ccs", _("CCS classes"))
