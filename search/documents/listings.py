from django.utils.translation import gettext_lazy as _

from achievements.models import Listing
from search.documents.achievements import (
    evidence,
    numbers,
    parts,
    people_and_organisations,
    region_codes,
    terms,
)
from search.documents.source import (
    Source,
    both,
    codes,
    joined,
    local_date,
    split_keywords,
    with_ancestors,
)


def body(listing, language):
    names = ("description", "problem", "process_step", "symptom", "comparison")
    names += ("partner", "support")
    texts = [getattr(listing, f"{name}_{language}") for name in names]
    if listing.achievement:
        texts.append(evidence(listing.achievement, language))
    return joined(*texts)


def brief(listing, language):
    achievement = listing.achievement
    return joined(
        getattr(listing, f"value_{language}"),
        ("；" if language == "zh" else "; ").join(keywords(listing, language)),
        getattr(achievement, f"title_{language}") if achievement else "",
    )


def keywords(listing, language):
    """The listing's own and its achievement's, each once."""
    found = []
    for record in filter(None, (listing, listing.achievement)):
        found += split_keywords(getattr(record, f"keywords_{language}"))
    return list(dict.fromkeys(found))


def names(listing):
    found = [listing.holder.name_zh, listing.holder.name_en]
    if listing.achievement:
        found += people_and_organisations(listing.achievement)
    return joined(*dict.fromkeys(found))


def price(listing):
    return {
        "kind": listing.price_kind,
        "from": listing.price_min and str(listing.price_min),
        "to": listing.price_max and str(listing.price_max),
    }


class Listings(Source):
    model = Listing
    kind = "listing"
    label = _("transfer listing")
    route = "listings:detail"

    def records(self):
        return Listing.objects.public()

    def for_index(self, records):
        return records.select_related(
            "holder__region", "achievement__holder", "achievement__indicator_table"
        ).prefetch_related(*terms("modes"), *parts(of="achievement__"))

    def identifiers(self, listing):
        own = (
            listing.number,
            listing.source_key,
            listing.patent_number,
            listing.holder.uscc,
        )
        shared = numbers(listing.achievement) if listing.achievement else []
        return [*filter(None, own), *shared]

    def also_mentions(self, listing):
        return [listing.achievement.number] if listing.achievement else []

    def fields(self, listing):
        published_on = local_date(listing.published_at)
        achievement = listing.achievement
        rights = achievement.all_ip_rights if achievement else []
        return {
            "number": listing.number,
            "family": achievement.number if achievement else listing.number,
            "title_zh": listing.title_zh,
            "title_en": listing.title_en,
            "brief_zh": brief(listing, "zh"),
            "brief_en": brief(listing, "en"),
            "body_zh": body(listing, "zh"),
            "body_en": body(listing, "en"),
            "names": names(listing),
            "keywords_zh": keywords(listing, "zh"),
            "keywords_en": keywords(listing, "en"),
            "domain": codes(listing.all_domains),
            "element": codes(listing.all_elements),
            "industry": with_ancestors("industry", codes(listing.all_industries)),
            "region": region_codes(listing.holder),
            "trl": listing.trl and str(listing.trl),
            "way": codes(listing.all_modes),
            "ip": sorted({right.type.code for right in rights}),
            "year": published_on and published_on[:4],
            "published_on": published_on,
            "valid_until": listing.valid_until and listing.valid_until.isoformat(),
            "display": {
                "title": both(listing, "title"),
                "line": both(listing, "value"),
                "holder": both(listing.holder, "name"),
                "region": listing.holder.region and listing.holder.region.code,
                "trl": listing.trl,
                "ways": codes(listing.all_modes),
                "price": price(listing),
            },
        }
