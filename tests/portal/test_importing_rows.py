"""From rows to records: what goes in, what is merged, rejected, corrected, updated."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from achievements.models import Achievement
from portal.bulk import records_written
from portal.models import Organisation
from portal.numbering import NumberSeries
from search.models import IndexTask
from tests.portal.importing import (
    outcomes,
    reasons,
    row,
    run,
    write_mapping,
    write_rows,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def mapping(tmp_path):
    return write_mapping(tmp_path)


@pytest.fixture
def bring_in(tmp_path, mapping):
    """Import these rows; a new file each time."""

    def brought(*rows, **options):
        return run(write_rows(tmp_path / "rows.csv", rows), mapping, **options)

    return brought


def test_a_good_row_becomes_a_published_record(bring_in):
    running = bring_in(row("7", words="流量；标定;流量", field="计量;检测"))

    record = Achievement.objects.get()
    assert outcomes(running) == ["added"]
    assert record.status == Achievement.Status.PUBLISHED
    assert record.published_at is not None
    assert (record.source, record.source_key) == ("test", "7")
    assert (record.title_zh, record.summary_zh) == ("成果7", "摘要。")
    assert (record.trl, record.form) == (6, "report")
    assert record.finished.isoformat() == "2024-05-01"
    assert sorted(term.code for term in record.domains.all()) == [
        "metrology",
        "testing",
    ]
    assert record.holder.name_zh == "甲研究院"
    assert record.holder.status == Organisation.Status.VERIFIED
    assert list(Achievement.objects.public()) == [record]


BAD = {
    "no title": (row(title=" "), "title: missing"),
    "no key": (row(no=""), "no: missing, so the record has no key"),
    "broken encoding": (
        row(title="量\ufffd"),
        "title: the text is broken; it was saved in another encoding",
    ),
    "formula": (row(title="=1+1"), "title: a formula of a spreadsheet, not a text"),
    "hidden formula": (
        row(title="&#61;SUM(A1)"),
        "title: a formula of a spreadsheet, not a text",
    ),
    "error": (row(trl="#REF!"), "trl: an error of the spreadsheet: #REF!"),
    "long title": (
        row(title="长" * 301),
        "title: 301 characters long; at most 300 fit",
    ),
    "unknown code": (row(field="气象"), "field: “气象” is unknown"),
    "level out of range": (
        row(trl="12"),
        "trl: Ensure this value is less than or equal to 9.",
    ),
    "no number": (row(trl="six"), "trl: “six” is not a number"),
    "no date": (row(done="31/31/2024"), "done: “31/31/2024” is not a date"),
    "far date": (row(done="2724/05/01"), "done: “2724/05/01” is not a date"),
    "unknown holder": (
        row(holder="Z"),
        "holder: “Z” is no verified organisation known here",
    ),
    "two faults": (row(title="", trl="x"), "title: missing; trl: “x” is not a number"),
}


@pytest.mark.parametrize(("bad", "reason"), BAD.values(), ids=BAD)
def test_a_bad_row_is_rejected_with_its_reason_and_the_others_go_in(
    bring_in, bad, reason
):
    running = bring_in(row("2"), bad, row("3"))

    assert reasons(running) == {3: reason}
    keys = Achievement.objects.order_by("pk").values_list("source_key", flat=True)
    assert list(keys) == ["2", "3"]


GOOD = {
    "NUL": (row(title="流\x00量"), "title_zh", "流量"),
    "markup": (row(title="H.sub.2 流量"), "title_zh", "H₂ 流量"),
    "no date": (row(done="0000-00-00"), "finished", None),
    "Unix's first day": (row(done="1970-01-01"), "finished", None),
    "Excel's zeroth day": (row(done="1900-01-00"), "finished", None),
    "text formula": (row(title='="流量"'), "title_zh", "流量"),
    "many words": (
        row(words=";".join(["词" * 100] * 2 + ["字" * 250])),
        "keywords_zh",
        "词" * 100,
    ),
}


@pytest.mark.parametrize(("bad", "field", "value"), GOOD.values(), ids=GOOD)
def test_what_is_safe_is_repaired_and_reported(bring_in, bad, field, value):
    running = bring_in(bad)

    assert getattr(Achievement.objects.get(), field) == value
    assert (running.counts["added"], running.repaired) == (1, 1)
    assert running.lines[0].remarks != ""


def test_rows_of_one_key_are_merged_and_fill_gaps(bring_in):
    running = bring_in(row("1", text=""), row("2"), row("1"), row("1", trl=""))

    assert outcomes(running) == ["added", "added", "merged", "merged"]
    assert Achievement.objects.get(source_key="1").summary_zh == "摘要。"


def test_a_row_that_contradicts_another_of_its_key_is_rejected(bring_in):
    running = bring_in(row("1"), row("1", title="别的", holder="B"))

    assert reasons(running) == {
        3: "says something else than row 2 of the same key: title_zh"
    }
    assert Achievement.objects.get().title_zh == "成果1"


def test_the_same_file_again_changes_nothing(bring_in):
    bring_in(row("1"), row("2"))
    before = list(Achievement.objects.order_by("pk").values())

    running = bring_in(row("1"), row("2"))

    assert outcomes(running) == ["unchanged", "unchanged"]
    assert list(Achievement.objects.order_by("pk").values()) == before


def test_a_changed_row_changes_only_what_the_file_says(bring_in):
    bring_in(row("1"), row("2"))
    Achievement.objects.update(title_en="Kept")
    number = Achievement.objects.get(source_key="1").number

    running = bring_in(
        row("1", title="新名", field="检测", holder="B", trl=""), row("2")
    )

    record = Achievement.objects.get(source_key="1")
    assert outcomes(running) == ["changed", "unchanged"]
    assert (record.title_zh, record.title_en, record.trl) == ("新名", "Kept", None)
    assert [term.code for term in record.domains.all()] == ["testing"]
    assert (record.holder.name_zh, record.number) == ("乙研究院", number)


@pytest.mark.parametrize(
    ("state", "remark"),
    [
        ({"edition": 1}, "edited here since it was imported"),
        (
            {"status": Achievement.Status.WITHDRAWN},
            "no longer published: withdrawn",
        ),
    ],
)
def test_what_a_person_has_touched_is_left_alone(bring_in, state, remark):
    bring_in(row("1"))
    Achievement.objects.update(title_zh="人写的", **state)

    running = bring_in(row("1"))

    assert outcomes(running) == ["held-back"]
    assert running.lines[0].remarks == remark
    assert Achievement.objects.get().title_zh == "人写的"


def test_another_source_makes_other_records(bring_in):
    bring_in(row("1"))

    running = bring_in(row("1"), source="other")

    assert outcomes(running) == ["added"]
    assert Achievement.objects.count() == 2


def test_a_dry_run_tells_the_same_and_keeps_nothing(bring_in):
    bring_in(row("1"))
    NumberSeries.objects.update(last=5)
    IndexTask.objects.all().delete()

    running = bring_in(row("1", title="新名"), row("2", holder="B"), dry_run=True)

    assert outcomes(running) == ["changed", "added"]
    assert Achievement.objects.get().title_zh == "成果1"
    assert Organisation.objects.filter(name_zh="乙研究院").count() == 0
    assert NumberSeries.objects.get().last == 5
    assert IndexTask.objects.count() == 0


def test_every_written_record_is_promised_to_the_index(bring_in):
    bring_in(row("1"), row("2"))
    IndexTask.objects.all().delete()

    bring_in(row("1"), row("2", title="新名"), row("3"))

    written = Achievement.objects.filter(source_key__in=["2", "3"])
    tasks = IndexTask.objects.values_list("kind", "object_id")
    assert sorted(tasks) == sorted(("achievement", record.pk) for record in written)


def broken_off_after(count):
    """A watch as a person who presses Ctrl-C."""

    def watch(entries):
        for place, entry in enumerate(entries):
            if place == count:
                raise KeyboardInterrupt
            yield entry

    return watch


def test_broken_off_it_leaves_whole_batches_and_the_next_run_does_the_rest(bring_in):
    rows = [row(str(number)) for number in range(450)]

    with pytest.raises(KeyboardInterrupt):
        bring_in(*rows, watch=broken_off_after(430))

    assert Achievement.objects.count() == 400
    running = bring_in(*rows)
    assert (running.counts["added"], running.counts["unchanged"]) == (50, 400)
    numbers = Achievement.objects.order_by("pk").values_list("number", flat=True)
    assert [number[-3:] for number in numbers] == [f"{n:03d}" for n in range(1, 451)]


def test_a_batch_that_fails_is_not_half_written(bring_in):
    def fail(queryset, **kwargs):
        raise ConnectionError

    records_written.connect(fail)
    try:
        with pytest.raises(ConnectionError):
            bring_in(row("1"), row("2"))
    finally:
        records_written.disconnect(fail)

    assert Achievement.objects.count() == 0
    assert NumberSeries.objects.count() == 0
    assert Organisation.objects.filter(name_zh="甲研究院").count() == 0


def test_a_record_is_locked_before_it_is_compared_and_changed(bring_in):
    """A step taken or a correction made meanwhile is never overwritten."""
    bring_in(row("1"))

    with CaptureQueriesContext(connection) as queries:
        bring_in(row("1", title="新名"))

    table = Achievement._meta.db_table
    reading = [
        query["sql"]
        for query in queries
        if query["sql"].startswith("SELECT") and f'FROM "{table}"' in query["sql"]
    ]
    assert reading[0].endswith("FOR UPDATE")


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_add_each_record_once(tmp_path, mapping):
    path = write_rows(tmp_path / "rows.csv", [row(str(n)) for n in range(300)])

    def bring_in(_place):
        try:
            return run(path, mapping).counts
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        counts = list(pool.map(bring_in, range(2)))

    assert Achievement.objects.count() == 300
    assert sum(count["added"] for count in counts) == 300
    assert sum(count["unchanged"] for count in counts) == 300
