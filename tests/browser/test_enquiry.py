"""A newcomer signs up and asks; the holder answers; the newcomer reads and closes."""

import pytest
from django.utils.translation import gettext as said
from playwright.sync_api import expect

from achievements.models import Enquiry
from portal.models import Organisation
from tests.browser.acting import account, follow, link_in, press, sign_in, sign_up
from tests.factories.accounts import valid_uscc

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

QUESTION = "可否先试用三个月？"
ANSWER = "可以试用，条件见附件。"
TERMS = {"name": "试用条件.txt", "mimeType": "text/plain", "buffer": "三个月".encode()}


def become_a_member(page, mailoutbox, listing):
    """From the offer through sign-up and mail to one's own organisation."""
    page.goto(listing.get_absolute_url())
    follow(page, said("Ask the holder"))
    follow(page, said("Register"))
    sign_up(page, name="陆明远", email="lu@example.org")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(said("Confirm your e-mail address"))
    (letter,) = mailoutbox
    assert letter.to == ["lu@example.org"]
    page.goto(link_in(letter))
    press(page, said("Confirm address"))


def register_organisation(page):
    follow(page, said("Register an organisation"))
    page.get_by_label(said("Name in Chinese")).fill("明远仪器有限公司")
    page.get_by_label(said("Unified social credit code")).fill(valid_uscc(7, "91"))
    kind = Organisation.Kind.ENTERPRISE
    page.get_by_label(said("Kind of organisation")).select_option(kind)
    press(page, said("Register organisation"))


def test_newcomer_asks_and_the_holder_answers(
    visit, worker, mailoutbox, listing, owner
):
    newcomer, holder = visit(), visit()

    become_a_member(newcomer, mailoutbox, listing)
    register_organisation(newcomer)
    newcomer.get_by_label(said("Purpose")).select_option(Enquiry.Purpose.TRIAL)
    newcomer.get_by_label(said("Message")).fill(QUESTION)
    press(newcomer, said("Send enquiry"))
    expect(newcomer.get_by_role("status")).to_contain_text(
        said("Your enquiry has been sent to the holder.")
    )

    holder.goto("/accounts/login/")
    sign_in(holder, owner.email)
    waiting = holder.get_by_role("main").get_by_role("link", name=listing.title)
    expect(waiting).to_contain_text(said("Answer the enquiry"))
    waiting.click()
    expect(holder.get_by_role("list", name=said("Messages"))).to_contain_text(QUESTION)
    holder.get_by_label(said("Message"), exact=True).fill(ANSWER)
    holder.get_by_label(said("Files")).set_input_files(TERMS)
    press(holder, said("Send"))
    expect(holder.get_by_role("list", name=said("Messages"))).to_contain_text(ANSWER)

    newcomer.reload()
    inbox = account(newcomer).get_by_role("link", name=said("Inbox"))
    expect(inbox).to_contain_text(f"1 {said('unread')}")
    inbox.click()
    newcomer.get_by_role("main").get_by_role("article").get_by_role("link").click()
    thread = newcomer.get_by_role("list", name=said("Messages"))
    expect(thread.get_by_role("listitem")).to_contain_text([QUESTION, ANSWER])
    with newcomer.expect_download() as download:
        newcomer.get_by_role("link", name=TERMS["name"]).click()
    assert download.value.path().read_bytes() == TERMS["buffer"]
    expect(inbox).not_to_contain_text(said("unread"))

    newcomer.locator("summary").filter(has_text=said("Close the enquiry")).click()
    newcomer.get_by_label(said("Reason")).select_option(Enquiry.CloseReason.AGREED)
    press(newcomer, said("Close the enquiry"))
    reason = said("agreement reached")
    expect(newcomer.get_by_text(reason)).to_be_visible()
    holder.reload()
    expect(holder.get_by_text(reason)).to_be_visible()
    letters = sorted(letter.to[0] for letter in mailoutbox)
    assert letters == ["lu@example.org"] * 2 + [owner.email] * 2
