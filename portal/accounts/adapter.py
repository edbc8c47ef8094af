"""Sign-up and sign-in by allauth: whom it makes, in which language it writes."""

import logging
import smtplib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.internal import ratelimit
from django.contrib import messages
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)

# What a sign-up sends, whether or not the address has an account already.
OF_SIGN_UP = (
    "account/email/email_confirmation",
    "account/email/account_already_exists",
)
SENT = "account/messages/email_confirmation_sent.txt"


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": gettext_lazy("This account has been closed."),
        "email_password_mismatch": gettext_lazy(
            "E-mail address and password do not match an account."
        ),
        "email_taken": gettext_lazy("There is an account with this address already."),
        "too_many_login_attempts": gettext_lazy(
            "Too many failed attempts. Wait five minutes and try again."
        ),
        "rate_limited": gettext_lazy("Too many attempts. Wait a minute and try again."),
        "incorrect_password": gettext_lazy("The password is not correct."),
        "incorrect_code": gettext_lazy("The code is not correct."),
    }

    def save_user(self, request, user, form, commit=True):
        """The language of the page is the language of the messages."""
        user.name = form.cleaned_data.get("name", "")
        user.language = get_language() or user.language
        return super().save_user(request, user, form, commit)

    def send_mail(self, template_prefix, email, context):
        """In the person's language; a server that refuses is no reason to fail."""
        user = context.get("user")
        language = getattr(user, "language", None) or get_language()
        try:
            with override(language):
                super().send_mail(template_prefix, email, context)
        except (smtplib.SMTPException, OSError) as error:
            logger.error("Mail to an account could not be sent: %s", error)
            self.say_that_it_was_not_sent(template_prefix, email)

    def say_that_it_was_not_sent(self, template_prefix, email):
        request = context.request
        request.mail_was_refused = True
        if not template_prefix.startswith(OF_SIGN_UP):
            text = _("The mail could not be sent. Try again in a few minutes.")
            messages.error(request, text)
            return
        # It may be asked for again at once: nothing has left yet.
        limits = {"app": "allauth.account", "action": "confirm_email"}
        ratelimit.clear(request, key=email.lower(), **limits)
        text = _(
            "Your account is kept, but the mail to confirm your address could not be "
            "sent. Sign in in a few minutes: it is then sent again."
        )
        messages.error(request, text)

    def add_message(self, request, level, message_template=None, *args, **kwargs):
        refused = getattr(request, "mail_was_refused", False)
        if not (refused and message_template == SENT):
            super().add_message(request, level, message_template, *args, **kwargs)
