"""Requests with a NUL, which PostgreSQL takes for an error."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.models import Attachment, Membership
from portal.organisations import joining
from tests.factories.achievements import AchievementFactory

NUL = "\x00"


def assert_refused(response):
    assert response.status_code == 400
    assert "请求无法识别" in response.text


@pytest.mark.parametrize(
    "address",
    [
        "/zh-hans/workbench/achievements/%00/1/",
        "/zh-hans/achievements/%00/",
        "/zh-hans/no/such/%00/page/",
        "/zh-hans/organisations/?q=%00",
        "/zh-hans/organisations/?%00=1",
        "/zh-hans/catalogue/?q=a%00b",
        "/api/v1/records?q=%00",
        "/accounts/login/?next=/%00/",
        "/admin/organisations/?q=%00",
        "/files/%00/",
        "/%00",
    ],
)
def test_an_address_with_a_nul_is_a_bad_request(client, administrator, address):
    client.force_login(administrator)

    assert_refused(client.get(address))


def test_a_cookie_with_a_nul_is_a_bad_request(client, db):
    client.cookies["sessionid"] = f"{NUL}aaaaaaaaaaaa"

    assert_refused(client.get("/zh-hans/workbench/"))


def test_a_reason_with_a_nul_changes_nothing(
    client, stranger, organisation_administrator, institute
):
    request = joining.ask_to_join(institute, by=stranger)
    client.force_login(organisation_administrator)
    address = reverse("my-organisations:refuse", args=[request.pk])

    for data in ({"reason": f"不{NUL}符"}, {f"reason{NUL}": "不符"}):
        assert_refused(client.post(address, data))
        assert_refused(
            client.post(
                address,
                "&".join(f"{name}={text}" for name, text in data.items()),
                content_type="application/x-www-form-urlencoded",
            )
        )

    request.refresh_from_db()
    assert request.status == Membership.Status.REQUESTED


def test_what_a_page_calls_itself_is_kept_as_json_and_holds_no_nul(
    client, owner, institute
):
    draft = AchievementFactory(holder=institute, created_by=owner)
    client.force_login(owner)
    address = f"/zh-hans/workbench/achievements/{draft.number}/{draft.version}/"

    response = client.post(address, {"title_zh": "新", "edition": 0, "page": NUL})

    assert_refused(response)
    draft.refresh_from_db()
    assert (draft.edition, draft.saves) == (0, {})


def test_files_may_hold_what_they_like_and_arrive_whole(
    client, listing, buyer, enterprise
):
    client.force_login(buyer)
    content = b"%PDF-1.4\n" + bytes(range(256)) * 40
    asked = {"purpose": "licence", "text": "？", "organisation": enterprise.pk}

    client.post(
        reverse("enquiries:ask", args=[listing.number]),
        asked | {"files": SimpleUploadedFile("a.pdf", content, "application/pdf")},
    )

    with Attachment.objects.get().file.open() as kept:
        assert kept.read() == content
