"""A second factor: the codes of an app, and a passkey kept by the device."""

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.utils.translation import gettext as said
from playwright.sync_api import expect

from tests.browser.acting import account, follow, press, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def codes(secret):
    """What the app showed half a minute ago, shows now, and will show then."""
    counters = yield_hotp_counters_from_time()
    return [format_hotp_value(hotp_value(secret, counter)) for counter in counters]


def expect_workbench(page):
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(said("What waits for me"))


def sign_out(page):
    account(page).get_by_role("button", name=said("Sign out")).click()
    expect(account(page).get_by_role("link", name=said("Sign in"))).to_be_visible()


def open_second_factor(page, person, door):
    """From one's own profile; whoever sits there now must know the password."""
    page.goto("/workbench/")
    account(page).get_by_role("link", name=person.name).click()
    follow(page, said("Passkeys, authenticator app and recovery codes"))
    follow(page, door)
    page.get_by_label(said("Password")).fill("password")
    press(page, said("Go on"))


def test_codes_of_an_app_are_asked_for_at_the_next_sign_in(visit, owner, settings):
    # The next period may begin between reading a code and typing it.
    settings.MFA_TOTP_TOLERANCE = 1
    page = visit(owner)
    open_second_factor(page, owner, said("Switch on"))
    secret = page.locator("code").inner_text()
    _before, now, after = codes(secret)
    page.get_by_role("main").get_by_role("textbox").fill(now)
    press(page, said("Switch on"))
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(said("Recovery codes"))
    sign_out(page)

    page.goto("/accounts/login/")
    sign_in(page, owner.email)
    code = page.get_by_role("main").get_by_role("textbox")
    code.fill("000000")
    press(page, said("Sign in"))
    expect(page.get_by_role("alert")).to_be_visible()
    code.fill(after)
    press(page, said("Sign in"))

    expect_workbench(page)


def test_a_passkey_signs_in_without_a_password(visit, owner):
    page = visit(owner)
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    open_second_factor(page, owner, said("Add a key"))
    page.get_by_label(said("Name of the key")).fill("办公室电脑")
    page.get_by_label(said("Sign in with this key alone, without a password")).check()
    press(page, said("Add"))
    follow(page, said("Second factor"))
    follow(page, said("Manage keys"))
    expect(page.get_by_role("row").filter(has_text="办公室电脑")).to_be_visible()
    sign_out(page)

    page.goto("/accounts/login/")
    press(page, said("Sign in with a passkey"))

    expect_workbench(page)
