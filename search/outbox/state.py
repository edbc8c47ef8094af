"""How drains and rebuilds keep out of each other's way."""

from contextlib import contextmanager
from datetime import timedelta
from time import monotonic

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from search.models import IndexState

LEASE = timedelta(seconds=60)
RENEW_AFTER = 10


class Busy(Exception):
    """Another rebuild is at work."""


class LeaseLost(Exception):
    """This rebuild was silent for so long that others went on without it."""


def locked_state():
    """The one row, locked until the transaction ends; made on first use."""
    IndexState.objects.get_or_create(pk=1)
    return IndexState.objects.select_for_update().get(pk=1)


class Lease:
    def __init__(self):
        self.token = get_random_string(20)
        self.renewed = 0.0

    @transaction.atomic
    def take(self):
        state = locked_state()
        if state.is_rebuilding:
            raise Busy
        state.rebuild, state.rebuild_until = self.token, timezone.now() + LEASE
        state.save()
        self.renewed = monotonic()

    def renew(self):
        mine = IndexState.objects.filter(pk=1, rebuild=self.token)
        if not mine.update(rebuild_until=timezone.now() + LEASE):
            raise LeaseLost
        self.renewed = monotonic()

    def renew_in_time(self):
        if monotonic() - self.renewed > RENEW_AFTER:
            self.renew()

    def give_back(self):
        mine = IndexState.objects.filter(pk=1, rebuild=self.token)
        mine.update(rebuild="", rebuild_until=timezone.now())


@contextmanager
def rebuild_lease():
    lease = Lease()
    lease.take()
    try:
        yield lease
    finally:
        lease.give_back()
