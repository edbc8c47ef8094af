"""A record's history, read from Wagtail's log: who, when, what, from and to."""

from dataclasses import dataclass
from datetime import datetime

from wagtail.log_actions import registry


@dataclass(frozen=True)
class Event:
    at: datetime
    by: str
    what: str
    was: str = ""
    became: str = ""
    reason: str = ""


def log_of(record):
    """The log entries of one record, the newest first."""
    return (
        registry.get_logs_for_instance(record)
        .select_related("user")
        .order_by("-timestamp", "-pk")
    )


def history_of(record, most=None):
    """The events in words, the newest first; without `most`, all of them."""
    entries = log_of(record)[:most] if most else log_of(record)
    return [event(entry, record) for entry in entries]


def event(entry, record):
    data = entry.data if isinstance(entry.data, dict) else {}
    return Event(
        at=entry.timestamp,
        by=entry.user_display_name if entry.user_id else "",
        what=str(entry.message),
        was=in_words(record, data.get("from")),
        became=in_words(record, data.get("to")),
        reason=str(data.get("reason") or data.get("note") or ""),
    )


def in_words(record, value):
    """A status or a role as people read it."""
    if value in (None, ""):
        return ""
    for name in ("status", "role"):
        choices = getattr(type(record), name.title(), None)
        if choices and value in choices.values:
            return str(choices(value).label)
    return str(value)
