from django.utils.translation import gettext_lazy as _
from wagtail.rich_text import get_text_for_indexing

from portal.models import GuidePage
from search.documents.source import Source, joined, local_date


def body(page):
    texts = page.body.stream_block.get_searchable_content(page.body)
    return joined(*(get_text_for_indexing(str(text)) for text in texts))


class Pages(Source):
    """The editors' live pages that need no password."""

    model = GuidePage
    kind = "page"
    label = _("guide")

    def records(self):
        return GuidePage.objects.live().public()

    def for_index(self, records):
        return records.select_related("locale")

    def url(self, number, display):
        return display["url"]

    def fields(self, page):
        language = "zh" if page.locale.language_code.startswith("zh") else "en"
        published_on = local_date(page.first_published_at)
        return {
            "number": f"P{page.pk}",
            "family": f"P{page.pk}",
            "language": language,
            f"title_{language}": page.title,
            f"brief_{language}": page.introduction,
            f"body_{language}": body(page),
            "year": published_on and published_on[:4],
            "published_on": published_on,
            "display": {
                "title": {language: page.title},
                "line": {language: page.introduction},
                "url": page.get_url_parts()[2],
            },
        }
