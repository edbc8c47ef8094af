"""Versions handed in, their receipts, and what differs between them."""

import pytest
from django.utils.translation import override

from projects.applications.comparing import Run, changed, differences
from projects.applications.document import document_of
from projects.models import Application, BudgetLine, Milestone, TeamMember
from tests.factories.projects import TeamMemberFactory
from tests.projects.desk import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def twice(application, applicant, office):
    """Handed in, returned, mended, handed in again."""
    application.submit(by=applicant)
    application.send_back(by=office, reason="改")
    application.abstract_zh = "研究波纹管式标准器的量值传递方法。"
    application.save()
    application.team.update(duty_zh="总体")
    TeamMemberFactory(
        application=application,
        name_zh="新成员",
        name_en="",
        email="new@example.org",
        status=TeamMember.Status.CONSENTED,
    )
    old = application.milestones.get()
    Milestone.objects.create(
        application=application, due=old.due, title_zh="通过验收", result_zh="报告"
    )
    old.delete()
    application.budget.filter(category="materials").update(amount="250000.00")
    BudgetLine.objects.create(
        application=application,
        year=application.starts.year,
        category="labour",
        source="own",
        amount="7.50",
    )
    application.submit(by=applicant)
    return application


# Comparing texts


@pytest.mark.parametrize(
    ("old", "new", "runs"),
    [
        ("相同", "相同", []),
        (
            "测量范围为 0.1 MPa",
            "测量上限为 0.15 MPa",
            ["=测量", "-范围", "+上限", "=为 ", "-0.1", "+0.15", "= MPa"],
        ),
        (
            "The standard is calibrated.",
            "The standards are calibrated.",
            ["=The ", "-standard", "+standards", "= ", "-is", "+are", "= calibrated."],
        ),
        ("", "新", ["+新"]),
        ("旧", "", ["-旧"]),
    ],
)
def test_words_and_characters_that_changed_are_marked(old, new, runs):
    signs = {"same": "=", "went": "-", "came": "+"}

    assert [signs[run.kind] + run.text for run in changed(old, new)] == runs


@pytest.mark.parametrize("size", [10, 5_000, 60_000])
def test_both_texts_can_be_read_from_the_runs(size):
    old = "".join(f"第{n}句，关于不确定度。" for n in range(size // 10))
    new = old.replace("3句", "三句").replace("关于", "涉及", 5) + "末。"

    runs = changed(old, new)

    assert "".join(run.text for run in runs if run.kind != "came") == old
    assert "".join(run.text for run in runs if run.kind != "went") == new


# Pages


def changes(application, language="en"):
    old, new = application.submissions.order_by("version")
    with override(language):
        return differences(document_of(old.content), document_of(new.content))


def test_sections_with_labels_old_and_new(twice):
    found = {section.heading: section.changes for section in changes(twice)}

    assert list(found) == ["Abstract", "Team", "Milestones", "Budget"]
    assert [run for run in found["Abstract"][0].runs if run.kind != "same"] == [
        Run("went", "膜片"),
        Run("came", "波纹管"),
    ]
    assert [change.kind for change in found["Team"]] == ["changed", "came"]
    assert found["Team"][0].cells == [("Task", [Run("came", "总体")])]
    assert [change.kind for change in found["Milestones"]] == ["went", "came"]
    kinds = {change.label: change.kind for change in found["Budget"]}
    assert kinds["Central budget, in yuan: Materials"] == "changed"
    assert kinds["Own funds, in yuan: Labour"] == "came"
    assert kinds["All sources, in yuan: Total"] == "changed"


def test_the_labels_are_the_readers(twice):
    chinese = [section.heading for section in changes(twice, "zh-hans")]

    assert len(chinese) == 4


def test_the_page_marks_what_went_and_came(client, twice, office):
    client.force_login(office)

    page = client.get(address(twice, "differences") + "?old=1&new=2").text
    # After the legend, which shows both marks.
    page = page.partition('class="change-text"')[2]

    assert "膜片" in page.partition("<del>")[2].partition("</del>")[0]
    assert "波纹管" in page.partition("<ins>")[2].partition("</ins>")[0]


@pytest.mark.parametrize(
    "query",
    ["?old=1&new=9", "?old=x&new=2", "?old=1", "?new=draft", "?old=1&new=draft"],
)
def test_what_is_not_there_is_not_found(client, twice, office, query):
    client.force_login(office)

    assert client.get(address(twice, "differences") + query).status_code == 404


def test_the_draft_is_compared_for_the_team_alone(client, twice, applicant, office):
    twice.send_back(by=office, reason="再改")
    Application.objects.filter(pk=twice.pk).update(title_en="Another title")
    answers = {}
    for name, person in {"team": applicant, "office": office}.items():
        client.force_login(person)
        page = client.get(address(twice, "differences") + "?old=2&new=draft")
        answers[name] = page.status_code, "Another" in page.text

    assert answers == {"team": (200, True), "office": (404, False)}


def test_the_list_has_each_version(client, twice, applicant):
    client.force_login(applicant)

    page = client.get(address(twice, "versions"))

    assert [one.version for one in page.context["submissions"]] == [2, 1]
    assert client.get(address(twice, "versions", 1)).status_code == 200
    assert client.get(address(twice, "versions", 3)).status_code == 404


def test_nothing_handed_in_has_no_receipt(client, application, applicant):
    client.force_login(applicant)

    assert client.get(address(application, "receipt")).status_code == 404
    assert client.get(address(application, "versions")).status_code == 200


def test_the_receipt_says_number_version_second_and_fingerprint(
    client, twice, applicant
):
    client.force_login(applicant)
    first, second = twice.submissions.order_by("version")

    latest = client.get(address(twice, "receipt")).text
    older = client.get(address(twice, "receipt") + "?version=1").text

    assert second.sha256 in latest
    assert first.sha256 not in latest
    assert first.sha256 in older
    assert f"{second.submitted_at.astimezone():%M:%S}" in latest
    assert "UTC+08:00" in latest
    assert twice.number in latest


def test_whoever_has_the_fingerprint_learns_when_and_no_more(client, twice):
    submission = twice.submissions.get(version=2)

    page = client.get(f"/en/receipts/{submission.sha256}/").text
    unknown = client.get(f"/en/receipts/{'0' * 64}/")

    assert twice.number in page
    assert f"{submission.submitted_at.astimezone():%M:%S}" in page
    assert "Pressure traceability" not in page
    assert twice.organisation.name_en not in page
    assert unknown.status_code == 404


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_asks_the_same_however_many(
    client, application, applicant, count, django_assert_max_num_queries
):
    application.submit(by=applicant)
    first = application.submissions.get()
    for version in range(2, count + 1):
        application.submissions.create(
            version=version,
            submitted_at=first.submitted_at,
            content=first.content,
            sha256=f"{version:064}",
        )
    client.force_login(applicant)

    with django_assert_max_num_queries(12):
        client.get(address(application, "versions"))
