"""Promises are kept in order, against the present state, and never lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import monotonic

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from elastic_transport import TransportError

import search.outbox.drain as module
from achievements.models import Achievement
from search.documents.achievements import Achievements
from search.documents.engine import client as engine
from search.documents.engine import connect
from search.models import IndexState, IndexTask
from search.outbox.clock import look_at_the_clock
from search.outbox.drain import NoIndex, drain, drain_all
from search.outbox.state import Busy, Lease
from search.wagtail_hooks import keep_promises as work_off
from tests.factories.achievements import AchievementFactory, ListingFactory


def title(index, record):
    engine().indices.refresh(index=index)
    id = f"{record._meta.model_name}-{record.pk}"
    return engine().get(index=index, id=id)["_source"]["title_zh"]


def test_a_kept_promise_is_forgotten(index, achievement, indexed):
    drain()

    assert not IndexTask.objects.exists()
    assert indexed() == {f"achievement-{achievement.pk}"}


class Choosy(Achievements):
    """A source that one record is too much for."""

    def fields(self, record):
        if record.title_zh == "坏记录":
            raise ValueError
        return super().fields(record)


def test_a_record_that_makes_no_entry_holds_up_no_other(achievement):
    bad = AchievementFactory(published=True, title_zh="坏记录")

    made = dict(Choosy().entries([bad.pk, achievement.pk]))

    assert list(made) == [achievement.pk]


def test_nothing_to_do_is_nothing_done(index):
    IndexTask.objects.all().delete()

    assert drain() == 0


def test_the_present_state_is_written(index, achievement):
    achievement.title_zh = "第一稿"
    achievement.save()
    Achievement.objects.filter(pk=achievement.pk).update(title_zh="现在的标题")

    drain_all()

    assert title(index, achievement) == "现在的标题"


def test_what_is_no_longer_public_is_removed(index, achievement, indexed):
    drain_all()

    Achievement.objects.filter(pk=achievement.pk).update(visibility="internal")
    achievement.refresh_from_db()
    achievement.save()
    drain_all()

    assert indexed() == set()


def test_a_deleted_record_is_removed(index, listing, indexed):
    drain_all()

    listing.delete()
    drain_all()

    assert indexed() == {f"achievement-{listing.achievement_id}"}


def test_an_engine_that_is_down_leaves_all_promises(index, achievement, engine_down):
    before = list(IndexTask.objects.values_list("pk", flat=True))

    with pytest.raises(TransportError):
        drain()

    assert list(IndexTask.objects.values_list("pk", flat=True)) == before


def test_promises_are_kept_once_the_engine_is_back(
    index, achievement, indexed, request
):
    request.getfixturevalue("engine_down")
    with pytest.raises(TransportError):
        drain()
    engine_back(request)

    drain()

    assert indexed() == {f"achievement-{achievement.pk}"}


def engine_back(request):

    connect()


def test_without_an_index_promises_stay(no_index, achievement):
    with pytest.raises(NoIndex):
        drain()

    assert IndexTask.objects.exists()


def test_the_worker_makes_a_missing_index(no_index, achievement, indexed):
    assert work_off() == 1

    assert indexed() == {f"achievement-{achievement.pk}"}


def test_a_refused_entry_does_not_hold_up_the_others(
    index, achievement, indexed, monkeypatch, caplog
):
    bad = AchievementFactory(published=True)
    fields = Achievements.fields

    def with_unknown_field(self, record):
        extra = {"no_such_field": "x"} if record.pk == bad.pk else {}
        return fields(self, record) | extra

    monkeypatch.setattr(Achievements, "fields", with_unknown_field)
    drain_all()

    assert indexed() == {f"achievement-{achievement.pk}"}
    assert not IndexTask.objects.exists()
    assert f"achievement-{bad.pk}" in caplog.text


@pytest.mark.parametrize("count", [1, 3])
def test_a_batch_takes_the_same_queries_however_long(
    index, count, django_assert_num_queries
):
    ListingFactory.create_batch(count, published=True)

    with django_assert_num_queries(28):
        drain()


def test_a_drain_waits_while_a_rebuild_is_at_work(index, achievement):
    lease = Lease()
    lease.take()
    assert drain() == 0
    assert IndexTask.objects.exists()

    lease.give_back()
    assert drain() > 0


def test_a_killed_rebuild_holds_nobody_up_for_long(index, achievement):
    Lease().take()

    with pytest.raises(Busy):
        Lease().take()
    with time_machine.travel(timezone.now() + timedelta(seconds=61), tick=True):
        assert drain() > 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_take_turns(index, indexed):
    records = AchievementFactory.create_batch(12, published=True)

    def work(_number):
        try:
            return sum(iter(lambda: drain(size=5), 0))
        finally:
            connection.close()

    promised = IndexTask.objects.count()
    with ThreadPoolExecutor(2) as workers:
        kept = list(workers.map(work, range(2)))

    assert sum(kept) == promised
    assert indexed() == {f"achievement-{record.pk}" for record in records}


@pytest.mark.django_db(transaction=True)
def test_a_change_during_a_drain_keeps_a_promise_of_its_own(index, monkeypatch):
    record = AchievementFactory(published=True, title_zh="旧标题")
    drain_all()
    record.save()
    send = module.send

    def change_meanwhile(actions):
        with ThreadPoolExecutor(1) as other:
            other.submit(change, record.pk).result()
        send(actions)

    monkeypatch.setattr(module, "send", change_meanwhile)
    drain()

    assert IndexTask.objects.count() == 1
    monkeypatch.setattr(module, "send", send)
    drain()
    assert title(index, record) == "新标题"


def change(pk):
    try:
        with transaction.atomic():
            record = Achievement.objects.get(pk=pk)
            record.title_zh = "新标题"
            record.save()
    finally:
        connection.close()


def test_an_embargo_that_ends_makes_the_record_public(index, indexed):
    record = AchievementFactory(embargoed=True)
    offer = ListingFactory(published=True, achievement=record)
    look_at_the_clock()
    drain_all()
    assert indexed() == set()

    with time_machine.travel(record.embargo_until + timedelta(seconds=1), tick=True):
        look_at_the_clock()
        drain_all()

    assert indexed() == {f"achievement-{record.pk}", f"listing-{offer.pk}"}


def test_a_validity_that_ends_takes_the_listing_out(index, indexed):
    offer = ListingFactory(published=True, valid_until=timezone.localdate())
    look_at_the_clock()
    drain_all()
    assert f"listing-{offer.pk}" in indexed()

    with time_machine.travel(timezone.now() + timedelta(days=1), tick=True):
        look_at_the_clock()
        drain_all()

    assert indexed() == {f"achievement-{offer.achievement_id}"}


def test_the_clock_promises_nothing_twice(index, listing):
    look_at_the_clock()
    drain_all()

    look_at_the_clock()

    assert not IndexTask.objects.exists()
    assert IndexState.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_published_record_is_found_within_two_seconds(index, found, officer):
    record = AchievementFactory(submitted=True, title_zh="引力波定标器")
    call_command("work", "--once")

    begun = monotonic()
    record.publish(by=officer)
    call_command("work", "--once")

    assert found(q="引力波定标") == [record.number]
    assert monotonic() - begun < 2


@pytest.mark.django_db(transaction=True)
def test_a_withdrawn_record_is_gone_within_two_seconds(index, found, officer):
    record = AchievementFactory(published=True, title_zh="引力波定标器")
    call_command("work", "--once")
    assert found(q="引力波定标") == [record.number]

    begun = monotonic()
    record.withdraw(by=officer, reason="内容有误")
    call_command("work", "--once")

    assert found(q="引力波定标") == []
    assert monotonic() - begun < 2
