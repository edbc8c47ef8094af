"""What is kept of an application when it is submitted."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.attachments.attaching import attach
from portal.attachments.models import Attachment
from projects.applications.snapshot import canonical, fingerprint, snapshot
from projects.models import Application, Indicator, Milestone
from tests.factories.projects import TeamMemberFactory

pytestmark = pytest.mark.django_db


def anew(application):
    return Application.objects.get(pk=application.pk)


def test_holds_every_part(application, applicant):
    attach(application, SimpleUploadedFile("说明.txt", "说明".encode()), by=applicant)

    content = snapshot(anew(application))

    assert set(content) == {
        "format",
        "number",
        "title_zh",
        "title_en",
        "abstract_zh",
        "abstract_en",
        "keywords_zh",
        "keywords_en",
        "call",
        "topic",
        "organisation",
        "applicant",
        "domains",
        "elements",
        "disciplines",
        "trl_start",
        "trl_end",
        "starts",
        "ends",
        "team",
        "partners",
        "indicators",
        "milestones",
        "budget",
        "answers",
        "attachments",
        "commitments",
    }
    assert [member["name_zh"] for member in content["team"]] == [
        application.team.get().name_zh
    ]
    assert [row["target"] for row in content["indicators"]] == ["0.02"]
    assert [row["title_en"] for row in content["milestones"]] == [
        "Standard facility completed"
    ]
    assert content["budget"]["total"] == content["budget"]["public"] == "300000.00"
    assert [file["name"] for file in content["attachments"]] == ["说明.txt"]
    assert content["commitments"]["is_made"] is True


def test_what_the_database_gives_back_has_the_fingerprint_of_the_receipt(
    application, applicant
):
    application.submit(by=applicant)

    submission = application.submissions.get()
    read_again = json.loads(json.dumps(submission.content, sort_keys=False))

    assert fingerprint(read_again) == submission.sha256
    assert fingerprint(read_again | {"title_en": "x"}) != submission.sha256
    assert canonical({"b": 1, "a": "量"}) == '{"a":"量","b":1}'.encode()


def test_is_the_same_for_the_same_record(application):
    assert canonical(snapshot(anew(application))) == canonical(
        snapshot(anew(application))
    )


def test_files_stay_with_their_version(application, applicant):
    first = attach(application, SimpleUploadedFile("一.txt", b"1"), by=applicant)
    attach(
        application,
        SimpleUploadedFile("内部.txt", b"2"),
        by=applicant,
        is_internal=True,
    )
    application.submit(by=applicant)
    submission = application.submissions.get()

    Attachment.objects.of(application).all().delete()

    kept = Attachment.objects.of(submission).get()
    assert (kept.name, kept.sha256) == (first.name, first.sha256)
    assert kept.file.storage.exists(kept.file.name)
    assert kept.is_readable_by(applicant)


def test_files_of_a_version_are_for_those_who_see_the_application(
    application, applicant, office, stranger, other_officer
):
    attach(application, SimpleUploadedFile("一.txt", b"1"), by=applicant)
    application.submit(by=applicant)
    kept = Attachment.objects.of(application.submissions.get()).get()

    assert kept.is_readable_by(office)
    assert not kept.is_readable_by(stranger)
    assert not kept.is_readable_by(other_officer)


def test_files_of_a_returned_draft_are_the_teams(application, applicant, office):
    attach(application, SimpleUploadedFile("一.txt", b"1"), by=applicant)
    application.submit(by=applicant)
    application.send_back(by=office, reason="改")
    new = attach(application, SimpleUploadedFile("二.txt", b"2"), by=applicant)

    assert new.is_readable_by(applicant)
    assert not new.is_readable_by(office)

    application.submit(by=applicant)
    kept = Attachment.objects.of(application.latest_submission)
    assert kept.get(name="二.txt").is_readable_by(office)


@pytest.mark.parametrize("count", [1, 8])
def test_asks_the_same_however_much_there_is(
    application, count, django_assert_num_queries
):
    for _number in range(count):
        TeamMemberFactory(application=application)
        Indicator.objects.create(table=application.indicator_table, name_zh="指标")
        Milestone.objects.create(application=application, title_zh="节点")
    record = Application.objects.select_related(
        "call__programme",
        "call__rules",
        "call__questionnaire",
        "topic",
        "organisation__region",
        "created_by",
        "indicator_table",
    ).get(pk=application.pk)

    with django_assert_num_queries(10):
        snapshot(record)
