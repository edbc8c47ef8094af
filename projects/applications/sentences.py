"""What a finding says, in the reader's language, with its figures."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.organisations.models import Organisation
from projects.programmes.models import Eligibility

SENTENCES = {
    "failed": _("This check failed. It will be tried again."),
    "complete": _("Everything that the call asks for has been given."),
    "missing": _("Missing: %(texts)s"),
    "kind-admitted": _("%(kind)s: may apply."),
    "kind-refused": _("%(kind)s: may not apply. The call admits %(kinds)s."),
    "unverified": _("The lead organisation has not been verified."),
    "age-admitted": _(
        "The leader turns %(age)s in %(year)s; the call allows %(most)s."
    ),
    "too-old": _(
        "The leader turns %(age)s in %(year)s; the call allows only %(most)s."
    ),
    "age-unsaid": _(
        "The leader’s year of birth is not given; the call allows %(most)s years."
    ),
    "degree-admitted": _(
        "The leader’s degree is %(degree)s; the call asks for %(least)s."
    ),
    "degree-too-low": _(
        "The leader’s degree is %(degree)s; the call asks for at least %(least)s."
    ),
    "degree-unsaid": _(
        "The leader’s degree is not given; the call asks for %(least)s."
    ),
    "running-person": _(
        "Running projects that the leader leads: %(count)s. The call allows "
        "%(most)s, this one included."
    ),
    "running-organisation": _(
        "Running projects of the lead organisation: %(count)s. The call allows "
        "%(most)s, this one included."
    ),
    "namesake": _(
        "Somebody named %(name)s leads running projects of the same organisation: "
        "%(numbers)s. Find out whether it is the same person."
    ),
    "title-free": _("No running project has this title."),
    "title-runs": _("The running project %(number)s has the same title: “%(title)s”."),
    "title-twice": _(
        "Other applications to this call have the same title: %(numbers)s."
    ),
    "budget-kept": _("Public money %(sum)s yuan. The caps and the frame are kept."),
    "budget-broken": _("The budget breaks the rules: %(texts)s"),
    "consent": _("Members of the team: %(count)s. All have consented."),
    "no-consent": _("Without consent: %(names)s."),
    "similar": _("Up to %(percent)s %% alike; shown are those from %(from)s %% on."),
    "not-similar": _(
        "The nearest other one is %(percent)s %% alike; it would be shown from %(from)s %% on."
    ),
    "similar-unknown": _("The search engine did not answer. It will be asked again."),
}
KINDS = dict(Organisation.Kind.choices)
DEGREES = dict(Eligibility.Degree.choices)


def sentence(finding):
    return str(SENTENCES[finding.details["what"]]) % words(finding.details)


def words(details):
    said = {}
    for name, value in details.items():
        if name == "kind":
            said[name] = KINDS.get(value, value)
        elif name == "kinds":
            said[name] = listed(str(KINDS.get(kind, kind)) for kind in value)
        elif name in ("degree", "least"):
            said[name] = DEGREES.get(value, value)
        elif name in ("names", "numbers"):
            said[name] = listed(value)
        elif name == "texts":
            said[name] = " ".join(in_my_language(text) for text in value)
        elif isinstance(value, dict):
            said[name] = in_my_language(value)
        else:
            said[name] = value
    return said


def in_my_language(said):
    other = next(filter(None, said.values()), "")
    return said.get(get_language()) or other


def listed(words):
    return ("、" if (get_language() or "zh").startswith("zh") else ", ").join(words)
