from datetime import datetime
from decimal import Decimal

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from pydantic import Field

from projects.calls.dates import dates_of
from projects.calls.models import Call
from projects.calls.searching import FindForm

router = Router(tags=["calls"])
PAGE_SIZE = 20


class Asked(Schema):
    """The same parameters as the page of calls; what makes no sense asks for nothing."""

    q: str = ""
    phase: str = Field("", description="announced, open, closed")
    programme: str = Field("", description="code of a programme")
    domain: str = ""
    year: str = ""
    page: str = "1"


class Brief(Schema):
    number: str
    title_zh: str
    title_en: str
    summary_zh: str
    summary_en: str
    status: str = Field(description="published, cancelled")
    phase: str | None = Field(description="announced, open, closed; now, by the server")
    programme: str = Field(description="code")
    programme_name_zh: str
    programme_name_en: str
    year: int
    opens_at: datetime
    closes_at: datetime
    url: str


class Topic(Schema):
    code: str
    title_zh: str
    title_en: str
    description_zh: str
    description_en: str
    mode: str
    budget_max: Decimal | None
    most_projects: int | None


class Date(Schema):
    what: str = Field(description="opens, closes, institution, bureau")
    at: datetime


class Whole(Brief):
    status_reason: str
    guideline_zh: str = Field(description="HTML")
    guideline_en: str = Field(description="HTML")
    commitments_zh: str
    commitments_en: str
    contact_zh: str
    contact_en: str
    endorsement: str
    budget_total: Decimal | None
    budget_min: Decimal | None
    budget_max: Decimal | None
    months_min: int | None
    months_max: int | None
    organisation_kinds: list[str]
    max_age: int | None
    lowest_degree: str
    max_running_person: int | None
    max_running_organisation: int | None
    refuses_running_title: bool
    domains: list[str]
    elements: list[str]
    topics: list[Topic]
    dates: list[Date]


class Page(Schema):
    total: int
    page: int
    page_size: int
    calls: list[Brief]


@router.get("/calls", response=Page, summary="Public calls, open ones first")
def calls(request: HttpRequest, asked: Query[Asked]):
    found = FindForm(request.GET).narrow(Call.objects.public()).for_listing()
    page = Paginator(found, PAGE_SIZE).get_page(asked.page)
    return {
        "total": page.paginator.count,
        "page": page.number,
        "page_size": PAGE_SIZE,
        "calls": [brief(request, call) for call in page],
    }


@router.get("/calls/{number}", response=Whole, summary="One public call")
def call(request: HttpRequest, number: str):
    found = get_object_or_404(Call.objects.public().for_page(), number=number)
    own = {name: getattr(found, name) for name in OWN}
    return {
        **own,
        **brief(request, found),
        "domains": [term.code for term in found.domains.all()],
        "elements": [term.code for term in found.elements.all()],
        "topics": list(found.topics.all()),
        "dates": [{"what": one.key, "at": one.at} for one in dates_of(found)],
    }


GATHERED = {"domains", "elements", "topics", "dates"}
OWN = [
    name
    for name in Whole.model_fields
    if name not in Brief.model_fields and name not in GATHERED
]


def brief(request, record):
    programme = record.programme
    is_published = record.status == Call.Status.PUBLISHED
    made = {
        "phase": record.phase if is_published else None,
        "programme": programme.code,
        "programme_name_zh": programme.name_zh,
        "programme_name_en": programme.name_en,
        "url": request.build_absolute_uri(record.get_absolute_url()),
    }
    own = [name for name in Brief.model_fields if name not in made]
    return {name: getattr(record, name) for name in own} | made
