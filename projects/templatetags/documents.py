"""How the parts of a document are set."""

from django import template
from django.utils.html import format_html, format_html_join

register = template.Library()


@register.simple_tag
def written(lines, address=""):
    """The lines under each other, each in its language; the first leads to a file."""
    if not lines:
        return "–"
    first, *others = (
        format_html('<span lang="{}">{}</span>', line.lang, line.text)
        if line.lang
        else line.text
        for line in lines
    )
    if address:
        first = format_html('<a href="{}">{}</a>', address, first)
    below = format_html_join(
        "", '<br><span class="quiet">{}</span>', ((text,) for text in others)
    )
    return format_html("{}{}", first, below)


@register.filter
def at(mapping, key):
    """What a mapping has for a key, if there is a mapping."""
    return mapping.get(key, "") if mapping else ""
