"""Lists, pages and corrections of the register and the listings in the admin."""

from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from achievements.models import Achievement, Contributor, Listing
from portal.models import Organisation, Term
from tests.achievements.desk import sent_by
from tests.factories.accounts import EnterpriseFactory, InstituteFactory
from tests.factories.achievements import (
    AchievementFactory,
    EnquiryFactory,
    ListingFactory,
)

FACTORIES = {
    "achievements": AchievementFactory,
    "listings": ListingFactory,
    "enquiries": EnquiryFactory,
    "organisations": InstituteFactory,
}


def found(client, kind, query):
    response = client.get(reverse(f"admin-{kind}:index") + f"?{query}")
    return list(response.context["object_list"])


@pytest.mark.parametrize("kind", FACTORIES)
@pytest.mark.parametrize("count", [1, 3, 60])
def test_list_takes_the_same_queries_however_long(
    client, officer, kind, count, django_assert_num_queries
):
    queries = {"achievements": 12, "listings": 12, "enquiries": 10, "organisations": 11}
    traits = {"submitted": True} if kind in ("achievements", "listings") else {}
    FACTORIES[kind].create_batch(count, **traits)
    client.force_login(officer)
    client.get(reverse(f"admin-{kind}:index"))  # content types are cached once

    with django_assert_num_queries(queries[kind]):
        response = client.get(reverse(f"admin-{kind}:index"))

    assert len(response.context["object_list"]) >= min(count, 20)


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("q=流量", True),
        ("q=流量 装置", True),
        ("q=facility", True),
        ("q=流量 facility", True),
        ("q=计量院", False),
        ("q=holder-words", False),
        ("status=submitted", True),
        ("status=draft", False),
        ("status=submitted&status=draft", True),
        ("visibility=public", True),
        ("visibility=internal", False),
        ("holder_kind=institute", True),
        ("holder_kind=enterprise", False),
        ("trl=7", True),
        ("trl=3", False),
        ("year=2025", True),
        ("year=2024", False),
    ],
)
def test_achievements_are_searched_and_filtered(client, officer, query, is_found):
    record = AchievementFactory(
        submitted=True,
        holder__name_zh="省计量科学研究院",
        title_zh="高压气体流量标准装置",
        published_at=timezone.make_aware(datetime(2025, 1, 1, 0, 30)),  # noqa: DTZ001
    )
    AchievementFactory(
        title_zh="别的",
        title_en="Other",
        visibility="internal",
        trl=3,
        holder=EnterpriseFactory(),
        published_at=timezone.make_aware(datetime(2024, 5, 1)),  # noqa: DTZ001
    )
    client.force_login(officer)

    assert (record in found(client, "achievements", query)) == is_found


def test_several_domains_find_a_record_once(client, officer):
    record = AchievementFactory(submitted=True)
    terms = Term.objects.filter(scheme="domain", code__in=["metrology", "food"])
    record.domains.set(terms)
    AchievementFactory(submitted=True).domains.clear()
    client.force_login(officer)
    query = "&".join(f"domains={term.code}" for term in terms)

    assert found(client, "achievements", query) == [record]


def test_listings_are_filtered_by_day_way_and_price(client, officer):
    today = timezone.localdate()
    soon = ListingFactory(
        valid_until=today + timedelta(days=3), price_kind="bidding", endorsed=True
    )
    ListingFactory(valid_until=today + timedelta(days=300), endorsed=True)
    client.force_login(officer)

    until = today + timedelta(days=30)
    assert found(client, "listings", f"valid_until_to={until}") == [soon]
    assert found(client, "listings", "price_kind=bidding") == [soon]
    assert len(found(client, "listings", "modes=licence")) == 2


def test_csv_opens_in_a_spreadsheet_and_holds_no_formula(client, officer):
    record = AchievementFactory(title_zh="=cmd()", published=True)
    Contributor.objects.create(achievement=record, name_zh="陆明远")
    client.force_login(officer)

    response = client.get(reverse("admin-achievements:index") + "?export=csv")
    content = b"".join(response.streaming_content)
    head, row = content.decode("utf-8-sig").splitlines()

    assert content.startswith(b"\xef\xbb\xbf")
    assert head.count(",") == row.count(",") == 13
    assert row.split(",")[2] == "'=cmd()"
    assert "沈知衡、陆明远" in row
    local = timezone.localtime(record.published_at)
    assert local.strftime("%Y-%m-%d %H:%M:%S") in row


def test_xlsx_of_listings_without_achievement(client, officer):
    listing = ListingFactory(achievement=None, holder=InstituteFactory(), endorsed=True)
    client.force_login(officer)

    response = client.get(reverse("admin-listings:index") + "?export=xlsx")
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    rows = list(sheet.values)

    assert len(rows) == 2
    assert rows[1][0] == listing.number
    assert rows[1][6] in ("", None)


@pytest.mark.parametrize("count", [1, 4])
def test_record_page_shows_all_in_a_fixed_number_of_queries(
    client, officer, count, django_assert_max_num_queries
):
    record = AchievementFactory(submitted=True, title_en="")
    for number in range(count):
        record.outputs.create(kind="standard", number=f"GB/T {number}", title_zh="标准")
        Contributor.objects.create(achievement=record, name_zh=f"某人{number}")
    client.force_login(officer)

    with django_assert_max_num_queries(40):
        response = client.get(reverse("admin-achievements:inspect", args=[record.pk]))

    content = response.content.decode()
    assert f"GB/T {count - 1}" in content
    assert f"某人{count - 1}" in content
    assert str(dict(record.missing())["title_en"]) in content


def test_listing_page_names_who_endorsed(client, officer, office):
    listing = ListingFactory(endorsed=True, endorsed_by=office)
    client.force_login(officer)

    response = client.get(reverse("admin-listings:inspect", args=[listing.pk]))

    assert office.name in response.content.decode()
    assert listing.achievement.title_zh in response.content.decode()


def test_enquiry_page_shows_the_thread_and_no_address(client, officer):
    enquiry = EnquiryFactory(first_message="请问可否试用？")
    client.force_login(officer)

    response = client.get(reverse("admin-enquiries:inspect", args=[enquiry.pk]))

    assert "请问可否试用？" in response.content.decode()
    assert enquiry.from_user.email not in response.content.decode()


def correction(client, record):
    address = reverse("admin-achievements:edit", args=[record.pk])
    return address, sent_by(client.get(address).context["form"])


def test_officer_corrects_wording_and_classification_not_ownership(
    client, officer, achievement
):
    other = EnterpriseFactory()
    client.force_login(officer)
    address, data = correction(client, achievement)
    before = Achievement.objects.get()

    data |= {"title_zh": "更正后的题名", "ics": "17.040，17.120", "holder": other.pk}
    response = client.post(address, data)
    achievement.refresh_from_db()

    assert response.status_code == 302, response.context["form"].errors
    assert achievement.title_zh == "更正后的题名"
    assert {term.code for term in achievement.ics.all()} == {"17.040", "17.120"}
    assert achievement.holder == before.holder
    assert achievement.edition == before.edition + 1
    entry = ModelLogEntry.objects.get()
    assert (entry.action, entry.user) == ("wagtail.edit", officer)
    assert entry.data == {"fields": ["title_zh", "ics"]}


def test_correction_never_writes_a_status(client, officer, achievement):
    client.force_login(officer)
    address, data = correction(client, achievement)

    with CaptureQueriesContext(connection) as queries:
        client.post(address, data | {"title_zh": "更正后的题名"})

    table = Achievement._meta.db_table
    [update] = [
        query["sql"]
        for query in queries
        if query["sql"].startswith(f'UPDATE "{table}"')
    ]
    assert '"title_zh" = ' in update
    assert '"updated_at" = ' in update
    assert '"status" = ' not in update
    assert '"holder_id" = ' not in update


def test_wrong_code_is_said_beside_its_field(client, officer, achievement):
    client.force_login(officer)
    address, data = correction(client, achievement)

    response = client.post(address, data | {"ics": "17.040, 99.999"})
    achievement.refresh_from_db()

    assert list(response.context["form"].errors) == ["ics"]
    assert achievement.ics.count() == 0
    assert ModelLogEntry.objects.count() == 0


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_somebody_is_still_writing_is_not_corrected(client, officer, method):
    returned = AchievementFactory(status=Achievement.Status.RETURNED)
    client.force_login(officer)

    address = reverse("admin-achievements:edit", args=[returned.pk])
    response = getattr(client, method)(address, {"title_zh": "x"})

    assert response.url == reverse("admin-achievements:inspect", args=[returned.pk])
    assert Achievement.objects.get(pk=returned.pk).title_zh == returned.title_zh


def test_a_draft_is_its_author_s_own_affair(client, officer):
    draft = AchievementFactory()
    client.force_login(officer)

    page = client.get(reverse("admin-achievements:inspect", args=[draft.pk]))

    assert page.status_code == 404
    assert found(client, "achievements", "") == []


def test_listing_is_corrected_but_not_its_price(client, officer):
    listing = ListingFactory(published=True, price_kind="fixed", price_min=500)
    client.force_login(officer)
    address = reverse("admin-listings:edit", args=[listing.pk])
    data = sent_by(client.get(address).context["form"])

    response = client.post(
        address, data | {"title_en": "A better title", "price_min": 1}
    )
    assert response.status_code == 302, response.context["form"].errors
    listing.refresh_from_db()

    assert (listing.title_en, listing.price_min) == ("A better title", 500)
    assert listing.modes.count() == 1
    assert Listing.objects.get().holder == listing.holder


def test_organisation_counts_active_members(client, officer, institute, owner, office):
    client.force_login(officer)

    [listed] = [
        one for one in found(client, "organisations", "") if one.pk == institute.pk
    ]

    assert listed.members_count == 2
    assert Organisation.objects.count() >= 1
