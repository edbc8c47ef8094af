"""From rows to terms: what a list adds, changes and ends. No term is ever deleted."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.vocabularies.checking import checked
from portal.vocabularies.codes import shape_of
from portal.vocabularies.models import Term
from portal.vocabularies.placing import parents_in, paths_in
from portal.vocabularies.reading import BadList, Row, read_list
from portal.vocabularies.shipped import shipped_lists

Watch = Callable[[Iterable], Iterable]
LOCK = 47542260
BATCH = 1000
TEXTS = ("name_zh", "name_en", "definition_zh", "definition_en")
WRITTEN = (
    *TEXTS,
    "version",
    "parent_id",
    "path",
    "position",
    "valid_from",
    "valid_to",
    "replaced_by_id",
    "origin",
)


@dataclass
class Outcome:
    """What loading a list did, or would do."""

    scheme: str
    added: int
    changed: int
    unchanged: int
    ended: int = 0


def load_shipped(*, dry_run: bool = False, watch: Watch = iter) -> list[Outcome]:
    """Bring in the lists that come with the site, and refresh what they brought before."""
    outcomes = []
    with one_loader_at_a_time(dry_run):
        for shipped in watch(shipped_lists()):
            loading = Loading(shipped.scheme, shipped.edition, Term.Origin.SHIPPED)
            outcomes.append(loading.load(loading.left_to_us(shipped.rows)))
    return outcomes


def load_file(
    path: Path | str,
    scheme: str,
    *,
    edition: str = "",
    complete: bool = False,
    since: date | None = None,
    dry_run: bool = False,
    watch: Watch = iter,
) -> Outcome:
    """Bring in a list from a file; a complete one ends the terms that it no longer has."""
    layout, rows = read_list(Path(path).read_bytes())
    with one_loader_at_a_time(dry_run):
        loading = Loading(scheme, edition or layout.edition, Term.Origin.LOADED, since)
        outcome = loading.load(rows, watch)
        if complete:
            outcome.ended = loading.end_what_is_absent()
    return outcome


@contextmanager
def one_loader_at_a_time(dry_run: bool) -> Iterator[None]:
    """One transaction, in which two servers that start together take turns."""
    with transaction.atomic():
        # On SQLite a transaction that writes is alone in any case.
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        yield
        if dry_run:
            transaction.set_rollback(True)


def written(term: Term) -> tuple:
    return tuple(getattr(term, field) for field in WRITTEN)


class Loading:
    """One list on its way into the table."""

    def __init__(
        self, scheme: str, edition: str, origin: str, since: date | None = None
    ):
        self.scheme = scheme
        self.edition = edition
        self.origin = origin
        self.since = since
        self.eve = (since or timezone.localdate()) - timedelta(days=1)
        self.terms = {term.code: term for term in Term.objects.scheme(scheme)}
        self.before = {code: written(term) for code, term in self.terms.items()}
        self.listed: set[str] = set()

    def left_to_us(self, rows: list[Row]) -> list[Row]:
        """Without the terms that a newer list or a person has taken over."""
        taken = {
            code for code, term in self.terms.items() if term.origin != self.origin
        }
        return [row for row in rows if row.code not in taken]

    def load(self, rows: list[Row], watch: Watch = iter) -> Outcome:
        rows = checked(self.scheme, rows, self.terms)
        self.listed = {row.code for row in rows}
        parents = parents_in(self.scheme, rows, self.terms)
        paths = paths_in(rows, parents)
        for position, row in enumerate(watch(rows), start=1):
            self.describe(row, position)
        for code, term in self.terms.items():
            term.path = paths[code]
        added = self.create(parents)
        self.connect(rows, parents)
        changed = self.write_changes() - added
        unchanged = self.listed - added - changed
        return Outcome(self.scheme, len(added), len(changed), len(unchanged))

    def describe(self, row: Row, position: int) -> None:
        """What the row says goes into the term; where it says nothing, the term stays."""
        new = Term(scheme=self.scheme, code=row.code, valid_from=self.since)
        term = self.terms.setdefault(row.code, new)
        for field in TEXTS:
            setattr(term, field, getattr(row, field) or getattr(term, field))
        term.version = self.edition or term.version
        term.origin = self.origin
        term.position = 0 if shape_of(self.scheme).sorts_by_code else position
        term.valid_from = row.valid_from or term.valid_from
        term.valid_to = self.last_day(row, term)
        if term.valid_from and term.valid_to and term.valid_to < term.valid_from:
            raise BadList(
                _("Row %(row)d: “%(code)s” would end before it begins.")
                % {"row": row.number, "code": row.code}
            )

    def last_day(self, row: Row, term: Term) -> date | None:
        """As listed; a term with a successor has ended, any other in the list is in force."""
        if row.valid_to or not row.replaced_by:
            return row.valid_to
        return term.valid_to or max(self.eve, term.valid_from or self.eve)

    def create(self, parents: dict[str, str]) -> set[str]:
        """New terms, from the top of the tree down, so that each finds its parent."""
        new = [term for code, term in self.terms.items() if code not in self.before]
        new.sort(key=depth)
        for _level, terms in groupby(new, key=depth):
            batch = list(terms)
            for term in batch:
                term.parent = self.terms.get(parents[term.code])
            Term.objects.bulk_create(batch, batch_size=BATCH)
            self.before |= {term.code: written(term) for term in batch}
        return {term.code for term in new}

    def connect(self, rows: list[Row], parents: dict[str, str]) -> None:
        for code, term in self.terms.items():
            term.parent = self.terms.get(parents[code])
        for row in rows:
            self.terms[row.code].replaced_by = self.terms.get(row.replaced_by)

    def end_what_is_absent(self) -> int:
        """Terms that a complete list no longer has end on the eve of its first day."""
        kept = {
            step for code in self.listed for step in self.terms[code].ancestors_and_self
        }
        for code, term in self.terms.items():
            last = max(self.eve, term.valid_from or self.eve)
            if code not in kept and (term.valid_to is None or term.valid_to > last):
                term.valid_to = last
                term.origin = self.origin
        return len(self.write_changes())

    def write_changes(self) -> set[str]:
        """Write the terms that differ from what the table holds; their codes."""
        changed = [
            term
            for code, term in self.terms.items()
            if written(term) != self.before[code]
        ]
        Term.objects.bulk_create(
            changed,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["pk"],
            update_fields=[field.removesuffix("_id") for field in WRITTEN],
        )
        self.before |= {term.code: written(term) for term in changed}
        return {term.code for term in changed}


def depth(term: Term) -> int:
    return term.path.count("/")
