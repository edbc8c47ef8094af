"""The demonstration's programmes, calls and applications; again it changes nothing."""

from portal.numbering import next_numbers
from portal.vocabularies.models import Term
from projects.demo import reading
from projects.demo.applications import Loader, tell
from projects.demo.calls import load_calls, load_programmes
from projects.demo.people import load_persons, load_portfolio
from projects.models import Programme


def load(organisations, people):
    """All or nothing: what somebody has changed since is left alone."""
    if Programme.objects.filter(code="nqi-key").exists():
        return
    terms = {(term.scheme, term.code): term for term in Term.objects.all()}
    persons = load_persons(organisations, people)
    load_portfolio(persons, terms)
    programmes = load_programmes(organisations, people)
    calls = load_calls(programmes, organisations, people)
    loader = Loader(calls, organisations, people, persons, terms)
    rows = reading.applications()
    numbers = next_numbers("S", len(rows))
    tell([loader.load(*pair) for pair in zip(rows, numbers, strict=True)])
