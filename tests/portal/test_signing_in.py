"""Pages of django-allauth in our look, and the messages that it sends."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.translation import override

from portal.accounts.mfa import MFAAdapter

pytestmark = pytest.mark.django_db

OPEN_ACCOUNT_PAGES = [
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_email_verification_sent",
    "account_inactive",
    "account_reset_password_from_key_done",
]
OWN_ACCOUNT_PAGES = [
    "account_email",
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "mfa_index",
    "mfa_list_webauthn",
]


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def words(element):
    return " ".join(element.get_text(" ").split())


def is_safe(page):
    """Nothing that the content security policy would stop."""
    inline = [
        script
        for script in page.find_all("script", src=False)
        if script.get("type") != "application/json"
    ]
    return not inline and not page.find_all("style") and not page.find_all(style=True)


@pytest.mark.parametrize("name", OPEN_ACCOUNT_PAGES)
def test_pages_about_signing_in_have_our_look(client, name):
    response = client.get(reverse(name))

    page = soup(response)
    assert response.status_code == 200
    assert page.find(class_="site-header")
    assert len(page.find_all("h1")) == 1
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert is_safe(page)


@pytest.mark.parametrize("name", OWN_ACCOUNT_PAGES)
def test_pages_about_ones_own_account_have_our_look(client, owner, name):
    client.force_login(owner)
    response = client.get(reverse(name))

    page = soup(response)
    assert response.status_code == 200
    assert page.find(class_="site-header")
    assert len(page.find_all("h1")) == 1
    assert is_safe(page)


@pytest.mark.parametrize("name", ["mfa_activate_totp", "mfa_add_webauthn"])
def test_a_second_factor_is_set_up_after_the_password(client, owner, name):
    client.post(
        reverse("account_login"), {"login": owner.email, "password": "password"}
    )
    page = soup(client.get(reverse(name), follow=True))

    assert page.find("form", method="post", action=re.compile("reauthenticate|2fa"))
    assert len(page.find_all("h1")) == 1
    assert is_safe(page)


def test_the_login_page_offers_a_passkey(client):
    page = soup(client.get(reverse("account_login")))

    button = page.find(id="passkey_login")
    form = page.find("form", id=button["form"])
    assert form["action"] == reverse("mfa_login_webauthn")
    assert page.find("script", attrs={"data-allauth-onload": True})


def test_a_wrong_password_is_told_above_the_form(client, owner):
    response = client.post(
        reverse("account_login"), {"login": owner.email, "password": "wrong"}
    )

    assert soup(response).find(class_="error-summary")
    assert "_auth_user_id" not in client.session


def test_registering_sends_a_message_in_plain_words(client, mailoutbox):
    data = {"email": "new@example.org", "name": "新人", "password1": "Liu-liang-2026"}
    client.post(f"{reverse('account_signup')}?language=en", data)

    [message] = mailoutbox
    link = re.search(r"http://testserver(/accounts/confirm-email/\S+)", message.body)[1]
    page = soup(client.get(link))
    assert message.subject == "Confirm your e-mail address"
    assert message.body.startswith(
        "新人 gave this address for an account on the NQI Portal."
    )
    assert words(page.main.h1) == "Confirm your e-mail address"
    client.post(link)
    assert EmailAddress.objects.get(email="new@example.org").verified


def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(
    client, owner, mailoutbox
):
    client.post(
        f"{reverse('account_reset_password')}?language=en", {"email": owner.email}
    )

    link = re.search(
        r"http://testserver(/accounts/password/reset/key/\S+)", mailoutbox[0].body
    )
    form = client.get(link[1], follow=True)
    secret = {"password1": "Liu-liang-2026", "password2": "Liu-liang-2026"}
    client.post(form.redirect_chain[-1][0], secret)
    owner.refresh_from_db()
    assert owner.check_password("Liu-liang-2026")
    again = soup(client.get(link[1], follow=True))
    assert words(again.main.h1) == "This link is used up"


def test_pages_of_one_person_are_not_for_search_engines(client):
    page = soup(client.get(reverse("account_login")))

    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_wrong_code_is_refused_in_our_words(client, stranger, language):
    TOTP.activate(stranger, generate_totp_secret())
    client.post(
        f"{reverse('account_login')}?language={language}",
        {"login": stranger.email, "password": "password"},
    )

    page = client.post(reverse("mfa_authenticate"), {"code": "000000"})

    with override(language):
        ours = str(MFAAdapter.error_messages["incorrect_code"])
    assert page.status_code == 200
    assert soup(page).select_one(".errorlist").get_text() == ours
