"""An import from file to report: read all, reject what is bad, write the rest in batches."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from portal.importing.converting import Converter, Entry, Rejected
from portal.importing.mapping import BadMapping, MappingFile
from portal.importing.reading import read_table
from portal.importing.tables import BadFile, Row, Table
from portal.importing.targets import Target, targets
from portal.importing.writing import Writer

BATCH = 200
OUTCOMES = ("added", "changed", "unchanged", "merged", "held-back", "rejected")
Watch = Callable[[Iterable], Iterable]


@dataclass
class Line:
    """What became of one row."""

    row: int
    outcome: str
    key: str = ""
    number: str = ""
    remarks: str = ""


class Import:
    """One file on its way in. `read` changes nothing; `write` can be broken off."""

    def __init__(self, path: Path, target: str, find: Callable[..., MappingFile]):
        self.path = path
        self.table: Table = read_table(path)
        self.mapping = find(self.table.columns)
        self.target = target_of(self.mapping)
        if self.target.name != target:
            raise BadMapping(
                _("“%(mapping)s” is a mapping for %(command)s.")
                % {"mapping": self.mapping.name, "command": self.target.command}
            )
        missing = self.mapping.missing_from(self.table.columns)
        if missing:
            raise BadFile(
                _("The file lacks columns that “%(mapping)s” needs: %(columns)s.")
                % {"mapping": self.mapping.name, "columns": ", ".join(missing)}
            )
        self.lines: list[Line] = []
        self.rejected: list[tuple[Row, str]] = []
        self.entries: list[Entry] = []
        self.repaired = 0

    def read(self, limit: int | None = None) -> None:
        """Sort the rows into entries to be written, merged ones and rejected ones."""
        converter = Converter(self.mapping, self.target)
        by_key: dict[str, Entry] = {}
        for row in islice(self.table.rows, limit):
            try:
                entry = converter.convert(row, self.table.columns)
                self.merge(entry, by_key)
            except Rejected as rejection:
                self.rejected.append((row, str(rejection)))
                self.lines.append(Line(row.number, "rejected", remarks=str(rejection)))
        self.entries = list(by_key.values())

    def merge(self, entry: Entry, by_key: dict[str, Entry]) -> None:
        first = by_key.setdefault(entry.key, entry)
        contradicted = [] if first is entry else first.takes_in(entry)
        if contradicted:
            raise Rejected(
                [
                    _(
                        "says something else than row %(row)d of the same key: %(fields)s"
                    )
                    % {"row": first.row, "fields": ", ".join(contradicted)}
                ]
            )
        self.repaired += bool(entry.repairs)
        if first is entry:
            return
        remark = _("the same as row %(row)d") % {"row": first.row}
        self.lines.append(Line(entry.row, "merged", entry.key, remarks=remark))

    def write(
        self, source: str = "", *, dry_run: bool = False, watch: Watch = iter
    ) -> None:
        """Batch by batch; whatever breaks it off leaves whole batches only."""
        writer = Writer(self.mapping, self.target, source or self.mapping.source)
        for batch in batches(iter(watch(self.entries))):
            for written in writer.write(batch, dry_run=dry_run):
                entry = written.entry
                remarks = "; ".join([*filter(None, [written.reason]), *entry.repairs])
                # The number that a dry run would give is given to nobody.
                number = (
                    "" if dry_run and written.outcome == "added" else written.number
                )
                line = Line(entry.row, written.outcome, entry.key, number, remarks)
                self.lines.append(line)

    @property
    def counts(self) -> dict[str, int]:
        counted = Counter(line.outcome for line in self.lines)
        return {outcome: counted[outcome] for outcome in OUTCOMES}


def target_of(mapping: MappingFile) -> Target:
    known = targets()
    if mapping.target not in known:
        raise BadMapping(
            _("The mapping's “target” must be one of: %(names)s.")
            % {"names": ", ".join(sorted(known))}
        )
    return known[mapping.target]


def batches(entries: Iterator[Entry]) -> Iterator[list[Entry]]:
    while batch := list(islice(entries, BATCH)):
        yield batch
