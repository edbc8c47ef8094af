"""PDFs of submissions: made by the worker, whole, and the same as on the screen."""

import io
import re
import unicodedata

import pytest
import time_machine
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from pypdf import PdfReader
from wagtail import hooks

from projects.applications import printing
from projects.applications.document import document_of
from projects.models import Submission
from projects.wagtail_hooks import print_submissions
from tests.projects.desk import address
from tests.projects.test_document import texts_of

pytestmark = pytest.mark.django_db
LONG = "研究膜片式标准器在 0.1 MPa–60 MPa 的量值传递方法，评定其不确定度。" * 25


@pytest.fixture
def submission(application, applicant):
    application.abstract_zh = LONG
    application.save()
    application.submit(by=applicant)
    return application.submissions.get()


def bare(text):
    """Without the blanks and signs that a line's end in a PDF may swallow."""
    return re.sub(r"[\s\u00ad\u200b]", "", unicodedata.normalize("NFKC", text))


def read(file):
    with file.open("rb") as opened:
        return PdfReader(io.BytesIO(opened.read()))


@pytest.mark.parametrize(("column", "language"), printing.LANGUAGES.items())
def test_the_pdf_says_all_that_the_document_says(submission, column, language):
    assert printing.print_waiting() == 1
    submission.refresh_from_db()

    pdf = read(getattr(submission, column))

    pages = [bare(page.extract_text()) for page in pdf.pages]
    whole = "".join(pages)
    frame = bare(f"SHA-256 {submission.sha256}")
    number = submission.application.number
    with override(language):
        texts = [bare(text) for text in texts_of(document_of(submission.content))]
        head = bare(f"{number} · {_('version %(version)s') % {'version': 1}}")
    # A text may run over a page's end, where head and foot stand between.
    for part in (frame, head, *(f"{n + 1}/{len(pages)}" for n in range(len(pages)))):
        whole = whole.replace(part, "")
    missing = [text for text in texts if text and text not in whole]
    assert missing == []
    assert len(pages) > 1
    for place, page in enumerate(pages, 1):
        assert frame in page
        assert number in page
        assert f"{place}/{len(pages)}" in page


def test_chinese_is_set_in_its_own_font(submission):
    printing.print_waiting()
    submission.refresh_from_db()

    pdf = read(submission.pdf_zh)

    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in pdf.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts
    assert all("CJK-SC" in font or "SansSC" in font for font in fonts)
    assert pdf.trailer["/Root"]["/Lang"] == "zh-Hans"


def test_is_printed_once_by_the_worker(submission):
    (work,) = [
        part for part in hooks.get_hooks("work_off") if part is print_submissions
    ]

    assert work() == 1
    assert work() == 0

    submission.refresh_from_db()
    assert submission.printed_at


def test_two_workers_never_take_the_same(submission):
    assert printing.take_next() == submission
    assert printing.take_next() is None


def test_one_that_fails_does_not_hold_up_the_others(
    application, applicant, submission, monkeypatch
):
    bad = submission
    good = application.submissions.create(
        version=2,
        submitted_at=timezone.now(),
        content=bad.content,
        sha256=bad.sha256,
    )
    Submission.objects.filter(pk=bad.pk).update(content={"call": {}})

    assert printing.print_waiting(most=5) == 1

    bad.refresh_from_db()
    good.refresh_from_db()
    assert bad.printed_at is None
    assert bad.print_attempts == 1
    assert good.printed_at
    # Mended, it is printed when its pause is over.
    Submission.objects.filter(pk=bad.pk).update(content=good.content)
    assert printing.print_waiting() == 0
    with time_machine.travel(bad.print_after):
        assert printing.print_waiting() == 1


def test_one_that_fails_for_weeks_waits_no_longer_each_time(submission):
    submission.print_attempts = 200

    printing.put_off(submission)

    submission.refresh_from_db()
    assert submission.print_after <= timezone.now() + printing.LONGEST_PAUSE


def test_a_worker_killed_at_it_loses_nothing(submission, monkeypatch):
    with monkeypatch.context() as killing:
        killing.setattr(printing, "pdf_of", kill)
        with pytest.raises(KeyboardInterrupt):
            printing.print_waiting()
    submission.refresh_from_db()
    assert submission.printed_at is None

    # Another worker takes it when the first one's time is over, and not before.
    assert printing.print_waiting() == 0
    with time_machine.travel(timezone.now() + printing.LEASE):
        assert printing.print_waiting() == 1


def kill(*args):
    raise KeyboardInterrupt


def test_until_then_the_page_says_so(client, application, applicant, submission):
    client.force_login(applicant)
    url = f"{address(application, 'versions', 1, 'pdf')}zh/"

    waiting = client.get(url)
    printing.print_waiting()
    ready = client.get(url)

    assert waiting.status_code == 202
    assert "projects/printing.js" in waiting.text
    assert ready.status_code == 200
    assert b"".join(ready.streaming_content).startswith(b"%PDF-")
    assert ready["Content-Type"] == "application/pdf"
    assert "no-store" in ready["Cache-Control"]


def test_nothing_is_fetched_for_a_document(application, applicant):
    """A text that looks like markup is a text; no address in it is opened."""
    application.abstract_zh = '<img src="file:///etc/hostname"><b>粗</b>'
    application.save()
    application.submit(by=applicant)
    submission = application.submissions.get()

    pdf = PdfReader(io.BytesIO(printing.pdf_of(submission, "zh-hans")))

    text = bare("".join(page.extract_text() for page in pdf.pages))
    assert bare('<img src="file:///etc/hostname"><b>粗</b>') in text
