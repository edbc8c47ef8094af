"""Organisations in the admin, and what each person finds there."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from achievements.models import Achievement, Listing
from portal.models import Organisation, Term
from portal.workbench.tasks import tasks_of
from tests.factories.accounts import EnterpriseFactory, OrganisationFactory
from tests.factories.achievements import (
    AchievementFactory,
    EnquiryFactory,
    ListingFactory,
)
from tests.factories.projects import ApplicationFactory


@pytest.fixture
def claimed(db):
    return OrganisationFactory(
        status=Organisation.Status.CLAIMED, name_zh="待核实研究院", name_en=""
    )


def found(client, query):
    response = client.get(reverse("admin-organisations:index") + f"?{query}")
    return list(response.context["object_list"])


@pytest.mark.parametrize(
    ("step", "data", "status"),
    [("verify", {}, "verified"), ("refuse", {"reason": "代码与名称不符"}, "refused")],
)
def test_officer_verifies_or_refuses(client, officer, claimed, step, data, status):
    client.force_login(officer)

    client.post(reverse("admin-organisations:step", args=[claimed.pk, step]), data)
    claimed.refresh_from_db()

    assert (claimed.status, claimed.status_reason) == (status, data.get("reason", ""))
    entry = ModelLogEntry.objects.for_instance(claimed).get()
    assert (entry.action, entry.user) == (f"portal.{step}", officer)


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("q=待核实", True),
        ("q=核实 研究院", True),
        ("q=大学", False),
        ("status=claimed", True),
        ("status=verified", False),
        ("kind=institute", True),
        ("kind=university", False),
    ],
)
def test_organisations_are_searched_and_filtered(
    client, officer, claimed, query, is_found
):
    client.force_login(officer)

    assert (claimed in found(client, query)) == is_found


def test_a_province_finds_what_lies_in_its_cities(client, officer):
    province = Term.objects.get(scheme="region", code="330000")
    hangzhou = Term.objects.get(scheme="region", code="330100")
    inside = OrganisationFactory(region=hangzhou)
    OrganisationFactory(region=Term.objects.get(scheme="region", code="310000"))
    client.force_login(officer)

    assert found(client, f"region={province.pk}") == [inside]


def test_organisation_is_corrected_and_its_status_left_alone(client, officer, claimed):
    parent = OrganisationFactory()
    client.force_login(officer)

    response = client.post(
        reverse("admin-organisations:edit", args=[claimed.pk]),
        {
            "name_zh": "新名称研究院",
            "kind": "institute",
            "parent": parent.uscc,
            "region": Term.objects.get(scheme="region", code="330100").pk,
            "status": "verified",
            "uscc": "x",
        },
    )
    uscc = claimed.uscc
    claimed.refresh_from_db()

    assert response.status_code == 302
    assert (claimed.name_zh, claimed.parent, claimed.uscc, claimed.status) == (
        "新名称研究院",
        parent,
        uscc,
        Organisation.Status.CLAIMED,
    )


def test_page_of_an_organisation_lists_its_members(client, officer, institute, owner):
    client.force_login(officer)

    page = client.get(reverse("admin-organisations:inspect", args=[institute.pk]))

    assert owner.name in page.content.decode()
    assert owner.email not in page.content.decode()


def menu(client):
    from wagtail.admin.menu import admin_menu

    request = client.get(reverse("wagtailadmin_home")).wsgi_request
    items = sorted(admin_menu.menu_items_for_request(request), key=lambda i: i.order)
    return [item.url for item in items if item.url != "#"]


def test_officer_finds_records_and_no_pages(client, officer):
    client.force_login(officer)

    assert menu(client) == [
        reverse("admin-calls:index"),
        reverse("admin-applications:index"),
        reverse("admin-programmes:index"),
        reverse("admin-rules:index"),
        reverse("admin-questionnaires:index"),
        reverse("admin-achievements:index"),
        reverse("admin-listings:index"),
        reverse("admin-enquiries:index"),
        reverse("admin-organisations:index"),
        reverse("admin-terms:index"),
        reverse("admin-holidays:index"),
    ]


def test_editor_finds_pages_pictures_documents_and_no_records(client, editor):
    client.force_login(editor)

    assert menu(client) == [
        reverse("wagtailadmin_explore_root"),
        reverse("wagtailimages:index"),
        reverse("wagtaildocs:index"),
    ]


def test_first_page_says_what_waits_under_the_sites_name(client, officer):
    AchievementFactory.create_batch(2, submitted=True)
    client.force_login(officer)

    content = client.get(reverse("wagtailadmin_home")).content.decode()

    assert reverse("admin-achievements:index") + "?status=submitted" in content
    assert f'<span class="site-name">{_("NQI Portal")}</span>' in content


def test_site_history_shows_our_steps(client, officer, administrator):
    record = AchievementFactory(submitted=True)
    record.publish(by=officer)
    client.force_login(administrator)

    report = client.get(reverse("wagtailadmin_reports:site_history"))

    [entry] = report.context["object_list"]
    assert entry.action == "achievements.publish"
    assert str(entry.message) == _("Published")
    assert entry.edit_url == reverse("admin-achievements:edit", args=[record.pk])


@pytest.mark.parametrize("name", ["site_history", "site_history_results"])
@pytest.mark.parametrize("reader", ["officer", "editor"])
def test_nobody_else_reads_there_of_records_that_are_not_his(
    client, db, name, reader, request
):
    """An applicant's draft is nobody's but his team's, in the log and its export too."""
    log(ApplicationFactory(title_zh="秘密的题目"), "wagtail.create")
    client.force_login(request.getfixturevalue(reader))

    address = reverse(f"wagtailadmin_reports:{name}")
    page, sheet = client.get(address), client.get(address, {"export": "csv"})

    assert (page.status_code, sheet.status_code) == (302, 302)


def urls(user):
    return [task.url for task in tasks_of(user)]


def test_officer_is_told_what_to_check(officer, claimed):
    AchievementFactory.create_batch(3, submitted=True)
    ListingFactory(endorsed=True)
    ListingFactory(endorsed=True, endorsed_by=officer)

    told = {task.url: task.subject for task in tasks_of(officer)}

    achievements = reverse("admin-achievements:index") + "?status=submitted"
    listings = reverse("admin-listings:index") + "?status=endorsed"
    assert set(told) == {
        achievements,
        listings,
        reverse("admin-organisations:inspect", args=[claimed.pk]),
    }
    assert "3" in told[achievements]
    assert "1" in told[listings]


def test_office_is_told_to_endorse_but_not_its_own(institute, office, owner, stranger):
    listing = ListingFactory(
        achievement__holder=institute, submitted=True, submitted_by=owner
    )
    ListingFactory(achievement__holder=institute, submitted=True, submitted_by=office)
    ListingFactory(submitted=True)

    assert urls(office) == [reverse("my-listings:record", args=[listing.number])]
    assert urls(stranger) == []


def test_author_is_told_of_what_came_back(institute, owner, buyer):
    record = AchievementFactory(
        holder=institute, created_by=owner, status=Achievement.Status.RETURNED
    )
    listing = ListingFactory(
        achievement__holder=institute,
        created_by=owner,
        status=Listing.Status.RETURNED,
    )

    assert urls(owner) == [
        reverse("my-achievements:record", args=[record.number, record.version]),
        reverse("my-listings:record", args=[listing.number]),
    ]
    assert urls(buyer) == []


def test_holder_is_told_to_answer_and_the_enquirer_is_not(listing, owner, office):
    enquiry = EnquiryFactory(listing=listing, from_organisation=EnterpriseFactory())
    EnquiryFactory(listing=listing, answered=True)
    address = reverse("enquiries:detail", args=[enquiry.number])

    assert urls(owner) == [address]
    assert urls(office) == [address]
    assert urls(enquiry.from_user) == []
