"""The words in which people are told what happens to an application."""

from django.utils.translation import gettext_lazy as _

from portal.notifications.events import register

ABOUT = _("Applications")


def register_all():
    for_applicants()
    for_those_who_act_next()
    for_teams()


def for_applicants():
    register(
        "applications.submitted",
        about=ABOUT,
        label=_("My application is submitted: the receipt"),
        is_mandatory=True,
        subject=_("Receipt: application %(number)s is submitted"),
        text=_(
            "“%(title)s” was submitted by %(person)s at %(moment)s for “%(call)s”. "
            "Number: %(number)s. Version: %(version)s. SHA-256 of the content: "
            "%(sha256)s. %(following)s"
        ),
    )
    register(
        "applications.endorsed",
        about=ABOUT,
        label=_("The institution has endorsed my application"),
        subject=_("Application %(number)s is endorsed by the institution"),
        text=_("%(organisation)s has endorsed “%(title)s”. %(following)s"),
    )
    register(
        "applications.recommended",
        about=ABOUT,
        label=_("The bureau has recommended my application"),
        subject=_("Application %(number)s is recommended by the bureau"),
        text=_("%(bureau)s has recommended “%(title)s”. %(following)s"),
    )
    register(
        "applications.returned",
        about=ABOUT,
        label=_("An application has come back for changes"),
        is_mandatory=True,
        subject=_("Application %(number)s has come back for changes"),
        text=_(
            "“%(title)s” was returned by the %(desk)s for this reason: %(reason)s "
            "Mend it and submit it again in time; otherwise it is out."
        ),
    )
    register(
        "applications.passed",
        about=ABOUT,
        label=_("An application has passed the formal check"),
        is_mandatory=True,
        subject=_("Application %(number)s has passed the formal check"),
        text=_("“%(title)s” has passed the formal check for “%(call)s”."),
    )
    register(
        "applications.refused",
        about=ABOUT,
        label=_("An application is refused in the formal check"),
        is_mandatory=True,
        subject=_("Application %(number)s is refused in the formal check"),
        text=_(
            "“%(title)s” was refused in the formal check for “%(call)s” for this "
            "reason: %(reason)s"
        ),
    )
    register(
        "applications.withdrawn",
        about=ABOUT,
        label=_("An application is withdrawn"),
        subject=_("Application %(number)s is withdrawn"),
        text=_(
            "%(person)s has withdrawn “%(title)s” for this reason: %(reason)s "
            "Nothing is to be done about it any more."
        ),
    )


def for_those_who_act_next():
    """At most once a day and call: more of them stand on the list."""
    register(
        "applications.to_endorse",
        about=ABOUT,
        label=_("Applications of my institution wait to be endorsed"),
        subject=_("To be endorsed: %(number)s"),
        text=_(
            "“%(title)s” was submitted for “%(call)s” and waits for the endorsement "
            "of %(organisation)s. Endorse it or return it with a reason. Others that "
            "come today stand on the list beside it."
        ),
    )
    register(
        "applications.to_recommend",
        about=ABOUT,
        label=_("Applications of my region wait to be recommended"),
        subject=_("To be recommended: %(number)s"),
        text=_(
            "“%(title)s” of %(organisation)s was endorsed for “%(call)s” and waits "
            "for the recommendation of %(bureau)s. Recommend it or return it with a "
            "reason. Others that come today stand on the list beside it."
        ),
    )
    register(
        "applications.to_check",
        about=ABOUT,
        label=_("Applications of my programmes wait for the formal check"),
        permission="projects.check_application",
        subject=_("For the formal check: %(number)s"),
        text=_(
            "“%(title)s” of %(organisation)s has arrived for “%(call)s”. Pass it, "
            "return it once or refuse it. Others that come today stand on the list "
            "beside it."
        ),
    )


def for_teams():
    register(
        "applications.invited",
        about=ABOUT,
        label=_("I am invited to the team of an application"),
        is_mandatory=True,
        subject=_("Invitation to the project team of “%(title)s”"),
        text=_(
            "%(person)s of %(organisation)s names you in the application “%(title)s” "
            "for “%(call)s”: %(role)s, %(months)s person-months. Open the link, sign "
            "in or register, and consent or decline. Whoever has this link can use it "
            "once; do not pass it on."
        ),
    )
    register(
        "applications.consented",
        about=ABOUT,
        label=_("Somebody has consented to be in my team"),
        subject=_("%(person)s takes part in %(number)s"),
        text=_("%(person)s has consented to be in the team of “%(title)s”."),
    )
    register(
        "applications.declined",
        about=ABOUT,
        label=_("Somebody does not take part in my team"),
        is_mandatory=True,
        subject=_("%(person)s does not take part in %(number)s"),
        text=_(
            "%(person)s does not take part in “%(title)s”. Invite somebody else or "
            "remove the row: without it the application cannot be submitted."
        ),
    )
    register(
        "applications.removed",
        about=ABOUT,
        label=_("I am no longer in the team of an application"),
        is_mandatory=True,
        subject=_("You are no longer in the team of %(number)s"),
        text=_(
            "%(person)s has taken you out of the team of “%(title)s”. You do not see "
            "the application any more."
        ),
    )


register_all()
