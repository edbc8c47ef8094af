from allauth.account import forms as allauth_forms
from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User


class SignupForm(allauth_forms.SignupForm):
    """The adapter keeps the name with the new account."""

    name = forms.CharField(
        label=_("Full name"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ("name", "email", "password1")


class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("name", "language")
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}
        help_texts = {"language": _("Messages and mails reach you in this language.")}
