"""The way of an application through its call: where it is, who acts next, until when."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.templatetags.figures import moment_with_zone
from projects.applications import endorsing


@dataclass(frozen=True)
class Stage:
    label: str
    state: str
    at: datetime | None = None


def until(application, status):
    """The last moment of whoever acts on an application of this status."""
    if status == "submitted":
        return endorsing.until(application, "institution")
    if status == "endorsed":
        return endorsing.until(application, "bureau")
    if status == "received" and application.received_at:
        return endorsing.check_until(application)
    return None


def following(application, status):
    """Who acts next and until when, as one sentence."""
    moment = until(application, status)
    names = {
        "organisation": application.organisation.name,
        "bureau": application.bureau.name if application.bureau else _("The bureau"),
        "programme": application.call.programme.name,
        "moment": moment_with_zone(moment) if moment else "",
    }
    return sentence(status, moment) % names


def sentence(status, moment):
    if status == "submitted":
        return _(
            "Next, the research office of %(organisation)s endorses it or returns "
            "it, until %(moment)s."
        )
    if status == "endorsed":
        return _("Next, %(bureau)s recommends it or returns it, until %(moment)s.")
    if status == "received" and moment:
        return _(
            "Next, an officer of “%(programme)s” makes the formal check, until "
            "%(moment)s."
        )
    if status == "received":
        return _("Next, an officer of “%(programme)s” makes the formal check.")
    return _("It has passed and goes on to the next stage of “%(programme)s”.")


def stages(application):
    """The steps that this call has, each done, current or still to come."""
    status, call = application.status, application.call
    places = ["draft"]
    places += ["submitted"] if call.asks("institution") else []
    places += ["endorsed"] if call.asks("bureau") else []
    places += ["received"] if call.rules.has_stage("formal-check") else []
    here = place(application, places)
    for number, name in enumerate([*places, "passed"]):
        state = "done" if number < here else "todo"
        if number == here:
            state = "current"
        at = moment(application, name) if state == "done" else None
        yield Stage(label(name, status), state, at)


def place(application, places):
    """Where the record is among its stages; a decided one stands at the end."""
    status = application.status
    if status in ("draft", "returned", "withdrawn"):
        return 0
    if status == "refused":
        return len(places)
    return [*places, "passed"].index(status)


def label(name, status):
    if name == "passed" and status == "refused":
        return pgettext("application", "Refused")
    return {
        "draft": pgettext("stage", "Written and submitted"),
        "submitted": pgettext("stage", "Endorsed by the institution"),
        "endorsed": pgettext("stage", "Recommended by the bureau"),
        "received": pgettext("stage", "Formal check"),
        "passed": pgettext("stage", "Passed"),
    }[name]


def moment(application, name):
    """When this was done, where it was."""
    at = {
        "draft": application.submitted_at,
        "submitted": application.endorsed_at,
        "endorsed": application.recommended_at,
        "received": application.decided_at,
    }
    return at.get(name)
