"""All of a transfer listing on one page, for the officer who publishes it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from achievements.registry.summary import holder, indicators
from achievements.transfer.models import Listing
from portal.admin.record import (
    Facts,
    Findings,
    facts,
    files,
    link,
    table,
    texts,
    worded,
)
from portal.attachments.models import Attachment


def sections(listing):
    achievement = listing.achievement
    return [
        *findings(listing),
        standing(listing),
        hands(listing),
        texts(
            _("Texts"),
            listing,
            (_("Title"), "title"),
            (_("What it brings"), "value"),
            (_("Description"), "description"),
            (_("Problem"), "problem"),
            (_("Process step"), "process_step"),
            (_("Symptom"), "symptom"),
            (_("Comparison"), "comparison"),
            (_("Partner sought"), "partner"),
            (_("Support offered"), "support"),
            (_("Keywords"), "keywords"),
        ),
        offer(listing),
        indicators(achievement.indicator_table if achievement else None),
        files(Attachment.objects.of(listing).for_listing()),
        enquiries(listing),
    ]


def findings(listing):
    if listing.status not in Listing.OPEN:
        return []
    missing = [text for _name, text in listing.missing()]
    achievement = listing.achievement
    if achievement and achievement.status != achievement.Status.PUBLISHED:
        missing.append(_("The achievement has not been published."))
    return [Findings(_("Still missing"), missing)]


def standing(listing):
    about = facts(
        _("Record"),
        listing,
        "number",
        "status",
        "status_reason",
        "created_at",
        "updated_at",
        "published_at",
        "valid_until",
        "renewals",
        "source",
    )
    rows = [holder(listing), (_("Achievement"), source(listing)), *about.rows]
    return Facts(about.heading, rows)


def source(listing):
    if not listing.achievement:
        return worded(None)
    address = reverse("admin-achievements:inspect", args=[listing.achievement.pk])
    return link(address, listing.achievement)


def hands(listing):
    """Three people: who wrote, who endorsed, who publishes."""
    return facts(
        _("Through whose hands"), listing, "created_by", "submitted_by", "endorsed_by"
    )


def offer(listing):
    about = facts(
        _("Terms of the offer"),
        listing,
        "modes",
        "licence_kinds",
        "pricing",
        "royalty_percent",
        "patent_number",
        "patent_expires",
        "trl",
        "domains",
        "elements",
        "industries",
    )
    return Facts(about.heading, [(_("Price"), price(listing)), *about.rows])


def price(listing):
    """The kind of price and, where one was named, the figures in yuan."""
    bounds = [amount for amount in (listing.price_min, listing.price_max) if amount]
    figures = "–".join(f"{amount:,.2f}".removesuffix(".00") for amount in bounds)
    kind = listing.get_price_kind_display()
    return f"{kind} {figures} {_('yuan')}" if figures else kind


def enquiries(listing):
    return table(
        _("Enquiries"),
        listing.enquiries.select_related("from_organisation"),
        number=(
            _("Number"),
            lambda one: link(
                reverse("admin-enquiries:inspect", args=[one.pk]), one.number
            ),
        ),
        by=(_("On behalf of"), "from_organisation"),
        status=(_("Status"), "status"),
        last=(_("Last change"), "updated_at"),
    )
