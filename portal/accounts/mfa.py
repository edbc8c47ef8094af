"""The second factor by allauth, in our words."""

from allauth.mfa.adapter import DefaultMFAAdapter
from django.utils.translation import gettext_lazy as _


class MFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _(
            "The code or passkey was not accepted. The codes of the app change every "
            "half minute: type the present one."
        ),
        "add_email_blocked": _(
            "While a second factor is in use, no address can be added."
        ),
        "cannot_delete_authenticator": _("The second factor cannot be removed."),
        "cannot_generate_recovery_codes": _(
            "Recovery codes are made once a second factor is in use."
        ),
        "unverified_email": _(
            "Confirm your e-mail address first; then a second factor can be added."
        ),
    }
