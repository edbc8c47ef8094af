"""Files that no row names are removed, many at a time."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from portal.attachments import sweeping

PRIVATE = "private"


@pytest.fixture(autouse=True)
def folder_of_its_own(settings, tmp_path):
    options = settings.STORAGES[PRIVATE]["OPTIONS"] | {"location": tmp_path}
    private = settings.STORAGES[PRIVATE] | {"OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {PRIVATE: private}


def left_behind(count):
    names = [f"ab/{number:032x}.txt" for number in range(count)]
    return [storages[PRIVATE].save(name, ContentFile(b"x")) for name in names]


@pytest.mark.parametrize("count", [1, 3])
def test_the_database_is_asked_once_for_many_files(
    db, count, django_assert_num_queries
):
    left_behind(count)
    with (
        time_machine.travel(timezone.now() + timedelta(days=2)),
        django_assert_num_queries(1),
    ):
        removed = sweeping.remove_orphans()

    assert removed == count


def test_what_takes_several_turns_is_done_in_one_sweep(db, monkeypatch):
    monkeypatch.setattr(sweeping, "AT_ONCE", 2)
    names = left_behind(5)

    with time_machine.travel(timezone.now() + timedelta(days=2)):
        removed = sweeping.remove_orphans()

    assert removed == 5
    assert not any(storages[PRIVATE].exists(name) for name in names)
