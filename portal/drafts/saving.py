"""A section is saved: locked, compared with what the person saw, kept, remembered."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.log_actions import log

from portal.drafts.conflicts import Conflict, differences, with_theirs
from portal.drafts.rows import number
from portal.drafts.sections import Draft


@dataclass(frozen=True)
class Outcome:
    """What became of a section that was sent."""

    record: object
    draft: Draft
    conflict: Conflict | None = None
    is_closed: bool = False

    @property
    def is_saved(self):
        return not (self.conflict or self.is_closed)


@transaction.atomic
def save_section(record, section, sent, *, by):
    """Keep all that is right of what was sent, unless somebody else was faster."""
    record = locked(record)
    made = rows_made_before(record, section, sent)
    sent = with_known_rows(sent, made)
    if any(key.startswith("take-") for key in sent):
        sent = with_theirs(sent, section.draft(record, by))
    draft = section.draft(record, by, sent)
    if not record.is_editable:
        return Outcome(record, draft, is_closed=True)
    if is_behind(record, section, sent):
        found = differences(draft)
        if found:
            return Outcome(record, draft, conflict=describe(record, section, found))
    elif draft.has_changed():
        new = [row for rows in draft.rows for row in rows if row.instance.pk is None]
        draft.save()
        remember(record, section, sent, by)
        made |= {row.prefix: row.instance.pk for row in new if row.instance.pk}
        if made:
            record.saves[section.name]["rows"] = made
        record.save()
    return Outcome(record, draft)


def rows_made_before(record, section, sent):
    """The keys of the rows that began on this very page, by their prefix."""
    last = record.saves.get(section.name)
    if last is None or not last["page"] or last["page"] != sent.get("page"):
        return {}
    return dict(last.get("rows", {}))


def with_known_rows(sent, made):
    """A new row that is sent twice, the first answer being lost, is one row."""
    named = {value for key, value in sent.items() if key.endswith("-id")}
    known = {
        f"{prefix}-id": str(pk)
        for prefix, pk in made.items()
        if sent.get(f"{prefix}-id") == "" and str(pk) not in named
    }
    if known:
        sent = sent.copy()
        for name, pk in known.items():
            sent[name] = pk
    return sent


def locked(record):
    """The record as it is now; whoever else wants to save it waits.

    What it points to, such as its call, is not asked for again.
    """
    rows = type(record)._base_manager.select_for_update(of=("self",))
    present = rows.get(pk=record.pk)
    for field in record._meta.concrete_fields:
        is_known = field.is_relation and field.is_cached(record)
        if is_known and getattr(present, field.attname) == getattr(
            record, field.attname
        ):
            setattr(present, field.name, getattr(record, field.name))
    return present


def is_behind(record, section, sent):
    """Somebody saved this section after the person's page was made.

    The page itself does not count: its answer may have got lost on the way.
    """
    last = record.saves.get(section.name)
    if last is None or last["page"] == sent.get("page"):
        return False
    return last["edition"] > number(sent, "edition")


def remember(record, section, sent, by):
    """Who saved the section when; the audit trail has it once an hour and person."""
    if not was_saved_lately(record, section, by):
        log(record, "wagtail.edit", user=by, data={"section": section.name})
    mark(record, [section], by=by, page=sent.get("page", "")[:40])


def mark(record, sections, *, by, page):
    """A new edition, in which this person changed these sections from that page."""
    record.edition += 1
    for section in sections:
        record.saves[section.name] = {
            "edition": record.edition,
            "by": by.pk,
            "at": timezone.now().isoformat(),
            "page": page,
        }


def was_saved_lately(record, section, by):
    last = record.saves.get(section.name)
    if last is None or last["by"] != by.pk:
        return False
    return timezone.now() - datetime.fromisoformat(last["at"]) < timedelta(hours=1)


def describe(record, section, found):
    last = record.saves[section.name]
    author = get_user_model().objects.filter(pk=last["by"]).first()
    at = timezone.localtime(datetime.fromisoformat(last["at"]))
    return Conflict(str(author or ""), at, found)


def saved_at(record, section=None):
    """The time of the last save as the page says it, such as 10:32, or nothing."""
    saves = (
        [record.saves[section.name]] if section and section.name in record.saves else []
    )
    if section is None:
        saves = list(record.saves.values())
    if not saves:
        return ""
    last = max(datetime.fromisoformat(save["at"]) for save in saves)
    local = timezone.localtime(last)
    is_today = local.date() == timezone.localdate()
    return date_format(local, "H:i" if is_today else "Y-m-d H:i")
