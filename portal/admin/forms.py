from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm


class CarefulForm(WagtailAdminModelForm):
    """Two officers do not overwrite each other: the record bears `updated_at`."""

    # When the record was last saved, as the page that was sent knew it.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        last = self.instance.updated_at if self.instance.pk else None
        self.initial["seen"] = last.isoformat() if last else ""

    def clean_seen(self):
        seen = self.cleaned_data["seen"]
        if seen and seen != self.initial["seen"]:
            raise forms.ValidationError(
                _(
                    "Somebody else saved this while you had it open. Copy what you "
                    "typed and open the page anew."
                )
            )
        return seen
