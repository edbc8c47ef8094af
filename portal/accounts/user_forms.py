"""Wagtail's forms for users, with one name, and roles for administrators to give."""

from allauth.account.models import EmailAddress
from django import forms
from django.db import transaction
from wagtail.users.forms import UserCreationForm, UserEditForm

from portal.accounts.models import User

ROLE_FIELDS = ("is_superuser", "groups")


class OneName(forms.ModelForm):
    """`request_user` is who fills in the form: only a superuser gives rights."""

    def __init__(self, *args, request_user, **kwargs):
        super().__init__(*args, **kwargs)
        names = ("first_name", "last_name")
        barred = () if request_user.is_superuser else ROLE_FIELDS
        for name in (*names, *barred):
            self.fields.pop(name, None)

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    @transaction.atomic
    def save(self, commit=True):
        user = super().save(commit)
        if commit and "email" in self.changed_data:
            keep_address(user)
        return user


def keep_address(user):
    """One address, the one given here; the person confirms it at the next sign-in."""
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=user.email, primary=True)


class PortalUserCreationForm(OneName, UserCreationForm):
    class Meta(UserCreationForm.Meta):
        model = User
        fields = ("email", "name", "language", *ROLE_FIELDS)


class PortalUserEditForm(OneName, UserEditForm):
    class Meta(UserEditForm.Meta):
        model = User
        fields = ("email", "name", "language", "is_active", *ROLE_FIELDS)


class NameForm(forms.ModelForm):
    """For the page of one's own account in the admin."""

    class Meta:
        model = User
        fields = ("name",)
