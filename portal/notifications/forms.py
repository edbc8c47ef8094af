from django import forms

from portal.notifications import preferences
from portal.notifications.models import WORDS, Way


class PreferencesForm(forms.Form):
    """A choice an event; mandatory events have none."""

    def __init__(self, *args, user, **options):
        super().__init__(*args, **options)
        self.user = user
        self.groups = preferences.events_by_subject(user)
        chosen = preferences.ways_of(user)
        for _heading, names in self.groups:
            for name in filter(preferences.can_be_chosen, names):
                self.fields[name] = forms.ChoiceField(
                    label=preferences.label_of(name),
                    choices=Way.choices,
                    widget=forms.RadioSelect,
                    initial=chosen.get(name, Way.AT_ONCE),
                )

    def sections(self):
        """For the page: a heading, and of each event its label and its field, if any."""
        return [
            (
                heading,
                [
                    {
                        "label": preferences.label_of(name),
                        "field": self[name] if name in self.fields else None,
                        "is_mandatory": WORDS[name].is_mandatory,
                    }
                    for name in names
                ],
            )
            for heading, names in self.groups
        ]

    @property
    def ways(self):
        return Way.choices

    def save(self):
        preferences.choose(self.user, self.cleaned_data)
