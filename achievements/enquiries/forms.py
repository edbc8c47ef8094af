from django import forms
from django.utils.translation import gettext_lazy as _

from achievements.enquiries.models import Enquiry
from portal.attachments.forms import FilesField
from portal.organisations.models import Organisation


class MessageForm(forms.Form):
    text = forms.CharField(
        label=_("Message"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "Neither side sees the other’s e-mail address. Do not send trade secrets "
            "before a confidentiality agreement is signed."
        ),
    )
    files = FilesField(label=_("Files"), required=False)


class EnquiryForm(MessageForm):
    organisation = forms.ModelChoiceField(
        label=_("On behalf of"), queryset=Organisation.objects.none(), empty_label=None
    )
    purpose = forms.ChoiceField(label=_("Purpose"), choices=Enquiry.Purpose.choices)

    field_order = ("organisation", "purpose", "text", "files")

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations


class CloseForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[("", _("Choose a reason")), *Enquiry.CloseReason.choices],
    )
    note = forms.CharField(
        label=_("Note for the other side"),
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
