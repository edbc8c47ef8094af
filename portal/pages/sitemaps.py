"""Which addresses search engines are told, in both languages.

An app adds its records by the hook `sitemap_sections`: a function that gives
{"listings": ListingSitemap}, a subclass of `BilingualSitemap`.
"""

from collections import defaultdict

from django.contrib.sitemaps import Sitemap
from django.utils.translation import get_language
from wagtail import hooks
from wagtail.models import Page

from portal.organisations.models import Organisation


class BilingualSitemap(Sitemap):
    """Records whose `get_absolute_url` has the language in it; 5,000 addresses a page."""

    i18n = alternates = x_default = True
    limit = 5_000


class PageSitemap(BilingualSitemap):
    """The editors' pages: each with its translations, not all of which exist."""

    def items(self):
        pages = (
            Page.objects.live().public().filter(depth__gt=1).select_related("locale")
        )
        together = defaultdict(dict)
        for page in pages.order_by("path"):
            together[page.translation_key][page.locale.language_code] = page
        return list(together.values())

    def get_languages_for_item(self, item):
        return list(item)

    def location(self, item):
        page = item.get(get_language()) or next(iter(item.values()))
        return page.relative_url(None)

    def lastmod(self, item):
        return max(
            (
                page.last_published_at
                for page in item.values()
                if page.last_published_at
            ),
            default=None,
        )


class OrganisationSitemap(BilingualSitemap):
    def items(self):
        return Organisation.objects.verified().only("pk").order_by("pk")


def sections():
    found = {"pages": PageSitemap, "organisations": OrganisationSitemap}
    for add in hooks.get_hooks("sitemap_sections"):
        found |= add()
    return found
