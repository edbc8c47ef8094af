"""What a document consists of: sections with facts, texts and tables."""

from dataclasses import dataclass, field
from typing import ClassVar

from portal.bilingual import in_language


@dataclass(frozen=True)
class Line:
    """A text, and its language where it may be another than the reader's."""

    text: str
    lang: str = ""


Lines = tuple[Line, ...]


def as_line(value) -> Lines:
    """One line of the reader's language, or none."""
    text = "" if value is None else str(value).strip()
    return (Line(text),) if text else ()


def lines_of(record, name) -> Lines:
    """What was written in two languages, the reader's first, and nothing twice."""
    chinese = Line(record[f"{name}_zh"].strip(), "zh-Hans")
    english = Line(record[f"{name}_en"].strip(), "en")
    lines = in_language((chinese, english), (english, chinese))
    if chinese.text == english.text:
        lines = lines[:1]
    return tuple(line for line in lines if line.text)


@dataclass(frozen=True)
class Fact:
    name: str
    term: str
    lines: Lines


@dataclass
class Facts:
    """Terms with their values."""

    name: str
    rows: list[Fact] = field(default_factory=list)
    kind: ClassVar = "facts"

    def add(self, name, term, lines):
        if lines:
            self.rows.append(Fact(name, term, lines))

    def as_parts(self):
        return [self] if self.rows else []


@dataclass
class Text:
    """A longer text under its label."""

    name: str
    label: str
    lines: Lines
    kind: ClassVar = "text"


@dataclass
class Row:
    """A row of cells; the key tells which row it is, wherever it stands."""

    key: str
    cells: list[Lines]
    is_total: bool = False


@dataclass
class Table:
    name: str
    caption: str
    columns: list[str]
    numeric: tuple[int, ...] = ()
    rows: list[Row] = field(default_factory=list)
    kind: ClassVar = "table"

    def add(self, key, *cells, is_total=False):
        self.rows.append(Row(str(key), list(cells), is_total))

    def as_parts(self):
        """The table without columns in which nothing stands, if it has rows."""
        filled = [
            place
            for place in range(len(self.columns))
            if any(row.cells[place] for row in self.rows)
        ]
        self.numeric = tuple(
            filled.index(place) for place in self.numeric if place in filled
        )
        self.columns = [self.columns[place] for place in filled]
        for row in self.rows:
            row.cells = [row.cells[place] for place in filled]
        return [self] if self.rows else []

    @property
    def labelled_rows(self):
        """Each row with its cells, each cell with its column's label and kind."""
        for row in self.rows:
            cells = [
                (label, place in self.numeric, lines)
                for place, (label, lines) in enumerate(
                    zip(self.columns, row.cells, strict=True)
                )
            ]
            yield row, cells

    @property
    def heads(self):
        return [
            (label, place in self.numeric) for place, label in enumerate(self.columns)
        ]


@dataclass
class Section:
    name: str
    heading: str
    parts: list
