"""SQL queries of every list page, with few rows and with many."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

# (address, who looks: nobody, or the name of a person in `people`)
LISTS = [
    ("/zh-hans/catalogue/", None),
    ("/zh-hans/listings/", None),
    ("/zh-hans/achievements/", None),
    ("/zh-hans/organisations/", None),
]
MOST = 12


def queries_of(path, user):
    client = Client()
    if user:
        client.force_login(user)
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
    return len(queries) if response.status_code == 200 else None


def table(people=None):
    """Rows of address and SQL queries; None where the page does not answer."""
    for path, who in LISTS:
        yield path, queries_of(path, (people or {}).get(who))
