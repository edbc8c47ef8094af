"""Mapping files: which column of a file is which field of a record.

`docs/importing.md` explains each key. `finding.py` knows the ones that are shipped.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

KEYS = {
    "name",
    "target",
    "source",
    "language",
    "header",
    "key",
    "patent_symbols",
    "published_on",
    "always",
    "fields",
    "holder",
}
UNKNOWN = ("reject", "leave-out")
MONTHS = ("", "start", "end")
MATCHES = ("uscc", "name")
ORGANISATION = {
    "name_zh",
    "name_en",
    "uscc",
    "kind",
    "description_zh",
    "description_en",
}


class BadMapping(Exception):
    """The mapping file cannot be used; the message is a sentence for its author."""


@dataclass(frozen=True)
class Rule:
    """How one field is filled from one column or several."""

    field: str
    columns: tuple[str, ...]
    required: bool = False
    # Cells that say "nothing", such as 0 or n/a.
    none: tuple[str, ...] = ()
    # Ways of writing a date besides 2026-01-31.
    dates: tuple[str, ...] = ()
    # Of 2020.12 the first or the last day: "start" or "end".
    month: str = ""
    # From what the file says to what we say; an empty list says nothing.
    values: Mapping[str, tuple[str, ...]] | None = None
    unknown: str = "reject"
    # Characters between the entries of a list.
    split: str = ""
    # Of what is split, only the first, the second …
    piece: int = 0
    # The columns together are one text, with this between them.
    joint: str = ""
    remove: str = ""
    # 李    明 is 李明, however wide a table was set.
    close_up: bool = False
    prefix: str = ""
    shorten: bool = False
    # What a number is multiplied with: 10000 where the file counts in 万元.
    factor: float = 1


@dataclass(frozen=True)
class Holder:
    """Whose the records are: one organisation, or one named in a column."""

    column: str = ""
    match: str = ""
    organisations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    always: Mapping[str, str] | None = None


@dataclass(frozen=True)
class MappingFile:
    stem: str
    name: str
    target: str
    source: str
    key: tuple[str, ...]
    rules: tuple[Rule, ...]
    holder: Holder
    header: frozenset[str] = frozenset()
    always: Mapping[str, object] = field(default_factory=dict)
    language: str = ""
    patent_symbols: bool = False
    # When the source published its records; without it, the moment of the import.
    published_on: date | None = None

    @property
    def columns(self) -> set[str]:
        used = {column for rule in self.rules for column in rule.columns}
        return used | {*self.key} | ({self.holder.column} - {""})

    def missing_from(self, columns: Iterable[str]) -> list[str]:
        return sorted(self.columns - set(columns))


def load_mapping(path: Path) -> MappingFile:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadMapping(
            _("There is no mapping “%(file)s”.") % {"file": path}
        ) from error
    except ValueError as error:
        raise BadMapping(
            _("The mapping “%(file)s” is not TOML: %(reason)s.")
            % {"file": path.name, "reason": error}
        ) from error
    try:
        return mapping_of(path.stem, content)
    except (BadMapping, TypeError, AttributeError, ValueError) as error:
        reason = (
            error if isinstance(error, BadMapping) else _("a value is of a wrong kind")
        )
        raise BadMapping(
            _("The mapping “%(file)s” cannot be used: %(reason)s.")
            % {"file": path.name, "reason": reason}
        ) from error


def mapping_of(stem: str, content: dict) -> MappingFile:
    refuse_unknown(content, KEYS)
    for key in ("target", "source", "key", "fields", "holder"):
        if not content.get(key):
            raise BadMapping(_("“%(key)s” is missing") % {"key": key})
    if len(content["source"]) > 60:
        raise BadMapping(_("“source” has at most 60 characters"))
    return MappingFile(
        stem=stem,
        name=content.get("name", stem),
        target=content["target"],
        source=content["source"],
        key=texts(content["key"]),
        rules=tuple(rule_of(name, value) for name, value in content["fields"].items()),
        holder=holder_of(content["holder"]),
        header=frozenset(content.get("header", ())),
        always=dict(content.get("always", {})),
        language=content.get("language", ""),
        patent_symbols=bool(content.get("patent_symbols", False)),
        published_on=day_of(content.get("published_on")),
    )


def day_of(value: object) -> date | None:
    if value is not None and type(value) is not date:
        raise BadMapping(_("“published_on” must be a date such as 2014-12-31"))
    return value


def rule_of(name: str, value: object) -> Rule:
    """`title_zh = "题名"`, or a table with more to say."""
    said = {"column": value} if isinstance(value, str | list) else dict(value)
    allowed = {*Rule.__dataclass_fields__, "column"} - {"field", "columns"}
    refuse_unknown(said, allowed, name)
    columns = texts(said.pop("column", ()))
    if not columns:
        raise BadMapping(_("the field “%(field)s” has no column") % {"field": name})
    if said.get("unknown", "reject") not in UNKNOWN:
        raise BadMapping(_("“unknown” must be reject or leave-out"))
    if said.get("month", "") not in MONTHS:
        raise BadMapping(_("“month” must be start or end"))
    if said.get("piece") and not said.get("split"):
        raise BadMapping(_("“piece” needs “split”"))
    for key in ("none", "dates"):
        said[key] = texts(said.get(key, ()))
    if "values" in said:
        said["values"] = {key: texts(value) for key, value in said["values"].items()}
    return Rule(field=name, columns=columns, **said)


def holder_of(said: dict) -> Holder:
    refuse_unknown(said, {"column", "match", "organisations", *ORGANISATION}, "holder")
    named = {key: said[key] for key in ORGANISATION if key in said}
    column, match = said.get("column", ""), said.get("match", "")
    organisations = said.get("organisations", {})
    for organisation in [*organisations.values(), *([named] if named else [])]:
        refuse_unknown(organisation, ORGANISATION, "holder")
        if not organisation.get("name_zh") or not organisation.get("kind"):
            raise BadMapping(_("an organisation needs at least name_zh and kind"))
    if match and match not in MATCHES:
        raise BadMapping(_("“match” must be uscc or name"))
    if bool(named) == bool(column) or (column and bool(match) == bool(organisations)):
        raise BadMapping(
            _(
                "“holder” names one organisation, or a column with either “match” or "
                "“organisations”"
            )
        )
    return Holder(column, match, organisations, named or None)


def texts(value: object) -> tuple[str, ...]:
    several = [value] if isinstance(value, str) else list(value)
    if not all(isinstance(text, str) for text in several):
        raise TypeError
    return tuple(several)


def refuse_unknown(said: Mapping, allowed: set[str], where: str = "") -> None:
    for key in said:
        if key not in allowed:
            name = f"{where}.{key}" if where else key
            raise BadMapping(_("“%(key)s” is no key of a mapping") % {"key": name})
