"""Whether the rows of a list fit their scheme, one another and what is loaded."""

from collections import defaultdict
from itertools import count
from unicodedata import normalize

from django.utils.translation import gettext as _

from portal.vocabularies.codes import is_well_formed, shape_of, tidied
from portal.vocabularies.models import Term
from portal.vocabularies.reading import BadList, Row


def checked(scheme: str, rows: list[Row], known: dict[str, Term]) -> list[Row]:
    """The rows with their codes as this site writes them, or the first thing wrong."""
    for row in rows:
        row.code = tidied(scheme, row.code)
        row.parent = tidied(scheme, row.parent)
        row.replaced_by = tidied(scheme, row.replaced_by)
    if scheme == Term.Scheme.CCS:
        number_uncoded(
            [row for row in rows if row.parent and not row.code], rows, known
        )
    check_codes(scheme, rows)
    check_references(rows, {row.code for row in rows} | set(known))
    return rows


def number_uncoded(uncoded: list[Row], rows: list[Row], known: dict[str, Term]) -> None:
    """A class without a code keeps the code its name has in its range, or gets a number."""
    by_name = defaultdict(list)
    for code, term in known.items():
        parent = term.ancestors_and_self[-2:-1]
        by_name[*parent, squeezed(term.name_zh)].append(code)
    taken = {row.code for row in rows} | set(known)
    for row in uncoded:
        same = by_name[row.parent, squeezed(row.name_zh)]
        numbers = (f"{row.parent}.{number:02d}" for number in count(1))
        row.code = (
            same.pop(0) if same else next(code for code in numbers if code not in taken)
        )
        taken.add(row.code)


def squeezed(name: str) -> str:
    """Ｘ射线 and X 射线 are one name."""
    return "".join(normalize("NFKC", name).split())


def check_codes(scheme: str, rows: list[Row]) -> None:
    seen = {}
    for row in rows:
        said = {"row": row.number, "code": row.code[:40]}
        if not row.code:
            raise BadList(_("Row %(row)d has no code.") % said)
        if not is_well_formed(scheme, row.code):
            raise BadList(
                _(
                    "Row %(row)d: “%(code)s” is not a code of this list; one looks like %(example)s."
                )
                % {**said, "example": shape_of(scheme).example}
            )
        if row.code in seen:
            raise BadList(
                _("Row %(row)d: the code “%(code)s” stands in row %(first)d already.")
                % {**said, "first": seen[row.code]}
            )
        if not (row.name_zh or row.name_en):
            raise BadList(_("Row %(row)d: “%(code)s” has no name.") % said)
        seen[row.code] = row.number


def check_references(rows: list[Row], codes: set[str]) -> None:
    for row in rows:
        if row.parent and row.parent not in codes:
            raise BadList(
                _(
                    "Row %(row)d: the broader term “%(code)s” is neither in this list nor loaded."
                )
                % {"row": row.number, "code": row.parent[:40]}
            )
        if row.replaced_by and row.replaced_by not in codes:
            raise BadList(
                _(
                    "Row %(row)d: the successor “%(code)s” is neither in this list nor loaded."
                )
                % {"row": row.number, "code": row.replaced_by[:40]}
            )
        if row.replaced_by == row.code:
            raise BadList(
                _("Row %(row)d: “%(code)s” cannot be its own successor.")
                % {"row": row.number, "code": row.code}
            )
