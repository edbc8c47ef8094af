"""What receipts and printed documents say of an application."""

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.templatetags.figures import day
from projects.applications.document import named

register = template.Library()


@register.simple_tag
def bilingual(record, name):
    """A text of plain content in the reader's language."""
    return named(record, name)


@register.filter
def to_the_second(value):
    """Date and time with seconds and the zone: 2026年11月24日 10:32:07 (Beijing time)."""
    if not value:
        return ""
    local = timezone.localtime(value)
    moment = f"{day(value)} {date_format(local, 'H:i:s')}"
    return _("%(moment)s (Beijing time, UTC%(offset)s)") % {
        "moment": moment,
        "offset": f"{local:%z}"[:3] + ":" + f"{local:%z}"[3:],
    }
