"""What codes are called, in one query for a page."""

from django.utils.translation import gettext as _

from portal.models import Term
from search.catalogue.criteria import TREES
from search.catalogue.facets import NONE, SCHEMES
from search.documents.sources import SOURCES

FLAT = [scheme for name, scheme in SCHEMES.items() if name not in TREES]


class TermLabels:
    """For the codes in rows, and whatever others are wanted besides."""

    def __init__(self, hits, **others):
        regions = {hit.display.region for hit in hits if "region" in hit.display}
        wanted = dict.fromkeys(FLAT) | others
        wanted["region"] = {*wanted.get("region", ()), *regions} - {None}
        self.terms = Term.objects.labels(wanted)

    def term(self, scheme, code):
        """The name in the reader's language; an unknown code stands for itself."""
        names = self.terms.get(scheme, {})
        found = names.get(code) or names.get(only_class_of(code))
        return found.name if found else code


def only_class_of(group):
    """GB/T 4754 tables leave out a group of one class: A019 is named by A0190."""
    return f"{group}0"


class Labels(TermLabels):
    """For a page of results: its rows, its facets, what is chosen in them."""

    def __init__(self, response, criteria):
        trees = {name: set(criteria.chosen.get(name, ())) for name in TREES}
        for name in TREES:
            trees[name] |= {value for value, _count, _chosen in response.facets[name]}
        trees["industry"] |= {only_class_of(code) for code in trees["industry"]}
        super().__init__(response, **trees)

    def value(self, name, value):
        if value == NONE:
            return _("none given")
        if name == "kind":
            return str(SOURCES[value].label) if value in SOURCES else value
        if name == "trl":
            return _("TRL %(level)s") % {"level": value}
        return self.term(SCHEMES[name], value) if name in SCHEMES else value
