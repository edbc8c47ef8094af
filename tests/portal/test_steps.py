"""What a step taken by POST accepts, and where it leads."""

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.urls import reverse

from portal.models import Membership, Notification
from portal.organisations import joining
from portal.views import StepView, safe_next


@pytest.fixture
def refuse(client, stranger, organisation_administrator, institute):
    request = joining.ask_to_join(institute, by=stranger)
    Notification.objects.all().delete()
    client.force_login(organisation_administrator)

    def post(reason):
        address = reverse("my-organisations:refuse", args=[request.pk])
        response = client.post(address, {"reason": reason})
        request.refresh_from_db()
        levels = [one.level_tag for one in get_messages(response.wsgi_request)]
        return request.status, levels

    return post


@pytest.mark.parametrize("length", [301, 5_000])
def test_a_reason_longer_than_its_field_is_refused(refuse, length):
    assert refuse("长" * length) == (Membership.Status.REQUESTED, ["error"])
    assert not Notification.objects.exists()


def test_a_reason_as_long_as_its_field_is_sent(refuse):
    assert refuse(f"  {'长' * 300}\n") == (Membership.Status.ENDED, ["success"])
    assert Notification.objects.get().details["reason"] == "长" * 300


def details(rf, **sent):
    view = StepView(needs=tuple(sent))
    view.setup(rf.post("/", sent))
    return view.get_details()


def test_no_step_takes_a_text_without_end(rf):
    assert details(rf, reason=" 长 ", note="长" * 1_000) == {
        "reason": "长",
        "note": "长" * 1_000,
    }
    with pytest.raises(ValidationError) as refused:
        details(rf, reason="短", note="长" * 1_001)

    assert len(refused.value.messages) == 1


@pytest.mark.parametrize(
    ("target", "is_secure", "leads"),
    [
        ("/zh-hans/workbench/", True, True),
        ("https://testserver/zh-hans/", True, True),
        ("http://testserver/zh-hans/", True, False),
        ("http://testserver/zh-hans/", False, True),
        ("https://evil.example.com/", True, False),
        ("//evil.example.com/", False, False),
        ("javascript:alert(1)", False, False),
        ("", False, False),
    ],
)
def test_a_step_leads_back_to_a_page_of_ours_only(
    rf, institute, target, is_secure, leads
):
    request = rf.post("/", {"next": target}, secure=is_secure)
    view = StepView()
    view.setup(request)

    where = view.get_success_url(institute)

    assert safe_next(request) == (target if leads else "")
    assert where == (target if leads else institute.get_absolute_url())
