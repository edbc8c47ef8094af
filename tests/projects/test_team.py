"""The team: invited by mail, consenting, writing, leaving, removed; two at one section."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from portal.models import Notification
from portal.notifications.delivery import deliver
from projects.applications import inviting
from projects.applications.rows import IndicatorForm
from projects.applications.tasks import deadlines, tasks
from projects.models import Application, TeamMember
from tests.factories.accounts import UserFactory
from tests.factories.projects import TeamMemberFactory
from tests.projects.desk import address, autosave, basics, shown, team

pytestmark = pytest.mark.django_db
Status = TeamMember.Status


def link(member):
    return reverse("applications:invitation", args=[member.token])


# Inviting


def test_the_button_saves_and_sends_a_letter(client, application, applicant):
    client.force_login(applicant)
    sent = team(
        application,
        {"name_zh": "周舟", "email": "Zhou@Example.org", "person_months": "6"},
    )

    response = client.post(
        address(application, "team"), sent | {"action": "invite:team-1"}
    )

    member = application.team.get(name_zh="周舟")
    assert response["Location"] == address(application, "team") + "#team"
    assert (member.status, member.email) == (Status.INVITED, "zhou@example.org")
    deliver()
    [letter] = mail.outbox
    assert letter.to == ["zhou@example.org"]
    assert f"/workbench/applications/invitations/{member.token}/" in letter.body
    for said in (application.title_zh, applicant.name, str(application.call)):
        assert said in letter.body


def test_somebody_known_under_the_address_finds_it_in_the_inbox_and_tasks(
    client, application, applicant, colleague
):
    member = TeamMemberFactory(application=application, email="LIN@example.org".lower())
    inviting.invite(member, by=applicant)

    told = Notification.objects.get(recipient=colleague)
    [task] = tasks(colleague)
    [deadline] = deadlines(colleague)
    assert (told.event, told.due_at) == ("applications.invited", member.lapses_at)
    assert (task.url, task.due) == (link(member), member.lapses_at)
    assert (deadline.url, deadline.at) == (link(member), member.lapses_at)
    assert tasks(UserFactory(email="lin2@example.org")) == []


def test_an_unconfirmed_address_brings_no_task(application, applicant):
    person = UserFactory(email="zhou@example.org", confirmed=False)
    member = TeamMemberFactory(application=application, email="zhou@example.org")
    inviting.invite(member, by=applicant)

    assert tasks(person) == []


def test_sending_again_ends_the_first_link(client, application, applicant, member):
    first = link(member)
    client.force_login(applicant)

    client.post(address(application, "team"), team(application, action="invite:team-1"))

    member.refresh_from_db()
    assert link(member) != first
    assert client.get(first).status_code == 404


def test_there_is_a_limit_to_letters(application, applicant, member, monkeypatch):
    monkeypatch.setattr(inviting, "MOST_A_DAY", 1)
    inviting.invite(member, by=applicant)
    before = member.token

    with pytest.raises(ValidationError):
        inviting.invite(member, by=applicant)

    member.refresh_from_db()
    assert member.token == before
    assert Notification.objects.filter(event="applications.invited").count() == 1


def test_nobody_is_invited_twice_under_one_address(client, application, applicant):
    client.force_login(applicant)
    twin = {"name_zh": "甲", "email": "a@example.org"}

    response = client.post(
        address(application, "team"), team(application, twin, twin | {"name_zh": "乙"})
    )

    assert response.status_code == 422
    assert application.team.filter(email="a@example.org").count() == 1


def test_the_applicant_does_not_invite_himself(client, application, applicant):
    client.force_login(applicant)
    own = {"name_zh": "某人", "email": applicant.email.upper(), "person_months": "6"}

    response = client.post(
        address(application, "team"), team(application, own, action="invite:team-1")
    )

    assert response.status_code == 422
    assert not application.team.filter(status=Status.INVITED).exists()


def test_nobody_is_invited_for_no_time(application, applicant):
    member = TeamMemberFactory(
        application=application, email="a@example.org", person_months=0
    )

    with pytest.raises(ValidationError):
        inviting.invite(member, by=applicant)


@pytest.mark.parametrize(
    ("target", "is_good"), [("abc", False), ("0–60", True), ("≤ 0.02", True)]
)
def test_a_target_contains_a_number(target, is_good):
    form = IndicatorForm({"name_zh": "示值误差", "comparator": "≤", "target": target})

    assert ("target" not in form.errors) is is_good


def test_a_stranger_invites_nobody(application, stranger):
    member = TeamMemberFactory(application=application, email="a@example.org")

    with pytest.raises(PermissionDenied):
        inviting.invite(member, by=stranger)

    member.refresh_from_db()
    assert member.status == Status.NAMED


# Answering


def test_whoever_holds_the_link_reads_after_signing_in(client, member, stranger):
    anonymous = client.get(link(member))
    client.force_login(stranger)
    signed_in = client.get(link(member))

    title = member.application.title_zh
    assert (anonymous.status_code, title in anonymous.content.decode()) == (200, False)
    assert (signed_in.status_code, title in signed_in.content.decode()) == (200, True)


def test_a_guessed_link_opens_nothing(client, member, stranger):
    client.force_login(stranger)

    for name in ("invitation", "consent", "decline"):
        url = reverse(f"applications:{name}", args=["x" * 40])
        assert client.get(url).status_code in (404, 405)
        assert client.post(url).status_code in (404, 405)


def test_consent_opens_the_application_to_read(client, application, member, colleague):
    client.force_login(colleague)
    before = client.get(application.get_absolute_url()).status_code

    response = client.post(reverse("applications:consent", args=[member.token]))

    assert before == 404
    assert response["Location"] == application.get_absolute_url()
    assert client.get(application.get_absolute_url()).status_code == 200
    assert client.get(address(application, "basics")).status_code == 404
    saved = client.post(
        address(application, "basics"), basics(application, title_zh="擅改")
    )
    assert saved.status_code == 404
    told = Notification.objects.get(event="applications.consented")
    assert (told.recipient, "林若溪" in told.text) == (application.created_by, True)


def test_without_signing_in_one_comes_back_to_the_page_with_the_buttons(client, member):
    response = client.post(reverse("applications:consent", args=[member.token]))

    assert response.status_code == 302
    assert link(member).split("/invitations/")[1] in response["Location"]
    member.refresh_from_db()
    assert member.status == Status.INVITED


def test_a_link_is_good_once(client, member, colleague, stranger):
    member.consent(by=colleague)
    client.force_login(stranger)

    client.post(reverse("applications:consent", args=[member.token]))
    page = client.get(link(member))

    member.refresh_from_db()
    assert member.user == colleague
    assert page.context["is_open"] is False
    assert not Application.objects.visible_to(stranger).exists()


def test_after_thirty_days_the_link_has_lapsed(client, member, colleague):
    TeamMember.objects.filter(pk=member.pk).update(
        invited_at=timezone.now() - timedelta(days=30)
    )
    client.force_login(colleague)

    page = client.get(link(member))
    client.post(reverse("applications:consent", args=[member.token]))

    member.refresh_from_db()
    assert page.context["is_open"] is False
    assert member.status == Status.INVITED
    assert tasks(colleague) == []


def test_consent_to_a_row_that_goes_at_that_moment_is_a_404(
    client, member, colleague, monkeypatch
):
    def removed(row):
        TeamMember.objects.filter(pk=row.pk).delete()

    monkeypatch.setattr(TeamMember, "lock_first", removed)
    client.force_login(colleague)

    answer = client.post(reverse("applications:consent", args=[member.token]))

    assert answer.status_code == 404


def test_the_applicant_cannot_consent_in_anothers_place(member, applicant):
    with pytest.raises(ValidationError):
        member.consent(by=applicant)

    member.refresh_from_db()
    assert member.status == Status.INVITED


def test_the_applicants_own_row_keeps_his_name(client, draft, applicant):
    """Consented as it is: whoever is named in it instead was never asked."""
    own = TeamMemberFactory(
        application=draft,
        user=applicant,
        status=Status.CONSENTED,
        name_zh=applicant.name,
        name_en="",
    )
    client.force_login(applicant)
    sent = team(draft) | {"team-0-name_zh": "某院士"}

    told = autosave(client, address(draft, "team"), sent).json()["errors"]
    own.refresh_from_db()
    assert list(told) == ["id_team-0-name_zh"]
    assert own.name_zh == applicant.name

    sent |= {"team-0-name_zh": applicant.name, "team-0-name_en": "Shen Zhiheng"}
    assert autosave(client, address(draft, "team"), sent).json()["errors"] == {}
    own.refresh_from_db()
    assert (own.name_zh, own.name_en) == (applicant.name, "Shen Zhiheng")


def test_declining_shows_nothing_and_is_told(client, application, member, colleague):
    client.force_login(colleague)

    client.post(reverse("applications:decline", args=[member.token]))

    member.refresh_from_db()
    assert member.status == Status.DECLINED
    assert client.get(application.get_absolute_url()).status_code == 404
    assert Notification.objects.get(event="applications.declined").recipient == (
        application.created_by
    )


# Rights follow the row


def test_may_write_is_asked_each_time(client, application, member, colleague):
    member.consent(by=colleague)
    client.force_login(colleague)
    codes = []
    for may_write in (True, False):
        TeamMember.objects.filter(pk=member.pk).update(may_write=may_write)
        codes.append(client.get(address(application, "basics")).status_code)

    assert codes == [200, 404]
    assert not colleague.has_perm("projects.change_application", application)


def test_a_writing_member_does_not_submit(client, application, writing_member):
    client.force_login(writing_member)

    client.post(address(application, "steps", "submit"))

    application.refresh_from_db()
    assert application.status == Application.Status.DRAFT
    assert not writing_member.has_perm("projects.submit_application", application)


def test_a_removed_member_loses_sight_at_once(
    client, application, applicant, writing_member
):
    member = application.team.get(user=writing_member)
    sent = team(application)
    sent["team-1-remove"] = "on"
    client.force_login(applicant)
    autosave(client, address(application, "team"), sent)

    client.force_login(writing_member)
    assert not TeamMember.objects.filter(pk=member.pk).exists()
    for part in ("read", "basics"):
        assert client.get(address(application, part)).status_code == 404
    assert client.get(reverse("applications:list")).context["records"].count() == 0
    assert Notification.objects.filter(
        recipient=writing_member, event="applications.removed"
    ).exists()


def test_what_was_agreed_is_changed_only_by_asking_anew(
    client, application, applicant, writing_member
):
    member = application.team.get(user=writing_member)
    row = shown(member)
    client.force_login(applicant)
    sent = team(application)
    index = sent["team-count"] - 1
    sent |= {f"team-{index}-name_zh": "别人", f"team-{index}-person_months": "60"}

    autosave(client, address(application, "team"), sent)
    member.refresh_from_db()
    kept = (member.name_zh, str(member.person_months))
    client.post(
        address(application, "team"),
        team(application, action=f"recall:team-{index}"),
    )

    member.refresh_from_db()
    assert "name_zh" not in row
    assert kept == ("林若溪", "12.0")
    assert (member.status, member.user) == (Status.NAMED, None)
    assert not Application.objects.visible_to(writing_member).exists()


def test_a_member_leaves_while_the_application_is_written(
    client, application, applicant, member, colleague
):
    member.consent(by=colleague)
    client.force_login(colleague)

    client.post(reverse("applications:leave", args=[application.number]))

    member.refresh_from_db()
    assert (member.status, member.user) == (Status.DECLINED, None)
    assert client.get(application.get_absolute_url()).status_code == 404


def test_after_submission_nobody_leaves(
    client, application, applicant, member, colleague
):
    member.consent(by=colleague)
    application.submit(by=applicant)
    client.force_login(colleague)

    client.post(reverse("applications:leave", args=[application.number]))

    member.refresh_from_db()
    assert (member.status, member.user) == (Status.CONSENTED, colleague)
