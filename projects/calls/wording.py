"""What a call demands and offers, as sentences."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.templatetags.figures import moment_with_zone, money
from projects.calls.models import Call
from projects.calls.questions import Heading, Section


def funding(call):
    """Money and duration; nothing where the call says nothing."""
    if call.budget_total is not None:
        yield _("The whole call has %(money)s.") % {"money": money(call.budget_total)}
    yield from span_of_money(call.budget_min, call.budget_max)
    yield from span_of_months(call.months_min, call.months_max)
    if call.rules.own_share_percent:
        share = f"{call.rules.own_share_percent.normalize():f} %"
        yield _("At least %(share)s of a budget comes from other sources.") % {
            "share": share
        }


def span_of_money(least, most):
    if least is not None and most is not None:
        yield _("A project receives %(least)s to %(most)s of public money.") % {
            "least": money(least),
            "most": money(most),
        }
    elif most is not None:
        yield _("A project receives at most %(most)s of public money.") % {
            "most": money(most)
        }
    elif least is not None:
        yield _("A project receives at least %(least)s of public money.") % {
            "least": money(least)
        }


def span_of_months(least, most):
    if least and most and least != most:
        yield _("A project lasts %(least)s to %(most)s months.") % {
            "least": least,
            "most": most,
        }
    elif most:
        yield ngettext(
            "A project lasts at most %(count)s month.",
            "A project lasts at most %(count)s months.",
            most,
        ) % {"count": most}
    elif least:
        yield ngettext(
            "A project lasts at least %(count)s month.",
            "A project lasts at least %(count)s months.",
            least,
        ) % {"count": least}


def chain(call):
    """Through whose hands an application goes before it reaches the officers."""
    if not call.asks("institution"):
        yield _("What you submit goes to the programme’s officers at once.")
        return
    yield _("Your institution’s research office endorses what you submit.")
    yield from quota(
        call.quota_institution,
        _("An institution may endorse at most %(count)s applications."),
    )
    if call.asks("bureau"):
        yield _("Then the bureau of your institution’s region recommends it.")
        yield from quota(
            call.quota_bureau,
            _("A bureau may recommend at most %(count)s applications."),
        )


def quota(most, text):
    if most is not None:
        yield text % {"count": most}


def why_not(call):
    """Why nobody can start an application now; nothing where one can."""
    if call.status == Call.Status.DRAFT:
        return _("This call is not published yet.")
    if call.status == Call.Status.CANCELLED:
        return _("This call was cancelled.")
    if call.phase == Call.Phase.ANNOUNCED:
        return _("Applications can be submitted from %(moment)s.") % {
            "moment": moment_with_zone(call.opens_at)
        }
    if call.phase == Call.Phase.CLOSED:
        return _("This call closed on %(moment)s.") % {
            "moment": moment_with_zone(call.closes_at)
        }
    return ""


def asked(call):
    """What the questionnaire asks, in its order: headings, and labels of questions."""
    if call.questionnaire is None:
        return []
    return [
        {
            "label": child.value.label,
            "is_heading": isinstance(child.block, Section | Heading),
            "kind": str(child.block.label),
            "is_required": child.value.get("is_required", True),
        }
        for child in call.questionnaire.questions
    ]
