from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.vocabularies.models import Term
from projects.calls.models import Call
from projects.programmes.models import Programme


class FindForm(forms.Form):
    """What one looks for in the public list of calls."""

    q = forms.CharField(
        label=_("Title, topic or number"), max_length=100, required=False
    )
    phase = forms.ChoiceField(label=_("State"), required=False)
    programme = forms.ModelChoiceField(
        Programme.objects.none(),
        label=_("Programme"),
        empty_label=_("All programmes"),
        to_field_name="code",
        required=False,
    )
    domain = forms.ModelChoiceField(
        Term.objects.none(),
        label=_("Domain"),
        empty_label=_("All domains"),
        to_field_name="code",
        required=False,
    )
    year = forms.TypedChoiceField(
        label=pgettext_lazy("call", "Year"), coerce=int, required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        public = Call.objects.public()
        years = [(year, str(year)) for year in public.years()]
        self.fields["phase"].choices = [("", _("All")), *Call.Phase.choices]
        self.fields["year"].choices = [("", _("All years")), *years]
        with_calls = Programme.objects.filter(calls__in=public).distinct()
        self.fields["programme"].queryset = with_calls.for_listing()
        domains = Term.objects.scheme("domain").current()
        self.fields["domain"].queryset = domains.order_by("position")

    def narrow(self, calls):
        """Only those asked for; a wrong value in the address asks for nothing."""
        self.is_valid()
        asked = self.cleaned_data
        if asked.get("q"):
            calls = calls.with_words(asked["q"])
        if asked.get("phase"):
            calls = calls.in_phase(asked["phase"])
        if asked.get("programme"):
            calls = calls.filter(programme=asked["programme"])
        if asked.get("domain"):
            calls = calls.filter(domains=asked["domain"])
        if asked.get("year"):
            calls = calls.filter(year=asked["year"])
        return calls
