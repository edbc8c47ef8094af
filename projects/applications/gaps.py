"""What an application still lacks, said beside the section where it is to be given.

Parts are read by `.all()`, so that a list may bring them along for all its rows.
"""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from projects.applications import answers, budget, endorsing

TEXTS = (
    ("title_zh", gettext_lazy("Give the title in Chinese.")),
    ("title_en", gettext_lazy("Give the title in English.")),
    ("abstract_zh", gettext_lazy("Write the abstract in Chinese.")),
    ("abstract_en", gettext_lazy("Write the abstract in English.")),
    ("topic", gettext_lazy("Choose a topic of the call.")),
    ("starts", gettext_lazy("Say when the project starts.")),
    ("ends", gettext_lazy("Say when the project ends.")),
)
DEGREES = ("", "bachelor", "master", "doctor")


def gaps_of(application, bureau_of=endorsing.bureau_of):
    """Pairs of a field's or a row kind's name and a sentence, in the form's order."""
    return [
        *basics(application),
        *organisation(application, bureau_of),
        *team(application),
        *indicators(application),
        *milestones(application),
        *budget.gaps(application),
        *answers.gaps(application),
        *commitments(application),
    ]


def basics(application):
    for name, text in TEXTS:
        if not getattr(application, name):
            yield name, str(text)
    yield from period(application)


def period(application):
    starts, ends, call = application.starts, application.ends, application.call
    if not (starts and ends):
        return
    if ends <= starts:
        yield "ends", _("The project ends before it starts.")
        return
    count = months(starts, ends)
    if call.months_min and count < call.months_min:
        yield "ends", spoken(call.months_min, count, is_least=True)
    if call.months_max and count > call.months_max:
        yield "ends", spoken(call.months_max, count, is_least=False)


def months(starts, ends):
    """Begun months: 1 January to 31 December are twelve, to 1 January thirteen."""
    whole = (ends.year - starts.year) * 12 + ends.month - starts.month
    return whole + (ends.day >= starts.day)


def spoken(limit, count, *, is_least):
    if is_least:
        text = _("The project lasts %(count)s months; the call asks for %(limit)s.")
    else:
        text = _("The project lasts %(count)s months; the call allows %(limit)s.")
    return text % {"count": count, "limit": limit}


def once_an_organisation():
    """A `bureau_of` for a list, whose records are of few organisations."""
    found = {}

    def bureau_of(application):
        key = application.organisation_id
        if key not in found:
            found[key] = endorsing.bureau_of(application)
        return found[key]

    return bureau_of


def organisation(application, bureau_of):
    """What is certain now; everything else is found out after submission."""
    lead, call = application.organisation, application.call
    kinds = call.organisation_kinds
    if kinds and lead.kind not in kinds:
        yield (
            "organisation",
            _("The call does not admit organisations of the kind “%(kind)s”.")
            % {"kind": lead.get_kind_display()},
        )
    if not lead.is_verified:
        yield (
            "organisation",
            _("%(organisation)s has not been verified yet.")
            % {"organisation": lead.name},
        )
    if call.asks("bureau") and bureau_of(application) is None:
        yield "organisation", endorsing.no_bureau(application)


def team(application):
    members = list(application.team.all())
    leaders = [one for one in members if one.role == one.Role.LEADER]
    if not leaders:
        yield "team", _("Name the leader.")
    elif len(leaders) > 1:
        yield "team", _("Name one leader only.")
    else:
        yield from leader(leaders[0], application.call)
    for member in members:
        if member.person_months <= 0:
            yield "team", _("Give %(name)s’s person-months.") % {"name": member.name}
    waiting = [one for one in members if one.status != one.Status.CONSENTED]
    for member in waiting:
        yield "team", consent(member) % {"name": member.name}


def consent(member):
    """Nobody is named without his consent: everyone of the team, students too."""
    if member.status == member.Status.DECLINED:
        return _("%(name)s has declined: invite again or remove.")
    if member.status == member.Status.INVITED:
        if member.lapses_at <= timezone.now():
            return _("The invitation of %(name)s has ended: send it again.")
        return _("%(name)s has not consented yet.")
    if not member.email:
        return _("Give %(name)s’s e-mail address and send the invitation.")
    return _("Send %(name)s the invitation.")


def leader(member, call):
    if call.max_age:
        yield from age(member, call)
    wanted = call.lowest_degree
    if wanted and not member.degree:
        yield "team", _("Give the leader’s degree: the call asks for it.")
    elif wanted and DEGREES.index(member.degree) < DEGREES.index(wanted):
        yield (
            "team",
            _("The call asks that the leader hold the degree “%(degree)s” at least.")
            % {"degree": call.get_lowest_degree_display()},
        )


def age(member, call):
    """In the year in which the call closes, as the call says."""
    if not member.birth_year:
        yield "team", _("Give the leader’s year of birth: the call asks for it.")
    elif timezone.localtime(call.closes_at).year - member.birth_year > call.max_age:
        yield (
            "team",
            _("The leader is older than the call’s %(age)s years.")
            % {"age": call.max_age},
        )


def indicators(application):
    table = application.indicator_table
    rows = list(table.rows.all()) if table else []
    if not rows:
        yield "indicators", _("Name at least one indicator.")
    for row in rows:
        if not row.target:
            yield "indicators", _("Give the target of “%(name)s”.") % {"name": row.name}
        if not row.method:
            yield (
                "indicators",
                _("Say how “%(name)s” will be checked.") % {"name": row.name},
            )


def milestones(application):
    rows = list(application.milestones.all())
    if not rows:
        yield "milestones", _("Name at least one milestone.")
    undated = sum(row.due is None for row in rows)
    if undated:
        text = ngettext(
            "Say by when %(count)s milestone is due.",
            "Say by when %(count)s milestones are due.",
            undated,
        )
        yield "milestones", text % {"count": undated}
    for row in rows:
        if row.due and not is_within(application, row.due):
            yield (
                "milestones",
                _("“%(title)s” is due outside the project’s period.")
                % {"title": row.title},
            )


def is_within(application, day):
    starts, ends = application.starts, application.ends
    return not (starts and day < starts) and not (ends and day > ends)


def commitments(application):
    if application.call.commitments and not application.is_committed:
        yield "is_committed", _("Make the commitments.")
