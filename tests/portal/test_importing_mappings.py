"""Mapping files: whose records they make, and when they cannot be used."""

import pytest
from django.utils import translation

from achievements.models import Achievement
from achievements.registry.importing import ACHIEVEMENTS
from portal.importing.converting import Converter
from portal.importing.finding import find_mapping, recognised, shipped
from portal.importing.mapping import BadMapping, load_mapping
from portal.importing.tables import BadFile
from portal.importing.targets import targets
from portal.models import Organisation
from tests.factories.accounts import InstituteFactory
from tests.portal.importing import (
    MAPPING,
    outcomes,
    reasons,
    row,
    run,
    write_mapping,
    write_rows,
)

pytestmark = pytest.mark.django_db

SHIPPED = ("csl_zh", "nasa_patents_2014", "nsf_awards_fy2026", "nsfc_management_zh")


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def mapping(tmp_path):
    return write_mapping(tmp_path)


def test_a_made_organisation_is_never_one_that_somebody_only_claims_to_be(
    tmp_path, mapping
):
    claimed = InstituteFactory(name_zh="甲研究院", status=Organisation.Status.CLAIMED)

    run(write_rows(tmp_path / "rows.csv", [row("1")]), mapping)

    assert Achievement.objects.get().holder != claimed


def test_an_organisation_renamed_here_stays_the_holder(tmp_path):
    text = MAPPING.replace(
        'name_zh = "甲研究院"', 'name_zh = "甲研究院"\nname_en = "Institute A"'
    )
    path, mapping = (
        write_rows(tmp_path / "rows.csv", [row()]),
        write_mapping(tmp_path, text),
    )
    run(path, mapping)
    Organisation.objects.filter(name_zh="甲研究院").update(name_zh="甲研究总院")

    running = run(path, mapping)

    assert outcomes(running) == ["unchanged"]
    assert Organisation.objects.filter(name_en="Institute A").count() == 1


def test_a_record_has_a_title_whatever_the_mapping_requires(tmp_path):
    text = MAPPING.replace(", required = true", "")

    running = run(
        write_rows(tmp_path / "rows.csv", [row(title="")]),
        write_mapping(tmp_path, text),
    )

    assert reasons(running) == {2: "no title"}


def test_a_holder_is_found_by_its_code_among_the_verified(tmp_path):
    institute = InstituteFactory()
    said = 'column = "holder"\nmatch = "uscc"\n'
    mapping = write_mapping(
        tmp_path, MAPPING.split("[holder]")[0] + "[holder]\n" + said
    )
    rows = [row("1", holder=institute.uscc), row("2", holder="没有这个代码")]

    running = run(write_rows(tmp_path / "rows.csv", rows), mapping)

    assert Achievement.objects.get().holder == institute
    assert reasons(running) == {
        3: "holder: “没有这个代码” is no verified organisation known here"
    }


UNUSABLE = {
    "no TOML": ("target =", "is not TOML"),
    "a key that is none": (MAPPING + "\n[fieldz]\n", "“fieldz” is no key of a mapping"),
    "no source": (MAPPING.replace('source = "test"', ""), "“source” is missing"),
    "no column": (
        MAPPING.replace('summary_zh = "text"', "summary_zh = { required = true }"),
        "the field “summary_zh” has no column",
    ),
    "a value of a wrong kind": (
        MAPPING.replace('summary_zh = "text"', "summary_zh = 5"),
        "a value is of a wrong kind",
    ),
}


@pytest.mark.parametrize(("text", "reason"), UNUSABLE.values(), ids=UNUSABLE)
def test_a_mapping_that_cannot_be_used_says_why(tmp_path, text, reason):
    with pytest.raises(BadMapping, match=reason):
        load_mapping(write_mapping(tmp_path, text))


def test_a_mapping_for_what_nobody_imports_names_what_there_is(tmp_path):
    text = MAPPING.replace('"achievement"', '"poem"')

    with pytest.raises(
        BadMapping, match="must be one of: achievement, listing, project"
    ):
        run(write_rows(tmp_path / "rows.csv", [row()]), write_mapping(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (MAPPING.replace("summary_zh =", "status ="), "“status” is no field of"),
        (MAPPING.replace("summary_zh =", "holder_id ="), "“holder_id” is no field of"),
        (MAPPING.replace('"report"', '"poem"'), "“poem” is unknown"),
        (MAPPING.replace('"metrology"', '"weather"'), "“weather” is no code of"),
    ],
    ids=[
        "a guarded field",
        "whose it is",
        "a form that is none",
        "a code that is none",
    ],
)
def test_a_mapping_is_checked_against_the_record(tmp_path, text, reason):
    mapping = load_mapping(write_mapping(tmp_path, text))

    with pytest.raises(BadMapping, match=reason):
        Converter(mapping, ACHIEVEMENTS)


def test_a_file_without_the_columns_of_the_mapping_is_refused(tmp_path, mapping):
    path = write_rows(tmp_path / "rows.csv", [{"no": 1, "title": "a"}], ("no", "title"))

    with pytest.raises(
        BadFile, match="lacks columns .* done, field, holder, text, trl"
    ):
        run(path, mapping)


def test_each_shipped_mapping_is_recognised_by_its_own_header():
    found = {mapping.stem: recognised(mapping.header).stem for mapping in shipped()}

    assert found == {stem: stem for stem in SHIPPED}


@pytest.mark.parametrize("stem", SHIPPED)
def test_each_shipped_mapping_fits_its_records(stem):
    mapping = find_mapping(stem)

    converter = Converter(mapping, targets()[mapping.target])

    assert {rule.field for rule in mapping.rules} <= set(converter.readers)
