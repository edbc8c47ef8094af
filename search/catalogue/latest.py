"""The newest offers and the counts by domain."""

from django.db.models import Count

from achievements.models import Listing
from search.catalogue.criteria import Criteria
from search.catalogue.facets import BROWSED, CatalogueSearch
from search.catalogue.rows import Row, price_text
from search.documents.listings import price
from search.documents.sources import SOURCES


def latest_rows(count):
    """The newest public listings as rows: what a page shows without the engine."""
    return [listing_row(listing) for listing in newest_listings(count)]


def newest_listings(count):
    return Listing.objects.public().for_listing()[:count]


def listing_row(listing):
    region = listing.holder.region
    return Row(
        kind="listing",
        kind_label=str(SOURCES["listing"].label),
        number=listing.number,
        url=listing.get_absolute_url(),
        plain_title=str(listing),
        title=str(listing),
        line=listing.value,
        holder=listing.holder.name,
        region=region.name if region else "",
        trl=listing.trl,
        ways=[mode.name for mode in listing.modes.all()],
        price=price_text(price(listing)),
    )


def domain_totals_of_index():
    """{code: public records}, from the index."""
    response = CatalogueSearch(Criteria()).page(1, 1)
    return {code: count for code, count, _chosen in response.facets["domain"]}


def domain_totals():
    """The same from the database, a query for each kind that one browses."""
    totals = {}
    for kind in BROWSED:
        records = SOURCES[kind].records()
        for code, count in (
            records.order_by()
            .filter(domains__isnull=False)
            .values_list("domains__code")
            .annotate(Count("pk", distinct=True))
        ):
            totals[code] = totals.get(code, 0) + count
    return totals
