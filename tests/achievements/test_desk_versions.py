"""A published record is changed by a new version, complete from the start."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from achievements.models import Achievement, IPRight, Output, Participation
from achievements.registry.starting import start_new_version
from portal.attachments.attaching import attach
from portal.models import Attachment, Term
from projects.indicators.models import Indicator, IndicatorTable
from tests.achievements.desk import address


@pytest.fixture
def full(achievement, owner):
    """A published achievement with one of everything."""
    patent = Term.objects.get(scheme="ip-type", code="invention")
    achievement.ics.set(Term.objects.filter(scheme="ics", code="17.040"))
    achievement.indicator_table = IndicatorTable.objects.create()
    achievement.edition, achievement.saves = (
        7,
        {"basics": {"at": "2026-01-01T08:00:00+08:00"}},
    )
    achievement.save()
    Indicator.objects.create(table=achievement.indicator_table, name_zh="测量范围")
    IPRight.objects.create(achievement=achievement, type=patent, number="ZL1")
    Output.objects.create(achievement=achievement, kind="standard", number="JJF 1")
    Participation.objects.create(
        achievement=achievement, organisation=achievement.holder
    )
    attach(achievement, SimpleUploadedFile("报告.txt", "内容".encode()), by=owner)
    return achievement


def test_a_new_version_has_all_that_the_old_one_has(full, owner, office):
    draft = start_new_version(full, by=office)

    assert (draft.number, draft.version, draft.status) == (full.number, 2, "draft")
    assert (draft.title_zh, draft.holder, draft.trl) == (
        full.title_zh,
        full.holder,
        full.trl,
    )
    assert (draft.edition, draft.saves, draft.published_at) == (0, {}, None)
    for name in ("domains", "elements", "ics"):
        assert list(getattr(draft, name).all()) == list(getattr(full, name).all())
    assert [row.number for row in draft.ip_rights.all()] == ["ZL1"]
    assert [row.number for row in draft.outputs.all()] == ["JJF 1"]
    assert [row.name_zh for row in draft.contributors.all()] == ["沈知衡"]
    assert draft.participations.get().organisation == full.holder
    assert draft.indicator_table != full.indicator_table
    assert [row.name_zh for row in draft.indicator_table.rows.all()] == ["测量范围"]
    copied, original = (Attachment.objects.of(record).get() for record in (draft, full))
    assert (copied.name, copied.file.name) == (original.name, original.file.name)
    assert copied.pk != original.pk
    assert office.has_perm("achievements.change_achievement", draft)


def test_the_old_version_keeps_what_it_had(full, owner):
    start_new_version(full, by=owner)

    full.refresh_from_db()
    assert full.status == "published"
    assert (
        full.ip_rights.count() == full.outputs.count() == full.contributors.count() == 1
    )
    assert full.indicator_table.rows.count() == 1


def test_there_is_one_open_version_at_a_time(full, owner):
    first = start_new_version(full, by=owner)

    with pytest.raises(ValidationError):
        start_new_version(full, by=owner)
    assert Achievement.objects.filter(number=full.number).count() == 2

    first.withdraw(by=owner, reason="不再需要")
    assert start_new_version(full, by=owner).version == 3


def test_only_whoever_may_change_it_starts_one(full, stranger):
    with pytest.raises(PermissionDenied):
        start_new_version(full, by=stranger)

    assert Achievement.objects.count() == 1


def test_publishing_the_new_version_replaces_the_old(full, owner, officer):
    draft = start_new_version(full, by=owner)
    draft.submit(by=owner)
    draft.publish(by=officer)

    full.refresh_from_db()
    assert (full.status, draft.status) == ("superseded", "published")


def test_the_button_leads_to_the_new_version(client, full, owner):
    client.force_login(owner)

    response = client.post(address(full, "new-version"))
    again = client.post(address(full, "new-version"), follow=True)

    draft = Achievement.objects.get(version=2)
    assert response["Location"] == address(draft)
    assert len(again.context["messages"]) == 1
    assert not again.context["may_start_version"]
