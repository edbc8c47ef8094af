"""What of a call may still change, and how its times are moved."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.deadlines.holidays import work_calendar
from projects.programmes.models import ELIGIBILITY

ENDS = ("closes_at", "endorse_until", "recommend_until")
# Whoever began to write relies on these.
FROZEN = (
    "rules",
    "questionnaire",
    "year",
    "opens_at",
    *ENDS,
    "endorsement",
    "blindness",
    "budget_min",
    "budget_max",
    "months_min",
    "months_max",
    "commitments_zh",
    "commitments_en",
    *ELIGIBILITY,
)
# Of a topic only the wording is corrected, and none is taken away.
FROZEN_OF_TOPIC = ("code", "mode", "budget_max", "most_projects")


def refuse_foreign(call):
    """Rules and questions are those of the call's own programme."""
    for record in (call.rules_id and call.rules, call.questionnaire):
        if record and record.programme_id != call.programme_id:
            raise ValidationError(
                _("“%(record)s” belongs to another programme."),
                params={"record": record},
            )


def refuse_out_of_order(call):
    """Endorsement ends after the closing, recommendation after endorsement."""
    last = call.closes_at
    for name in ENDS[1:]:
        moment = getattr(call, name)
        if moment and last and moment < last:
            raise ValidationError(
                _("“%(label)s” lies before the end of the step before it."),
                params={"label": label_of(call, name)},
            )
        last = moment or last


def refuse_frozen(call):
    if not call.pk:
        return
    stored = type(call).objects.get(pk=call.pk)
    frozen = ("programme", *FROZEN) if stored.has_opened else ("programme",)
    changed = [
        str(label_of(call, name))
        for name in frozen
        if getattr(call, f"{name}_id", getattr(call, name))
        != getattr(stored, f"{name}_id", getattr(stored, name))
    ]
    if changed:
        raise ValidationError(
            _("This can no longer change: %(names)s."),
            params={"names": "、".join(changed)},
        )


def label_of(call, name):
    return capfirst(call._meta.get_field(name).verbose_name)


def end_of(call, level, calendar=None):
    """The last moment of the institution or the bureau: the call's own, or the rules'."""
    calendar = calendar or work_calendar()
    moment = call.closes_at
    codes = (("endorse", call.endorse_until), ("recommend", call.recommend_until))
    for code, fixed in codes[: 1 + (level == "bureau")]:
        moment = fixed or calendar.end_of_period(moment, *call.rules.period(code))
    return moment


def extend(call, wanted):
    """Move ends later; what is not given or is as it was stays."""
    moved = {
        name: moment
        for name, moment in wanted.items()
        if moment and to_the_minute(moment) != to_the_minute(getattr(call, name))
    }
    if not moved:
        raise ValidationError(_("Give a later time than the present one."))
    if "closes_at" in moved and call.closes_at <= timezone.now():
        raise ValidationError(
            _("The call has closed. Let single persons submit later instead.")
        )
    present = dict(zip(ENDS, ends_of(call), strict=True))
    for name, moment in moved.items():
        if moment <= max(present[name], timezone.now()):
            raise ValidationError(
                _("“%(label)s” can only be moved to a later time that is still ahead."),
                params={"label": label_of(call, name)},
            )
        setattr(call, name, moment)
    refuse_out_of_order(call)


def to_the_minute(moment):
    return moment and moment.replace(second=0, microsecond=0)


def ends_of(call):
    calendar = work_calendar()
    levels = ("institution", "bureau")
    return [call.closes_at, *(end_of(call, level, calendar) for level in levels)]


def late_submitter(call, address, until):
    """The person of this address, if it makes sense to give him until then."""
    user = User.objects.filter(email__iexact=address.strip(), is_active=True).first()
    if user is None:
        raise ValidationError(
            _("Nobody of the address %(address)s has an account here."),
            params={"address": address},
        )
    if until <= max(call.closes_at, timezone.now()):
        raise ValidationError(
            _("The time must lie after the closing of the call and still ahead.")
        )
    return user
