"""The two commands as an operator meets them."""

import os
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import translation

from achievements.models import Achievement, Listing
from tests.portal.importing import CSL, NASA, manage, row, write_mapping, write_rows


@pytest.fixture(autouse=True)
def in_english(settings, tmp_path):
    settings.LOCAL_DIR = tmp_path / "local"
    with translation.override("en"):
        yield


def say(*arguments, **options):
    """What the command prints."""
    out = StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue().splitlines()


def test_it_reports_rejects_counts_and_where_the_rejects_are(db, tmp_path):
    path = write_rows(tmp_path / "rows.csv", [row("1"), row("2", title=""), row("1")])

    lines = say("import_achievements", path, mapping=str(write_mapping(tmp_path)))

    rejects = tmp_path / "local" / "imports" / "rows.rejects.csv"
    assert lines == [
        "Mapping: Test register",
        "Row 3: rejected – title: missing",
        "3 rows: added 1, changed 0, unchanged 0, merged 1, left alone 0, rejected 1; "
        "repaired 0",
        f"Rejected rows, to be corrected and fed again: {rejects}",
    ]
    assert rejects.exists()


def test_with_more_words_it_tells_of_every_row(db, tmp_path):
    path = write_rows(tmp_path / "rows.csv", [row("1"), row("1")])
    mapping = str(write_mapping(tmp_path))

    lines = say("import_achievements", path, mapping=mapping, verbosity=2)

    number = Achievement.objects.get().number
    assert lines[1:3] == [
        f"Row 2: added – {number}",
        "Row 3: merged – the same as row 2",
    ]


def test_a_dry_run_says_so_and_changes_nothing(db):
    lines = say("import_listings", NASA, dry_run=True, limit=20)

    assert lines[-1] == "This was a dry run: nothing was changed."
    assert lines[1].startswith("20 rows: added 15, changed 0, unchanged 0, merged 5, ")
    assert Listing.objects.count() == 0


@pytest.mark.parametrize(
    ("command", "options", "sentence"),
    [
        ("import_listings", {}, "“rows.csv” is not a file."),
        ("import_listings", {"limit": 0}, "--limit must be at least 1."),
        (
            "import_listings",
            {"source": "x" * 61},
            "--source has at most 60 characters.",
        ),
    ],
)
def test_what_cannot_be_done_is_one_sentence(db, command, options, sentence):
    with pytest.raises(CommandError) as refusal:
        say(command, "rows.csv", **options)

    assert str(refusal.value).replace(os.getcwd(), "") == sentence
    assert refusal.value.returncode == 1


def test_a_file_for_the_other_command_is_told_apart(db):
    with pytest.raises(CommandError) as refusal:
        say("import_listings", CSL)

    assert str(refusal.value) == (
        "“CSL 中文期刊论文” is a mapping for import_achievements."
    )
    assert (Listing.objects.count(), Achievement.objects.count()) == (0, 0)


def test_columns_that_no_mapping_knows_are_named(db, tmp_path):
    path = write_rows(tmp_path / "rows.csv", [{"no": 1, "name": "a"}], ("no", "name"))

    with pytest.raises(CommandError, match="No mapping knows these columns: name, no"):
        say("import_achievements", path)


def test_the_file_fed_is_never_overwritten(db, tmp_path):
    path = write_rows(tmp_path / "rows.csv", [row(title="")])
    before = path.read_bytes()

    with pytest.raises(CommandError, match="would be overwritten"):
        say("import_achievements", path, rejects=path)

    assert path.read_bytes() == before


def test_broken_off_it_says_what_is_in(db, tmp_path, monkeypatch):
    rows = [row(str(number)) for number in range(250)]
    path = write_rows(tmp_path / "rows.csv", rows)

    def stopping(entries, **options):
        for place, entry in enumerate(entries):
            if place == 220:
                raise KeyboardInterrupt
            yield entry

    monkeypatch.setattr("portal.importing.command.tqdm", stopping)
    with pytest.raises(CommandError, match="Broken off") as refusal:
        say("import_achievements", path, mapping=str(write_mapping(tmp_path)))

    assert refusal.value.returncode == 130
    assert Achievement.objects.count() == 200


def test_an_unreadable_file_ends_with_1_after_one_line(tmp_path):
    done = manage(tmp_path / "portal.sqlite3", "import_listings", "missing.csv")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert "missing.csv" in done.stderr
