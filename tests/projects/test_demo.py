"""The demonstration: three calls and sixty applications, whole and in every state."""

import tomllib
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from portal.accounts.models import User
from portal.demo.loading import load_organisations, load_people
from projects.applications import budget
from projects.applications.snapshot import fingerprint
from projects.demo.loading import load
from projects.models import Application, Call, Programme, Project, TeamMember

pytestmark = pytest.mark.django_db
FILES = Path(settings.BASE_DIR) / "projects" / "demo" / "applications"


@pytest.fixture(scope="module")
def rows():
    """What the files say, by Chinese title."""
    found = (
        row
        for path in FILES.glob("*.toml")
        for row in tomllib.loads(path.read_text())["application"]
    )
    return {row["title_zh"]: row for row in found}


@pytest.fixture
def demo(db):
    load(load_organisations(), load_people(load_organisations()))


def person(name):
    return User.objects.get(email=f"{name}@example.org")


def seen_by(name):
    """How many applications this account sees, by status."""
    found = Application.objects.visible_to(person(name))
    return dict(Counter(found.values_list("status", flat=True)))


def lacking(record, *names):
    """Which of these texts are not there, in one language or the other."""
    columns = [f"{name}_{language}" for name in names for language in ("zh", "en")]
    return [column for column in columns if not getattr(record, column)]


def test_calls_of_every_phase_are_whole(demo):
    phases = {call.programme.code: call.phase.value for call in Call.objects.all()}

    assert phases == {
        "nqi-key": "open",
        "public-welfare": "closed",
        "jianghai-joint": "announced",
    }
    for call in Call.objects.all():
        closing = timezone.localtime(call.closes_at)
        assert (closing.hour, closing.minute) == (17, 0)
        assert call.published_at < call.opens_at < call.closes_at
        assert call.missing() == []
        assert lacking(call, "summary", "guideline", "commitments", "contact") == []
        for topic in call.topics.all():
            assert lacking(topic, "title", "description") == []


def test_programmes_of_every_kind_have_rules_and_an_officer(demo):
    kinds = Programme.objects.values_list("kind", flat=True)

    assert sorted(kinds) == sorted(Programme.Kind.values)
    for programme in Programme.objects.all():
        rules = programme.current_rules
        stages = {one.stage for one in rules.outcomes.all()}
        assert (rules.version, programme.officers.count()) == (1, 1)
        assert stages == {"formal-check", "acceptance"}
        assert rules.window("check")


def test_sixty_applications_are_in_every_state_and_each_is_its_own(demo, rows):
    found = Counter(Application.objects.values_list("status", flat=True))

    assert sum(found.values()) == len(rows) == 60
    assert set(found) == set(Application.Status.values)
    for name in ("title_zh", "title_en", "abstract_zh", "abstract_en"):
        texts = Application.objects.exclude(**{name: ""}).values_list(name, flat=True)
        assert len(set(texts)) == len(texts)


def test_what_was_submitted_is_in_both_languages_and_kept(demo):
    for record in Application.objects.exclude(submitted_at=None):
        latest = record.latest_submission

        assert lacking(record, "title", "abstract", "keywords") == []
        for row in record.team.all():
            assert lacking(row, "name", "organisation_name", "duty") == []
        for row in record.indicator_table.rows.all():
            assert lacking(row, "name") == []
        for row in record.milestones.all():
            assert lacking(row, "title", "result") == []
        assert latest.sha256 == fingerprint(latest.content)
        assert latest.content["title_zh"] == record.title_zh
        assert latest.submitted_at == record.submitted_at


def test_budgets_add_up_to_what_the_file_says(demo, rows):
    for record in Application.objects.prefetch_related("budget"):
        row = rows[record.title_zh].get("budget", {})
        sums = budget.totals(record.budget.all())

        for source in ("central", "local", "own"):
            assert sums.by_source[source] == Decimal(row.get(source, 0))
        assert sum(sums.by_year.values()) == sums.total
        assert sum(sums.by_category.values()) == sums.total


def test_gaps_are_those_that_the_file_intends(demo, rows):
    for record in Application.objects.exclude(submitted_at=None):
        found = {name for name, _sentence in record.missing()}
        assert found == set(rows[record.title_zh].get("breaks", ())), record

    drafts = Application.objects.filter(status="draft", call__programme__code="nqi-key")
    counts = sorted(len(record.missing()) for record in drafts)
    assert counts[0] == 0
    assert counts[-1] > 15
    assert len(set(counts)) > 5


def test_the_past_is_in_order_and_keeps_to_the_rules(demo):
    now = timezone.now()
    for record in Application.objects.all():
        steps = ("created_at", "submitted_at", "endorsed_at", "received_at")
        moments = [getattr(record, name) for name in steps if getattr(record, name)]
        assert moments == sorted(moments), record
        assert record.updated_at < now
    for record in Application.objects.exclude(submitted_at=None):
        first = record.submissions.order_by("version").first()
        assert record.call.opens_at < first.submitted_at < record.call.closes_at
    for call in Call.objects.all():
        endorsed = call.applications.exclude(endorsed_at=None)
        own = dict(call.quotas.values_list("organisation", "most"))
        for key, count in Counter(
            endorsed.values_list("organisation", flat=True)
        ).items():
            assert count <= own.get(key, call.quota_institution)
    mended = Application.objects.filter(returned_by="officer", status="returned")
    assert [record.is_editable for record in mended] == [True, True, True]


def test_each_account_sees_what_the_story_says(demo):
    office, bureau = person("office"), person("gd.office")
    of_office = Application.objects.visible_to(office)
    of_bureau = Application.objects.visible_to(bureau)

    assert seen_by("owner") == {
        "draft": 1,
        "submitted": 1,
        "endorsed": 1,
        "returned": 2,
        "received": 1,
        # One of them a colleague's, in whose team he is.
        "passed": 2,
    }
    assert {record.organisation for record in of_office} == {
        office.memberships.get().organisation
    }
    assert of_office.filter(status="submitted").count() == 3
    assert not of_office.filter(status="draft").exists()
    assert seen_by("bureau") == {"endorsed": 3, "returned": 1}
    assert {record.organisation.region.code for record in of_bureau} == {"440100"}
    assert seen_by("officer") == {
        "received": 17,
        "passed": 7,
        "refused": 3,
        "returned": 3,
    }
    assert seen_by("officer2") == {}
    assert seen_by("visitor") == {}


def test_the_member_is_invited_once_and_writes_once_for_another(demo):
    member = person("member")

    invited = TeamMember.objects.inviting(member)
    writing = member.team_memberships.consented().filter(
        may_write=True, application__status__in=Application.EDITABLE
    )

    assert [one.application.created_by for one in invited] == [person("owner")]
    [written] = [one.application for one in writing]
    assert member.has_perm("projects.change_application", written)
    assert not member.has_perm("projects.submit_application", written)


def test_loading_again_changes_nothing(capsys):
    call_command("load_demo")
    before = list(Application.objects.order_by("pk").values())
    people, projects = User.objects.count(), Project.objects.count()

    call_command("load_demo")

    assert list(Application.objects.order_by("pk").values()) == before
    assert (User.objects.count(), Project.objects.count()) == (people, projects)
    assert Call.objects.count() == 3
    printed = capsys.readouterr().out
    for name in ("officer2", "bureau", "member"):
        assert f"{name}@example.org" in printed
