"""The worker's part of the formal check: findings of what has arrived.

A submission is checked outside any transaction and its findings are written in
one: a worker that is killed leaves it unchecked, two workers write it once.
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from projects.applications.checks import Found, findings_of
from projects.applications.models import Application
from projects.applications.submissions import Finding, Submission

logger = logging.getLogger(__name__)
Status = Application.Status

# The other work of the worker has its turn after so many.
AT_ONCE = 5
# What could not be checked is tried again so much later.
AGAIN_AFTER = timedelta(minutes=10)
WITH_OFFICERS = (Status.RECEIVED, Status.PASSED, Status.REFUSED)


def latest_of_arrived():
    """Of each application that reached the officers, what was handed in last."""
    newer = Submission.objects.filter(
        application=OuterRef("application"), version__gt=OuterRef("version")
    )
    return Submission.objects.filter(
        ~Exists(newer),
        application__received_at__isnull=False,
        application__status__in=WITH_OFFICERS,
    )


def work_off():
    """How many were checked; the others keep their place."""
    waiting = latest_of_arrived().filter(checked_at=None).order_by("pk")
    keys = list(waiting.values_list("pk", flat=True)[:AT_ONCE])
    return sum(check_safely(key) for key in keys)


def check_safely(key):
    """A submission that cannot be checked at all is put off and blocks no other."""
    try:
        return check(key)
    except Exception:
        logger.exception("Submission %s cannot be checked", key)
        failed = Found(Finding.Code.COMPLETE, Finding.Level.UNKNOWN, "failed")
        return keep(key, [failed])


def check(key):
    parts = ("call__rules", "call__programme", "organisation", "created_by", "topic")
    application = Application.objects.select_related(*parts).get(submissions=key)
    return keep(key, findings_of(application))


@transaction.atomic
def keep(key, found):
    rows = Submission.objects.defer("content").select_for_update(of=("self",))
    submission = rows.get(pk=key)
    if submission.checked_at:
        return 0
    submission.findings.all().delete()
    Finding.objects.bulk_create(one.as_row(submission) for one in found)
    # What was handed in before it needs no check any more.
    upto = Submission.objects.filter(
        application=submission.application_id, version__lte=submission.version
    )
    upto.filter(checked_at=None).update(checked_at=timezone.now())
    return 1


def try_again():
    """Every minute: what could not be checked goes to the worker once more."""
    unknown = Finding.objects.filter(
        submission=OuterRef("pk"), level=Finding.Level.UNKNOWN
    )
    latest_of_arrived().filter(
        Exists(unknown),
        checked_at__lt=timezone.now() - AGAIN_AFTER,
        application__status=Status.RECEIVED,
    ).update(checked_at=None)
