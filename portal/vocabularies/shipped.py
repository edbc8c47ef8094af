"""The lists that come with the site: short tables of our own, and regions from stdnum."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path

from portal.vocabularies.models import Term
from portal.vocabularies.reading import Row, read_list

LISTS = Path(__file__).parent / "lists"
EDITIONS = {
    Term.Scheme.TRL: "GB/T 22900",
    Term.Scheme.INDUSTRY: "GB/T 4754-2017",
    Term.Scheme.REGION: "GB/T 2260",
    Term.Scheme.ICS: "ICS",
    Term.Scheme.CCS: "CCS",
    Term.Scheme.DISCIPLINE: "NSFC",
}
PROVINCE = re.compile(r"(\d\d) ")
REGION = re.compile(r'  (\d\d00) county="([^"]*)"')
NAME_AND_YEARS = re.compile(r"(?:\[(\d{4})?-(\d{4})?\])?([^,]+)")
# Its one county has a code of its own; "forest district" alone names no place.
NO_PLACE = "422900"


@dataclass
class Shipped:
    scheme: str
    edition: str
    rows: list[Row]


def shipped_lists() -> list[Shipped]:
    return [
        Shipped(scheme, EDITIONS.get(scheme, ""), shipped_rows(scheme))
        for scheme in Term.Scheme
    ]


def shipped_rows(scheme: str) -> list[Row]:
    if scheme == Term.Scheme.REGION:
        return region_rows()
    return own_rows(scheme)


def own_rows(scheme: str) -> list[Row]:
    _layout, rows = read_list((LISTS / f"{scheme}.csv").read_bytes())
    return rows


def region_rows() -> list[Row]:
    """Provinces and cities of today; our own table gives their English names."""
    english = {row.code: row.name_en for row in own_rows(Term.Scheme.REGION)}
    return [
        Row(number, code, name, english.get(code, ""), valid_from=begun)
        for number, (code, name, begun) in enumerate(regions_of_today(), start=1)
    ]


def regions_of_today() -> Iterator[tuple[str, str, date | None]]:
    """stdnum keeps each code's names with their years: `[1988-1993]大庸市,[1994-]张家界市`."""
    province = ""
    for line in files("stdnum.cn").joinpath("loc.dat").read_text("utf-8").splitlines():
        if match := PROVINCE.match(line):
            province = match[1]
        elif match := REGION.match(line):
            code = province + match[1]
            begun, ended, name = NAME_AND_YEARS.findall(match[2])[-1]
            if not ended and code != NO_PLACE:
                yield code, name, date(int(begun), 1, 1) if begun else None
