from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from portal.accounts.models import User
from portal.organisations.forms import ParentField
from portal.organisations.models import Organisation
from projects.programmes.models import Rules


class OfficersField(forms.ModelMultipleChoiceField):
    """Officers by name and address: two may bear the same name."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, user):
        return f"{user} <{user.email}>"


class ProgrammeForm(WagtailAdminModelForm):
    authority = ParentField(
        label=_("Authority"),
        required=False,
        max_length=200,
        help_text=_("Its unified social credit code or its name."),
    )
    officers = OfficersField(
        User.objects.none(),
        label=_("Officers"),
        required=False,
        help_text=_("They alone see and decide what belongs to this programme."),
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.initial["authority"] = self.instance.authority
        officers = User.objects.filter(groups__name="officer", is_active=True)
        if self.instance.pk:
            officers |= self.instance.officers.all()
        self.fields["officers"].queryset = officers.distinct().order_by("name", "pk")


class EligibilityForm(WagtailAdminModelForm):
    """Of rules, which propose who may apply, and of calls, which say it."""

    organisation_kinds = forms.MultipleChoiceField(
        label=_("Kinds of organisation that may apply"),
        choices=Organisation.Kind,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all may."),
    )


class RulesForm(EligibilityForm):
    stages = forms.MultipleChoiceField(
        label=_("Stages switched on"),
        choices=Rules.Stage,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
