"""The way through institution and bureau: deadlines, quotas, who is told."""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.deadlines.holidays import work_calendar
from portal.deadlines.workdays import day_of
from portal.organisations.models import Organisation


def lock_counters(application):
    """Quotas are counted by organisation: its row is the turnstile.

    Read anew, for a copy in memory may have been made before the bureau was known.
    """
    stored = type(application)._base_manager.filter(pk=application.pk)
    keys = {key for row in stored.values_list("organisation", "bureau") for key in row}
    rows = Organisation.objects.select_for_update(no_key=True).order_by("pk")
    list(rows.filter(pk__in=keys - {None}).values_list("pk"))


# Deadlines. `calendar` spares a list of many rows the same query for each.


def window_from(rules, code, moment, calendar=None):
    """The end of the rules' window for this: of the last of its days, counted anew."""
    return (calendar or work_calendar()).end_of_period(moment, *rules.period(code))


def window_from_now(application, code):
    return window_from(application.call.rules, code, timezone.now())


def closes_for_author(application):
    """The call's closing, or later where the author was given longer.

    A list brings `late_until` along for all its rows.
    """
    if hasattr(application, "late_until"):
        later = [application.late_until]
    else:
        late = application.call.late_submitters.filter(user=application.created_by_id)
        later = late.values_list("until", flat=True)
    return max([application.call.closes_at, *filter(None, later)])


CODES = {"institution": ("endorse",), "bureau": ("endorse", "recommend")}


def until(application, level, calendar=None):
    """The last moment for the institution or the bureau to act on this application.

    What the call or the rules say; later where the author was given longer, where
    the officer returned it, so that the windows begin anew when mending ends, and
    where the bureau returned it, so that it passes the institution once more.
    """
    call, calendar = application.call, calendar or work_calendar()
    moments = [call_until(call, level, calendar)]
    for later in (closes_for_author(application), application.officer_mend_until):
        if later and later > call.closes_at:
            moments.append(chain(call, level, later, calendar))
    return max([*moments, application.mend_until or moments[0]])


def call_until(call, level, calendar):
    """For all applications of the call that have no later moment of their own."""
    fixed = {"endorse": call.endorse_until, "recommend": call.recommend_until}
    moment = call.closes_at
    for code in CODES[level]:
        moment = fixed[code] or window_from(call.rules, code, moment, calendar)
    return moment


def chain(call, level, moment, calendar):
    for code in CODES[level]:
        moment = window_from(call.rules, code, moment, calendar)
    return moment


def check_until(application, calendar=None):
    """By when the officers mean to have checked it."""
    rules = application.call.rules
    return window_from(rules, "check", application.received_at, calendar)


def is_provisional(call, codes, moment, calendar):
    """Counted in working days into a year whose holidays are not announced yet."""
    if all(call.rules.period(code)[1] != "working" for code in codes):
        return False
    return bool(calendar.unseeded_years(day_of(call.closes_at), day_of(moment)))


def refuse_cancelled(application):
    """Nothing is decided any more for a call that is not held."""
    call = application.call
    if call.status == call.Status.CANCELLED:
        raise ValidationError(
            _("The call was cancelled: %(reason)s"),
            params={"reason": call.status_reason},
        )


def refuse_late(application, level):
    refuse_cancelled(application)
    if until(application, level) <= timezone.now():
        raise ValidationError(_("The time for this has passed."))


# Quotas


def quota_of(call, organisation_id, level):
    """How many this organisation may let pass; None for any number."""
    own = call.quotas.filter(organisation=organisation_id).first()
    return own.most if own else general_quota(call, level)


def general_quota(call, level):
    return call.quota_institution if level == "institution" else call.quota_bureau


def let_pass(level):
    """A condition: has a place in the quota of its institution or bureau.

    What a later desk returns keeps its place; what the desk itself takes back, or
    what is withdrawn, makes room for another.
    """
    passed = {"institution": "endorsed_at", "bureau": "recommended_at"}[level]
    on_its_way_again = ("returned", "submitted", "endorsed")
    taken_back = Q(
        returned_by=level, status__in=on_its_way_again[: 2 + (level == "bureau")]
    )
    return Q(**{f"{passed}__isnull": False}) & ~taken_back & ~Q(status="withdrawn")


def desk_of(application, level):
    """The organisation that acts on it at this level."""
    if level == "institution":
        return application.organisation_id
    return application.bureau_id


def counted(application, level):
    """Others of the call that this organisation has let pass and that still count."""
    field = {"institution": "organisation", "bureau": "bureau"}[level]
    others = type(application).objects.exclude(pk=application.pk)
    return others.filter(
        let_pass(level),
        call=application.call_id,
        **{field: desk_of(application, level)},
    )


def refuse_beyond_quota(application, level):
    most = quota_of(application.call, desk_of(application, level), level)
    if most is not None and counted(application, level).count() >= most:
        raise ValidationError(
            _("The quota of %(most)s applications for this call is used up."),
            params={"most": most},
        )


# Bureaus


def bureau_of(application):
    """The bureau of the region nearest to the lead organisation; None where none is."""
    region = application.organisation.region
    if region is None:
        return None
    paths, path = [], region.path
    while path:
        paths.append(path)
        path = path.rpartition("/")[0]
    bureaus = Organisation.objects.verified().filter(
        Q(kind=Organisation.Kind.GOVERNMENT), region__path__in=paths
    )
    return max(
        bureaus.select_related("region").order_by("pk"),
        key=lambda bureau: len(bureau.region.path),
        default=None,
    )


def bureau_for(application):
    """The bureau that is to recommend it; without one it would wait for ever."""
    if not application.call.asks("bureau"):
        return None
    bureau = bureau_of(application)
    if bureau is None:
        raise ValidationError(no_bureau(application))
    return bureau


def no_bureau(application):
    return _(
        "No bureau is registered for the region of “%(organisation)s”, and this call "
        "asks for its recommendation. Write to the contact named in the call."
    ) % {"organisation": application.organisation}


def refuse_own(application, by):
    """Who wrote, submitted or endorsed it, or stands in its team, does not decide."""
    if by is None:
        return
    if application.took_part(by) or application.team.filter(user=by).exists():
        raise ValidationError(
            _("Somebody else must decide: you took part in this application.")
        )
