from django import forms
from django.utils.translation import gettext_lazy as _

from projects.portfolio.models import Project


class FindForm(forms.Form):
    """What one looks for in the public list of projects."""

    q = forms.CharField(
        label=_("Title, leader, organisation or number"),
        max_length=100,
        required=False,
    )
    year = forms.TypedChoiceField(
        label=_("Year of beginning"), coerce=int, required=False
    )
    programme = forms.ChoiceField(label=_("Programme"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        public = Project.objects.public()
        years = [(year, str(year)) for year in public.years()]
        names = [(name, name) for name in public.programme_names()]
        self.fields["year"].choices = [("", _("All years")), *years]
        self.fields["programme"].choices = [("", _("All programmes")), *names]

    def narrow(self, projects):
        """Only those asked for; a wrong value in the address asks for nothing."""
        self.is_valid()
        asked = self.cleaned_data
        if asked.get("q"):
            projects = projects.with_words(asked["q"])
        if asked.get("year"):
            projects = projects.filter(started__year=asked["year"])
        if asked.get("programme"):
            projects = projects.filter(programme_name=asked["programme"])
        return projects
