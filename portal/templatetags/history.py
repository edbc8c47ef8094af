"""What happened to a record, for its page."""

from django import template
from django.urls import reverse

from portal.audit.reading import history_of

register = template.Library()


@register.inclusion_tag("portal/audit/events.html")
def record_history(record, most=10):
    """The latest events; show it only to those who may change the record."""
    meta = record._meta
    address = reverse(
        "history:record", args=[meta.app_label, meta.model_name, record.pk]
    )
    return {"events": history_of(record, most), "address": address}
