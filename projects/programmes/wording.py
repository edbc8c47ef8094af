"""Rules as sentences, as applicants and officers read them."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from portal.organisations.models import Organisation


def eligibility(record):
    """Who may apply, of rules or of a call."""
    return [*of_organisations(record), *of_leader(record), *of_running(record)]


def of_organisations(record):
    if not record.organisation_kinds:
        return [_("Any organisation registered on this portal may apply.")]
    comma = pgettext("between list items", ", ")
    labels = (str(Organisation.Kind(kind).label) for kind in record.organisation_kinds)
    kinds = comma.join(labels)
    return [_("Organisations of these kinds may apply: %(kinds)s.") % {"kinds": kinds}]


def of_leader(record):
    if record.max_age:
        yield _(
            "In the year in which the call closes the project leader is at most "
            "%(age)s years old."
        ) % {"age": record.max_age}
    if record.lowest_degree:
        yield _(
            "The project leader holds the degree of %(degree)s or a higher one."
        ) % {"degree": record.get_lowest_degree_display()}


def of_running(record):
    limits = (record.max_running_person, record.max_running_organisation)
    if limits[0] is not None:
        yield ngettext(
            "The project leader has at most %(count)s running project.",
            "The project leader has at most %(count)s running projects.",
            limits[0],
        ) % {"count": limits[0]}
    if limits[1] is not None:
        yield ngettext(
            "The lead organisation has at most %(count)s running project.",
            "The lead organisation has at most %(count)s running projects.",
            limits[1],
        ) % {"count": limits[1]}
    if record.refuses_running_title:
        yield _("What is already running under the same title is not funded again.")
