"""What an import must know of listings."""

from pathlib import Path

from achievements.transfer.models import Listing
from portal.importing.targets import Target, published

LISTINGS = Target(
    name="listing",
    model=Listing,
    letter="L",
    mappings=Path(__file__).parent / "mappings",
    beginning=published,
    open_to_change=frozenset({Listing.Status.PUBLISHED}),
    guarded=frozenset({"achievement"}),
)
