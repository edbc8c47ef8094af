"""Sign-up, sign-in, second factor and the profile."""

import re
import smtplib

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import get_adapter as mfa_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from portal.models import User
from tests.factories.accounts import MembershipFactory

PASSWORD = "a-long-measure-42"


@pytest.fixture(autouse=True)
def no_attempts_counted():
    cache.clear()


def link_in(letter):
    return re.search(r"https?://testserver(/\S+)", letter.body).group(1)


def sign_up(client, language="zh-hans", **given):
    client.cookies["django_language"] = language
    return client.post(
        reverse("account_signup"),
        {"name": "杨计量", "email": "Yang@Example.org", "password1": PASSWORD} | given,
    )


def sign_in(client, email, password=PASSWORD, **given):
    return client.post(
        reverse("account_login"), {"login": email, "password": password} | given
    )


def is_signed_in(client):
    return "_auth_user_id" in client.session


# Sign-up


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "邮箱"), ("en", "address")])
def test_sign_up_confirms_the_address_and_signs_in(client, db, language, word):
    sign_up(client, language)
    user = User.objects.get()
    assert (user.email, user.name, user.language) == (
        "yang@example.org",
        "杨计量",
        language,
    )
    assert not is_signed_in(client)

    assert len(mail.outbox) == 1
    letter = mail.outbox[0]
    assert letter.to == ["yang@example.org"]
    assert word in letter.body
    response = client.post(link_in(letter))

    assert EmailAddress.objects.get().verified
    assert is_signed_in(client)
    assert response.url == f"/{language}/workbench/"


def test_after_sign_up_one_comes_back_to_the_invitation(client, db):
    sign_up(client, next="/zh-hans/workbench/organisations/invitations/abc/")

    response = client.post(link_in(mail.outbox[0]))

    assert response.url == "/zh-hans/workbench/organisations/invitations/abc/"


def test_opening_the_mailed_link_alone_confirms_nothing(client, db):
    sign_up(client)

    client.get(link_in(mail.outbox[0]))

    assert not EmailAddress.objects.get().verified


def test_an_unconfirmed_address_does_not_sign_in(client, db):
    sign_up(client)

    sign_in(client, "yang@example.org")

    assert not is_signed_in(client)


def test_signing_up_twice_tells_only_the_owner_of_the_address(client, stranger):
    new = sign_up(client)
    known = sign_up(client, email=stranger.email)

    assert new.url == known.url
    assert User.objects.count() == 2
    assert [letter.to for letter in mail.outbox] == [
        ["yang@example.org"],
        [stranger.email],
    ]
    stranger.refresh_from_db()
    assert stranger.check_password("password")


@pytest.fixture
def refusing_server(settings, monkeypatch):
    """Only what lies beyond the portal is replaced: the connection to the server."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"

    def refuse(*args, **kwargs):
        raise smtplib.SMTPConnectError(421, b"Try later")

    monkeypatch.setattr(smtplib, "SMTP", refuse)


def test_a_mail_server_that_refuses_keeps_the_account_and_lets_one_ask_again(
    client, db, refusing_server, settings
):
    page = client.get(sign_up(client).url)
    kept = User.objects.get()
    texts = [str(message) for message in page.context["messages"]]
    assert page.status_code == 200
    assert len(texts) == 1
    assert "无法发送" in texts[0] or "could not be sent" in texts[0]

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    sign_in(client, kept.email)

    assert [letter.to for letter in mail.outbox] == [[kept.email]]
    client.post(link_in(mail.outbox[0]))
    assert EmailAddress.objects.get().verified


def test_a_refusing_server_does_not_tell_whether_an_account_exists(
    client, stranger, refusing_server
):
    new = client.get(sign_up(client).url)
    known = client.get(sign_up(client, email=stranger.email).url)

    said = [[str(text) for text in page.context["messages"]] for page in (new, known)]
    assert said[0] == said[1]


# Sign-in


def test_sign_in_goes_where_one_was_sent_from_but_never_elsewhere(client, stranger):
    home = sign_in(client, stranger.email, "password", next="/zh-hans/workbench/inbox/")
    client.logout()
    away = sign_in(client, stranger.email, "password", next="https://evil.example.com/")

    assert home.url == "/zh-hans/workbench/inbox/"
    assert away.url == "/zh-hans/workbench/"


def test_a_wrong_password_is_counted_and_the_sixth_attempt_waits(client, stranger):
    for _attempt in range(5):
        sign_in(client, stranger.email, "wrong")

    right = sign_in(client, stranger.email, "password")

    assert not is_signed_in(client)
    assert len(right.context["form"].non_field_errors()) == 1


def test_attempts_are_counted_across_processes(client, stranger, settings, tmp_path):
    """Each answer comes from a cache opened anew, as another process would."""
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(tmp_path),
        }
    }
    for _attempt in range(5):
        sign_in(client, stranger.email, "wrong")
    settings.CACHES = {"default": settings.CACHES["default"] | {"TIMEOUT": 60}}

    sign_in(client, stranger.email, "password")

    assert not is_signed_in(client)


def test_the_admin_uses_the_same_sign_in(client, administrator):
    first = client.get("/admin/")
    second = client.get(first.url)
    third = client.get(second.url)
    response = client.post(
        second.url,
        {"login": administrator.email, "password": "password", "next": "/admin/"},
    )

    assert first.url == "/admin/login/?next=/admin/"
    assert second.url == "/accounts/login/?next=/admin/"
    assert third.status_code == 200
    assert response.status_code in (302, 405)
    sign_in(client, administrator.email, "password", next="/admin/")
    assert client.get("/admin/").status_code == 200


def test_an_account_that_was_closed_does_not_sign_in(client, stranger):
    User.objects.filter(pk=stranger.pk).update(is_active=False)

    sign_in(client, stranger.email, "password")

    assert not is_signed_in(client)


# Password reset


def test_a_forgotten_password_is_set_anew_in_the_persons_language(client, stranger):
    User.objects.filter(pk=stranger.pk).update(language="en")
    client.post(reverse("account_reset_password"), {"email": stranger.email})
    letter = mail.outbox[0]
    form = client.get(link_in(letter)).url

    client.post(form, {"password1": PASSWORD, "password2": PASSWORD})

    assert "password" in letter.body
    stranger.refresh_from_db()
    assert stranger.check_password(PASSWORD)
    again = client.get(link_in(letter))
    assert again.status_code == 200
    assert not hasattr(again, "url")


def test_resetting_does_not_tell_who_has_an_account(client, stranger):
    known = client.post(reverse("account_reset_password"), {"email": stranger.email})
    unknown = client.post(
        reverse("account_reset_password"), {"email": "no@example.org"}
    )

    assert known.url == unknown.url


# Second factor


def code_of(secret):
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def test_an_authenticator_app_is_activated_and_asked_for(client, stranger):
    sign_in(client, stranger.email, "password")
    client.post(reverse("account_reauthenticate"), {"password": "password"})
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret

    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})

    kinds = Authenticator.objects.filter(user=stranger).values_list("type", flat=True)
    assert sorted(kinds) == ["recovery_codes", "totp"]
    client.logout()
    cache.clear()
    first = sign_in(client, stranger.email, "password")
    assert first.url == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    client.post(first.url, {"code": "000000"})
    assert not is_signed_in(client)
    client.post(first.url, {"code": code_of(secret)})
    assert is_signed_in(client)


def test_a_recovery_code_signs_in_once(client, stranger):
    TOTP.activate(stranger, generate_totp_secret())
    code = RecoveryCodes.activate(stranger).get_unused_codes()[0]
    answers = []

    for _attempt in range(2):
        first = sign_in(client, stranger.email, "password")
        client.post(first.url, {"code": code})
        answers.append(is_signed_in(client))
        client.logout()

    assert answers == [True, False]


def test_a_passkey_page_asks_for_the_password_again_after_a_while(client, stranger):
    client.force_login(stranger)

    page = client.get(reverse("mfa_add_webauthn"))

    assert page.url.startswith(reverse("account_reauthenticate"))
    client.post(page.url, {"password": "password"})
    assert client.get(reverse("mfa_add_webauthn")).status_code == 200


def test_secrets_of_the_second_factor_are_those_of_the_portal(stranger):
    assert mfa_adapter().get_totp_issuer() == "NQI Portal"


# Profile


def test_the_profile_keeps_name_and_language(client, owner):
    client.force_login(owner)

    response = client.post(reverse("profile:edit"), {"name": "Shen", "language": "en"})

    owner.refresh_from_db()
    assert (owner.name, owner.language) == ("Shen", "en")
    assert response.url == "/zh-hans/workbench/profile/"


def test_a_profile_without_a_name_changes_nothing(client, owner):
    client.force_login(owner)

    page = client.post(reverse("profile:edit"), {"name": " ", "language": "de"})

    owner.refresh_from_db()
    assert sorted(page.context["form"].errors) == ["language", "name"]
    assert (owner.name, owner.language) == ("沈知衡", "zh-hans")


@pytest.mark.parametrize("count", [1, 3])
def test_the_profile_takes_the_same_queries_however_many_organisations(
    client, stranger, count, django_assert_num_queries
):
    MembershipFactory.create_batch(count, user=stranger)
    client.force_login(stranger)

    with django_assert_num_queries(6):
        page = client.get(reverse("profile:edit"))

    assert len(page.context["memberships"]) == count


def test_the_profile_needs_somebody_signed_in(client, db):
    assert client.get(reverse("profile:edit")).url.startswith("/accounts/login/")
