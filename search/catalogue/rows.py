"""A hit as a row of the page, made from the index alone."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from achievements.models import Listing
from portal.templatetags.figures import money
from search.catalogue.highlights import Marker, is_marked
from search.catalogue.language import in_my_language
from search.documents.sources import SOURCES

NOTHING_ASKED = Marker("")


@dataclass
class Row:
    kind: str
    kind_label: str
    number: str
    url: str
    plain_title: str
    line: str
    title: str = ""
    holder: str = ""
    region: str = ""
    trl: int | None = None
    ways: list[str] = field(default_factory=list)
    price: str = ""
    # Of a project who leads it and when, of a call until when it is open.
    facts: list[str] = field(default_factory=list)
    score: float | None = None
    highlights: dict[str, str] = field(default_factory=dict)


def price_text(price):
    """What an offer costs, as the reader writes money."""
    if not price:
        return ""
    low, high = price.get("from"), price.get("to")
    if price["kind"] in (Listing.PriceKind.FIXED, Listing.PriceKind.RANGE) and low:
        if not high or high == low:
            return money(low)
        return _("%(low)s to %(high)s") % {"low": money(low), "high": money(high)}
    if price["kind"] in Listing.PriceKind.values:
        return str(Listing.PriceKind(price["kind"]).label)
    return ""


def row(hit, labels, marker=NOTHING_ASKED):
    display = hit.display.to_dict()
    source = SOURCES[hit.kind]
    plain_title = in_my_language(display["title"]) or hit.number
    title = marker.html(plain_title)
    line = marker.excerpt(in_my_language(display.get("line")))
    marked = {
        name: html
        for name, html in (("title", title), ("line", line))
        if is_marked(html)
    }
    region = display.get("region")
    return Row(
        kind=hit.kind,
        kind_label=str(source.label),
        number=hit.number,
        url=source.url(hit.number, display),
        plain_title=plain_title,
        title=title,
        line=line,
        holder=in_my_language(display.get("holder")),
        region=labels.term("region", region) if region else "",
        trl=display.get("trl"),
        ways=[labels.term("transfer-way", code) for code in display.get("ways", [])],
        price=price_text(display.get("price")),
        facts=source.facts(display),
        score=hit.meta.score,
        highlights=marked | marker.fragments(hit),
    )
