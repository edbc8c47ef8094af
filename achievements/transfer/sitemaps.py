from achievements.transfer.models import Listing
from portal.pages.sitemaps import BilingualSitemap


class ListingSitemap(BilingualSitemap):
    def items(self):
        return Listing.objects.public().only("number", "updated_at").order_by("pk")

    def lastmod(self, listing):
        return listing.updated_at
