"""The automatic part of the formal check: what stands in the way, with its figures.

Each check looks at one application and says what it found as plain data; officers
read it in their own language (see `sentences.py`) and decide.
"""

import logging
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from portal.notifications.events import in_each_language
from projects.applications import budget, gaps, limits
from projects.applications.endorsing import bureau_of
from projects.applications.gaps import DEGREES
from projects.applications.models import Application
from projects.applications.similar import NotNow, nearest
from projects.applications.submissions import Finding
from projects.portfolio.models import Project

logger = logging.getLogger(__name__)
Code, Level = Finding.Code, Finding.Level

# From here on two descriptions are shown to the officer as alike. Of 17,926 titles
# of one field's projects, the nearest other one lies above it for one in twenty.
ALIKE_FROM = 60


@dataclass(frozen=True)
class Found:
    code: str
    level: str
    # Which sentence, and what it speaks of.
    what: str
    details: dict = field(default_factory=dict)

    def as_row(self, submission):
        return Finding(
            submission=submission,
            code=self.code,
            level=self.level,
            details={"what": self.what, **self.details},
        )


def findings_of(application):
    """All checks; one that fails is said to have failed and stops no other."""
    found = []
    for code, check in CHECKS.items():
        try:
            with transaction.atomic():
                found += check(application)
        except Exception:
            logger.exception("Check %s of %s failed", code, application.number)
            found.append(Found(code, Level.UNKNOWN, "failed"))
    return found


def complete(application):
    count = len(left_out(application))
    texts = [
        in_each_language(lambda place=place: left_out(application)[place])
        for place in range(count)
    ]
    if texts:
        yield Found(Code.COMPLETE, Level.BAR, "missing", {"texts": texts})
    else:
        yield Found(Code.COMPLETE, Level.GOOD, "complete")


def left_out(application):
    """The gaps of which no other check speaks."""
    team, call = list(application.team.all()), application.call
    others = {*gaps.organisation(application, bureau_of), *budget.gaps(application)}
    if leader := limits.leader_of(application):
        others.update(gaps.leader(leader, call))
    others.update(("team", gaps.consent(one) % {"name": one.name}) for one in team)
    return [str(gap[1]) for gap in gaps.gaps_of(application) if gap not in others]


def organisation(application):
    lead, admitted = application.organisation, application.call.organisation_kinds
    details = {"kind": lead.kind, "kinds": admitted}
    if admitted and lead.kind not in admitted:
        yield Found(Code.ORGANISATION, Level.BAR, "kind-refused", details)
    elif not lead.is_verified:
        yield Found(Code.ORGANISATION, Level.WARNING, "unverified")
    else:
        yield Found(Code.ORGANISATION, Level.GOOD, "kind-admitted", details)


def age(application):
    """In the year in which the call closes."""
    most, leader = application.call.max_age, limits.leader_of(application)
    if most is None:
        return
    if leader is None or leader.birth_year is None:
        yield Found(Code.AGE, Level.WARNING, "age-unsaid", {"most": most})
        return
    year = timezone.localtime(application.call.closes_at).year
    figures = {"age": year - leader.birth_year, "most": most, "year": year}
    if figures["age"] > most:
        yield Found(Code.AGE, Level.BAR, "too-old", figures)
    else:
        yield Found(Code.AGE, Level.GOOD, "age-admitted", figures)


def degree(application):
    least, leader = application.call.lowest_degree, limits.leader_of(application)
    if not least:
        return
    held = leader.degree if leader else ""
    details = {"degree": held, "least": least}
    if not held:
        yield Found(Code.DEGREE, Level.WARNING, "degree-unsaid", details)
    elif DEGREES.index(held) < DEGREES.index(least):
        yield Found(Code.DEGREE, Level.BAR, "degree-too-low", details)
    else:
        yield Found(Code.DEGREE, Level.GOOD, "degree-admitted", details)


def of_limit(code, limit):
    if limit is None:
        return
    level = Level.BAR if limit.is_reached else Level.GOOD
    yield Found(code, level, code, {"count": limit.count, "most": limit.most})


def running_person(application):
    yield from of_limit(Code.RUNNING_PERSON, limits.of_leader(application))
    if application.call.max_running_person is None:
        return
    leader = limits.leader_of(application)
    namesakes = running_namesakes(application, leader) if leader else []
    if namesakes:
        details = {"name": leader.name_zh or leader.name_en, "numbers": namesakes}
        yield Found(Code.RUNNING_PERSON, Level.WARNING, "namesake", details)


def running_namesakes(application, leader):
    """Of the past only a name is known: the same name in the same organisation."""
    named = [name for name in (leader.name_zh, leader.name_en) if name]
    lead = application.organisation
    projects = Project.objects.running().filter(leader=None, leader_name__in=named)
    there = projects.filter(organisation=lead) | projects.filter(
        organisation_name__in=[lead.name_zh, lead.name_en or lead.name_zh]
    )
    return list(there.order_by("pk").values_list("number", flat=True)[:5])


def running_organisation(application):
    yield from of_limit(Code.RUNNING_ORGANISATION, limits.of_organisation(application))


def same_title(application):
    project = limits.of_the_same_title(application)
    if project:
        titles = {"zh-hans": project.title_zh, "en": project.title_en}
        details = {"number": project.number, "title": titles}
        yield Found(Code.SAME_TITLE, Level.BAR, "title-runs", details)
    elif application.call.refuses_running_title:
        yield Found(Code.SAME_TITLE, Level.GOOD, "title-free")
    others = Application.objects.exclude(pk=application.pk).filter(
        call=application.call_id, title_zh=application.title_zh
    )
    of_that_title = others.arrived().exclude(status=Application.Status.WITHDRAWN)
    numbers = list(of_that_title.order_by("pk").values_list("number", flat=True)[:5])
    if numbers and application.title_zh:
        details = {"numbers": numbers}
        yield Found(Code.SAME_TITLE, Level.WARNING, "title-twice", details)


def money(application):
    count = len(budget.violations(application))
    if not count:
        public = f"{budget.public_money(application):,.2f}"
        yield Found(Code.BUDGET, Level.GOOD, "budget-kept", {"sum": public})
        return
    texts = [
        in_each_language(lambda place=place: budget.violations(application)[place])
        for place in range(count)
    ]
    yield Found(Code.BUDGET, Level.BAR, "budget-broken", {"texts": texts})


def consent(application):
    team = list(application.team.all())
    missing = [one for one in team if one.status != one.Status.CONSENTED]
    if missing:
        names = [one.name_zh or one.name_en for one in missing]
        details = {"names": names, "count": len(missing)}
        yield Found(Code.CONSENT, Level.BAR, "no-consent", details)
    else:
        yield Found(Code.CONSENT, Level.GOOD, "consent", {"count": len(team)})


def similar(application):
    try:
        alike = nearest(application)
    except NotNow:
        yield Found(Code.SIMILAR, Level.UNKNOWN, "similar-unknown")
        return
    best = alike[0]["percent"] if alike else 0
    is_alike = best >= ALIKE_FROM
    shown = [one for one in alike if one["percent"] >= ALIKE_FROM] or alike[:1]
    yield Found(
        Code.SIMILAR,
        Level.WARNING if is_alike else Level.GOOD,
        "similar" if is_alike else "not-similar",
        {"percent": best, "from": ALIKE_FROM, "alike": shown},
    )


CHECKS = {
    Code.COMPLETE: complete,
    Code.ORGANISATION: organisation,
    Code.AGE: age,
    Code.DEGREE: degree,
    Code.RUNNING_PERSON: running_person,
    Code.RUNNING_ORGANISATION: running_organisation,
    Code.SAME_TITLE: same_title,
    Code.BUDGET: money,
    Code.CONSENT: consent,
    Code.SIMILAR: similar,
}
