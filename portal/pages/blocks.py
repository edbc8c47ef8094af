from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock


class NoticeBlock(blocks.StructBlock):
    """A paragraph that must not be missed."""

    text = blocks.RichTextBlock(label=_("text"))

    class Meta:
        icon = "warning"
        label = _("notice")
        template = "portal/pages/blocks/notice.html"


BODY_BLOCKS = [
    ("text", blocks.RichTextBlock(label=_("text"))),
    ("figure", ImageBlock(label=_("figure"))),
    ("notice", NoticeBlock()),
]
