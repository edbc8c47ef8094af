"""Author and member at one section: nobody overwrites the other unseen."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from projects.models import TeamMember
from tests.projects.desk import address, autosave, basics, milestones, team

pytestmark = pytest.mark.django_db


def test_author_and_member_meet_a_conflict_and_nothing_is_lost(
    client, application, applicant, writing_member
):
    client.force_login(writing_member)
    autosave(
        client,
        address(application, "basics"),
        basics(application, title_zh="成员的标题", page="theirs"),
    )
    client.force_login(applicant)

    path = address(application, "basics")
    response = client.post(path, basics(application, title_zh="我的标题"))
    decided = client.post(
        path,
        basics(application, title_zh="我的标题", edition=1)
        | {"take-title_zh": "theirs"},
    )

    application.refresh_from_db()
    conflict = response.context["conflict"]
    assert (response.status_code, decided.status_code) == (409, 302)
    assert conflict.by == writing_member.name
    assert [(d.theirs, d.mine) for d in conflict.differences] == [
        ("成员的标题", "我的标题")
    ]
    assert application.title_zh == "成员的标题"


@pytest.mark.django_db
def test_a_new_row_sent_twice_is_one_row(client, application, applicant):
    """The answer was lost, or somebody clicked twice; then he goes on on that page."""
    client.force_login(applicant)
    sent = milestones(application, application.ends, application.ends)
    path = address(application, "plan")
    application.milestones.all().delete()

    keys = [autosave(client, path, sent).json()["rows"] for _time in range(2)]
    later = sent | {"milestones-count": 3, "milestones-2-id": ""}
    later |= {"milestones-2-title_zh": "又一节点", "milestones-0-title_zh": "改过"}
    autosave(client, path, later)
    keys.append(autosave(client, path, later).json()["rows"])

    titles = list(application.milestones.values_list("title_zh", flat=True))
    assert titles == ["改过", "节点1", "又一节点"]
    assert keys[0] == keys[1]
    assert keys[2] | keys[0] == keys[2]


@pytest.mark.django_db
def test_a_row_of_another_page_is_another_row(client, application, applicant):
    client.force_login(applicant)
    path = address(application, "plan")
    application.milestones.all().delete()
    for page in ("mine", "mine again"):
        application.refresh_from_db()
        autosave(client, path, milestones(application, application.ends, page=page))

    assert application.milestones.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_once_one_meets_a_conflict(
    application, applicant, writing_member
):
    def save(person):
        client = Client()
        client.force_login(person)
        sent = basics(application, title_zh=person.name, page=person.name)
        try:
            return autosave(client, address(application, "basics"), sent).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        codes = sorted(threads.map(save, (applicant, writing_member)))

    application.refresh_from_db()
    assert codes == [200, 409]
    assert application.edition == 1


@pytest.mark.django_db(transaction=True)
def test_consent_while_the_section_is_saved_is_not_overwritten(
    application, applicant, member, colleague
):
    sent = team(application)

    def save():
        client = Client()
        client.force_login(applicant)
        changed = sent | {"team-1-duty_zh": "数据分析"}
        try:
            return autosave(client, address(application, "team"), changed).status_code
        finally:
            connection.close()

    def consent():
        try:
            TeamMember.objects.get(pk=member.pk).consent(by=colleague)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        saved, consented = threads.submit(save), threads.submit(consent)
        assert (saved.result(), consented.result()) == (200, None)

    member.refresh_from_db()
    assert (member.status, member.user, member.duty_zh) == (
        TeamMember.Status.CONSENTED,
        colleague,
        "数据分析",
    )
