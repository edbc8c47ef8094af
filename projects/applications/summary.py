"""All that an officer must know of one application, for its page in the admin."""

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.admin.record import Facts, facts, table, worded
from portal.attachments.models import Attachment
from projects.applications.checks import ALIKE_FROM
from projects.applications.document import document_of
from projects.applications.endorsing import check_until
from projects.applications.models import Application
from projects.applications.sentences import in_my_language, sentence
from projects.applications.submissions import Finding

LEVEL_CLASSES = {
    Finding.Level.BAR: "critical",
    Finding.Level.WARNING: "warning",
    Finding.Level.GOOD: "success",
    Finding.Level.UNKNOWN: "neutral",
}


def sections(application):
    """For the template: facts and links, what was found, the document, the versions."""
    own = application.submissions.order_by("-version")
    submissions = list(own.select_related("submitted_by"))
    return {
        "standing": standing(application),
        "links": list(links(application, submissions)),
        "found": found(submissions),
        "document": document(submissions),
        "files": file_addresses(submissions),
        "versions": versions(submissions),
    }


def standing(application):
    about = facts(
        _("Record"),
        application,
        "number",
        "status",
        "status_reason",
        "call",
        "topic",
        "organisation",
        "bureau",
        "created_by",
        "submitted_at",
        "submitted_by",
        "endorsed_at",
        "endorsed_by",
        "recommended_at",
        "received_at",
        "mend_until",
        "decided_at",
    )
    rows = about.rows
    if application.status == Application.Status.RECEIVED:
        due = check_until(application)
        rows = [*rows, (_("To be checked until"), worded(due))]
    return Facts(about.heading, rows)


def links(application, submissions):
    """The reading page, and what the worker makes of the last version."""
    number = application.number
    yield _("Reading page"), reverse("applications:detail", args=[number])
    for latest in submissions[:1]:
        for language, label in (
            ("zh", _("PDF in Chinese")),
            ("en", _("PDF in English")),
        ):
            if getattr(latest, f"pdf_{language}"):
                args = [number, latest.version, language]
                yield label, reverse("applications:pdf", args=args)
    yield _("Everything as ZIP"), reverse("applications:zip", args=[number])
    if len(submissions) > 1:
        yield _("Compare versions"), reverse("applications:versions", args=[number])


def found(submissions):
    """Of the last submission: is it checked, and what was found, the gravest first."""
    latest = submissions[0] if submissions else None
    if latest is None or latest.checked_at is None:
        return {"checked_at": None, "rows": []}
    order = list(LEVEL_CLASSES)
    findings = sorted(latest.findings.all(), key=lambda one: order.index(one.level))
    rows = [
        {
            "check": finding.get_code_display(),
            "level": finding.get_level_display(),
            "class": LEVEL_CLASSES[finding.level],
            "sentence": sentence(finding),
            "alike": [alike(one) for one in finding.details.get("alike", ())],
        }
        for finding in findings
    ]
    return {"checked_at": latest.checked_at, "rows": rows, "from": ALIKE_FROM}


def alike(one):
    return {
        "percent": one["percent"],
        "number": one["number"],
        "title": in_my_language({"zh-hans": one["title_zh"], "en": one["title_en"]}),
        "organisation": one.get("organisation", ""),
        "url": one.get("url", ""),
        "is_application": one["kind"] == "application",
    }


def document(submissions):
    """As it was handed in last; what is being mended meanwhile is not the officer's."""
    return document_of(submissions[0].content) if submissions else []


def file_addresses(submissions):
    """Where a file of the document is, by its SHA-256."""
    if not submissions:
        return {}
    files = Attachment.objects.of(submissions[0]).for_listing()
    return {file.sha256: file.get_absolute_url() for file in files}


def versions(submissions):
    return table(
        _("Versions"),
        submissions,
        version=(_("Version"), "version"),
        at=(_("Submitted at"), "submitted_at"),
        by=(_("Submitted by"), "submitted_by"),
        hash=(_("SHA-256"), "sha256"),
    )
