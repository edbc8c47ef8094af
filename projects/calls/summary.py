"""All of a call on one page, for the officer who answers for it."""

from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from portal.admin.record import (
    NOTHING,
    Facts,
    Findings,
    Texts,
    facts,
    files,
    label_of,
    link,
    table,
    texts,
    worded,
)
from portal.attachments.models import Attachment
from portal.templatetags import figures
from projects.calls.changing import end_of
from projects.calls.models import Call
from projects.programmes.wording import eligibility


def sections(call):
    return [
        *findings(call),
        standing(call),
        times(call),
        money(call),
        texts(
            _("Texts"),
            call,
            (_("Title"), "title"),
            (_("Summary"), "summary"),
            (_("Commitments"), "commitments"),
            (_("Contact"), "contact"),
        ),
        guideline(call),
        Facts(
            _("Who may apply"),
            [(number, text) for number, text in enumerate(eligibility(call), 1)],
        ),
        topics(call),
        quotas(call),
        late_submitters(call),
        files(Attachment.objects.of(call).for_listing()),
    ]


def findings(call):
    if call.status != Call.Status.DRAFT:
        return []
    return [Findings(_("Still missing"), [text for _name, text in call.missing()])]


def standing(call):
    about = facts(
        _("Call"),
        call,
        "number",
        "status",
        "status_reason",
        "year",
        "domains",
        "elements",
        "created_by",
        "created_at",
        "published_at",
        "cloned_from",
    )
    programme = reverse("admin-programmes:inspect", args=[call.programme_id])
    rules = reverse("admin-rules:inspect", args=[call.rules_id])
    rows = [
        (_("Programme"), link(programme, call.programme)),
        (_("Rules"), link(rules, call.rules)),
        (_("Questionnaire"), worded(call.questionnaire)),
    ]
    return Facts(about.heading, [*about.rows, *rows])


def times(call):
    about = facts(_("Times (Beijing time)"), call, "opens_at", "closes_at")
    if call.status == Call.Status.PUBLISHED:
        about.rows.insert(0, (_("Phase"), call.phase.label))
    levels = [
        ("institution", _("Endorsement until")),
        ("bureau", _("Recommendation until")),
    ]
    asked = [(level, label) for level, label in levels if call.asks(level)]
    if call.closes_at:
        about.rows.extend(
            (label, worded(end_of(call, level))) for level, label in asked
        )
    return about


def money(call):
    sums = [
        (label_of(call, name), figures.money(getattr(call, name)) or NOTHING)
        for name in ("budget_total", "budget_min", "budget_max")
    ]
    about = facts(
        _("Money and order"),
        call,
        "months_min",
        "months_max",
        "endorsement",
        "quota_institution",
        "quota_bureau",
        "blindness",
    )
    return Facts(about.heading, [*sums, *about.rows])


def guideline(call):
    chinese, english = strip_tags(call.guideline_zh), strip_tags(call.guideline_en)
    return Texts(_("Guideline"), [(_("Text"), chinese, english)])


def topics(call):
    return table(
        _("Topics"),
        call.topics.all(),
        code=(_("Code"), "code"),
        zh=(_("Title in Chinese"), "title_zh"),
        en=(_("Title in English"), "title_en"),
        mode=(_("Mode"), "mode"),
        money=(_("Most public money"), lambda topic: figures.money(topic.budget_max)),
        count=(_("Projects"), "most_projects"),
    )


def quotas(call):
    return table(
        _("Quotas of single organisations"),
        call.quotas.select_related("organisation"),
        who=(_("Organisation"), "organisation"),
        most=(_("At most"), "most"),
    )


def late_submitters(call):
    return table(
        _("May submit later than others"),
        call.late_submitters.select_related("user"),
        who=(_("Person"), "user"),
        email=(_("E-mail address"), lambda late: late.user.email),
        until=(_("Until"), "until"),
        why=(_("Reason"), "reason"),
    )
