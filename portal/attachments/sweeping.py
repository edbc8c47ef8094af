"""Files whose row was rolled back after they had been written are removed in time."""

import re
from datetime import timedelta
from itertools import islice

from django.utils import timezone

from portal.attachments.models import Attachment, private_storage

OURS = re.compile(r"[0-9a-f]{2}/[0-9a-f]{32}(\.[a-z0-9]+)?")
# Longer than any request or import takes to commit.
AGE = timedelta(days=1)
AT_ONCE = 500


def remove_orphans():
    """Remove stored files of yesterday or before that no row names; say how many."""
    storage, removed = private_storage(), 0
    latest = timezone.now() - AGE
    old = (n for n in stored(storage) if storage.get_modified_time(n) < latest)
    while names := set(islice(old, AT_ONCE)):
        rows = Attachment.objects.filter(file__in=names)
        for name in names.difference(rows.values_list("file", flat=True)):
            storage.delete(name)
            removed += 1
    return removed


def stored(storage):
    """The names of all files that attachments ever had, and only those."""
    if not storage.exists(""):
        return
    for folder in storage.listdir("")[0]:
        for name in storage.listdir(folder)[1]:
            if OURS.fullmatch(f"{folder}/{name}"):
                yield f"{folder}/{name}"


def sweep_hourly():
    """For the clock, which strikes every minute."""
    return remove_orphans() if timezone.localtime().minute == 17 else 0
