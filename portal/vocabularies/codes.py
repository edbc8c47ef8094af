"""What a code of each list looks like, and where it stands in its tree."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from portal.vocabularies.models import Term

LONGEST_CODE = Term._meta.get_field("code").max_length


def nothing_above(code: str) -> str:
    return ""


def above_in_industry(code: str) -> str:
    """C4014 → C401 → C40 → C."""
    return code[:1] if len(code) == 3 else code[:-1]


def above_in_region(code: str) -> str:
    """330106 → 330100 → 330000."""
    if code.endswith("0000"):
        return ""
    return f"{code[:2]}0000" if code.endswith("00") else f"{code[:4]}00"


def above_in_ics(code: str) -> str:
    """17.040.30 → 17.040 → 17."""
    return code.rpartition(".")[0]


def above_in_ccs(code: str) -> str:
    """A50-64.03 → A50-64 → A; which range A52 belongs to, only the list can say."""
    if "." in code:
        return code.rpartition(".")[0]
    return code[:1] if len(code) > 1 else ""


def above_in_discipline(code: str) -> str:
    """A010101 → A0101 → A01 → A."""
    return code[:-2]


def as_written(code: str) -> str:
    return code


def six_digits(code: str) -> str:
    """Provinces and cities come as 33 and 3301 in some lists."""
    return code.ljust(6, "0") if code.isdecimal() else code


def range_with_hyphen(code: str) -> str:
    """The standard writes A50/64; a path keeps its slashes for itself."""
    return code.replace("/", "-")


@dataclass(frozen=True)
class Shape:
    pattern: str
    example: str
    above: Callable[[str], str] = nothing_above
    tidy: Callable[[str], str] = as_written
    sorts_by_code: bool = False


SLUG = Shape(r"[a-z]+(-[a-z]+)*", "utility-model")
SHAPES = {
    Term.Scheme.TRL: Shape(r"[1-9]", "7"),
    Term.Scheme.INDUSTRY: Shape(
        r"[A-T](\d{2,4})?", "C401", above_in_industry, sorts_by_code=True
    ),
    Term.Scheme.REGION: Shape(
        r"[1-9]\d{5}", "330100", above_in_region, six_digits, sorts_by_code=True
    ),
    Term.Scheme.ICS: Shape(
        r"\d{2}(\.\d{3}(\.\d{2})?)?", "17.040.30", above_in_ics, sorts_by_code=True
    ),
    Term.Scheme.CCS: Shape(
        r"[A-Z](\d{2}(-\d{2}(\.\d{2,3})?)?)?",
        "A52",
        above_in_ccs,
        range_with_hyphen,
        sorts_by_code=True,
    ),
    Term.Scheme.DISCIPLINE: Shape(
        r"[A-Z](\d{2}){0,3}", "F0301", above_in_discipline, sorts_by_code=True
    ),
}


def shape_of(scheme: str) -> Shape:
    return SHAPES.get(scheme, SLUG)


def tidied(scheme: str, code: str) -> str:
    return shape_of(scheme).tidy(unicodedata.normalize("NFKC", code).strip())


def is_well_formed(scheme: str, code: str) -> bool:
    fits = re.fullmatch(shape_of(scheme).pattern, code, re.ASCII)
    return fits is not None and len(code) <= LONGEST_CODE
