"""The demonstration's results, listings and enquiries; loading again changes nothing."""

import tomllib
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.utils import timezone
from wagtail.log_actions import log

from achievements.enquiries.conversation import (
    ENQUIRER_RIGHTS,
    HOLDER_RIGHTS,
    tell_other_side,
)
from achievements.enquiries.models import Enquiry, EnquiryMessage
from achievements.registry.contents import Contributor, IPRight, Output, Participation
from achievements.registry.models import Achievement
from achievements.transfer.models import Listing
from portal.accounts import grants
from portal.notifications.models import Notification
from portal.vocabularies.models import Term
from projects.indicators.models import Indicator, IndicatorTable

HERE = Path(__file__).parent
SOURCE = "demonstration"
TERM_FIELDS = {
    "domains": "domain",
    "elements": "element",
    "industries": "industry",
    "disciplines": "discipline",
    "ics": "ics",
    "ccs": "ccs",
    "modes": "transfer-way",
    "licence_kinds": "licence-kind",
}
BOTH = ("title", "summary", "background", "innovation")
MARKET = (
    "title",
    "value",
    "problem",
    "process_step",
    "symptom",
    "comparison",
    "partner",
    "support",
)
TERMS_OF_OFFER = (
    "price_kind",
    "price_min",
    "price_max",
    "royalty_percent",
    "valid_until",
)
OWNERS = {"jim": "owner@example.org"}
OFFICES = {"jim": "office@example.org"}
ACHIEVEMENT_STEPS = {
    "draft": (),
    "submitted": ("submit",),
    "returned": ("submit", "return_for_changes"),
    "published": ("submit", "publish"),
}
LISTING_STEPS = {
    "submitted": ("submit",),
    "endorsed": ("submit", "endorse"),
    "returned": ("submit", "endorse", "return_for_changes"),
    "published": ("submit", "endorse", "publish"),
}
# What a research office has already seen.
ENDORSED = ("endorsed", "published")


def load(organisations, people):
    """Write what is missing; each record is known by its key in our files."""
    terms = {(term.scheme, term.code): term for term in Term.objects.all()}
    files = [
        tomllib.loads(path.read_text())
        for path in sorted(HERE.glob("*.toml"))
        if path.stem != "enquiries"
    ]
    known = set(
        Achievement.objects.filter(source=SOURCE).values_list("source_key", flat=True)
    )
    for file in files:
        for row in file["achievement"]:
            if row["key"] not in known:
                load_achievement(row, organisations, people, terms)
    records = {
        record.source_key: record
        for record in Achievement.objects.filter(source=SOURCE)
    }
    listed = set(
        Listing.objects.filter(source=SOURCE).values_list("source_key", flat=True)
    )
    for file in files:
        for row in file["listing"]:
            if row["achievement"] not in listed:
                load_listing(row, records[row["achievement"]], people, terms)
    if not Enquiry.objects.filter(listing__source=SOURCE).exists():
        load_enquiries(organisations, people)


def both(row, names):
    return {
        f"{name}_{suffix}": row[f"{name}_{suffix}"].strip()
        for name in names
        for suffix in ("zh", "en")
        if f"{name}_{suffix}" in row
    }


def at_nine(day):
    return timezone.make_aware(datetime.combine(day, time(9)))


def progress(row):
    """Published, unless the row says how far it has come."""
    if "status" in row:
        return {"status": row["status"], "status_reason": row.get("status_reason", "")}
    return {"status": "published", "published_at": at_nine(row["published_on"])}


def month(text):
    return date.fromisoformat(f"{text}-01") if text else None


def set_terms(record, row, terms):
    for field, scheme in TERM_FIELDS.items():
        if field in row:
            getattr(record, field).set([terms[scheme, code] for code in row[field]])


def owner_of(key, people):
    return people[OWNERS.get(key, f"{key}.owner@example.org")]


def load_achievement(row, organisations, people, terms):
    table = IndicatorTable.objects.create()
    record = Achievement.objects.create(
        **both(row, BOTH),
        keywords_zh="；".join(row["keywords_zh"]),
        keywords_en="; ".join(row["keywords_en"]),
        achievement_class=row["achievement_class"],
        form=row["form"],
        trl=row["trl"],
        stage=terms["stage", row["stage"]],
        started=month(row.get("started")),
        finished=month(row.get("finished")),
        holder=organisations[row["holder"]],
        created_by=owner_of(row["holder"], people),
        **progress(row),
        indicator_table=table,
        source=SOURCE,
        source_key=row["key"],
    )
    record.give_rights_to_author()
    remember(record, people, ACHIEVEMENT_STEPS[record.status])
    set_terms(record, row, terms)
    load_rows(record, table, row, organisations, terms)


def load_rows(record, table, row, organisations, terms):
    Participation.objects.bulk_create(
        Participation(achievement=record, position=n, organisation=organisations[key])
        for n, key in enumerate(row["organisations"])
    )
    Contributor.objects.bulk_create(
        Contributor(
            achievement=record,
            position=n,
            organisation=organisations.get(person.get("organisation")),
            **both(person, ("name", "contribution")),
        )
        for n, person in enumerate(row.get("contributor", ()))
    )
    Indicator.objects.bulk_create(
        Indicator(table=table, position=n, **indicator)
        for n, indicator in enumerate(row.get("indicator", ()))
    )
    IPRight.objects.bulk_create(
        IPRight(
            achievement=record,
            position=n,
            type=terms["ip-type", right["type"]],
            number=right.get("number", ""),
            legal_status=right.get("status", ""),
            filed=right.get("filed"),
            granted=right.get("granted"),
            **both(right, ("title",)),
        )
        for n, right in enumerate(row.get("ip", ()))
    )
    Output.objects.bulk_create(
        Output(achievement=record, position=n, **output)
        for n, output in enumerate(row.get("output", ()))
    )


def office_of(key, people):
    return people[OFFICES.get(key, f"{key}.office@example.org")]


def load_listing(row, achievement, people, terms):
    holder = row["achievement"].partition("-")[0]
    endorsed = row.get("status", "published") in ENDORSED
    listing = Listing.objects.create(
        **both(row, MARKET),
        **{name: row[name] for name in TERMS_OF_OFFER if name in row},
        achievement=achievement,
        holder=achievement.holder,
        created_by=achievement.created_by,
        submitted_by=achievement.created_by,
        endorsed_by=office_of(holder, people) if endorsed else None,
        trl=achievement.trl,
        keywords_zh=achievement.keywords_zh,
        keywords_en=achievement.keywords_en,
        pricing=terms["pricing", row["pricing"]] if row.get("pricing") else None,
        **progress(row),
        source=SOURCE,
        source_key=row["achievement"],
    )
    listing.give_rights_to_author()
    remember(listing, people, LISTING_STEPS[listing.status])
    set_terms(listing, row, terms)
    for field in ("domains", "elements", "industries"):
        getattr(listing, field).set(getattr(achievement, field).all())


def load_enquiries(organisations, people):
    path = HERE / "enquiries.toml"
    writers = {
        "qhz": "enterprise@example.org",
        "xhr": "buyer@example.org",
        "mce": "mce.owner@example.org",
    }
    now = timezone.now()
    for row in tomllib.loads(path.read_text())["enquiry"]:
        listing = Listing.objects.get(source=SOURCE, source_key=row["listing"])
        asker = people[writers[row["from_organisation"]]]
        enquiry = Enquiry.objects.create(
            listing=listing,
            from_user=asker,
            from_organisation=organisations[row["from_organisation"]],
            purpose=row["purpose"],
            status=row["status"],
            close_reason=row.get("close_reason", ""),
            created_at=now - timedelta(days=row["days_ago"]),
            updated_at=now - timedelta(days=row["message"][-1]["days_ago"]),
        )
        grants.give(asker, enquiry, *ENQUIRER_RIGHTS)
        grants.give(listing.created_by, enquiry, *HOLDER_RIGHTS)
        if row["status"] != Enquiry.Status.CLOSED:
            tell_other_side(enquiry, "enquiries.asked", asker)
        EnquiryMessage.objects.bulk_create(
            EnquiryMessage(
                enquiry=enquiry,
                side="enquirer" if message["from"] == "enquirer" else "holder",
                author=asker if message["from"] == "enquirer" else listing.created_by,
                text=message["text"].strip(),
                sent_at=now - timedelta(days=message["days_ago"], minutes=-n),
            )
            for n, message in enumerate(row["message"])
        )
    # They wait in the inbox; nobody is mailed about a demonstration.
    Notification.objects.filter(mailed_at=None).update(mailed_at=now)


def remember(record, people, steps):
    """The steps that brought the record where it is, in its history."""
    officer = people["officer@example.org"]
    takers = {"submit": record.created_by, "publish": officer}
    takers["return_for_changes"] = officer
    takers["endorse"] = getattr(record, "endorsed_by", None)
    moment = (record.published_at or timezone.now()) - timedelta(days=len(steps))
    for step in steps:
        moment += timedelta(days=1)
        log(
            record,
            f"achievements.{step}",
            user=takers[step],
            timestamp=moment,
            data={},
        )
