"""The moments of a call, in their order, for its page, its calendar and its print."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.deadlines.deadlines import Deadline
from portal.deadlines.holidays import work_calendar
from portal.deadlines.workdays import day_of
from projects.calls.changing import end_of


@dataclass(frozen=True)
class Moment:
    key: str
    label: str
    at: datetime
    is_provisional: bool = False

    @property
    def before_opening(self):
        """How long until one may apply, which is not what is left for applying."""
        if self.key != "opens":
            return ""
        days = max((self.at - timezone.now()).days, 0)
        if not days:
            return _("Opens within a day")
        return ngettext("Opens in %(n)d day", "Opens in %(n)d days", days) % {"n": days}


def dates_of(call):
    """Opening, closing, and the ends of the endorsement that the call asks for."""
    if not (call.opens_at and call.closes_at):
        return []
    calendar = work_calendar()
    moments = [
        Moment("opens", _("Opening"), call.opens_at),
        Moment("closes", _("Closing"), call.closes_at),
    ]
    levels = (
        ("institution", _("End of endorsement by institutions")),
        ("bureau", _("End of recommendation by bureaus")),
    )
    for level, label in levels:
        if call.asks(level):
            end = end_of(call, level, calendar)
            still_moves = may_still_move(call, level, end, calendar)
            moments.append(Moment(level, label, end, still_moves))
    return moments


def may_still_move(call, level, end, calendar):
    """Counted in working days into a year whose holidays are not announced yet."""
    fixed = call.endorse_until if level == "institution" else call.recommend_until
    codes = ("endorse", "recommend")[: 1 + (level == "bureau")]
    if fixed or all(call.rules.period(code)[1] != "working" for code in codes):
        return False
    return bool(calendar.unseeded_years(day_of(call.closes_at), day_of(end)))


def next_moment(call):
    """What one counts down to: the opening, then the closing, then nothing."""
    if call.status != call.Status.PUBLISHED:
        return None
    if call.phase == call.Phase.ANNOUNCED:
        return Moment("opens", _("Opening"), call.opens_at)
    return Moment("closes", _("Closing"), call.closes_at) if call.is_open else None


def calendar_entries(call):
    """For calendar programs; of a cancelled call nothing is left to be kept."""
    if call.status != call.Status.PUBLISHED:
        return []
    return [
        Deadline(
            at=moment.at,
            title=_("%(what)s: %(call)s") % {"what": moment.label, "call": call.title},
            url=call.get_absolute_url(),
            key=moment.key,
        )
        for moment in dates_of(call)
    ]
