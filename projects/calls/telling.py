"""Who hears of what becomes of a call.

Who takes part in it is known above: each part that has such people says so by the
hook `people_of_call`, a function of the call that gives users.
"""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from portal.notifications.events import in_each_language, register, tell
from portal.templatetags.figures import moment_with_zone

ABOUT = _("Calls")


def people_of(call):
    """Whoever has begun or handed in something for this call, each once."""
    asked = (ask(call) for ask in hooks.get_hooks("people_of_call"))
    return {person for people in asked for person in people}


def tell_concerned(call, event, *, by, **details):
    address(call, people_of(call) - {by}, event, **details)


def tell_extended(call, *, by, reason):
    until = in_each_language(lambda: moment_with_zone(call.closes_at))
    tell_concerned(call, "calls.extended", by=by, until=until, reason=reason)


def tell_admitted(call, person, *, until, reason):
    said = in_each_language(lambda: moment_with_zone(until))
    address(call, [person], "calls.admitted", until=said, reason=reason)


def address(call, people, event, **details):
    title = in_each_language(lambda: call.title)
    path = f"/calls/{call.number}/"
    tell(people, event, call, path=path, number=call.number, title=title, **details)


register(
    "calls.extended",
    about=ABOUT,
    label=_("A call in which you take part has been extended"),
    subject=_("Call %(number)s has been extended"),
    text=_(
        "Applications for “%(title)s” can be submitted until %(until)s. Reason: "
        "%(reason)s. The page of the call gives all its times."
    ),
)
register(
    "calls.cancelled",
    about=ABOUT,
    label=_("A call in which you take part has been cancelled"),
    is_mandatory=True,
    subject=_("Call %(number)s has been cancelled"),
    text=_("“%(title)s” was cancelled for this reason: %(reason)s"),
)
register(
    "calls.admitted",
    about=ABOUT,
    label=_("You may submit later than others"),
    is_mandatory=True,
    subject=_("You may submit for call %(number)s after its closing"),
    text=_("For “%(title)s” you alone may submit until %(until)s. Reason: %(reason)s"),
)
