"""A rebuild fills a new index beside the old and switches in one moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from achievements.models import Achievement
from search.documents.engine import client as engine
from search.models import IndexState, IndexTask
from search.outbox import checking
from search.outbox import rebuild as module
from search.outbox.checking import differences, repair
from search.outbox.drain import drain_all
from search.outbox.rebuild import create_index, rebuild
from search.outbox.state import Busy, Lease, LeaseLost
from tests.factories.achievements import AchievementFactory, ListingFactory


def own_indexes():
    return set(engine().indices.get(index=f"{settings.SEARCH_INDEX}*"))


def behind():
    return set(engine().indices.get_alias(name=settings.SEARCH_INDEX))


def test_a_rebuild_holds_all_that_is_public(index, achievement, listing, indexed):
    AchievementFactory()
    old = behind()

    assert rebuild() == 2

    assert indexed() == {f"achievement-{achievement.pk}", f"listing-{listing.pk}"}
    assert behind().isdisjoint(old)
    assert own_indexes() == behind()
    assert not IndexTask.objects.exists()


def test_more_records_than_a_batch(index, indexed, monkeypatch):
    monkeypatch.setattr(module, "CHUNK", 2)
    records = AchievementFactory.create_batch(7, published=True)

    assert rebuild() == 7

    assert indexed() == {f"achievement-{record.pk}" for record in records}


def test_the_old_index_serves_until_the_switch(index, achievement, found, monkeypatch):
    drain_all()
    seen = []
    switch = module.put_behind_alias

    def look_then_switch(name):
        seen.append(found(q=achievement.number))
        switch(name)

    monkeypatch.setattr(module, "put_behind_alias", look_then_switch)
    rebuild()

    assert seen == [[achievement.number]]
    assert found(q=achievement.number) == [achievement.number]


def test_a_rebuild_that_fails_leaves_the_old_index(
    index, achievement, indexed, monkeypatch
):
    drain_all()
    before = behind()
    AchievementFactory(published=True)

    def fail(*args):
        raise RuntimeError

    monkeypatch.setattr(module, "fill", fail)
    with pytest.raises(RuntimeError):
        rebuild()

    assert behind() == before == own_indexes()
    assert indexed() == {f"achievement-{achievement.pk}"}
    assert IndexTask.objects.exists()
    assert not IndexState.objects.get().is_rebuilding


def test_the_orphan_of_a_killed_rebuild_is_removed_by_the_next(index, achievement):
    orphan = create_index()
    foreign = f"{settings.SEARCH_INDEX}.somebody-elses"
    engine().indices.create(index=foreign)
    assert orphan not in behind()

    rebuild()

    assert own_indexes() == behind() | {foreign}
    engine().indices.delete(index=foreign)


def test_an_index_that_bears_the_aliass_name_gives_way(no_index, achievement, indexed):
    engine().indices.create(index=settings.SEARCH_INDEX)

    rebuild()

    assert own_indexes() == behind()
    assert indexed() == {f"achievement-{achievement.pk}"}


def test_two_rebuilds_do_not_run_at_once(index, achievement):
    before = behind()
    lease = Lease()
    lease.take()

    with pytest.raises(Busy):
        rebuild()

    assert behind() == before
    lease.give_back()


def test_a_rebuild_that_lost_its_lease_does_not_switch(index, achievement, monkeypatch):
    before = behind()

    def steal(name, actions, lease):
        IndexState.objects.update(rebuild="another")
        return 0

    monkeypatch.setattr(module, "fill", steal)
    with pytest.raises(LeaseLost):
        rebuild()

    assert behind() == before == own_indexes()


@pytest.mark.django_db(transaction=True)
def test_changes_during_a_rebuild_are_not_lost(index, indexed, monkeypatch):
    records = AchievementFactory.create_batch(4, published=True)
    gone, changed = records[0], records[-1]
    fill = module.fill

    def change_meanwhile(name, actions, lease):
        count = fill(name, actions, lease)
        with ThreadPoolExecutor(1) as other:
            other.submit(change).result()
        return count

    def change():
        try:
            withdrawn = Achievement.objects.get(pk=gone.pk)
            withdrawn.withdraw(by=None, reason="内容有误")
            record = Achievement.objects.get(pk=changed.pk)
            record.title_zh = "重建时修改"
            record.save()
            # The worker looks in, too: it has to wait for the switch.
            assert drain_all() == 0
        finally:
            connection.close()

    monkeypatch.setattr(module, "fill", change_meanwhile)
    rebuild()
    drain_all()

    assert indexed() == {f"achievement-{record.pk}" for record in records[1:]}
    assert not differences()


def test_the_check_finds_what_was_planted(index, listing, achievement):
    drain_all()
    assert not differences()
    surplus = {"kind": "listing", "number": "L1900-00001"}
    engine().index(index=index, id="listing-999999", document=surplus)
    engine().delete(index=index, id=f"listing-{listing.pk}")
    engine().update(
        index=index, id=f"achievement-{achievement.pk}", doc={"digest": "x"}
    )
    engine().indices.refresh(index=index)

    found = differences()

    assert found.missing == [f"listing-{listing.pk}"]
    assert found.surplus == ["listing-999999"]
    assert found.outdated == [f"achievement-{achievement.pk}"]
    assert repair(found) == 3
    assert not differences()


def test_a_silent_update_is_found(index, achievement):
    drain_all()

    Achievement.objects.filter(pk=achievement.pk).update(title_zh="无人知晓的修改")

    assert differences().outdated == [f"achievement-{achievement.pk}"]


def test_what_waits_for_the_worker_is_no_difference(index, achievement):
    found = differences()

    assert not found
    assert found.waiting == 1


def test_a_missing_index_and_an_older_schema_need_a_rebuild(
    no_index, achievement, monkeypatch
):
    assert differences().rebuild == "no-index"
    assert repair(differences()) == 1
    assert not differences()

    monkeypatch.setattr(checking, "schema", lambda: "of tomorrow")
    assert differences().rebuild == "schema"


def test_the_command_drains_rebuilds_checks_and_repairs(index, listing, capsys):
    call_command("search_index", verbosity=0)
    call_command("search_index", "--check", verbosity=0)
    call_command("search_index", "--rebuild", verbosity=0)
    engine().delete(index=index, id=f"listing-{listing.pk}", refresh=True)

    with pytest.raises(CommandError, match=f"listing-{listing.pk}"):
        call_command("search_index", "--check", verbosity=0)
    call_command("search_index", "--repair", verbosity=0)
    call_command("search_index", "--check", verbosity=0)

    assert capsys.readouterr() == ("", "")


def test_the_command_says_when_the_engine_is_down(index, listing, engine_down):
    for option in ("--rebuild", "--check", "--repair"):
        with pytest.raises(CommandError, match="Elasticsearch"):
            call_command("search_index", option, verbosity=0)


def test_the_command_says_when_another_is_at_work(index):
    lease = Lease()
    lease.take()

    with pytest.raises(CommandError):
        call_command("search_index", "--rebuild", verbosity=0)


@pytest.mark.parametrize("count", [1, 3])
def test_reading_records_takes_the_same_queries_however_many(
    db, count, django_assert_num_queries
):
    ListingFactory.create_batch(count, published=True)

    with django_assert_num_queries(26):
        list(module.all_actions())
