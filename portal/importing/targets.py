"""What files can become: each app says what an import must know of its records.

An app gives its targets by the hook `import_targets`: a function that returns a list
of them. The machinery itself knows no model.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

from django.db import models
from django.utils import timezone
from wagtail import hooks

from portal.importing.mapping import MappingFile


def nothing(_said: object) -> dict[str, object]:
    return {}


@dataclass(frozen=True)
class Target:
    """One kind of record that rows become."""

    # As a mapping names it; the command is import_<name>s.
    name: str
    model: type[models.Model]
    # Of the numbers that new records get.
    letter: str
    # The folder of the mappings that are shipped for it.
    mappings: Path
    # The states in which what a file says may still change a record.
    open_to_change: frozenset[str]
    # What a new record is besides what its row says.
    beginning: Callable[[MappingFile], dict[str, object]] = nothing
    # What follows from the values of its row, whenever they change.
    follows: Callable[[dict[str, object]], dict[str, object]] = nothing
    # The field of the organisation whose the records are, and whether it may be empty.
    holder: str = "holder"
    needs_holder: bool = True
    # What a mapping cannot fill: it guards the record.
    guarded: frozenset[str] = frozenset()

    @property
    def command(self) -> str:
        return f"import_{self.name}s"


def targets() -> dict[str, Target]:
    found = (give() for give in hooks.get_hooks("import_targets"))
    return {target.name: target for given in found for target in given}


def published_at(mapping: MappingFile) -> datetime:
    """The day on which the source published its records, or else now."""
    if mapping.published_on is None:
        return timezone.now()
    return timezone.make_aware(datetime.combine(mapping.published_on, time.min))


def published(mapping: MappingFile) -> dict[str, object]:
    """The beginning of records that are public from the moment they are brought in."""
    return {"status": "published", "published_at": published_at(mapping)}
