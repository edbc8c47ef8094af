"""An organisation's administrator invites somebody by mail, who comes and accepts."""

import pytest
from django.utils.translation import gettext as said
from playwright.sync_api import expect

from portal.models import Membership
from tests.browser.acting import follow, link_in, press, sign_up
from tests.browser.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_somebody_invited_by_mail_becomes_a_member(
    visit, worker, mailoutbox, organisation_administrator, institute
):
    administrator, newcomer = visit(organisation_administrator), visit()

    administrator.goto("/workbench/organisations/")
    follow(administrator, said("Members"))
    follow(administrator, said("Invite"))
    administrator.get_by_label(said("E-mail address")).fill("lin@example.org")
    administrator.get_by_label(said("Role")).select_option(Membership.Role.MEMBER)
    press(administrator, said("Send invitation"))
    until(lambda: len(mailoutbox) == 1)
    (invitation,) = mailoutbox
    assert invitation.to == ["lin@example.org"]

    newcomer.goto(link_in(invitation))
    expect(newcomer.get_by_role("heading", level=1)).to_contain_text(institute.name)
    follow(newcomer, said("Register"))
    sign_up(newcomer, name="林一苇", email="lin@example.org")
    heading = newcomer.get_by_role("heading", level=1)
    expect(heading).to_have_text(said("Confirm your e-mail address"))
    newcomer.goto(link_in(mailoutbox[1]))
    press(newcomer, said("Confirm address"))
    press(newcomer, said("Accept invitation"))
    expect(newcomer.get_by_text(said("You are a member now."))).to_be_visible()

    administrator.reload()
    row = administrator.get_by_role("row").filter(has_text="林一苇")
    expect(row).to_contain_text(str(Membership.Status.ACTIVE.label))
    until(lambda: len(mailoutbox) == 3)
    assert mailoutbox[2].to == [organisation_administrator.email]
