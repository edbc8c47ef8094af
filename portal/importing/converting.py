"""From a row to an entry: all of a record that its row says, or why it is rejected."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from portal.importing.cleaning import clean, fault_of, one_line
from portal.importing.mapping import BadMapping, Holder, MappingFile, Rule
from portal.importing.tables import Row
from portal.importing.targets import Target
from portal.importing.values import (
    Fault,
    Found,
    Terms,
    prepared,
    reader_for,
    scheme_of,
)
from portal.organisations.models import Organisation

LONGEST_KEY = 100
# Pairs of fields that have an order, in whatever kind of record.
RANGES = (("price_min", "price_max"), ("started", "finished"), ("started", "ended"))


class Rejected(Exception):
    """The row stays out; all that is wrong with it, not only the first."""

    def __init__(self, reasons: list[str]):
        super().__init__("; ".join(reasons))


@dataclass
class Entry:
    """What a row, with the rows merged into it, says of one record."""

    row: int
    key: str
    values: dict[str, object]
    terms: dict[str, tuple[int, ...]]
    # An organisation's row, or its name in the mapping; None where it may be unknown.
    holder: int | str | None
    repairs: list[str] = field(default_factory=list)

    def takes_in(self, other: "Entry") -> list[str]:
        """Fill gaps from another row of the same key; the fields that contradict."""
        mine, theirs = self.values | self.terms, other.values | other.terms
        contradicted = [
            name
            for name in mine
            if mine[name] and theirs[name] and mine[name] != theirs[name]
        ]
        if contradicted or self.holder != other.holder:
            return contradicted or ["holder"]
        for said, more in ((self.values, other.values), (self.terms, other.terms)):
            said.update({name: value or more[name] for name, value in said.items()})
        return []


class Converter:
    """Reads rows by a mapping; asks the database for lists and organisations once."""

    def __init__(self, mapping: MappingFile, target: Target):
        self.mapping, self.target, self.model = mapping, target, target.model
        fields = {name: self.field(name) for name in self.filled()}
        linked = [field for field in fields.values() if field.is_relation]
        self.terms = Terms({scheme_of(field) for field in linked})
        self.readers = {
            name: (field, reader_for(field, self.terms))
            for name, field in fields.items()
        }
        self.check_tables()
        self.always = [self.constant(*pair) for pair in mapping.always.items()]
        self.holders = Holders(mapping.holder, needed=target.needs_holder)
        self.constraints = [
            constraint
            for constraint in self.model._meta.constraints
            if isinstance(constraint, models.CheckConstraint)
        ]

    def filled(self) -> list[str]:
        rules = [rule.field for rule in self.mapping.rules]
        return list(dict.fromkeys([*rules, *self.mapping.always]))

    def field(self, name: str) -> models.Field:
        known = {
            field.name: field
            for field in (*self.model._meta.fields, *self.model._meta.many_to_many)
            if field.editable and not field.primary_key
        }
        if name not in known or name in {self.target.holder, *self.target.guarded}:
            raise BadMapping(
                _("“%(field)s” is no field of %(model)s that a mapping can fill.")
                % {"field": name, "model": self.model._meta.verbose_name}
            )
        return known[name]

    def check_tables(self) -> None:
        """A table that leads to a code we do not have would reject every row."""
        for rule in self.mapping.rules:
            field, _reader = self.readers[rule.field]
            if field.is_relation and rule.values:
                for codes in rule.values.values():
                    self.checked_constant(rule.field, codes)

    def checked_constant(self, name: str, texts: Iterable[str]) -> Found:
        field, reader = self.readers[name]
        try:
            return reader(Rule(field=name, columns=()), field, list(texts))
        except Fault as fault:
            raise BadMapping(
                _("The mapping's “%(field)s” cannot be used: %(reason)s.")
                % {"field": name, "reason": fault}
            ) from fault

    def constant(self, name: str, value: object) -> tuple[str, Found]:
        texts = value if isinstance(value, list) else [value]
        return name, self.checked_constant(name, [str(text) for text in texts])

    def convert(self, row: Row, columns: tuple[str, ...]) -> Entry:
        """Raises Rejected with everything that is wrong with the row."""
        if row.fault:
            raise Rejected([row.fault])
        faults: list[str] = []
        cells = self.cleaned(dict(zip(columns, row.cells, strict=True)), faults)
        entry = Entry(row.number, self.key(cells, faults), {}, {}, 0)
        for name, found in self.always:
            self.put(entry, name, found)
        for rule in self.mapping.rules:
            self.fill(entry, rule, cells, faults)
        try:
            entry.holder = self.holders.of(cells)
        except Fault as fault:
            faults.append(f"{self.mapping.holder.column}: {fault}")
        faults += self.broken_rules(entry) if not faults else []
        if faults:
            raise Rejected(faults)
        entry.repairs += [repair for cell in cells.values() for repair in cell.repairs]
        return entry

    def cleaned(self, texts: dict[str, str], faults: list[str]) -> dict[str, Found]:
        """The cells that the mapping uses, repaired; what cannot be is noted."""
        cells = {}
        for column in sorted(self.mapping.columns):
            text, fault, repairs = texts[column], fault_of(texts[column]), []
            if not fault:
                text, repairs = clean(text, symbols=self.mapping.patent_symbols)
                # A repair may have bared a formula.
                fault = fault_of(text)
            if fault:
                faults.append(f"{column}: {fault}")
            named = [f"{column}: {repair}" for repair in repairs]
            cells[column] = Found("" if fault else text, named)
        return cells

    def key(self, cells: dict[str, Found], faults: list[str]) -> str:
        parts = [one_line(cells[column].value) for column in self.mapping.key]
        text = " | ".join(parts)
        if not all(parts):
            if not faults:
                faults.append(
                    _("%(columns)s: missing, so the record has no key")
                    % {"columns": ", ".join(self.mapping.key)}
                )
            return ""
        if len(text) <= LONGEST_KEY:
            return text
        return f"{text[:80]}…{hashlib.sha256(text.encode()).hexdigest()[:16]}"

    def fill(self, entry: Entry, rule: Rule, cells: dict, faults: list[str]) -> None:
        field, reader = self.readers[rule.field]
        texts = [cells[column].value for column in rule.columns]
        where = ", ".join(rule.columns)
        try:
            found = reader(rule, field, prepared(rule, texts))
            if rule.required and not found.value:
                raise Fault(_("missing"))
        except Fault as fault:
            told = any(reason.startswith(f"{where}:") for reason in faults)
            faults += [] if told else [f"{where}: {fault}"]
        else:
            self.put(entry, rule.field, found)
            entry.repairs += [f"{where}: {repair}" for repair in found.repairs]

    def put(self, entry: Entry, name: str, found: Found) -> None:
        field, _reader = self.readers[name]
        if field.many_to_many:
            entry.terms[name] = found.value
        else:
            entry.values[field.attname] = found.value

    def broken_rules(self, entry: Entry) -> list[str]:
        """What the model's own validators say, as of levels and prices."""
        record = self.model(**entry.values)
        faults = [] if record.title_zh or record.title_en else [_("no title")]
        for name, value in entry.values.items():
            field = self.model._meta.get_field(name)
            if value in field.empty_values or field.is_relation:
                continue
            try:
                field.run_validators(field.to_python(value))
            except ValidationError as error:
                faults += [f"{name}: {message}" for message in error.messages]
        return faults + self.contradictions(record, entry)

    def contradictions(self, record: models.Model, entry: Entry) -> list[str]:
        """A price range or a duration in the wrong order, in the model's own words."""
        said = ((entry.values.get(low), entry.values.get(high)) for low, high in RANGES)
        # Each constraint is a query: thousands of good rows are not asked about.
        if not any(None not in pair and pair[0] > pair[1] for pair in said):
            return []
        faults = []
        for constraint in self.constraints:
            try:
                constraint.validate(self.model, record)
            except ValidationError as error:
                faults += error.messages
        return faults


class Holders:
    """Which organisation a row belongs to; only verified ones are found by name."""

    def __init__(self, holder: Holder, *, needed: bool = True):
        self.holder, self.needed = holder, needed
        self.known: dict[str, int] = {}
        if holder.match:
            rows = Organisation.objects.verified().values_list(
                "pk", "uscc", "name_zh", "name_en"
            )
            for pk, uscc, *names in rows:
                for text in [uscc] if holder.match == "uscc" else names:
                    if text:
                        self.known[text.casefold()] = pk

    def of(self, cells: dict[str, Found]) -> int | str | None:
        if self.holder.always:
            return ""
        text = one_line(cells[self.holder.column].value)
        if not text and self.needed:
            raise Fault(_("missing"))
        found = text if text in self.holder.organisations else None
        if self.holder.match:
            found = self.known.get(text.casefold())
        if found is None and self.needed:
            raise Fault(
                _("“%(text)s” is no verified organisation known here")
                % {"text": text[:60]}
            )
        return found
