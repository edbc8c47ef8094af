"""What lies on the desk of a research office or a bureau, call by call."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, OuterRef, Q, Subquery, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.deadlines.deadlines import Deadline
from portal.deadlines.holidays import work_calendar
from portal.organisations.models import Organisation
from portal.workbench.tasks import Task
from projects.applications.endorsing import (
    CODES,
    call_until,
    general_quota,
    is_provisional,
    let_pass,
    until,
)
from projects.applications.models import Application
from projects.calls.models import Call
from projects.calls.parts import LateSubmitter, Quota

Status = Application.Status


@dataclass(frozen=True)
class Level:
    """Institution or bureau: which field names it, what waits there, and the steps."""

    name: str
    field: str
    waiting: str
    forward: str
    back: str

    def reached(self, offices):
        since = {"institution": "submitted_at", "bureau": "endorsed_at"}[self.name]
        return Q(**{f"{since}__isnull": False, f"{self.field}__in": offices})


LEVELS = (
    Level("institution", "organisation", Status.SUBMITTED, "endorse", "send_back"),
    Level("bureau", "bureau", Status.ENDORSED, "recommend", "send_back_by_bureau"),
)


def offices_of(user):
    """The organisations for which this person acts, by key."""
    if not user.is_authenticated:
        return {}
    return Organisation.objects.represented_by(user).in_bulk()


def on_desk(offices):
    """All that reached these offices, waiting or not."""
    reached = LEVELS[0].reached(offices) | LEVELS[1].reached(offices)
    return Application.objects.filter(reached).annotate(late_until=late_until())


def waiting_condition(offices):
    condition = Q()
    for level in LEVELS:
        waits = Q(status=level.waiting, **{f"{level.field}__in": offices})
        condition |= waits
    return condition & ~Q(call__status=Call.Status.CANCELLED)


def level_of(application, offices):
    """At which of the levels it waits for one of these offices; None at none."""
    if application.call.status == Call.Status.CANCELLED:
        return None
    for level in LEVELS:
        organisation = getattr(application, f"{level.field}_id")
        if application.status == level.waiting and organisation in offices:
            return level
    return None


@dataclass
class Standing:
    """One call at one desk: what waits, what has passed, of how many, until when."""

    call: Call
    organisation: Organisation
    level: Level
    most: int | None
    until: datetime
    passed: int = 0
    waiting: int = 0
    missed: int = 0
    due: datetime | None = None

    def add(self, moment, count):
        """So many wait until then; after that they are missed."""
        if moment <= timezone.now():
            self.missed += count
            return
        self.waiting += count
        self.due = min(self.due or moment, moment)

    @property
    def left(self):
        return None if self.most is None else max(self.most - self.passed, 0)

    @property
    def is_past(self):
        is_over = self.until <= timezone.now()
        is_over = is_over or self.call.status == Call.Status.CANCELLED
        return is_over and not self.waiting


class OfficeDesk:
    """All calls at the desks of one person, in as many queries as one call takes."""

    def __init__(self, user):
        self.offices = offices_of(user)
        self.rows = list(counts(self.offices)) if self.offices else []
        calls = Call.objects.select_related("rules").prefetch_related("rules__windows")
        keys = {row["call"] for row in self.rows}
        self.calls = calls.defer("guideline_zh", "guideline_en").in_bulk(keys)
        self.calendar = work_calendar() if self.calls else None

    def with_deadlines(self, applications):
        """Each with its call, its level, and until when it waits there."""
        for application in applications:
            application.call = self.calls[application.call_id]
            application.level = level_of(application, self.offices)
            application.until = None
            if application.level:
                level = application.level.name
                application.until = until(application, level, self.calendar)
        return applications

    @cached_property
    def standings(self):
        """The nearest end first; past ones last."""
        known = {}
        for row in self.rows:
            for level in LEVELS:
                if self.is_theirs(row, level):
                    self.count(known, row, level)
        found = known.values()
        return sorted(found, key=lambda one: (one.is_past, one.due or one.until))

    def is_theirs(self, row, level):
        asked = self.calls[row["call"]].asks(level.name)
        return asked and row[level.field] in self.offices

    def count(self, known, row, level):
        call, organisation = self.calls[row["call"]], row[level.field]
        key = call.pk, organisation, level.name
        if key not in known:
            own = row[f"most_of_{level.name}"]
            known[key] = Standing(
                call=call,
                organisation=self.offices[organisation],
                level=level,
                most=general_quota(call, level.name) if own is None else own,
                until=call_until(call, level.name, self.calendar),
            )
        known[key].passed += row[f"passed_{level.name}"]
        if row["waits"] == level.waiting:
            moments = {name: row[f"waits_{name}"] for name in MOMENTS}
            waiting = Application(call=call)
            vars(waiting).update(moments)
            known[key].add(until(waiting, level.name, self.calendar), row["count"])


MOMENTS = ("late_until", "mend_until", "officer_mend_until")


def late_until():
    """When the call ends for the author, where he was given longer."""
    given = LateSubmitter.objects.filter(
        call=OuterRef("call"), user=OuterRef("created_by")
    )
    return Subquery(given.values("until")[:1])


def counts(offices):
    """How many wait until when, and how many hold a place in the quotas.

    By call, institution and bureau; of those that wait, by what moves their end.
    """
    waits = waiting_condition(offices)
    grouped = {f"waits_{name}": Case(When(waits, then=name)) for name in MOMENTS}
    rows = (
        on_desk(offices)
        .order_by()
        .annotate(waits=Case(When(waits, then="status"), default=Value("")), **grouped)
        .values("call", "organisation", "bureau", "waits", *grouped)
        .annotate(count=Count("pk"))
    )
    for level in LEVELS:
        own = Quota.objects.filter(
            call=OuterRef("call"), organisation=OuterRef(level.field)
        )
        rows = rows.annotate(
            **{
                f"passed_{level.name}": Count("pk", filter=let_pass(level.name)),
                f"most_of_{level.name}": Subquery(own.values("most")[:1]),
            }
        )
    return rows


# For the workbench


def tasks(user):
    """One for each call and desk, however many wait there."""
    return [
        Task(
            action=endorse_words(one) % {"count": one.waiting},
            subject=str(one.call),
            url=address(one),
            due=one.due,
        )
        for one in OfficeDesk(user).standings
        if one.waiting
    ]


def endorse_words(standing):
    if standing.level.name == "bureau":
        return ngettext(
            "Recommend %(count)s application",
            "Recommend %(count)s applications",
            standing.waiting,
        )
    return ngettext(
        "Endorse %(count)s application",
        "Endorse %(count)s applications",
        standing.waiting,
    )


def deadlines(user):
    """Of every call at one's desks, whether something waits there yet or not."""
    desk = OfficeDesk(user)
    return [
        Deadline(
            at=one.due or one.until,
            title=deadline_words(one) % {"call": one.call},
            url=address(one),
            detail=_("Waiting at this moment: %(count)s.") % {"count": one.waiting},
            key=f"{one.level.forward}-{one.organisation.pk}",
            is_provisional=is_provisional(
                one.call, CODES[one.level.name], one.due or one.until, desk.calendar
            ),
        )
        for one in desk.standings
        if not one.is_past
    ]


def deadline_words(standing):
    if standing.level.name == "bureau":
        return _("Recommendation ends: “%(call)s”")
    return _("Endorsement ends: “%(call)s”")


def address(standing):
    return f"{reverse('endorsing:list')}?call={standing.call.number}"
