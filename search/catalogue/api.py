import logging

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from search.catalogue.criteria import PAGE_SIZE, Criteria
from search.catalogue.results import Results
from search.documents.engine import AWAY

logger = logging.getLogger(__name__)
router = Router(tags=["search"])


class Asked(Schema):
    """The same parameters as the search page; a repeated one chooses several values."""

    q: str = ""
    kind: list[str] = Field([], description="listing, achievement, call, project, page")
    domain: list[str] = []
    element: list[str] = []
    discipline: list[str] = Field([], description="codes of research disciplines")
    industry: list[str] = Field([], description="codes of GB/T 4754")
    region: list[str] = Field([], description="codes of GB/T 2260")
    trl: list[str] = []
    way: list[str] = Field([], description="ways of transfer")
    ip: list[str] = Field([], description="types of intellectual property")
    year: list[str] = []
    sort: str = Field("", description="relevance, newest, trl")
    page: str = "1"


class Hit(Schema):
    kind: str
    number: str
    title: str
    url: str
    score: float | None
    holder: str
    region: str
    trl: int | None
    ways: list[str]
    price: str
    highlights: dict[str, str] = Field(
        description="HTML by place (title, line, body_zh, body_en, names), where the words stand"
    )


class Value(Schema):
    value: str
    label: str
    count: int


class Found(Schema):
    total: int
    page: int
    page_size: int
    hits: list[Hit]
    facets: dict[str, list[Value]]


class Problem(Schema):
    detail: str


@router.get(
    "/search", response={200: Found, 503: Problem}, summary="Search the catalogue"
)
def search(request: HttpRequest, asked: Query[Asked]):
    # Read as the page reads it, so that both answer any address alike.
    try:
        results = Results(Criteria.read(request.GET))
    except AWAY:
        logger.exception("The search engine does not answer")
        return Status(503, {"detail": "search is not available"})
    return {
        "total": results.total,
        "page": results.criteria.page,
        "page_size": PAGE_SIZE,
        "hits": [as_hit(request, row) for row in results.rows],
        "facets": {group.name: group.values for group in results.facets},
    }


def as_hit(request, row):
    return {
        "kind": row.kind,
        "number": row.number,
        "title": row.plain_title,
        "url": request.build_absolute_uri(row.url),
        "score": row.score,
        "holder": row.holder,
        "region": row.region,
        "trl": row.trl,
        "ways": row.ways,
        "price": row.price,
        "highlights": row.highlights,
    }
