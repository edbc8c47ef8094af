"""What other pages show of the catalogue."""

import logging

from django import template
from django.urls import reverse

from portal.models import Term
from projects.models import Call
from search.catalogue import latest
from search.catalogue.criteria import Criteria
from search.catalogue.related import related
from search.documents.engine import AWAY

logger = logging.getLogger(__name__)
register = template.Library()


@register.simple_tag
def latest_listings(count=6):
    """The newest public offers, as dicts."""
    return [
        {
            "title": row.title,
            "value": row.line,
            "url": row.url,
            "holder": row.holder,
            "trl": row.trl,
            "modes": row.ways,
            "price": row.price,
        }
        for row in latest.latest_rows(count)
    ]


@register.simple_tag
def open_calls(count=4):
    """Calls that one can apply to now, what closes soonest first."""
    return Call.objects.open().for_listing()[:count]


@register.simple_tag
def domain_counts():
    """How many public records each domain has, in the order of its list."""
    totals = counted_domains()
    return [
        {
            "code": term.code,
            "label": term.name,
            "count": totals.get(term.code, 0),
            "url": f"{reverse('catalogue:search')}?{Criteria(chosen={'domain': (term.code,)}).query}",
        }
        for term in Term.objects.scheme("domain").current()
    ]


def counted_domains():
    try:
        return latest.domain_totals_of_index()
    except AWAY:
        logger.exception("The search engine does not answer")
        return latest.domain_totals()


@register.simple_tag
def related_results(record, count=4):
    """Similar records, each with `row` and `reason`; none while the engine is away."""
    try:
        return related(record, count)
    except AWAY:
        logger.exception("The search engine does not answer")
        return []
