"""The tables that lists come in, known by their first row."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

Cells = dict[str, str]


# Aeroplanes stand in the table with the code of their group.
MISPRINTED_CODES = {("C374", "飞机制造"): "C3741"}


def industry_cells(cells: Cells) -> Cells:
    """The section's letter goes before the digits; each level stands in its own column.

    Groups of one class only are left out of the table: what stands above is found by code.
    """
    digits = cells["class"] or cells["group"] or cells["division"]
    code, name = cells["section"] + digits, cells["name"]
    return {"code": MISPRINTED_CODES.get((code, name), code), "name_zh": name}


def ics_cells(cells: Cells) -> Cells:
    return {
        "code": cells["code"],
        "parent": cells["code"].rpartition(".")[0],
        "name_en": cells["description"],
    }


# Radiation, melons and acoustic emission, each with a wrong character in the table.
MISPRINTED_WORDS = {"幅射": "辐射", "爪果": "瓜果", "声放射": "声发射"}


def ccs_cells(cells: Cells) -> Cells:
    """Classes of the third level bear the code of their range, so have none of their own."""
    code, name = cells["代码 / Code"], cells["名称 / Name"]
    for wrong, right in MISPRINTED_WORDS.items():
        name = name.replace(wrong, right)
    if cells["level"] == "3":
        return {"code": "", "parent": code, "name_zh": name}
    return {"code": code, "parent": code[:1] if code[1:] else "", "name_zh": name}


@dataclass(frozen=True)
class Layout:
    """One kind of table: its columns, and what each row says in our words."""

    columns: tuple[str, ...]
    edition: str = ""
    renamed: Cells = field(default_factory=dict)
    cells: Callable[[Cells], Cells] | None = None

    def fits(self, header: list[str]) -> bool:
        return tuple(header) == self.columns

    def read(self, cells: Cells) -> Cells:
        if self.cells:
            return self.cells(cells)
        return {self.renamed.get(key, key): text for key, text in cells.items()}


@dataclass(frozen=True)
class OwnLayout(Layout):
    """The lists of this site: any of our columns in any order, with a code and a name."""

    def fits(self, header: list[str]) -> bool:
        given = set(header)
        named = given & {"name_zh", "name_en"}
        once = len(given) == len(header)
        return once and "code" in given and bool(named) and given <= set(self.columns)


OWN = OwnLayout(
    columns=(
        "code",
        "name_zh",
        "name_en",
        "parent",
        "definition_zh",
        "definition_en",
        "valid_from",
        "valid_to",
        "replaced_by",
    )
)
LAYOUTS = [
    OWN,
    Layout(("code", "name"), renamed={"name": "name_zh"}),
    Layout(
        ("code", "name", "provinceCode"),
        edition="GB/T 2260",
        renamed={"name": "name_zh", "provinceCode": "parent"},
    ),
    Layout(
        ("level", "section", "division", "group", "class", "name"),
        edition="GB/T 4754-2017",
        cells=industry_cells,
    ),
    Layout(
        ("code", "field", "group", "subgroup", "description"),
        edition="ICS",
        cells=ics_cells,
    ),
    Layout(("level", "代码 / Code", "名称 / Name"), edition="CCS", cells=ccs_cells),
    Layout(("code", "name", "name_en", "parent"), renamed={"name": "name_zh"}),
]


def layout_for(header: Iterable[str]) -> Layout | None:
    header = [column.strip() for column in header]
    return next((layout for layout in LAYOUTS if layout.fits(header)), None)
