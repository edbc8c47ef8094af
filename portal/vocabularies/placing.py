"""Where each term of a list stands: its parent and the path down to it."""

from django.utils.translation import gettext as _

from portal.vocabularies.codes import shape_of
from portal.vocabularies.models import Term
from portal.vocabularies.reading import BadList, Row


def parents_in(scheme: str, rows: list[Row], known: dict[str, Term]) -> dict[str, str]:
    """The parent's code of each term: as listed, else as its code says, else as it was."""
    stated = {row.code: row.parent for row in rows if row.parent}
    codes = {row.code for row in rows} | set(known)
    parents = {}
    for code in codes:
        ancestors = known[code].ancestors_and_self[:-1] if code in known else []
        nearest = nearest_above(scheme, code, codes)
        was = ancestors[-1] if ancestors else ""
        # A52 stands in the range A50-64, of which its code knows nothing.
        keeps_place = not nearest or nearest in ancestors
        parents[code] = stated.get(code) or (was if keeps_place else nearest)
    return parents


def nearest_above(scheme: str, code: str, codes: set[str]) -> str:
    above = shape_of(scheme).above(code)
    while above and above not in codes:
        above = shape_of(scheme).above(above)
    return above


def paths_in(rows: list[Row], parents: dict[str, str]) -> dict[str, str]:
    """The path of each term; a term below itself has none."""
    numbers = {row.code: row.number for row in rows}
    paths = {"": ""}
    for code in parents:
        steps = []
        while code not in paths:
            if code in steps:
                last = max(
                    steps[steps.index(code) :], key=lambda step: numbers.get(step, 0)
                )
                raise BadList(
                    _("Row %(row)d: “%(code)s” would stand below itself.")
                    % {"row": numbers.get(last, 0), "code": last}
                )
            steps.append(code)
            code = parents[code]
        for step in reversed(steps):
            above = paths[parents[step]]
            paths[step] = f"{above}/{step}" if above else step
    return paths
