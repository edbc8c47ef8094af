"""Organisations and who belongs to them."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import ModelLogEntry

from portal.models import Membership, Notification, Organisation, Term
from portal.organisations import joining
from tests.factories.accounts import (
    EnterpriseFactory,
    InstituteFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
    valid_uscc,
)

ACTIVE, ENDED = Membership.Status.ACTIVE, Membership.Status.ENDED


def told():
    return sorted(
        Notification.objects.values_list("event", "recipient__name", "address")
    )


def membership_of(user):
    return Membership.objects.get(user=user)


# The public list and page


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_the_same_queries_however_long(
    client, stranger, count, django_assert_num_queries
):
    parent = OrganisationFactory(name_zh="甲院", kind="government")
    OrganisationFactory.create_batch(count, parent=parent)
    client.force_login(stranger)

    with django_assert_num_queries(6):
        response = client.get(reverse("organisations:list"), {"kind": "institute"})

    assert len(response.context["object_list"]) == count


def test_list_is_searched_by_name_code_kind_and_region(client, db):
    hangzhou = Term.objects.get(scheme="region", code="330100")
    institute = InstituteFactory(name_zh="钱江计量院", name_en="Qianjiang Metrology")
    mill = EnterpriseFactory(name_zh="钱江仪器", name_en="Mill", region=hangzhou)
    OrganisationFactory(name_zh="钱江未核验", status="claimed")

    def found(**asked):
        response = client.get(reverse("organisations:list"), asked)
        return [organisation.pk for organisation in response.context["object_list"]]

    assert found(q="钱江") == [mill.pk, institute.pk]
    assert found(q="metrology qian") == [institute.pk]
    assert found(q=mill.uscc) == [mill.pk]
    assert found(kind="enterprise") == [mill.pk]
    assert found(region="330000") == [mill.pk]
    assert found(region="310000") == [institute.pk]
    assert found(q="什么都没有") == []
    assert found(kind="nonsense", region="nonsense") == [mill.pk, institute.pk]


def test_page_of_a_claimed_organisation_is_for_members_and_officers(
    client, stranger, officer
):
    claimed = OrganisationFactory(status="claimed")
    member = MembershipFactory(organisation=claimed).user
    seen = {}

    for user in (None, stranger, member, officer):
        client.logout()
        if user:
            client.force_login(user)
        seen[user] = client.get(claimed.get_absolute_url()).status_code

    assert seen == {None: 404, stranger: 404, member: 200, officer: 200}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_page_tells_the_facts_in_the_language_of_the_reader(
    client, institute, language
):
    with override(language):
        page = client.get(institute.get_absolute_url()).text

    assert (
        f"<h1>{institute.name_zh if language == 'zh-hans' else institute.name_en}</h1>"
        in page
    )
    assert institute.uscc in page
    assert f"/{language}/catalogue/?q=" in page


# Registering


def facts(**given):
    return {
        "name_zh": "新创检测有限公司",
        "name_en": "Newly Testing Ltd.",
        "uscc": valid_uscc(77, office="91"),
        "kind": "enterprise",
        "region": Term.objects.get(scheme="region", code="330100").pk,
    } | given


def test_whoever_registers_administers_and_an_officer_is_told(
    client, stranger, officer
):
    client.force_login(stranger)

    response = client.post(reverse("organisations:register"), facts())

    organisation = Organisation.objects.get()
    assert response.url == organisation.get_absolute_url()
    assert organisation.status == Organisation.Status.CLAIMED
    membership = membership_of(stranger)
    assert (membership.role, membership.status) == ("administrator", "active")
    assert told() == [("organisations.registered", "项目主管", "")]


def test_registering_goes_back_where_one_came_from_but_never_elsewhere(
    client, stranger
):
    client.force_login(stranger)
    address = reverse("organisations:register")

    home = client.post(address, facts(next="/zh-hans/workbench/enquiries/ask/L1/"))
    away = client.post(
        address, facts(uscc=valid_uscc(78), next="https://evil.example.com/")
    )

    assert home.url == "/zh-hans/workbench/enquiries/ask/L1/"
    assert away.url == Organisation.objects.get(uscc=valid_uscc(78)).get_absolute_url()


def test_a_wrong_code_is_refused_with_a_sentence(client, stranger):
    client.force_login(stranger)

    response = client.post(
        reverse("organisations:register"), facts(uscc="91310000000000000X")
    )

    assert len(response.context["form"].errors["uscc"]) == 1
    assert Organisation.objects.count() == 0


def test_two_who_register_one_code_at_once_make_one_organisation(stranger, owner):
    code = valid_uscc(90)
    joining.register(
        Organisation(name_zh="甲", kind="enterprise", uscc=code), by=stranger
    )

    with pytest.raises(ValidationError):
        joining.register(
            Organisation(name_zh="乙", kind="enterprise", uscc=code), by=owner
        )

    assert Organisation.objects.get(uscc=code).administrators == [stranger]


def test_a_code_that_is_known_leads_to_joining_even_before_it_is_verified(
    client, stranger
):
    claimed = EnterpriseFactory(status="claimed")
    client.force_login(stranger)

    page = client.post(
        reverse("organisations:register"), facts(uscc=f" {claimed.uscc.lower()} ")
    )
    link = f"{reverse('organisations:join-by-code')}?uscc={claimed.uscc}"
    assert link in page.text
    client.post(reverse("organisations:join-by-code"), {"uscc": claimed.uscc})

    assert Organisation.objects.count() == 1
    membership = membership_of(stranger)
    assert (membership.organisation, membership.status) == (claimed, "requested")


def test_the_parent_is_found_by_code_or_by_a_name_that_is_clear(client, stranger):
    parent = InstituteFactory(name_zh="江海计量院", name_en="")
    InstituteFactory(name_zh="江海质检院", name_en="")
    client.force_login(stranger)
    address = reverse("organisations:register")

    def parent_of(number, words):
        code = valid_uscc(number)
        page = client.post(address, facts(uscc=code, parent=words))
        if page.status_code == 302:
            return Organisation.objects.get(uscc=code).parent
        return page.context["form"].errors["parent"]

    assert parent_of(1001, parent.uscc) == parent
    assert parent_of(1002, "江海计量院") == parent
    assert parent_of(1003, "计量") == parent
    assert len(parent_of(1004, "江海")) == 1
    assert len(parent_of(1005, "没有这个")) == 1


def test_a_verified_organisation_keeps_what_was_checked(
    client, organisation_administrator, institute
):
    ministry = OrganisationFactory(kind="government", status="claimed", uscc=None)
    institute.parent = ministry
    institute.save()
    client.force_login(organisation_administrator)
    before = institute.name_zh, institute.name_en, institute.region

    response = client.post(
        reverse("my-organisations:edit", args=[institute.pk]),
        facts(
            name_zh="冒名",
            name_en="Imposed",
            uscc=valid_uscc(5),
            kind="enterprise",
            parent=valid_uscc(6),
            website="https://example.org",
        ),
    )

    institute.refresh_from_db()
    assert response.status_code == 302
    assert (institute.name_zh, institute.name_en, institute.region) == before
    assert (institute.kind, institute.parent) == ("institute", ministry)
    assert institute.website == "https://example.org"


def test_an_edit_is_saved_and_logged_once_and_leaves_the_status_alone(
    client, organisation_administrator, institute
):
    client.force_login(organisation_administrator)
    address = reverse("my-organisations:edit", args=[institute.pk])
    sent = {**facts(), "parent": "", "address_zh": "张衡路 1 号", "status": "refused"}

    client.post(address, sent)
    client.post(address, sent)

    institute.refresh_from_db()
    [entry] = ModelLogEntry.objects.for_instance(institute)
    assert (institute.address_zh, institute.status) == ("张衡路 1 号", "verified")
    assert (entry.action, entry.user) == ("wagtail.edit", organisation_administrator)
    assert entry.data == {"fields": ["address_zh"]}


def test_an_edit_that_cannot_be_logged_is_not_saved(
    organisation_administrator, institute, monkeypatch
):
    def broken(*args, **options):
        raise RuntimeError

    monkeypatch.setattr("portal.organisations.models.log", broken)
    institute.address_zh = "张衡路 1 号"

    with pytest.raises(RuntimeError):
        institute.keep_changes(["address_zh"], by=organisation_administrator)

    institute.refresh_from_db()
    assert institute.address_zh == ""


def test_only_its_administrator_edits_an_organisation(
    client, owner, office, stranger, institute
):
    for user in (owner, office, stranger):
        client.force_login(user)
        page = client.get(reverse("my-organisations:edit", args=[institute.pk]))
        assert page.status_code == 404


def test_a_refused_organisation_is_told_why_and_may_ask_again(client, officer):
    claimed = OrganisationFactory(status="claimed")
    person = MembershipFactory(organisation=claimed, administrator=True).user
    claimed.refuse(by=officer, reason="代码与名称不符。")
    client.force_login(person)

    page = client.get(claimed.get_absolute_url())
    client.post(reverse("my-organisations:claim-again", args=[claimed.pk]))

    claimed.refresh_from_db()
    assert "代码与名称不符。" in page.text
    assert claimed.status == Organisation.Status.CLAIMED
    notification = Notification.objects.get()
    assert notification.recipient == person
    assert "代码与名称不符。" in notification.text


# The desk's lists


@pytest.mark.parametrize("count", [1, 3])
def test_my_organisations_take_the_same_queries_however_many(
    client, stranger, count, django_assert_num_queries
):
    MembershipFactory.create_batch(count, user=stranger, administrator=True)
    client.force_login(stranger)

    with django_assert_num_queries(7):
        page = client.get(reverse("my-organisations:list"))

    assert len(page.context["object_list"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_members_take_the_same_queries_however_many(
    client, organisation_administrator, institute, count, django_assert_num_queries
):
    MembershipFactory.create_batch(count, organisation=institute)
    client.force_login(organisation_administrator)

    with django_assert_num_queries(8):
        page = client.get(reverse("my-organisations:members", args=[institute.pk]))

    assert len(page.context["object_list"]) == count + 1


def test_members_of_another_organisation_are_not_there(
    client, organisation_administrator
):
    other = MembershipFactory()
    client.force_login(organisation_administrator)

    answers = [
        client.get(reverse("my-organisations:members", args=[other.organisation_id])),
        client.get(reverse("my-organisations:member", args=[other.pk])),
        client.post(reverse("my-organisations:end", args=[other.pk])),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    other.refresh_from_db()
    assert other.status == ACTIVE


@pytest.mark.parametrize("status", ["requested", "invited", "active", "ended"])
def test_a_members_page_offers_what_may_be_done(
    client, organisation_administrator, institute, status
):
    person = None if status == "invited" else UserFactory()
    membership = MembershipFactory(
        organisation=institute,
        user=person,
        invited_email="a@example.org",
        status=status,
    )
    client.force_login(organisation_administrator)

    page = client.get(membership.get_absolute_url())

    steps = {
        "requested": ["approve", "refuse"],
        "invited": ["cancel"],
        "active": ["end"],
        "ended": [],
    }
    assert sorted(page.context["steps"]) == steps[status]
    assert (membership.token in page.text) == (status == "invited")
