"""Submission: in time, whole, kept as it was, with a receipt."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.attachments.models import Attachment
from projects.applications import endorsing
from projects.applications.snapshot import fingerprint, handed_in, snapshot


def moment_in_time(application):
    """This moment by the server's clock, if it is not too late to the second.

    The moment that was judged is the one written down: what follows takes time.
    """
    endorsing.refuse_cancelled(application)
    moment = timezone.now()
    if application.status == application.Status.RETURNED:
        until = application.submit_until
        if until and until <= moment:
            raise ValidationError(_("The time for mending has passed."))
    elif not application.call.takes_from(application.created_by, moment):
        raise ValidationError(_("The call takes no applications at this moment."))
    return moment


def keep_submission(application, by):
    content = snapshot(application)
    submission = application.submissions.create(
        version=application.submissions.count() + 1,
        submitted_by=by,
        submitted_at=application.submitted_at,
        content=content,
        sha256=fingerprint(content),
    )
    keep_files(application, submission)


def keep_files(application, submission):
    """The files stay with the version, whatever becomes of the draft's."""
    rows = list(handed_in(application))
    for row in rows:
        row.pk, row.record = None, submission
    Attachment.objects.bulk_create(rows)
