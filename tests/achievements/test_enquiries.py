import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from achievements.enquiries import conversation
from achievements.models import Enquiry, EnquiryMessage
from portal.models import Attachment, Membership, Notification
from tests.factories.accounts import MembershipFactory
from tests.factories.achievements import EnquiryFactory, ListingFactory

ASK = {"purpose": "licence", "text": "请问许可费用如何计算？"}

pytestmark = pytest.mark.django_db


def ask_url(listing):
    return f"/zh-hans/workbench/enquiries/ask/{listing.number}/"


@pytest.fixture
def enquiry(listing, buyer, enterprise):
    return conversation.ask(
        listing=listing,
        by=buyer,
        organisation=enterprise,
        purpose="licence",
        text="请问许可费用如何计算？",
    )


def test_asking_opens_a_thread_and_tells_author_and_office(
    client, listing, buyer, enterprise, owner, office
):
    client.force_login(buyer)

    response = client.post(ask_url(listing), ASK | {"organisation": enterprise.pk})

    enquiry = Enquiry.objects.get()
    assert response.url == f"/zh-hans/workbench/enquiries/{enquiry.number}/"
    assert enquiry.status == Enquiry.Status.OPEN
    assert [(m.side, m.text) for m in enquiry.messages.all()] == [
        ("enquirer", "请问许可费用如何计算？")
    ]
    told = Notification.objects.filter(event="enquiries.asked")
    assert {message.recipient for message in told} == {owner, office}


def test_each_reader_is_told_in_their_own_language(listing, buyer, enterprise, owner):
    owner.language = "en"
    owner.save()

    conversation.ask(
        listing=listing, by=buyer, organisation=enterprise, purpose="trial", text="？"
    )

    told = Notification.objects.get(recipient=owner)
    with override("en"):
        assert listing.title_en in told.subject
        assert enterprise.name_en in told.text


def test_an_enquiry_needs_a_message_and_keeps_what_was_typed(
    client, listing, buyer, enterprise
):
    client.force_login(buyer)

    response = client.post(
        ask_url(listing),
        {"organisation": enterprise.pk, "purpose": "trial", "text": ""},
    )

    assert response.status_code == 200
    assert response.context["form"].errors.keys() == {"text"}
    assert response.context["form"]["purpose"].value() == "trial"
    assert not Enquiry.objects.exists()


def test_without_an_organisation_the_page_says_what_to_do(client, listing, stranger):
    client.force_login(stranger)

    response = client.get(ask_url(listing))

    assert response.status_code == 200
    assert "/zh-hans/organisations/register/" in response.content.decode()


def test_nobody_asks_on_behalf_of_a_foreign_organisation(
    client, listing, buyer, institute
):
    client.force_login(buyer)

    client.post(ask_url(listing), ASK | {"organisation": institute.pk})

    assert not Enquiry.objects.exists()


def test_a_listing_that_is_not_public_cannot_be_asked_about(client, buyer, enterprise):
    listing = ListingFactory()
    client.force_login(buyer)

    response = client.post(ask_url(listing), ASK | {"organisation": enterprise.pk})

    assert response.status_code == 404
    assert not Enquiry.objects.exists()


def test_the_owner_answers_and_the_enquirer_is_told(client, enquiry, owner, buyer):
    client.force_login(owner)

    client.post(
        f"/zh-hans/workbench/enquiries/{enquiry.number}/write/",
        {"text": "按销售额提成。"},
    )

    enquiry.refresh_from_db()
    assert enquiry.status == Enquiry.Status.ANSWERED
    assert [m.side for m in enquiry.messages.all()] == ["enquirer", "holder"]
    told = Notification.objects.filter(event="enquiries.answered")
    assert [message.recipient for message in told] == [buyer]


def test_the_enquirer_writes_again_and_the_holder_is_waited_for(
    client, enquiry, owner, buyer
):
    conversation.answer(enquiry, by=owner, text="按销售额提成。")
    client.force_login(buyer)

    client.post(
        f"/zh-hans/workbench/enquiries/{enquiry.number}/write/", {"text": "比例多少？"}
    )

    enquiry.refresh_from_db()
    assert enquiry.status == Enquiry.Status.OPEN
    assert enquiry.messages.count() == 3


def test_closing_needs_a_reason(client, enquiry, owner):
    client.force_login(owner)
    url = f"/zh-hans/workbench/enquiries/{enquiry.number}/close/"

    without = client.post(url, {"reason": ""})
    client.post(url, {"reason": "price", "note": "期望差距较大。"})

    enquiry.refresh_from_db()
    assert without.status_code == 422
    assert (enquiry.status, enquiry.close_reason, enquiry.close_note) == (
        "closed",
        "price",
        "期望差距较大。",
    )


def test_a_closed_enquiry_takes_no_message(client, enquiry, owner, buyer):
    conversation.close(enquiry, by=owner, reason="price")
    client.force_login(buyer)

    response = client.post(
        f"/zh-hans/workbench/enquiries/{enquiry.number}/write/", {"text": "再谈谈？"}
    )

    assert response.status_code == 422
    assert enquiry.messages.count() == 1


def test_addresses_are_shown_to_neither_side(client, enquiry, owner, buyer, office):
    conversation.answer(enquiry, by=owner, text="按销售额提成。")
    for reader in (owner, buyer, office):
        client.force_login(reader)

        page = client.get(f"/zh-hans/workbench/enquiries/{enquiry.number}/")

        others = {owner, buyer, office} - {reader}
        assert page.status_code == 200
        assert not [p.email for p in others if p.email in page.content.decode()]


def test_outsiders_find_nothing(client, enquiry, stranger, enterprise, institute):
    colleagues = [
        MembershipFactory(organisation=enterprise).user,
        MembershipFactory(organisation=institute).user,
    ]
    for outsider in (stranger, *colleagues):
        client.force_login(outsider)

        page = client.get(f"/zh-hans/workbench/enquiries/{enquiry.number}/")
        write = client.post(
            f"/zh-hans/workbench/enquiries/{enquiry.number}/write/", {"text": "?"}
        )

        assert (page.status_code, write.status_code) == (404, 404)
    assert enquiry.messages.count() == 1


def test_whoever_leaves_the_holder_no_longer_sees_its_enquiries(client, enquiry, owner):
    Membership.objects.filter(user=owner).update(status=Membership.Status.ENDED)
    client.force_login(owner)

    page = client.get(f"/zh-hans/workbench/enquiries/{enquiry.number}/")

    assert page.status_code == 404


def test_an_officer_reads_but_writes_on_no_side(client, enquiry, officer):
    client.force_login(officer)

    page = client.get(f"/zh-hans/workbench/enquiries/{enquiry.number}/")
    write = client.post(
        f"/zh-hans/workbench/enquiries/{enquiry.number}/write/", {"text": "?"}
    )

    assert page.status_code == 200
    assert "form" not in page.context or page.context["form"] is None
    assert write.status_code == 403
    assert enquiry.messages.count() == 1


def test_files_go_with_a_message_and_only_to_both_sides(
    client, enquiry, owner, buyer, stranger
):
    client.force_login(owner)
    sheet = SimpleUploadedFile("条件.txt", "许可条件".encode(), "text/plain")
    client.post(
        f"/zh-hans/workbench/enquiries/{enquiry.number}/write/",
        {"text": "见附件。", "files": [sheet]},
    )
    attachment = Attachment.objects.get()

    seen = {}
    for reader in (owner, buyer, stranger):
        client.force_login(reader)
        response = client.get(attachment.get_absolute_url())
        response.getvalue()
        seen[reader.name] = response.status_code

    assert attachment.record == EnquiryMessage.objects.last()
    assert seen == {owner.name: 200, buyer.name: 200, stranger.name: 404}


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_the_same_queries_however_long(
    client, officer, count, django_assert_num_queries
):
    EnquiryFactory.create_batch(count)
    client.force_login(officer)
    client.get("/zh-hans/workbench/enquiries/")

    with django_assert_num_queries(6):
        response = client.get("/zh-hans/workbench/enquiries/")

    assert len(response.context["object_list"]) == count


@pytest.mark.parametrize("status", ["open", "closed", "nonsense"])
def test_the_list_narrows_by_status(client, officer, status):
    EnquiryFactory()
    EnquiryFactory(closed=True)
    client.force_login(officer)

    response = client.get(f"/zh-hans/workbench/enquiries/?status={status}")

    statuses = {enquiry.status for enquiry in response.context["object_list"]}
    assert statuses == ({"open", "closed"} if status == "nonsense" else {status})
