"""Lists exported from the admin, which open in Excel and run nothing there."""

import csv
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from portal.admin.lists import ROWS_MEASURED
from portal.models import Organisation
from portal.spreadsheets import harmless, printable, sheet_name, width_of
from tests.factories.accounts import EnterpriseFactory, OrganisationFactory
from tests.factories.achievements import (
    AchievementFactory,
    EnquiryFactory,
    ListingFactory,
)

EVIL = '=HYPERLINK("http://example.org")'
LISTS = ("organisations", "achievements", "listings", "enquiries")


def exported(client, name, kind):
    response = client.get(reverse(f"admin-{name}:index"), {"export": kind})
    return b"".join(response.streaming_content)


def csv_cells(content):
    lines = content.decode("utf-8-sig").splitlines()
    return [cell for row in csv.reader(lines) for cell in row]


def xlsx_cells(content):
    sheet = load_workbook(BytesIO(content)).active
    return [cell for row in sheet.iter_rows() for cell in row]


@pytest.fixture
def records(db):
    """One of each kind, of an organisation with the name of a formula."""
    holder = OrganisationFactory(name_zh=EVIL, name_en="")
    achievement = AchievementFactory(holder=holder, title_zh=EVIL, published=True)
    listing = ListingFactory(achievement=achievement, title_zh=EVIL, published=True)
    EnquiryFactory(listing=listing, from_organisation=EnterpriseFactory(name_zh=EVIL))


@pytest.mark.parametrize("name", LISTS)
def test_no_cell_of_a_list_begins_like_a_formula(client, officer, records, name):
    client.force_login(officer)

    cells = csv_cells(exported(client, name, "csv"))

    assert f"'{EVIL}" in cells
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []


@pytest.mark.parametrize("name", LISTS)
def test_a_workbook_of_a_list_holds_no_formula(client, officer, records, name):
    client.force_login(officer)

    cells = xlsx_cells(exported(client, name, "xlsx"))

    assert EVIL in {cell.value for cell in cells}
    assert "f" not in {cell.data_type for cell in cells}


def test_a_workbook_keeps_its_head_in_sight_and_its_columns_fit(client, officer):
    for number in range(ROWS_MEASURED + 1):
        OrganisationFactory(name_zh=f"第{number}计量科学研究院")
    client.force_login(officer)

    content = exported(client, "organisations", "xlsx")

    sheet = load_workbook(BytesIO(content)).active
    assert sheet.freeze_panes == "A2"
    assert sheet.max_row == Organisation.objects.count() + 1
    names = next(c for c in sheet.iter_cols() if "第7计量科学研究院" in values(c))
    assert sheet.column_dimensions[names[0].column_letter].width >= 19


def values(cells):
    return {cell.value for cell in cells}


@pytest.mark.parametrize(
    ("name", "sheet"),
    [("[a]: b/c*?\\", "a   b c"), ("'x'", "x"), ("申" * 40, "申" * 31)],
)
def test_a_sheet_has_a_name_that_is_allowed(name, sheet):
    assert sheet_name(name) == sheet


@pytest.mark.parametrize(
    ("value", "width"),
    [(None, 10), ("申报书题目", 12), (Decimal("2450000"), 14), ("a" * 200, 60)],
)
def test_a_column_is_as_wide_as_what_it_shows(value, width):
    assert width_of(value) == width


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_control_character_spoils_nobodys_export(client, officer, kind):
    holder = OrganisationFactory(name_zh="计量\x0b院")
    AchievementFactory(holder=holder, title_zh="检\x01定\x1f", published=True)
    client.force_login(officer)

    content = exported(client, "achievements", kind)

    cells = (
        csv_cells(content)
        if kind == "csv"
        else [cell.value for cell in xlsx_cells(content)]
    )
    assert {"检定", "计量院"} <= {*cells}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_what_a_spreadsheet_would_run_is_made_text(start):
    assert harmless(f"{start}1+1") == f"'{start}1+1"


def test_plain_text_stays_and_control_characters_go():
    assert harmless("检定\x00 = 1") == printable("检定\x00 = 1") == "检定 = 1"
    assert harmless("\x01=1+1") == "'=1+1"
