"""An application as it was submitted: plain data, with a fingerprint."""

import hashlib
import json

from portal.attachments.models import Attachment
from projects.applications import budget

# Raised when the same content would be read otherwise.
FORMAT = 1
TEXTS = ("title", "abstract", "keywords")
LISTS = ("domains", "elements", "disciplines")


def snapshot(application):
    """All that the application says, as data that JSON keeps exactly."""
    return {
        "format": FORMAT,
        "number": application.number,
        **texts(application, *TEXTS),
        "call": call_of(application.call),
        "topic": topic_of(application.topic),
        "organisation": organisation_of(application.organisation),
        "applicant": person_of(application.created_by),
        **{name: terms_of(getattr(application, name)) for name in LISTS},
        "trl_start": application.trl_start,
        "trl_end": application.trl_end,
        "starts": as_text(application.starts),
        "ends": as_text(application.ends),
        "team": [member_of(member) for member in application.team.all()],
        "partners": partners_of(application),
        "indicators": indicators_of(application.indicator_table),
        "milestones": [milestone_of(row) for row in application.milestones.all()],
        "budget": budget_of(application),
        "answers": answers_of(application),
        "attachments": attachments_of(application),
        "commitments": commitments_of(application),
    }


def canonical(content):
    """The content's one way to be written: sorted keys, UTF-8, no blanks."""
    return json.dumps(
        content, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    ).encode()


def fingerprint(content):
    """SHA-256 of the content's canonical JSON."""
    return hashlib.sha256(canonical(content)).hexdigest()


def texts(record, *names):
    """What is written in both languages, each under its own name."""
    return {
        f"{name}_{language}": getattr(record, f"{name}_{language}")
        for name in names
        for language in ("zh", "en")
    }


def as_text(value):
    return "" if value is None else str(value)


def call_of(call):
    return {
        "number": call.number,
        "year": call.year,
        **texts(call, "title"),
        "blindness": call.blindness,
        "programme": {"code": call.programme.code, **texts(call.programme, "name")},
        "rules": call.rules.version,
    }


def topic_of(topic):
    return {"code": topic.code, **texts(topic, "title")} if topic else None


def organisation_of(organisation):
    region = organisation.region
    return {
        "uscc": organisation.uscc,
        **texts(organisation, "name"),
        "kind": organisation.kind,
        "region": {"code": region.code, **texts(region, "name")} if region else None,
    }


def person_of(user):
    return {"name": user.name, "email": user.email}


def terms_of(terms):
    return [{"code": term.code, **texts(term, "name")} for term in terms.all()]


def member_of(member):
    return {
        "id": member.pk,
        **texts(member, "name", "organisation_name", "duty"),
        "email": member.email,
        "role": member.role,
        "job_title": member.job_title,
        "degree": member.degree,
        "birth_year": member.birth_year,
        "person_months": as_text(member.person_months),
        "status": member.status,
    }


def partners_of(application):
    rows = application.partners.select_related("organisation__region")
    return [
        {
            "id": row.pk,
            **texts(row, "name", "duty"),
            "organisation": organisation_of(row.organisation)
            if row.organisation
            else None,
        }
        for row in rows
    ]


def indicators_of(table):
    return [
        {
            "id": row.pk,
            **texts(row, "name"),
            "comparator": row.comparator,
            "baseline": row.baseline,
            "target": row.target,
            "unit": row.unit,
            "method": row.method,
        }
        for row in (table.rows.all() if table else ())
    ]


def milestone_of(row):
    return {"id": row.pk, "due": as_text(row.due), **texts(row, "title", "result")}


def budget_of(application):
    """The lines, and the sums as they were shown."""
    lines = sorted(
        application.budget.all(),
        key=lambda line: (line.source, line.category, line.year),
    )
    sums = budget.totals(lines)
    return {
        "is_lump_sum": application.call.rules.is_lump_sum,
        "years": sorted({*budget.period_of(application), *sums.years}),
        "lines": [
            {
                "year": line.year,
                "category": line.category,
                "source": line.source,
                "amount": as_text(line.amount),
            }
            for line in lines
        ],
        "total": as_text(sums.total),
        "public": as_text(sums.public),
        "direct": as_text(sums.direct),
        "indirect": as_text(sums.indirect),
        "notes": [
            {"category": note.category, **texts(note, "text")}
            for note in application.budget_notes.order_by("category")
        ],
    }


def answers_of(application):
    # Its forms stand on the models, and those on this file.
    from projects.applications import answers

    return answers.snapshot(application)


def attachments_of(application):
    """The files that are handed in, with what proves that they are the same."""
    return [
        {
            "name": row.name,
            **texts(row, "caption"),
            "mime_type": row.mime_type,
            "size": row.size,
            "sha256": row.sha256,
        }
        for row in handed_in(application)
    ]


def handed_in(application):
    """Internal files stay with the team."""
    return Attachment.objects.of(application).filter(is_internal=False)


def commitments_of(application):
    return {
        "is_made": application.is_committed,
        **texts(application.call, "commitments"),
    }
