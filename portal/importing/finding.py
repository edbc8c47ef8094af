"""Which mapping reads a file: the one that is named, or the shipped one that fits."""

from collections.abc import Iterable
from pathlib import Path

from django.utils.translation import gettext as _

from portal.importing.mapping import BadMapping, MappingFile, load_mapping
from portal.importing.targets import targets


def shipped() -> list[MappingFile]:
    """Every app's own, in the order of their names."""
    folders = [target.mappings for target in targets().values()]
    paths = {path for folder in folders for path in folder.glob("*.toml")}
    return [load_mapping(path) for path in sorted(paths, key=lambda path: path.name)]


def find_mapping(given: str) -> MappingFile:
    """By the name of a shipped one, or by its path."""
    for target in targets().values():
        path = target.mappings / f"{given}.toml"
        if path.parent == target.mappings and path.exists():
            return load_mapping(path)
    return load_mapping(Path(given))


def recognised(columns: Iterable[str]) -> MappingFile:
    """The shipped mapping whose file has exactly these columns."""
    names = frozenset(columns)
    for mapping in shipped():
        if mapping.header == names:
            return mapping
    raise BadMapping(
        _("No mapping knows these columns: %(columns)s. Give one with --mapping.")
        % {"columns": ", ".join(sorted(names))[:200]}
    )
