"""A hit as a row of the page, made from the index alone."""

from dataclasses import dataclass, field

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from achievements.models import Listing
from portal.templatetags.figures import money
from search.catalogue.highlights import is_marked
from search.documents.sources import SOURCES


def language_order():
    return ("zh", "en") if (get_language() or "zh").startswith("zh") else ("en", "zh")


def in_my_language(texts):
    """The text in the reader's language, or in the other where it was not given."""
    texts = texts or {}
    return next((texts[code] for code in language_order() if texts.get(code)), "")


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


def fragment(fragments):
    """Where the words stand in the text: the reader's language first."""
    for name in ("brief", "body"):
        for language in language_order():
            if text := fragments.get(f"{name}_{language}"):
                return text
    return fragments.get("names", "")


def row(hit, labels, marker=None):
    display = hit.display.to_dict()
    source = SOURCES[hit.kind]
    plain_title = title = in_my_language(display["title"]) or hit.number
    line, highlights = in_my_language(display.get("line")), {}
    if marker:
        title, line = marker.html(title), marker.html(line)
        highlights = marker.fragments(hit)
        if not is_marked(title) and not is_marked(line):
            line = fragment(highlights) or line
        elif is_marked(title):
            highlights = {"title": title} | highlights
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
        score=hit.meta.score,
        highlights=highlights,
    )
