"""Calls in the catalogue: found, shown by the clock, changed, gone when cancelled."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from projects.models import Call
from search.documents.sources import Calls
from search.models import IndexTask
from tests.factories.accounts import InstituteFactory
from tests.factories.achievements import set_terms
from tests.factories.projects import CallFactory, TopicFactory

pytestmark = pytest.mark.django_db

CATALOGUE = "/zh-hans/catalogue/"
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def call(index, programme):
    programme.authority = InstituteFactory(name_zh="市场监管总局")
    programme.save()
    call = CallFactory(
        programme=programme,
        title_zh="质量基础设施重点专项申报通知",
        summary_zh="支持新一代计量技术",
        guideline_zh="<h2>总体目标</h2><p>面向产业链需求。</p>",
        opens_at=datetime(2026, 11, 1, 9, 0, tzinfo=SHANGHAI),
        closes_at=datetime(2026, 12, 1, 17, 0, tzinfo=SHANGHAI),
        topics=0,
        year=2026,
    )
    TopicFactory(call=call, title_zh="膜片式压力标准器", description_zh="不确定度优于")
    set_terms(call, "domains", "domain", ["metrology"])
    return call


@pytest.mark.parametrize(
    "words", ["重点专项", "新一代计量", "产业链", "膜片式", "市场监管总局", "不确定度"]
)
def test_a_call_is_found_by_title_text_topics_and_authority(
    call, keep_promises, found, words
):
    keep_promises()

    assert found(q=words) == [call.number]


def test_its_number_finds_it(call, keep_promises, found):
    keep_promises()

    assert found(q=call.number) == [call.number]


def test_facets_count_it(client, call, keep_promises):
    keep_promises()

    facets = client.get(CATALOGUE, {"kind": "call"}).context["results"].facets
    counts = {
        group.name: {value.value: value.count for value in group.values}
        for group in facets
    }

    assert counts["kind"] == {"call": 1}
    assert counts["domain"] == {"metrology": 1}
    assert counts["year"] == {"2026": 1}


@pytest.mark.parametrize(
    ("moment", "fact"),
    [
        (datetime(2026, 10, 31, tzinfo=SHANGHAI), "2026年11月1日 09:00（北京时间）"),
        (datetime(2026, 11, 2, tzinfo=SHANGHAI), "2026年12月1日 17:00（北京时间）"),
        (datetime(2026, 12, 2, tzinfo=SHANGHAI), "2026年12月1日 17:00（北京时间）"),
    ],
)
def test_a_row_says_by_the_clock_whether_it_is_open(
    client, call, keep_promises, time_machine, moment, fact
):
    keep_promises()
    time_machine.move_to(moment, tick=False)

    rows = client.get(CATALOGUE, {"kind": "call"}).context["results"].rows

    assert (rows[0].holder, rows[0].url) == (
        "市场监管总局",
        f"/zh-hans/calls/{call.number}/",
    )
    assert fact in rows[0].facts[0]
    assert not IndexTask.objects.exists()


def test_drafts_are_not_found_until_they_are_published(
    index, programme, programme_officer, keep_promises, found
):
    draft = CallFactory(programme=programme, draft=True, title_zh="草稿通知")
    keep_promises()
    assert found(q="草稿通知") == []

    draft.publish(by=programme_officer)
    keep_promises()

    assert found(q="草稿通知") == [draft.number]


def test_an_extended_call_shows_its_new_closing(
    client, call, programme_officer, keep_promises, time_machine
):
    time_machine.move_to(datetime(2026, 11, 20, tzinfo=SHANGHAI), tick=False)
    keep_promises()

    until = datetime(2026, 12, 20, 12, 0, tzinfo=SHANGHAI)
    call.extend(by=programme_officer, closes_at=until, reason="系统维护")
    keep_promises()

    (row,) = client.get(CATALOGUE, {"kind": "call"}).context["results"].rows
    assert "2026年12月20日 12:00（北京时间）" in row.facts[0]


def test_a_cancelled_call_is_no_longer_found(
    call, programme_officer, keep_promises, found, indexed
):
    keep_promises()
    assert f"call-{call.pk}" in indexed()

    call.cancel(by=programme_officer, reason="预算调整")
    keep_promises()

    assert f"call-{call.pk}" not in indexed()
    assert found(q="重点专项") == []


def test_every_change_is_promised(call, programme):
    topic = call.topics.get()
    IndexTask.objects.all().delete()

    for change in (
        lambda: call.save(),
        lambda: topic.save(),
        lambda: set_terms(call, "domains", "domain", ["food"]),
        lambda: programme.save(),
        lambda: programme.authority.save(),
    ):
        change()
        tasks = set(IndexTask.objects.values_list("kind", "object_id"))
        assert tasks == {("call", call.pk)}
        IndexTask.objects.all().delete()


def test_entries_of_many_take_as_many_queries_as_of_one(django_assert_num_queries):
    for _turn in range(3):
        CallFactory(opens_at=timezone.now() - timedelta(days=1))
    pks = list(Call.objects.values_list("pk", flat=True))

    with django_assert_num_queries(4):
        entries = list(Calls().entries(pks))

    assert len(entries) == 3
