"""What officers and applicants wait for, with many applications stored.

Beside each figure stands what a well-known peer takes for the same (Hypha 6.7, 60 a
page of 1,000; its page of one submission), measured on a machine like ours.
"""

import csv
from datetime import timedelta
from decimal import Decimal
from itertools import cycle, islice
from statistics import median, quantiles
from time import perf_counter, process_time

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from projects.applications.checks import findings_of
from projects.applications.submitting import keep_submission
from projects.models import (
    Application,
    BudgetLine,
    Finding,
    Submission,
    TeamMember,
)
from tests.benchmarks.relevance import DATA
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.projects import ApplicationFactory, CallFactory, ProgrammeFactory

ROUNDS = 40
SAVES = 200
STATUSES = ("received", "received", "passed", "refused", "returned")
LEVELS = ("good", "good", "good", "warning", "bar")


def texts():
    """Real titles and abstracts, over and over."""
    projects = DATA / "projects"
    with (projects / "nsfc_management_zh.csv").open(encoding="utf-8-sig") as chinese:
        titles = [
            row["项目名称"][:300] for row in islice(csv.DictReader(chinese), 5_000)
        ]
    with (projects / "nsf_awards_fy2026.csv").open(encoding="utf-8") as english:
        awards = list(csv.DictReader(english))
    for title, award in zip(cycle(titles), cycle(awards), strict=False):
        yield {
            "title_zh": title,
            "title_en": award["title_clean"][:500],
            "abstract_zh": title * 20,
            "abstract_en": award["abstract"][:2_000],
        }


class Programme:
    """A programme with three calls, sixty institutions and an officer."""

    def __init__(self):
        self.officer = UserFactory(role="officer")
        programme = ProgrammeFactory(officers=[self.officer])
        first = CallFactory(programme=programme, topics=5)
        more = [
            CallFactory(programme=programme, rules=first.rules, topics=5)
            for _ in range(2)
        ]
        self.calls = [first, *more]
        self.topics = {call.pk: list(call.topics.all()) for call in self.calls}
        self.organisations = [OrganisationFactory() for _ in range(60)]
        self.people = [UserFactory() for _ in range(60)]
        self.texts = texts()
        self.stored = 0

    def store(self, count):
        """Up to so many, with what was handed in, what was found, team and budget."""
        places = range(self.stored, count)
        made = Application.objects.bulk_create(
            (self.application(place, next(self.texts)) for place in places),
            batch_size=1_000,
        )
        submissions = Submission.objects.bulk_create(
            (
                Submission(
                    application=one,
                    version=1,
                    submitted_at=one.submitted_at,
                    content={"number": one.number, "text": one.abstract_en},
                    sha256="0" * 64,
                    checked_at=one.received_at,
                )
                for one in made
            ),
            batch_size=1_000,
        )
        Finding.objects.bulk_create(
            (
                Finding(
                    submission=submission,
                    code=code,
                    level=LEVELS[(place + at) % len(LEVELS)],
                    details={"what": "complete"},
                )
                for place, submission in enumerate(submissions)
                for at, code in enumerate(Finding.Code.values)
            ),
            batch_size=5_000,
        )
        TeamMember.objects.bulk_create(
            (
                TeamMember(application=one, role=role, name_zh=f"成员{one.number}")
                for one in made
                for role in ("leader", "key", "member")
            ),
            batch_size=5_000,
        )
        BudgetLine.objects.bulk_create(
            (
                BudgetLine(
                    application=one,
                    year=2027,
                    category=category,
                    source="central",
                    amount=Decimal(100_000),
                )
                for one in made
                for category in ("purchase", "materials", "labour")
            ),
            batch_size=5_000,
        )
        self.stored = count
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def application(self, place, fields):
        call = self.calls[place % len(self.calls)]
        since = timezone.now() - timedelta(minutes=place)
        return Application(
            number=f"B2026-{place:05d}",
            status=STATUSES[place % len(STATUSES)],
            call=call,
            topic=self.topics[call.pk][place % 5],
            organisation=self.organisations[place % 60],
            created_by=self.people[place * 7 % 60],
            submitted_at=since,
            received_at=since,
            **fields,
        )


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def page(client, path, rounds=ROUNDS):
    """SQL queries, CPU in ms (the median), size in kB."""
    for _ in range(5):
        response = client.get(path)
    assert response.status_code == 200, path
    times = []
    for _ in range(rounds):
        begun = process_time()
        client.get(path)
        times.append(process_time() - begun)
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return len(queries), median(times) * 1_000, len(response.content) / 1_000


def handed_in():
    """One application with everything, as an applicant hands it in."""
    officer = UserFactory(role="officer")
    institute = OrganisationFactory()
    author = MembershipFactory(organisation=institute).user
    call = CallFactory(programme=ProgrammeFactory(officers=[officer]))
    application = ApplicationFactory(
        call=call, organisation=institute, created_by=author, received=True
    )
    keep_submission(application, author)
    submission = application.submissions.get()
    found = findings_of(application)
    Finding.objects.bulk_create(one.as_row(submission) for one in found)
    application.submissions.update(checked_at=timezone.now())
    return application, officer, author


def autosaves():
    """A section saved as one types: p50 and p95 in ms, and its queries."""
    institute = OrganisationFactory()
    author = MembershipFactory(organisation=institute).user
    draft = ApplicationFactory(
        call=CallFactory(), organisation=institute, created_by=author, complete=True
    )
    client = signed_in(author)
    path = f"/zh-hans/workbench/applications/{draft.number}/basics/"
    sent = {
        name: getattr(draft, name)
        for name in ("title_zh", "title_en", "abstract_zh", "starts", "ends")
    } | {"topic": draft.topic_id, "page": "bench", "action": "save"}
    edition, times = draft.edition, []
    for turn in range(SAVES):
        sent |= {"abstract_en": f"Words typed {turn}.", "edition": edition}
        begun = perf_counter()
        response = client.post(path, sent, headers={"X-Autosave": "1"})
        times.append(perf_counter() - begun)
        edition = response.json()["edition"]
    with CaptureQueriesContext(connection) as queries:
        client.post(path, sent | {"edition": edition}, headers={"X-Autosave": "1"})
    draft.refresh_from_db()
    assert draft.abstract_en == f"Words typed {SAVES - 1}."
    return len(queries), median(times) * 1_000, quantiles(times, n=20)[-1] * 1_000


def table():
    """Rows of what, queries, CPU ms, kB, then the peer's three."""
    programme = Programme()
    officer = signed_in(programme.officer)
    peer = (222, 430.0, 441.0)
    for count in (1_000, 10_000):
        programme.store(count)
        yield (f"officers' list, {count:,} stored", *page(officer, LIST), *peer)
    call = programme.calls[0].pk
    for what, query in (
        ("the same, filtered by call and words", f"?call={call}&q=研究"),
        ("the same, by findings", "?findings=bar&status=received"),
        ("the same, the last page", "?p=999"),
        ("the same, every column", f"?columns={'&columns='.join(COLUMNS)}"),
    ):
        yield (what, *page(officer, LIST + query), *NONE)
    application, its_officer, author = handed_in()
    inspect = f"/admin/applications/inspect/{application.pk}/"
    yield (
        "one application, the officer",
        *page(signed_in(its_officer), inspect),
        54,
        120.0,
        None,
    )
    reading = f"/zh-hans/workbench/applications/{application.number}/read/"
    yield (
        "one application, the applicant",
        *page(signed_in(author), reading),
        54,
        120.0,
        None,
    )


LIST = "/admin/applications/"
NONE = (None, None, None)
COLUMNS = [
    "number",
    "programme",
    "call",
    "topic",
    "organisation",
    "kind",
    "region",
    "applicant",
    "leader",
    "money",
    "status",
    "findings",
    "returns",
    "submitted_at",
    "received_at",
    "decided_at",
]
