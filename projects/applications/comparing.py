"""Two versions of a document side by side: what went, what came, word by word."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

from projects.applications.parts import Facts, Section, Table, Text

# A Chinese character by itself; a Latin word, a number with its separators, a gap.
TOKEN = re.compile(
    r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
    r"|\d+(?:[.,]\d+)*|[^\W\d_\u2e80-\u9fff\uf900-\ufaff]+|\s+|."
)
SENTENCE = re.compile(r"[^。！？；.!?;\n]*[。！？；.!?;\n]+|[^。！？；.!?;\n]+")
# Pairs of tokens that are compared at once; a longer text first by sentences.
MOST_PAIRS = 100_000


class Run(NamedTuple):
    """A piece of text that stayed, went or came."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """One thing of a section that reads otherwise now."""

    label: str
    runs: list[Run]
    kind: str = "text"


@dataclass(frozen=True)
class RowChange:
    """A row of a table that came, went or reads otherwise: its cells by column."""

    label: str
    cells: list[tuple[str, list[Run]]]
    kind: str = "changed"


@dataclass(frozen=True)
class SectionChanges:
    heading: str
    changes: list


def differences(old: list[Section], new: list[Section]) -> list[SectionChanges]:
    """By section, in the order of the new document; what has not changed is left out."""
    before = {section.name: section for section in old}
    after = {section.name: section for section in new}
    found = []
    for name in in_order(before, after):
        parts_before = before[name].parts if name in before else []
        parts_after = after[name].parts if name in after else []
        changes = list(part_changes(parts_before, parts_after))
        if changes:
            heading = (after.get(name) or before[name]).heading
            found.append(SectionChanges(heading, changes))
    return found


def in_order(before: Iterable, after: Iterable) -> list:
    """All names: those of the new version, each lost one after its old neighbour."""
    names, place = list(after), 0
    for name in before:
        if name in after:
            place = names.index(name) + 1
        else:
            names.insert(place, name)
            place += 1
    return names


def part_changes(old, new):
    before = {part.name: part for part in old}
    after = {part.name: part for part in new}
    for name in in_order(before, after):
        one, other = before.get(name), after.get(name)
        sort = type(other or one)
        if sort is Facts:
            yield from fact_changes(one, other)
        elif sort is Text:
            yield from text_changes(one, other)
        elif sort is Table:
            yield from row_changes(one, other)


def fact_changes(old, new):
    before = {fact.name: fact for fact in old.rows} if old else {}
    after = {fact.name: fact for fact in new.rows} if new else {}
    for name in in_order(before, after):
        one, other = before.get(name), after.get(name)
        runs = changed(
            text_of(one.lines if one else ()), text_of(other.lines if other else ())
        )
        if runs:
            yield Change((other or one).term, runs)


def text_changes(old, new):
    runs = changed(text_of(old.lines if old else ()), text_of(new.lines if new else ()))
    if runs:
        yield Change((new or old).label, runs)


def row_changes(old, new):
    """Rows are the same where their keys are, wherever they stand."""
    before = {row.key: row for row in old.rows} if old else {}
    after = {row.key: row for row in new.rows} if new else {}
    for key in in_order(before, after):
        one, other = before.get(key), after.get(key)
        cells_before = cells_of(old, one)
        cells_after = cells_of(new, other)
        cells = [
            (column, runs)
            for column in in_order(cells_before, cells_after)
            if (
                runs := changed(
                    cells_before.get(column, ""), cells_after.get(column, "")
                )
            )
        ]
        if cells:
            kind = "changed" if one and other else "came" if other else "went"
            yield RowChange(name_of(new if other else old, other or one), cells, kind)


def cells_of(table, row) -> dict[str, str]:
    if row is None:
        return {}
    return {
        column: text_of(lines)
        for column, lines in zip(table.columns, row.cells, strict=True)
    }


def name_of(table, row) -> str:
    """How a row is called: by its first cell that says something."""
    first = next((text_of(lines) for lines in row.cells if lines), row.key)
    return f"{table.caption}: {first.splitlines()[0]}"


def text_of(lines) -> str:
    return "\n".join(line.text for line in lines)


def changed(old: str, new: str) -> list[Run]:
    """The runs from the old text to the new; none where they are the same."""
    if old == new:
        return []
    return joined(compare(TOKEN.findall(old), TOKEN.findall(new)))


def compare(old: list[str], new: list[str]) -> list[Run]:
    start, end = common_start(old, new), 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    return [
        Run("same", "".join(old[:start])),
        *between(middle_old, middle_new),
        Run("same", "".join(old[len(old) - end :])),
    ]


def between(old: list[str], new: list[str]) -> Iterable[Run]:
    """Word by word where that is quick, else sentence by sentence."""
    if len(old) * len(new) <= MOST_PAIRS:
        return matched(old, new, replaced=went_and_came)
    sentences = [SENTENCE.findall("".join(tokens)) for tokens in (old, new)]
    if len(sentences[0]) * len(sentences[1]) > MOST_PAIRS:
        return went_and_came("".join(old), "".join(new))
    return matched(*sentences, replaced=word_by_word)


def word_by_word(old: str, new: str) -> Iterable[Run]:
    tokens = TOKEN.findall(old), TOKEN.findall(new)
    if len(tokens[0]) * len(tokens[1]) > MOST_PAIRS:
        return went_and_came(old, new)
    return matched(*tokens, replaced=went_and_came)


def went_and_came(old: str, new: str) -> list[Run]:
    return [Run("went", old), Run("came", new)]


def common_start(old, new):
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    return start


def matched(old: list[str], new: list[str], *, replaced) -> Iterable[Run]:
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        if tag == "equal":
            yield Run("same", "".join(old[a1:a2]))
        else:
            yield from replaced("".join(old[a1:a2]), "".join(new[b1:b2]))


def joined(runs: Iterable[Run]) -> list[Run]:
    """Neighbours of one kind as one run, and no empty ones."""
    found: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        if found and found[-1].kind == run.kind:
            found[-1] = Run(run.kind, found[-1].text + run.text)
        else:
            found.append(run)
    return found
