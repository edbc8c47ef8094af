"""The words of what people are told about enquiries and listings."""

from django.utils.translation import gettext_lazy as _

from portal.notifications.events import register

ABOUT = _("Enquiries")


def register_all():
    register(
        "enquiries.asked",
        about=ABOUT,
        label=_("Somebody asks about my listing"),
        subject=_("New enquiry %(number)s about “%(listing)s”"),
        text=_(
            "%(organisation)s asks about your listing “%(listing)s”. "
            "Read the enquiry and answer it on the portal."
        ),
    )
    register(
        "enquiries.asked_again",
        about=ABOUT,
        label=_("A new message in an enquiry to me"),
        subject=_("New message in enquiry %(number)s"),
        text=_("%(organisation)s has written again about “%(listing)s”."),
    )
    register(
        "enquiries.answered",
        about=ABOUT,
        label=_("An answer to my enquiry"),
        subject=_("Answer to your enquiry %(number)s"),
        text=_("The holder of “%(listing)s” has answered your enquiry."),
    )
    register(
        "enquiries.closed",
        about=ABOUT,
        label=_("An enquiry is closed"),
        subject=_("Enquiry %(number)s is closed"),
        text=_(
            "The enquiry about “%(listing)s” has been closed. The reason stands on its page."
        ),
    )
