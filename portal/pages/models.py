from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from portal.pages.blocks import BODY_BLOCKS


def guides_below(page):
    """The published guides right under a page, in the editors' order."""
    return GuidePage.objects.child_of(page).live()


class HomePage(Page):
    """The portal's first page; its lists come from the records themselves."""

    lead = models.CharField(_("what the portal is for"), max_length=200, blank=True)
    examples = models.CharField(
        _("example queries"),
        max_length=200,
        blank=True,
        help_text=_("Up to three, separated by commas."),
    )

    content_panels = (*Page.content_panels, FieldPanel("lead"), FieldPanel("examples"))
    parent_page_types = ("wagtailcore.Page",)
    subpage_types = ("portal.GuidePage",)
    template = "portal/pages/home.html"
    guides = property(guides_below)

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    @property
    def example_queries(self):
        commas = self.examples.replace("，", ",").replace("、", ",")
        return [query.strip() for query in commas.split(",") if query.strip()]


class GuidePage(Page):
    """A page of text by the editors: a guide, the legal notice, about us."""

    introduction = models.TextField(_("introduction"), blank=True, max_length=400)
    body = StreamField(BODY_BLOCKS, blank=True, verbose_name=_("text"))

    content_panels = (
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("body"),
    )
    parent_page_types = ("portal.HomePage", "portal.GuidePage")
    subpage_types = ("portal.GuidePage",)
    template = "portal/pages/guide.html"
    guides = property(guides_below)

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    @property
    def parents(self):
        """From the home page down to the page above this one."""
        return self.get_ancestors().filter(depth__gt=1).live().specific()

    @property
    def siblings(self):
        """The guides at this one's level, itself among them."""
        return GuidePage.objects.sibling_of(self).live()
