"""How long a search page takes on the server, and how many queries it asks."""

from statistics import median, quantiles
from time import perf_counter

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from search.catalogue.criteria import Criteria
from search.catalogue.facets import CatalogueSearch
from search.documents.engine import client as engine
from tests.benchmarks.relevance import rows

ROUNDS = 200
WARMING = 30


def questions():
    """Real questions in both languages, and what one clicks on."""
    english = [row["text"] for row in rows("en", "queries")][:60]
    chinese = [row["text"] for row in rows("zh", "queries")][:60]
    plain = [
        "计量",
        "检测",
        "flow",
        "quantum",
        "GB/T 19001",
        "",
        "surface",
        "模型",
        "材料",
    ]
    asked = [{"q": text} for text in (*english, *chinese, *plain)]
    asked += [{"q": text, "domain": "metrology", "region": "110000"} for text in plain]
    asked += [
        {"industry": ["C", "C40"], "sort": "newest", "page": n} for n in range(1, 20)
    ]
    return asked


def percentiles(times):
    return median(times) * 1000, quantiles(times, n=20)[-1] * 1000


def clock(work, asked):
    times = []
    for place in range(WARMING + ROUNDS):
        one = asked[place % len(asked)]
        begun = perf_counter()
        work(one)
        times.append(perf_counter() - begun)
    return percentiles(times[WARMING:])


def bodies(asked):
    """The very requests that the page sends to the engine."""
    for one in asked:
        criteria = Criteria.read(as_query(one))
        search = CatalogueSearch(criteria)[
            (criteria.page - 1) * 20 : criteria.page * 20
        ]
        yield search.index, search._s.to_dict()


def as_query(one):
    request = Client().get("/api/v1/openapi.json", one).wsgi_request
    return request.GET


def queries_of(path, parameters=None):
    with CaptureQueriesContext(connection) as queries:
        response = Client().get(path, parameters)
    assert response.status_code == 200, path
    return len(queries)


def table():
    """Rows of what, p50 ms, p95 ms, SQL queries."""
    asked = questions()
    prepared = list(bodies(asked))
    page = Client()
    p50, p95 = clock(lambda one: engine().search(index=one[0], body=one[1]), prepared)
    yield "the bare Elasticsearch query", p50, p95, 0
    for name, path in (
        ("search page", "/zh-hans/catalogue/"),
        ("search as JSON", "/api/v1/search"),
        ("suggestions", "/zh-hans/catalogue/suggest/"),
    ):
        p50, p95 = clock(lambda one, path=path: page.get(path, one), asked)
        yield name, p50, p95, queries_of(path, {"q": "计量"})
