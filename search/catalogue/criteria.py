"""What a visitor asks for, read from an address in which anything may stand."""

from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from portal.vocabularies.codes import is_well_formed
from search.documents.source import with_ancestors
from search.documents.words import clean

FACETS = (
    "kind",
    "domain",
    "element",
    "discipline",
    "industry",
    "region",
    "trl",
    "way",
    "ip",
    "year",
)
TREES = ("discipline", "industry", "region")
SORTS = ("relevance", "newest", "trl")
PAGE_SIZE = 20
REACHABLE = 10_000
LAST_PAGE = REACHABLE // PAGE_SIZE
LONGEST_TEXT = 300
LONGEST_VALUE = 64
MOST_VALUES = 20


@dataclass(frozen=True)
class Criteria:
    text: str = ""
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = ""
    page: int = 1

    @classmethod
    def read(cls, parameters):
        """From a QueryDict; what makes no sense is left out or cut, never refused."""
        chosen = {}
        for name in FACETS:
            if values := read_values(name, parameters.getlist(name)):
                chosen[name] = values
        sort = parameters.get("sort", "")
        return cls(
            text=tidy(parameters.get("q", ""))[:LONGEST_TEXT].strip(),
            chosen=chosen,
            sort=sort if sort in SORTS else "",
            page=read_page(parameters.get("page", "")),
        )

    @property
    def order(self):
        """Without words there is no relevance to go by."""
        if self.sort and (self.text or self.sort != "relevance"):
            return self.sort
        return "relevance" if self.text else "newest"

    def with_value(self, name, value):
        values = narrowed(name, [*self.chosen.get(name, ()), value])
        return replace(self, chosen=self.chosen | {name: values}, page=1)

    def only_value(self, name, value):
        return replace(self, chosen=self.chosen | {name: (value,)}, page=1)

    def without(self, name, value):
        left = tuple(one for one in self.chosen.get(name, ()) if one != value)
        return replace(self, chosen=self.chosen | {name: left}, page=1)

    def without_facets(self):
        return replace(self, chosen={}, page=1)

    @property
    def query(self):
        """The address's query: the same criteria always make the same one."""
        pairs = [("q", self.text)] if self.text else []
        pairs += [(name, one) for name in FACETS for one in self.chosen.get(name, ())]
        if self.sort:
            pairs.append(("sort", self.sort))
        if self.page > 1:
            pairs.append(("page", self.page))
        return urlencode(pairs)


def tidy(text):
    return " ".join(clean(text[: LONGEST_TEXT * 4]).split())


def read_values(name, raw):
    values = [tidy(value)[:LONGEST_VALUE] for value in raw[:MOST_VALUES]]
    return narrowed(name, [value for value in values if value])


def narrowed(name, values):
    """Whoever chooses a branch of a tree within another means the narrower one."""
    values = tuple(dict.fromkeys(values))
    if name not in TREES:
        return values
    above = {code for value in values for code in ancestors(name, value)}
    return tuple(value for value in values if value not in above)


def ancestors(name, value):
    """The codes above one in its tree, top first; none for what is no code."""
    if name not in TREES or not is_well_formed(name, value):
        return []
    return [code for code in with_ancestors(name, [value]) if code != value]


def read_page(text):
    text = text.strip()[:9]
    if not (text.isascii() and text.isdecimal()):
        return 1
    return min(max(int(text), 1), LAST_PAGE)
