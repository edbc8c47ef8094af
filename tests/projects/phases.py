"""A call of each phase, and their names for what a list shows."""

from datetime import timedelta

from django.utils import timezone

from projects.models import Call
from tests.factories.projects import CallFactory


def ahead(**by):
    return timezone.now() + timedelta(**by)


def calls_of_each_phase(programme):
    """A call of each phase, by name; two are open."""
    return {
        "closes-later": CallFactory(programme=programme, closes_at=ahead(days=20)),
        "closes-soon": CallFactory(programme=programme, closes_at=ahead(days=2)),
        "opens-later": CallFactory(
            programme=programme, opens_at=ahead(days=9), closes_at=ahead(days=10)
        ),
        "opens-soon": CallFactory(
            programme=programme, opens_at=ahead(days=3), closes_at=ahead(days=90)
        ),
        "closed-long-ago": CallFactory(
            programme=programme, opens_at=ahead(days=-90), closes_at=ahead(days=-60)
        ),
        "closed": CallFactory(programme=programme, closed=True),
        "cancelled": CallFactory(
            programme=programme, status=Call.Status.CANCELLED, status_reason="预算调整"
        ),
        "draft": CallFactory(programme=programme, draft=True),
    }


def named(phases, numbers):
    names = {call.number: name for name, call in phases.items()}
    return [names[number] for number in numbers]
