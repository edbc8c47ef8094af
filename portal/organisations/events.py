"""The words of what people are told about organisations and their members."""

from django.utils.translation import gettext_lazy as _

from portal.notifications.events import register

ABOUT = _("Organisations and their members")


def register_all():
    for_officers()
    for_administrators()
    for_members()


def for_officers():
    register(
        "organisations.registered",
        about=ABOUT,
        label=_("An organisation waits to be verified"),
        permission="portal.verify_organisation",
        subject=_("To be verified: %(organisation)s"),
        text=_(
            "%(person)s has registered %(organisation)s. Check the organisation and "
            "verify it or refuse it with a reason."
        ),
    )


def for_administrators():
    register(
        "organisations.verified",
        about=ABOUT,
        label=_("My organisation has been verified"),
        is_mandatory=True,
        subject=_("%(organisation)s has been verified"),
        text=_(
            "%(organisation)s has been verified. Its page is public now, and its results "
            "can be published."
        ),
    )
    register(
        "organisations.refused",
        about=ABOUT,
        label=_("My organisation has not been verified"),
        is_mandatory=True,
        subject=_("%(organisation)s has not been verified"),
        text=_(
            "%(organisation)s could not be verified. Reason: %(reason)s Correct the facts "
            "and ask again."
        ),
    )
    register(
        "organisations.requested",
        about=ABOUT,
        label=_("Somebody asks to join my organisation"),
        subject=_("%(person)s asks to join %(organisation)s"),
        text=_(
            "%(person)s asks to become a member of %(organisation)s. Accept or refuse "
            "the request."
        ),
    )
    register(
        "organisations.accepted",
        about=ABOUT,
        label=_("Somebody has accepted an invitation"),
        subject=_("%(person)s has joined %(organisation)s"),
        text=_("%(person)s has accepted your invitation to %(organisation)s."),
    )
    register(
        "organisations.declined",
        about=ABOUT,
        label=_("Somebody has declined an invitation"),
        subject=_("An invitation to %(organisation)s was declined"),
        text=_("%(person)s has declined your invitation to %(organisation)s."),
    )
    register(
        "organisations.left",
        about=ABOUT,
        label=_("Somebody has left my organisation"),
        subject=_("%(person)s has left %(organisation)s"),
        text=_("%(person)s is no longer a member of %(organisation)s."),
    )


def for_members():
    register(
        "organisations.invited",
        about=ABOUT,
        label=_("I am invited to an organisation"),
        is_mandatory=True,
        subject=_("Invitation to %(organisation)s"),
        text=_(
            "%(person)s invites you to %(organisation)s on the NQI Portal. Your role will "
            "be: %(role)s. Open the link within 14 days, sign in or register, and accept. "
            "Whoever has this link can use it once; do not pass it on."
        ),
    )
    register(
        "organisations.approved",
        about=ABOUT,
        label=_("My request to join was accepted"),
        is_mandatory=True,
        subject=_("You are now a member of %(organisation)s"),
        text=_("%(organisation)s has accepted your request. You can act for it now."),
    )
    register(
        "organisations.not_accepted",
        about=ABOUT,
        label=_("My request to join was refused"),
        is_mandatory=True,
        subject=_("Your request to join %(organisation)s was refused"),
        text=_("%(organisation)s has refused your request to join. %(reason)s"),
    )
    register(
        "organisations.ended",
        about=ABOUT,
        label=_("My membership has ended"),
        is_mandatory=True,
        subject=_("Your membership of %(organisation)s has ended"),
        text=_(
            "An administrator has ended your membership of %(organisation)s. You can no "
            "longer see or change its records."
        ),
    )
    register(
        "organisations.role_changed",
        about=ABOUT,
        label=_("My role in an organisation has changed"),
        is_mandatory=True,
        subject=_("Your role in %(organisation)s has changed"),
        text=_("Your role in %(organisation)s is now: %(role)s."),
    )
