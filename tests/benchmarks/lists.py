"""SQL queries of every list page, with one row and with a page full of them."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.models import Notification
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.achievements import (
    AchievementFactory,
    EnquiryFactory,
    ListingFactory,
)

# Address, and who looks: nobody, an owner, an officer.
LISTS = [
    ("/zh-hans/catalogue/", ""),
    ("/zh-hans/listings/", ""),
    ("/zh-hans/achievements/", ""),
    ("/zh-hans/organisations/", ""),
    ("/zh-hans/workbench/", "owner"),
    ("/zh-hans/workbench/achievements/", "owner"),
    ("/zh-hans/workbench/listings/", "owner"),
    ("/zh-hans/workbench/enquiries/", "owner"),
    ("/zh-hans/workbench/organisations/", "owner"),
    ("/zh-hans/workbench/inbox/", "owner"),
    ("/admin/achievements/", "officer"),
    ("/admin/listings/", "officer"),
    ("/admin/enquiries/", "officer"),
    ("/admin/organisations/", "officer"),
    ("/admin/terms/", "officer"),
]
FULL = 20


def people():
    institute = OrganisationFactory()
    return {
        "owner": MembershipFactory(organisation=institute).user,
        "officer": UserFactory(role="officer"),
    }


def give(owner, count):
    """Records of all kinds that stand in the owner's lists."""
    institute = owner.memberships.get().organisation
    for _ in range(count):
        record = AchievementFactory(published=True, holder=institute, created_by=owner)
        offer = ListingFactory(published=True, achievement=record, created_by=owner)
        EnquiryFactory(listing=offer, from_user=UserFactory())
        OrganisationFactory()
        path = record.get_absolute_url()
        Notification.objects.create(
            recipient=owner, event="benchmark", record=record, path=path
        )


def queries_of(path, user):
    client = Client()
    if user:
        client.force_login(user)
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
    return len(queries) if response.status_code == 200 else None


def table():
    """Rows of address, SQL queries with one row and with many; None: no such page."""
    who = people()
    give(who["owner"], 1)
    few = [queries_of(path, who.get(name)) for path, name in LISTS]
    give(who["owner"], FULL)
    many = [queries_of(path, who.get(name)) for path, name in LISTS]
    for (path, _name), one, full in zip(LISTS, few, many, strict=True):
        yield path, one, full
