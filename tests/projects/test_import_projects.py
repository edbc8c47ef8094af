"""Projects of the past: the two real files, and what happens to single rows."""

import csv
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone, translation

from portal.models import Organisation
from projects.models import Project
from search.models import IndexTask
from tests.factories.accounts import InstituteFactory
from tests.factories.projects import ProjectFactory
from tests.portal.importing import NSF, NSFC, outcomes, reasons, rows_of, run_shipped

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


GOOD = {
    "项目批准号": "71701001",
    "项目类别": "青年科学基金项目",
    "项目名称": "计量比对方法",
    "依托单位": "上海计量院",
    "负责人": "陶志富",
    "金额": "18",
    "起止年月": "2018.01-2020.12",
    "总评": "良",
}


@pytest.fixture
def bring_in(tmp_path):
    """Import rows of the NSFC's kind, good ones but for what is said."""

    def brought(*rows, **options):
        path = tmp_path / "rows.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(GOOD))
            writer.writeheader()
            writer.writerows(GOOD | row for row in rows)
        return run_shipped(path, "project", **options)

    return brought


def test_none_of_17926_nsfc_projects_is_lost_and_again_nothing_changes():
    rows = rows_of(NSFC)
    organisations = Organisation.objects.count()

    first = run_shipped(NSFC, "project")
    again = run_shipped(NSFC, "project")

    none = dict.fromkeys(("changed", "unchanged", "merged", "held-back", "rejected"), 0)
    assert first.counts == {"added": 17_926, **none}
    assert again.counts == {**none, "added": 0, "unchanged": 17_926}
    assert (first.repaired, len(rows)) == (10, 17_926)
    assert Organisation.objects.count() == organisations
    found = list(Project.objects.order_by("pk"))
    assert [project.source_key for project in found] == [r["项目批准号"] for r in rows]
    assert [project.title_zh for project in found] == [
        " ".join(row["项目名称"].split()) for row in rows
    ]
    money = sum(Decimal(row["金额"]) for row in rows) * 10_000
    assert sum(project.amount for project in found) == money
    assert {project.currency for project in found} == {"CNY"}
    assert Counter(project.category for project in found) == Counter(
        row["项目类别"] for row in rows
    )
    assert [str(project.started)[:7] for project in found] == [
        row["起止年月"][:7].replace(".", "-") for row in rows
    ]
    assert all(project.ended >= project.started for project in found)
    odd = [
        project.ended
        for project, row in zip(found, rows, strict=True)
        if int(row["起止年月"][-2:]) > 12
    ]
    assert odd == [date(2019, 12, 31)] * 9 + [date(2015, 12, 31)]
    assert {project.status for project in found} == {Project.Status.FINISHED}
    assert "梁循" in {project.leader_name for project in found}
    assert Project.disciplines.through.objects.count() == 17_926
    assert IndexTask.objects.filter(kind="project").count() == 17_926


def test_nsf_becomes_1151_projects_and_again_nothing_more():
    rows = {row["award_id"]: row for row in rows_of(NSF)}

    first = run_shipped(NSF, "project")
    again = run_shipped(NSF, "project")

    assert (first.counts["added"], again.counts["unchanged"]) == (1151, 1151)
    assert Project.objects.count() == 1151
    found = {project.source_key: project for project in Project.objects.all()}
    for key, row in rows.items():
        project = found[key]
        assert project.title_en == " ".join(row["title_clean"].split())
        assert project.amount == Decimal(row["amount_usd"])
        assert project.started.strftime("%m/%d/%Y") == row["start_date"]
        assert project.ended.strftime("%m/%d/%Y") == row["end_date"]
        assert project.leader_name == f"{row['pi_first']} {row['pi_last']}"
        assert project.organisation_name == row["institution"]
    assert {project.currency for project in found.values()} == {"USD"}
    shared = Counter(project.abstract_en for project in found.values())
    assert sum(count for count in shared.values() if count > 1) == 155
    assert found["2540313"].place == "Indiana, USA"
    assert sum(1 for project in found.values() if not project.place) == 1
    today = timezone.localdate()
    running = {key for key, project in found.items() if project.status == "running"}
    assert running == {key for key, one in found.items() if one.ended >= today}


def test_a_good_row_says_all_that_it_says(bring_in):
    bring_in({})

    project = Project.objects.get()
    assert project.number.startswith("P20")
    assert (project.source, project.source_key) == ("NSFC", "71701001")
    assert (project.title_zh, project.category) == ("计量比对方法", "青年科学基金项目")
    assert (project.organisation, project.organisation_name) == (None, "上海计量院")
    assert (project.amount, project.currency) == (Decimal("180000"), "CNY")
    assert (project.started, project.ended) == (date(2018, 1, 1), date(2020, 12, 31))
    assert (project.status, project.grade) == (Project.Status.FINISHED, "良")
    assert [term.code for term in project.disciplines.all()] == ["G"]


BAD = {
    "no title": ({"项目名称": ""}, "项目名称: missing"),
    "no number": ({"项目批准号": ""}, "项目批准号: missing, so the record has no key"),
    "no money": ({"金额": "十八"}, "金额: “十八” is not a number"),
    "no date": ({"起止年月": "2018-2020"}, "起止年月: “2018” is not a date"),
    "backwards": ({"起止年月": "2020.12-2018.01"}, "The end lies before the start."),
    "too much": (
        {"金额": "1" * 14},
        "amount: Ensure that there are no more than 16 digits in total.",
    ),
}


@pytest.mark.parametrize(("bad", "reason"), BAD.values(), ids=BAD)
def test_a_bad_row_is_rejected_and_the_others_go_in(bring_in, bad, reason):
    running = bring_in({"项目批准号": "1"}, bad, {"项目批准号": "3"})

    assert reasons(running) == {3: reason}
    keys = Project.objects.order_by("pk").values_list("source_key", flat=True)
    assert list(keys) == ["1", "3"]


def test_only_a_verified_organisation_of_exactly_this_name_is_linked(bring_in):
    InstituteFactory(name_zh="上海计量院二所")
    claimed = InstituteFactory(name_zh="上海计量院", status=Organisation.Status.CLAIMED)
    bring_in({})
    assert Project.objects.get().organisation is None
    Organisation.objects.filter(pk=claimed.pk).update(
        status=Organisation.Status.VERIFIED
    )

    running = bring_in({})

    assert outcomes(running) == ["changed"]
    assert Project.objects.get().organisation == claimed


def test_a_changed_row_changes_the_project_and_keeps_its_number(bring_in):
    bring_in({})
    before = Project.objects.get()
    IndexTask.objects.all().delete()

    running = bring_in({"总评": "优", "金额": "20", "起止年月": "2018.01-2199.12"})

    project = Project.objects.get()
    assert outcomes(running) == ["changed"]
    assert (before.status, project.status) == ("finished", "running")
    assert (project.grade, project.amount) == ("优", Decimal("200000"))
    assert (project.number, project.created_at) == (before.number, before.created_at)
    assert list(IndexTask.objects.values_list("kind", "object_id")) == [
        ("project", project.pk)
    ]


def test_the_command_tells_what_a_dry_run_would_do(settings, tmp_path):
    settings.LOCAL_DIR = tmp_path
    out = StringIO()

    call_command("import_projects", NSF, dry_run=True, limit=20, stdout=out)

    assert out.getvalue().splitlines() == [
        "Mapping: NSF awards, fiscal year 2026",
        "20 rows: added 20, changed 0, unchanged 0, merged 0, left alone 0, rejected 0; "
        "repaired 0",
        "This was a dry run: nothing was changed.",
    ]
    assert Project.objects.count() == 0


def test_what_was_brought_in_is_over_after_its_last_day():
    today = timezone.localdate()
    over = ProjectFactory(ended=today - timedelta(days=1))
    last_day = ProjectFactory(ended=today)
    ours = ProjectFactory(ended=today - timedelta(days=1), source="", source_key="")

    assert Project.objects.end_overdue() == 1

    status = dict(Project.objects.values_list("pk", "status"))
    assert status == {over.pk: "finished", last_day.pk: "running", ours.pk: "running"}
