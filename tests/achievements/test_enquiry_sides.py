"""Two organisations speak in an enquiry: nobody for the one by belonging to the other."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from achievements.enquiries import conversation, tasks
from achievements.models import Enquiry, EnquiryMessage
from portal.models import Membership, Notification, Organisation
from tests.factories.accounts import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def enquiry(listing, buyer, enterprise):
    return conversation.ask(
        listing=listing, by=buyer, organisation=enterprise, purpose="learn", text="？"
    )


def move(person, organisation, **role):
    """Leave every organisation and join this one."""
    Membership.objects.filter(user=person).update(status=Membership.Status.ENDED)
    MembershipFactory(organisation=organisation, user=person, **role)


def rights(person, enquiry):
    names = ("view", "answer", "ask", "close")
    return [
        name
        for name in names
        if person.has_perm(f"achievements.{name}_enquiry", enquiry)
    ]


def address(enquiry, *more):
    path = f"/zh-hans/workbench/enquiries/{enquiry.number}/"
    return path + "".join(f"{part}/" for part in more)


def test_each_side_has_its_own_rights(enquiry, owner, buyer):
    assert rights(owner, enquiry) == ["view", "answer", "close"]
    assert rights(buyer, enquiry) == ["view", "ask", "close"]


def test_an_author_who_joins_the_enquirer_is_on_neither_side(
    client, enquiry, owner, enterprise
):
    move(owner, enterprise)
    client.force_login(owner)

    page = client.get(address(enquiry))
    with pytest.raises(PermissionDenied):
        conversation.answer(enquiry, by=owner, text="好的。")
    with pytest.raises(PermissionDenied):
        conversation.close(enquiry, by=owner, reason="price")

    assert page.status_code == 404
    assert rights(owner, enquiry) == []
    assert conversation.side_of(enquiry, owner) is None
    assert list(Enquiry.objects.visible_to(owner)) == []
    assert list(EnquiryMessage.objects.visible_to(owner)) == []
    assert enquiry.messages.count() == 1


def test_an_enquirer_who_joins_the_holder_is_on_neither_side(
    client, enquiry, buyer, institute
):
    move(buyer, institute)
    client.force_login(buyer)

    page = client.get(address(enquiry))
    with pytest.raises(PermissionDenied):
        conversation.ask_again(enquiry, by=buyer, text="？")

    assert page.status_code == 404
    assert rights(buyer, enquiry) == []
    assert conversation.side_of(enquiry, buyer) is None


def test_an_enquirer_who_joins_the_holder_s_office_writes_for_the_holder(
    client, enquiry, buyer, institute
):
    move(buyer, institute, office=True)
    client.force_login(buyer)

    client.post(address(enquiry, "write"), {"text": "按销售额提成。"})

    sides = list(enquiry.messages.values_list("side", flat=True))
    assert sides == ["enquirer", "holder"]
    assert rights(buyer, enquiry) == ["view", "answer", "close"]


def test_an_author_who_asks_for_a_new_employer_writes_as_enquirer(
    listing, owner, enterprise
):
    move(owner, enterprise)
    enquiry = conversation.ask(
        listing=listing, by=owner, organisation=enterprise, purpose="learn", text="？"
    )

    assert conversation.side_of(enquiry, owner) == EnquiryMessage.Side.ENQUIRER
    assert rights(owner, enquiry) == ["view", "ask", "close"]


def test_people_who_left_are_not_told(
    enquiry, owner, office, buyer, institute, enterprise
):
    Membership.objects.filter(user=owner).update(status=Membership.Status.ENDED)
    Notification.objects.all().delete()

    conversation.ask_again(enquiry, by=buyer, text="？")
    Membership.objects.filter(user=buyer).update(status=Membership.Status.ENDED)
    conversation.answer(enquiry, by=office, text="好的。")

    told = Notification.objects.values_list("recipient", "event")
    assert list(told) == [(office.pk, "enquiries.asked_again")]


def test_people_who_left_have_nothing_to_answer(enquiry, owner, office, enterprise):
    before = [len(tasks.tasks(person)) for person in (owner, office)]
    move(owner, enterprise)

    assert before == [1, 1]
    assert [len(tasks.tasks(person)) for person in (owner, office)] == [0, 1]


def test_a_refused_organisation_does_not_ask(client, listing, buyer, enterprise):
    enterprise.status = Organisation.Status.REFUSED
    enterprise.save()

    with pytest.raises(ValidationError):
        conversation.ask(
            listing=listing,
            by=buyer,
            organisation=enterprise,
            purpose="learn",
            text="？",
        )

    assert not Enquiry.objects.exists()
    assert not Notification.objects.exists()
