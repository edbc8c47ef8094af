from portal.pages.sitemaps import BilingualSitemap
from projects.calls.models import Call


class CallSitemap(BilingualSitemap):
    def items(self):
        return Call.objects.public().only("number", "updated_at").order_by("pk")

    def lastmod(self, call):
        return call.updated_at
