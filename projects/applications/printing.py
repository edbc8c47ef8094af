"""Submissions become PDFs, one by one, by the worker."""

import logging
from datetime import timedelta

from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from portal.attachments.models import private_storage
from projects.applications.document import document_of
from projects.applications.submissions import Submission

logger = logging.getLogger(__name__)

# Longer than any document takes: until then nobody else prints it.
LEASE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=6)
LANGUAGES = {"pdf_zh": "zh-hans", "pdf_en": "en"}
STYLE = "projects/paper.css"


def print_waiting(most=2):
    """Print the next few submissions; the number of those that were."""
    printed = 0
    for _number in range(most):
        submission = take_next()
        if submission is None:
            break
        try:
            print_one(submission)
            printed += 1
        except Exception:  # one that cannot be printed must not hold up the others
            logger.exception("Submission %s cannot be printed", submission.pk)
            put_off(submission)
    return printed


def take_next():
    """The next one without its PDFs, ours until the lease ends."""
    while True:
        now = timezone.now()
        submission = (
            Submission.objects.to_print(now).select_related("application").first()
        )
        if submission is None:
            return None
        mine = Submission.objects.to_print(now).filter(
            pk=submission.pk, print_attempts=submission.print_attempts
        )
        if mine.update(print_attempts=F("print_attempts") + 1, print_after=now + LEASE):
            submission.print_attempts += 1
            return submission


def print_one(submission):
    """Write both files first, then the row that points to them."""
    storage, paths = private_storage(), {}
    for column, language in LANGUAGES.items():
        content = ContentFile(pdf_of(submission, language))
        path = path_of(submission, language)
        # What a worker left that was killed between file and row.
        storage.delete(path)
        paths[column] = storage.save(path, content)
    rows_of(submission).update(printed_at=timezone.now(), print_after=None, **paths)


def put_off(submission):
    """It waits twice as long as the time before."""
    doubled = timedelta(minutes=2 ** min(submission.print_attempts, 10))
    pause = min(doubled, LONGEST_PAUSE)
    rows_of(submission).update(print_after=timezone.now() + pause)


def rows_of(submission):
    return Submission.objects.filter(pk=submission.pk)


def path_of(submission, language):
    number, version = submission.application.number, submission.version
    return f"submissions/{submission.pk % 256:02x}/{number}-v{version}-{language}.pdf"


def pdf_of(submission, language):
    """The document in one language, as a file's bytes."""
    # Slow to load, and only the worker needs it.
    from weasyprint import CSS, HTML

    html = HTML(string=html_of(submission, language), url_fetcher=refuse_address)
    style = CSS(filename=finders.find(STYLE))
    return html.write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1")


def html_of(submission, language):
    with override(language):
        return render_to_string(
            "projects/applications/paper.html",
            {
                "submission": submission,
                "content": submission.content,
                "document": document_of(submission.content),
            },
        )


def refuse_address(url, *args, **options):
    """What is printed stands in the document: nothing is fetched for it."""
    raise ValueError(f"refused to fetch {url}")
