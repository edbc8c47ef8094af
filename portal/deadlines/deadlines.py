"""By when a person must have done what, asked of every app then and there."""

from dataclasses import dataclass
from datetime import datetime

from wagtail import hooks

# A calendar of more days than anybody reads is cut off at its far end.
MOST = 500


@dataclass(frozen=True)
class Deadline:
    """When what ends, the page it is about, and what to know besides.

    `url` is an address of ours as `reverse` gives it. Two deadlines of one page
    differ by `key`, by which a calendar program knows an entry again when its day
    is moved. One that was counted in working days across a year whose holidays are
    not announced yet `is_provisional`.
    """

    at: datetime
    title: str
    url: str
    detail: str = ""
    key: str = "deadline"
    is_provisional: bool = False


def deadlines_of(user):
    """What each app says, by `hooks.register("deadlines")`, the nearest first."""
    found = [entry for ask in hooks.get_hooks("deadlines") for entry in ask(user)]
    return sorted(found, key=lambda entry: (entry.at, entry.title))[:MOST]
