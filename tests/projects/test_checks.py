"""The automatic part of the formal check: findings with figures, made by the worker."""

from datetime import timedelta
from decimal import Decimal
from threading import Barrier, Thread

import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from django.utils.translation import override
from wagtail import hooks

from projects.applications import checking, checks
from projects.applications.sentences import SENTENCES, sentence
from projects.models import Application, Finding, Project, TeamMember
from projects.portfolio.likeness import NotNow
from tests.factories.accounts import UserFactory
from tests.factories.projects import ApplicationFactory

pytestmark = pytest.mark.django_db
Status = Application.Status


@pytest.fixture(autouse=True)
def no_engine():
    """What similar projects there are is said by each test; the engine has its own."""
    asked = {"answer": []}

    def answer(*texts):
        if isinstance(asked["answer"], Exception):
            raise asked["answer"]
        return asked["answer"]

    registered = hooks._hooks.get("similar_projects", [])
    hooks._hooks["similar_projects"] = [(answer, 0)]
    yield asked
    hooks._hooks["similar_projects"] = registered


def found(application, code=None):
    """Of each finding its level and which sentence."""
    application = Application.objects.get(pk=application.pk)
    return [
        (one.code, one.level, one.what)
        for one in checks.findings_of(application)
        if code in (None, one.code)
    ]


def project(**fields):
    return Project.objects.create(status=Project.Status.RUNNING, **fields)


def test_of_an_application_in_order_all_is_good(application):
    assert {level for _code, level, _what in found(application)} == {"good"}


def test_says_what_is_missing_in_both_languages(application):
    Application.objects.filter(pk=application.pk).update(abstract_en="")

    (only,) = [
        one
        for one in checks.findings_of(Application.objects.get(pk=application.pk))
        if one.code == "complete"
    ]

    assert (only.level, only.what) == ("bar", "missing")
    (texts,) = only.details["texts"]
    assert set(texts) == {"zh-hans", "en"}


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ([], ("organisation", "good", "kind-admitted")),
        (["institute"], ("organisation", "good", "kind-admitted")),
        (["university"], ("organisation", "bar", "kind-refused")),
    ],
)
def test_kind_of_organisation(application, call, kinds, expected):
    call.organisation_kinds = kinds
    call.save()

    assert found(application, "organisation") == [expected]


@pytest.mark.parametrize(
    ("born", "expected"),
    [(-40, "age-admitted"), (-41, "too-old"), (None, "age-unsaid")],
)
def test_age_in_the_year_of_closing(application, call, born, expected):
    call.max_age = 40
    call.save()
    year = timezone.localtime(call.closes_at).year
    application.team.update(birth_year=born and year + born)

    assert [what for *_rest, what in found(application, "age")] == [expected]


@pytest.mark.parametrize(
    ("held", "expected"),
    [("doctor", "good"), ("master", "good"), ("bachelor", "bar"), ("", "warning")],
)
def test_degree(application, call, held, expected):
    call.lowest_degree = "master"
    call.save()
    application.team.update(degree=held)

    assert [level for _code, level, _what in found(application, "degree")] == [expected]


@pytest.mark.parametrize(
    ("most", "running", "level"),
    [(1, 0, "good"), (1, 1, "bar"), (2, 1, "good"), (2, 2, "bar"), (0, 0, "good")],
)
def test_running_projects_of_the_leader(
    application, applicant, call, most, running, level
):
    call.max_running_person = most
    call.save()
    for _ in range(running):
        project(leader=applicant)
    Project.objects.create(leader=applicant, status=Project.Status.FINISHED)
    project(leader=UserFactory())

    assert found(application, "running-person") == [
        ("running-person", level, "running-person")
    ]
    assert bool(application.missing()) == (level == "bar")


def test_a_namesake_is_for_the_officer_to_look_at(application, call, institute):
    call.max_running_person = 1
    call.save()
    leader = application.team.get()
    project(leader_name=leader.name_zh, organisation_name=institute.name_zh)

    assert found(application, "running-person") == [
        ("running-person", "good", "running-person"),
        ("running-person", "warning", "namesake"),
    ]
    assert application.missing() == []


@pytest.mark.parametrize(("running", "level"), [(1, "good"), (2, "bar")])
def test_running_projects_of_the_organisation(
    application, call, institute, running, level
):
    call.max_running_organisation = 2
    call.save()
    for _ in range(running):
        project(organisation=institute)

    assert [one[1] for one in found(application, "running-organisation")] == [level]


def test_title_of_a_running_project(application, call):
    running = project(title_zh=application.title_zh)

    assert found(application, "same-title") == [("same-title", "bar", "title-runs")]
    ((name, text),) = application.missing()
    assert name == "title_zh"
    assert running.number in text
    call.refuses_running_title = False
    call.save()
    assert found(application, "same-title") == []


def test_another_application_of_the_same_title(application, call):
    ApplicationFactory(call=call, received=True)

    assert ("same-title", "warning", "title-twice") in found(application)


def test_budget_beyond_the_frame(application, call):
    call.budget_max = Decimal(1)
    call.save()

    ((_code, level, what),) = found(application, "budget")

    assert (level, what) == ("bar", "budget-broken")


def test_consent_of_the_team(application):
    TeamMember.objects.create(application=application, name_zh="未应邀者")

    assert found(application, "consent") == [("consent", "bar", "no-consent")]


def test_similar_projects_and_earlier_applications(
    application, call, programme, no_engine
):
    Application.objects.filter(pk=application.pk).update(
        abstract_zh="研究膜片式标准器的量值传递方法，建立装置并开展比对。"
    )
    no_engine["answer"] = [
        {
            "number": "P1",
            "title_zh": "膜片式压力计",
            "title_en": "",
            "url": "/projects/P1/",
            "percent": 61,
            "organisation": "某院",
        }
    ]
    earlier = ApplicationFactory(call=call, received=True)
    ApplicationFactory(received=True)  # of another programme, whose officers are others
    ApplicationFactory(call=call, submitted=True)  # not with the officers yet

    (similar,) = [
        one
        for one in checks.findings_of(Application.objects.get(pk=application.pk))
        if one.code == "similar"
    ]

    assert similar.level == "warning"
    alike = [
        (one["kind"], one["number"], one["percent"]) for one in similar.details["alike"]
    ]
    assert alike == [("application", earlier.number, 100), ("project", "P1", 61)]


def test_nothing_near_is_good_and_says_how_near(application, no_engine):
    no_engine["answer"] = [
        {"number": "P1", "title_zh": "别的", "title_en": "", "percent": 59}
    ]

    assert found(application, "similar") == [("similar", "good", "not-similar")]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("what", SENTENCES)
def test_each_sentence_can_be_said(what, language):
    text = {"zh-hans": "缺。", "en": "Missing."}
    details = {
        "what": what,
        "texts": [text],
        "title": text,
        "kind": "institute",
        "kinds": ["university"],
        "degree": "master",
        "least": "doctor",
        "names": ["甲"],
        "numbers": ["P1", "P2"],
        **dict.fromkeys(("age", "most", "year", "count", "percent", "from"), 7),
        "name": "甲",
        "number": "P1",
        "sum": "1.00",
    }

    with override(language):
        said = sentence(Finding(details=details))

    assert said
    assert "%(" not in said


# The worker


def hand_in(application, applicant, office):
    application.submit(by=applicant)
    application.endorse(by=office)
    return application.submissions.get()


def work():
    rounds = 0
    while checking.work_off():
        rounds += 1
    return rounds


def test_the_worker_checks_what_arrived_once(application, applicant, office):
    application.submit(by=applicant)
    assert work() == 0
    application.endorse(by=office)

    assert work() == 1
    assert work() == 0
    submission = application.submissions.get()
    assert submission.checked_at
    codes = list(submission.findings.values_list("code", flat=True))
    assert len(codes) == len(set(codes)) >= 5


def test_a_version_handed_in_again_is_checked_anew(
    application, applicant, office, programme_officer
):
    hand_in(application, applicant, office)
    work()
    application.return_for_changes(by=programme_officer, reason="改")
    application.submit(by=applicant)
    application.endorse(by=office)
    work()

    first, second = application.submissions.order_by("version")
    assert first.findings.exists()
    assert second.findings.exists()


def test_a_check_that_fails_says_so_and_stops_no_other(
    application, applicant, office, monkeypatch
):
    def broken(application):
        raise RuntimeError

    monkeypatch.setitem(checks.CHECKS, "consent", broken)
    submission = hand_in(application, applicant, office)
    work()

    assert submission.findings.get(code="consent").level == "unknown"
    assert submission.findings.get(code="complete").level == "good"


def test_one_that_cannot_be_checked_blocks_no_other(call, monkeypatch):
    submissions = []
    for _ in range(7):
        application = ApplicationFactory(call=call, received=True)
        submissions.append(
            application.submissions.create(
                version=1, submitted_at=timezone.now(), content={}, sha256=""
            )
        )
    bad = submissions[0].application_id
    sound = checking.findings_of

    def findings_of(application):
        if application.pk == bad:
            raise RuntimeError
        return sound(application)

    monkeypatch.setattr(checking, "findings_of", findings_of)
    work()

    for submission in submissions:
        submission.refresh_from_db()
        assert submission.checked_at
    assert submissions[0].findings.get().level == "unknown"
    assert submissions[6].findings.count() >= 5


def test_a_worker_that_is_killed_leaves_it_to_the_next(
    application, applicant, office, monkeypatch
):
    submission = hand_in(application, applicant, office)

    def killed(application):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(checking, "findings_of", killed)
        with pytest.raises(SystemExit):
            checking.work_off()
    assert not submission.findings.exists()

    assert work() == 1
    assert submission.findings.exists()


def test_the_engine_is_asked_again_when_it_was_away(
    application, applicant, office, no_engine
):
    no_engine["answer"] = NotNow()
    submission = hand_in(application, applicant, office)
    work()
    finding = submission.findings.get(code="similar")
    assert (finding.level, finding.details["what"]) == ("unknown", "similar-unknown")

    no_engine["answer"] = []
    checking.try_again()
    assert work() == 0
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        checking.try_again()
        assert work() == 1

    assert submission.findings.get(code="similar").level == "good"


@pytest.mark.django_db(transaction=True)
def test_two_workers_write_findings_once(application, applicant, office):
    submission = hand_in(application, applicant, office)
    barrier = Barrier(2)

    def run():
        barrier.wait(10)
        checking.work_off()
        connection.close()

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    codes = list(submission.findings.values_list("code", flat=True))
    assert len(codes) == len(set(codes)) >= 5
