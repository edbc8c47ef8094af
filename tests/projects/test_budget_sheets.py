"""The budget brought in from an Excel table: shown first, each wrong cell named."""

import io
import re
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from tests.factories.projects import ApplicationFactory, CallFactory
from tests.projects.budgets import give, save, stored
from tests.projects.desk import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def application(call, institute, applicant):
    return ApplicationFactory(
        call=call,
        organisation=institute,
        created_by=applicant,
        title_zh="膜片式压力量值传递方法研究",
        starts=date(2026, 1, 1),
        ends=date(2027, 12, 31),
    )


@pytest.fixture
def desk(client, applicant):
    client.force_login(applicant)
    return client


def exported(desk, application):
    answer = desk.get(address(application)[:-1] + "/budget.xlsx")
    return load_workbook(io.BytesIO(answer.content))


def upload(desk, application, book, name="经费.xlsx"):
    written = io.BytesIO()
    book.save(written)
    file = SimpleUploadedFile(name, written.getvalue())
    return desk.post(address(application, "budget", "import"), {"table": file})


def test_a_table_is_shown_first_and_kept_when_confirmed(desk, application):
    give(application, purchase_2026="5.00", labour_2027="6.00")
    book = exported(desk, application)
    central = book.worksheets[0]
    row = {central.cell(row, 1).value: row for row in range(4, 19)}
    central.cell(row["purchase"], 3, "１,２００.５０")
    central.cell(row["labour"], 4).value = None
    central.cell(row["travel"], 4, 0.3)

    answer = upload(desk, application, book)

    assert [(c.year, c.old, c.new) for c in answer.context["changes"]] == [
        (2026, Decimal("5.00"), Decimal("1200.50")),
        (2027, None, Decimal("0.30")),
        (2027, Decimal("6.00"), None),
    ]
    assert stored(application) == {
        "central_purchase_2026": "5.00",
        "central_labour_2027": "6.00",
    }

    answer = desk.post(
        address(application, "budget", "import"), {"seal": answer.context["seal"]}
    )

    assert answer.url == address(application, "budget")
    assert stored(application) == {
        "central_purchase_2026": "1200.50",
        "central_travel_2027": "0.30",
    }


def test_each_wrong_cell_is_named_and_nothing_is_taken(desk, application):
    book = exported(desk, application)
    central = book.worksheets[0]
    central["C4"] = date(2026, 1, 1)
    central["C5"] = "about 5"
    central["C6"] = -3
    central["C7"] = "=1+1"
    central["C8"] = 1.005
    central["C9"] = True
    central["A10"] = "yacht"
    central["D11"] = "#DIV/0!"
    central["A12"] = "labour"
    central["D3"] = 2031

    answer = upload(desk, application, book)

    assert answer.status_code == 422
    cells = [re.search("[A-Z]+[0-9]+", text)[0] for text in answer.context["problems"]]
    assert cells == ["D3", "C4", "C5", "C6", "C7", "C8", "C9", "A10", "A13"]
    assert stored(application) == {}


def test_saved_values_of_formulas_are_taken(desk, application):
    """As Excel saves them: the formula and beside it the value."""
    book = exported(desk, application)
    book.worksheets[0]["C4"] = "=1+2"
    written = io.BytesIO()
    book.save(written)
    source, target = zipfile.ZipFile(written), io.BytesIO()
    with zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith("sheet1.xml"):
                assert b"<f>1+2</f><v />" in content
                content = content.replace(b"<f>1+2</f><v />", b"<f>1+2</f><v>3</v>")
            copy.writestr(name, content)

    file = SimpleUploadedFile("a.xlsx", target.getvalue())
    answer = desk.post(address(application, "budget", "import"), {"table": file})

    assert [change.new for change in answer.context["changes"]] == [Decimal("3.00")]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04nonsense", b"year,amount\n"])
def test_a_file_that_is_no_workbook_is_refused(desk, application, content):
    file = SimpleUploadedFile("a.xlsx", content)

    answer = desk.post(address(application, "budget", "import"), {"table": file})

    assert answer.status_code == 422
    assert answer.context["problems"]


def test_what_would_unpack_to_millions_of_cells_is_not_opened(desk, application):
    row = b"<row><c><v>1</v></c></row>"
    sheet = b"<worksheet><sheetData>" + row * 200_000 + b"</sheetData></worksheet>"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    assert len(packed.getvalue()) < 50_000 < len(sheet)

    file = SimpleUploadedFile("a.xlsx", packed.getvalue())
    answer = desk.post(address(application, "budget", "import"), {"table": file})

    assert answer.status_code == 422
    assert "4" in answer.context["problems"][0]


def test_what_lies_far_outside_is_not_looked_at(desk, application):
    book = exported(desk, application)
    book.worksheets[0]["C4"] = 5
    book.worksheets[0]["A5000"] = "yacht"
    book.worksheets[0].cell(3, 900, 2031)

    answer = upload(desk, application, book)

    assert answer.status_code == 200
    assert [change.new for change in answer.context["changes"]] == [Decimal("5.00")]


def test_a_confirmation_after_another_change_stores_nothing(desk, application):
    give(application, labour_2026="6.00")
    book = exported(desk, application)
    book.worksheets[0]["C4"] = 77
    seal = upload(desk, application, book).context["seal"]
    save(desk, application, central_labour_2026="8")

    answer = desk.post(address(application, "budget", "import"), {"seal": seal})

    assert answer.status_code == 409
    assert stored(application) == {"central_labour_2026": "8.00"}


def test_a_confirmation_of_another_application_stores_nothing(
    desk, application, institute, applicant
):
    other = ApplicationFactory(
        call=CallFactory(),
        organisation=institute,
        created_by=applicant,
        starts=date(2026, 1, 1),
        ends=date(2027, 12, 31),
    )
    book = exported(desk, application)
    book.worksheets[0]["C4"] = 77
    seal = upload(desk, application, book).context["seal"]

    answers = [
        desk.post(address(other, "budget", "import"), {"seal": wrong})
        for wrong in (seal, seal[:-1], "")
    ]

    assert [answer.status_code for answer in answers] == [409, 409, 409]
    assert stored(other) == {}
