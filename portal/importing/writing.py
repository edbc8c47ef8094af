"""From entries to records: a batch is written whole or not at all."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.bulk import records_written
from portal.importing.converting import Entry
from portal.importing.mapping import MappingFile
from portal.importing.targets import Target
from portal.numbering import next_numbers
from portal.organisations.models import Organisation

LOCK = 47542261


@dataclass
class Written:
    """What became of an entry: added, changed, unchanged or held-back, and why."""

    entry: Entry
    outcome: str
    number: str = ""
    reason: str = ""


class Writer:
    """Writes entries of one source; what it wrote before it knows by their keys."""

    def __init__(self, mapping: MappingFile, target: Target, source: str):
        self.mapping, self.target, self.source = mapping, target, source
        self.model, self.holder = target.model, f"{target.holder}_id"
        self.links = list(self.model._meta.many_to_many)

    def write(self, entries: list[Entry], *, dry_run: bool = False) -> list[Written]:
        with transaction.atomic():
            take_turn()
            results = self.write_batch(entries)
            transaction.set_rollback(dry_run)
        return results

    def write_batch(self, entries: list[Entry]) -> list[Written]:
        holders = self.holders(entries)
        known = self.known(entry.key for entry in entries)
        terms = self.terms_of(known.values())
        results, new, changed = [], [], []
        for entry in entries:
            entry.values[self.holder] = holders[entry.holder]
            record = known.get(entry.key)
            if record is None:
                new.append(entry)
                continue
            written = self.compare(entry, record, terms[record.pk])
            written.number = record.number
            results.append(written)
            if written.outcome == "changed":
                changed.append((entry, record))
        records = self.add(new) + self.change(changed)
        if records:
            keys = [record.pk for record in records]
            rows = self.model.objects.filter(pk__in=keys)
            records_written.send(sender=self.model, queryset=rows)
        added = zip(new, records, strict=False)
        results += [Written(entry, "added", record.number) for entry, record in added]
        return results

    def known(self, keys: Iterable[str]) -> dict[str, models.Model]:
        """By key, locked; of an achievement with several versions, the newest."""
        rows = self.model.objects.select_for_update().filter(
            source=self.source, source_key__in=list(keys)
        )
        in_order = rows.order_by("version") if self.has_versions else rows
        return {record.source_key: record for record in in_order}

    @property
    def has_versions(self) -> bool:
        return any(field.name == "version" for field in self.model._meta.fields)

    def terms_of(self, records: Iterable[models.Model]) -> dict[int, dict[str, set]]:
        """The terms of these records by field, a query for each field in use."""
        found = {record.pk: {} for record in records}
        for field in self.links:
            through = field.remote_field.through
            mine, theirs = field.m2m_field_name(), field.m2m_reverse_field_name()
            for terms in found.values():
                terms[field.name] = set()
            pairs = through.objects.filter(**{f"{mine}__in": list(found)})
            for pk, term in pairs.values_list(f"{mine}_id", f"{theirs}_id"):
                found[pk][field.name].add(term)
        return found

    def add(self, entries: list[Entry]) -> list[models.Model]:
        if not entries:
            return []
        numbers = next_numbers(self.target.letter, len(entries))
        records = self.model.objects.bulk_create(
            self.model(
                **entry.values,
                **self.target.follows(entry.values),
                **self.target.beginning(self.mapping),
                number=number,
                source=self.source,
                source_key=entry.key,
            )
            for entry, number in zip(entries, numbers, strict=True)
        )
        self.link(zip(entries, records, strict=True))
        return records

    def change(self, pairs: list[tuple[Entry, models.Model]]) -> list[models.Model]:
        """Only what the mapping fills; all else of the record stays as it is."""
        if not pairs:
            return []
        now = timezone.now()
        names = set()
        for entry, record in pairs:
            said = entry.values | self.target.follows(entry.values)
            for name, value in said.items():
                setattr(record, name, value)
            record.updated_at = now
            names |= {name.removesuffix("_id") for name in said}
        records = [record for _entry, record in pairs]
        self.model.objects.bulk_update(records, sorted({*names, "updated_at"}))
        for field in self.links:
            if field.name in pairs[0][0].terms:
                mine = field.m2m_field_name()
                through = field.remote_field.through.objects
                through.filter(**{f"{mine}__in": [r.pk for r in records]}).delete()
        self.link(pairs)
        return records

    def link(self, pairs: Iterable[tuple[Entry, models.Model]]) -> None:
        pairs = list(pairs)
        for field in self.links:
            through = field.remote_field.through
            mine, theirs = field.m2m_field_name(), field.m2m_reverse_field_name()
            through.objects.bulk_create(
                through(**{f"{mine}_id": record.pk, f"{theirs}_id": term})
                for entry, record in pairs
                for term in entry.terms.get(field.name, ())
            )

    def holders(self, entries: list[Entry]) -> dict[int | str | None, int | None]:
        """The organisations of a batch; those that the mapping describes are made."""
        wanted = {entry.holder for entry in entries}
        found = {key: key for key in wanted if not isinstance(key, str)}
        for key in sorted(wanted - set(found)):
            described = (
                self.mapping.holder.always or self.mapping.holder.organisations[key]
            )
            found[key] = organisation(described).pk
        return found

    def compare(
        self, entry: Entry, record: models.Model, terms: dict[str, set]
    ) -> Written:
        same = all(
            getattr(record, name) == value for name, value in entry.values.items()
        )
        if same and all(
            terms[name] == set(codes) for name, codes in entry.terms.items()
        ):
            return Written(entry, "unchanged")
        # Only what has a form here can have been edited here.
        if getattr(record, "edition", 0):
            return Written(
                entry, "held-back", reason=_("edited here since it was imported")
            )
        if record.status not in self.target.open_to_change:
            reason = _("no longer published: %(status)s")
            status = {"status": record.get_status_display()}
            return Written(entry, "held-back", reason=reason % status)
        return Written(entry, "changed")


def take_turn() -> None:
    """Two imports at once would both find a key missing; SQLite queues them itself."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def organisation(described: dict[str, str]) -> Organisation:
    """The verified one of this code or name, or a new one.

    One that somebody merely claims to be is never given records.
    """
    for name in ("uscc", "name_zh", "name_en"):
        if described.get(name):
            known = Organisation.objects.verified().filter(**{name: described[name]})
            if found := known.order_by("pk").first():
                return found
    verified = Organisation.Status.VERIFIED
    return Organisation.objects.create(**described, status=verified)
