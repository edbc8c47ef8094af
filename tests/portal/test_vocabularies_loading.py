"""Complete and newer lists: what they add, change and end, and what is refused."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import translation

from portal.models import Organisation, Term
from portal.vocabularies.loading import load_file, load_shipped
from portal.vocabularies.reading import BadList
from tests.factories.accounts import InstituteFactory

CODES = Path(settings.BASE_DIR).parent / "shared" / "data" / "codes"
COMPLETE = [
    ("gbt2260_provinces", "region", 31),
    ("gbt2260_cities", "region", 342),
    ("gbt4754_2017", "industry", 1772),
    ("ics", "ics", 1381),
    ("ccs", "ccs", 1857),
    ("nsfc_discipline", "discipline", 2916),
]
HEADER = "code,name_zh,name_en,parent,valid_from,valid_to,replaced_by\n"
COLUMNS = [field.attname for field in Term._meta.concrete_fields]


@pytest.fixture
def no_terms(db):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM portal_term")


@pytest.fixture
def written(tmp_path):
    """A list in a file, from a text or from bytes."""

    def write(content):
        path = tmp_path / "list.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def everything():
    return list(Term.objects.order_by("pk").values(*COLUMNS))


def term(scheme, code):
    return Term.objects.get(scheme=scheme, code=code)


def outcome_of(path, scheme, **options):
    outcome = load_file(path, scheme, **options)
    return outcome.added, outcome.changed, outcome.unchanged, outcome.ended


@pytest.mark.parametrize(("name", "scheme", "count"), COMPLETE)
def test_a_complete_list_loads_whole(no_terms, name, scheme, count):
    if name == "gbt2260_cities":
        load_file(CODES / "gbt2260_provinces.csv", scheme)

    outcome = outcome_of(CODES / f"{name}.csv", scheme)

    assert outcome == (count, 0, 0, 0)


@pytest.mark.parametrize(("name", "scheme", "count"), COMPLETE)
def test_a_complete_list_loaded_again_changes_nothing(db, name, scheme, count):
    load_file(CODES / f"{name}.csv", scheme)
    before = everything()

    outcome = outcome_of(CODES / f"{name}.csv", scheme)

    assert outcome == (0, 0, count, 0)
    assert everything() == before


@pytest.mark.parametrize(
    ("name", "scheme", "total"),
    [
        ("gbt2260_cities", "region", 376),
        ("gbt4754_2017", "industry", 1772),
        ("ics", "ics", 1381),
        ("ccs", "ccs", 1857),
        ("nsfc_discipline", "discipline", 2924),
    ],
)
def test_a_complete_list_finds_every_term_of_the_shipped_one(db, name, scheme, total):
    load_file(CODES / f"{name}.csv", scheme)

    assert Term.objects.scheme(scheme).count() == total


def test_a_list_in_one_language_keeps_the_names_in_the_other(db):
    load_file(CODES / "gbt4754_2017.csv", "industry")
    load_file(CODES / "ics.csv", "ics")

    assert (
        term("industry", "C40").name_en
        == "Manufacture of measuring instruments and meters"
    )
    assert term("ics", "17.040").name_zh == "长度和角度测量"


def test_a_class_stands_below_the_nearest_group_the_table_has(db):
    load_file(CODES / "gbt4754_2017.csv", "industry")

    assert term("industry", "C4014").path == "C/C40/C401/C4014"
    assert term("industry", "C4050").path == "C/C40/C4050"
    assert term("industry", "C3741").name_zh == "飞机制造"


def test_a_class_without_a_code_keeps_its_number_when_another_comes_before_it(
    db, written
):
    header = "level,代码 / Code,名称 / Name\n1,A,综合\n2,A65/74,标准物质\n"
    load_file(written(header + "3,A65/74,物理特性标准物质\n"), "ccs")
    rows = "3,A65/74,金属化学成分标准物质\n3,A65/74,物理特性标准物质\n"

    load_file(written(header + rows), "ccs")

    assert term("ccs", "A65-74.01").name_zh == "物理特性标准物质"
    assert term("ccs", "A65-74.02").name_zh == "金属化学成分标准物质"


def test_shipped_lists_leave_a_newer_list_alone(db, written):
    load_file(
        written(HEADER + "C40,仪器与传感器制造业,,C,,,\n"), "industry", edition="2027"
    )

    load_shipped()

    assert term("industry", "C40").name_zh == "仪器与传感器制造业"
    assert term("industry", "C40").version == "2027"


def test_terms_absent_from_a_complete_list_end_and_stay(db, written):
    path = written(HEADER + "initial,初期,Initial,,,,\npilot,中期,Pilot,,,,\n")

    outcome = outcome_of(path, "stage", complete=True, since=date(2027, 1, 1))

    assert outcome == (0, 2, 0, 1)
    assert term("stage", "mature").valid_to == date(2026, 12, 31)
    in_2027 = Term.objects.scheme("stage").current(date(2027, 1, 1))
    assert [found.code for found in in_2027] == ["initial", "pilot"]
    in_2026 = Term.objects.scheme("stage").current(date(2026, 12, 31))
    assert in_2026.count() == 3


def test_an_ended_term_that_still_holds_listed_ones_stays_in_force(db):
    outcome = load_file(CODES / "nsfc_discipline.csv", "discipline", complete=True)

    assert outcome.ended == 0
    assert term("discipline", "F").valid_to is None


def test_an_ended_term_comes_back_with_a_list_that_has_it(db, written):
    load_file(written(HEADER + "initial,初期,,,,,\n"), "stage", complete=True)

    load_file(written(HEADER + "mature,成熟,,,,,\n"), "stage")

    assert term("stage", "mature").valid_to is None
    assert term("stage", "pilot").is_current is False


def test_a_record_with_an_old_code_still_works_and_finds_its_successor(db, written):
    old = term("region", "371700")
    organisation = InstituteFactory(region=old)
    row = "371700,菏泽市,,370000,,,371900\n371900,曹州市,Caozhou,370000,2027-01-01,,\n"

    load_file(written(HEADER + row), "region", since=date(2027, 1, 1))

    organisation = Organisation.objects.get(pk=organisation.pk)
    organisation.full_clean()
    assert organisation.region == old
    assert str(organisation.region) == "菏泽市"
    assert organisation.region.replaced_by == term("region", "371900")
    assert organisation.region.valid_to == date(2026, 12, 31)
    assert Organisation.objects.filter(region__path__startswith="370000/").count() == 1


def test_a_dry_run_says_what_would_change_and_changes_nothing(db):
    before, out = everything(), StringIO()
    path = CODES / "gbt4754_2017.csv"

    call_command("load_vocabularies", path, scheme="industry", dry_run=True, stdout=out)

    assert out.getvalue() == (
        "industry: 1655 added, 117 changed, 0 as before, 0 ended\nNothing was changed.\n"
    )
    assert everything() == before


def test_the_command_is_silent_at_verbosity_0(db, capfd):
    call_command("load_vocabularies", verbosity=0)

    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_lists_come_in_three_encodings(db, written, encoding):
    load_file(written((HEADER + "pilot,中试阶段,,,,,\n").encode(encoding)), "stage")

    assert term("stage", "pilot").name_zh == "中试阶段"


GOOD = "initial,初期,Initial,,,,\n"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "The file is empty."),
        (HEADER, "The list has no rows."),
        (b"PK\x03\x04\x14\x00\x06\x00", "The file is not a CSV table."),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "The file is not a CSV table."),
        (
            "编号,名称\n1,初期\n",
            "The columns of the first row are not those of a list known here: 编号, 名称.",
        ),
        (HEADER + GOOD + "pilot,,,,,,\n", "Row 3: “pilot” has no name."),
        (HEADER + GOOD + ",中期,,,,,\n", "Row 3 has no code."),
        (
            HEADER + GOOD + "initial,又一个,,,,,\n",
            "Row 3: the code “initial” stands in row 2 already.",
        ),
        (
            HEADER + GOOD + "pilot,中期,,half-way,,,\n",
            "Row 3: the broader term “half-way” is neither in this list nor loaded.",
        ),
        (
            HEADER + GOOD + "pilot,中期,,,,,half-way\n",
            "Row 3: the successor “half-way” is neither in this list nor loaded.",
        ),
        (
            HEADER + GOOD + "pilot,中期,,,,,pilot\n",
            "Row 3: “pilot” cannot be its own successor.",
        ),
        (
            HEADER + GOOD + "中期,中期,,,,,\n",
            "Row 3: “中期” is not a code of this list; one looks like utility-model.",
        ),
        (
            HEADER + "initial,初期,,pilot,,,\npilot,中期,,initial,,,\n",
            "Row 3: “pilot” would stand below itself.",
        ),
        (HEADER + GOOD + "pilot,中期\n", "Row 3 has 2 cells, the first row has 7."),
        (HEADER + GOOD + 'pilot,"中"期,,,,,\n', "Row 3 is not CSV."),
        (
            HEADER + GOOD + "pilot,中\x00期,,,,,\n",
            "Row 3 holds a character that is not text.",
        ),
        (
            HEADER + GOOD + "pilot,中期,,,2027-13-01,,\n",
            "Row 3: “2027-13-01” is not a date such as 2026-01-31.",
        ),
        (
            HEADER + GOOD + "pilot,中期,,,2027-01-01,2026-01-01,\n",
            "Row 3: “pilot” would end before it begins.",
        ),
        (
            HEADER + GOOD + f"pilot,{'长' * 256},,,,,\n",
            "Row 3: the name is longer than 255 characters.",
        ),
        (
            (HEADER + GOOD).encode() + "pilot,中期".encode()[:-1] + b",,,,,\n",
            "Row 3: the text is broken; save the file as UTF-8 or GB 18030.",
        ),
        (
            (HEADER + "initial,初期阶段研究,,,,,\n").encode("gb18030")
            + b"pilot,\xff\xff,,,,,\n",
            "Row 3: the text is broken; save the file as UTF-8 or GB 18030.",
        ),
    ],
)
def test_a_bad_list_is_told_in_a_sentence_and_changes_nothing(
    db, written, content, sentence
):
    before = everything()

    with translation.override("en"), pytest.raises(BadList) as refused:
        load_file(written(content), "stage")

    assert str(refused.value) == sentence
    assert everything() == before


@pytest.mark.parametrize(
    ("name", "scheme", "sentence"),
    [
        ("ics", "ccs", "Row 2: “01” is not a code of this list; one looks like A52."),
        (
            "nsfc_discipline",
            "industry",
            "Row 4: “A010101” is not a code of this list; one looks like C401.",
        ),
    ],
)
def test_the_command_refuses_a_list_of_another_scheme(db, name, scheme, sentence):
    before = everything()

    with translation.override("en"), pytest.raises(CommandError) as refused:
        call_command(
            "load_vocabularies", CODES / f"{name}.csv", scheme=scheme, verbosity=0
        )

    assert str(refused.value) == sentence
    assert everything() == before


def test_cities_without_their_provinces_are_refused(no_terms):
    with translation.override("en"), pytest.raises(BadList) as refused:
        load_file(CODES / "gbt2260_cities.csv", "region")

    assert str(refused.value) == (
        "Row 2: the broader term “110000” is neither in this list nor loaded."
    )
    assert Term.objects.count() == 0


def test_a_file_that_is_not_there_is_told(db):
    with pytest.raises(CommandError, match="No such file"):
        call_command("load_vocabularies", "nowhere.csv", scheme="ics")
