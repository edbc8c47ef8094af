"""Sums of a budget, as tables write them."""

from django import template

from projects.applications.amounts import written

register = template.Library()


@register.filter
def amount(value):
    """120,000.00; a dash where there is nothing."""
    return written(value) if value else "–"
