"""Applications as JSON, for whoever is signed in: what the pages show him, no more."""

from datetime import date, datetime

from django.db.models import Q
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from ninja.security import django_auth
from pydantic import Field

from projects.applications.models import Application
from projects.applications.reading import present

router = Router(tags=["applications"], auth=django_auth)
PAGE_SIZE = 20
LAST_PAGE = 10_000
SEARCHED = ("title_zh", "title_en", "number")


class Asked(Schema):
    q: str = Field("", max_length=200, description="words of the title, or a number")
    call: str = Field("", max_length=20, description="number of the call")
    status: list[str] = Field([], description="several are possible")
    page: int = Field(1, ge=1, le=LAST_PAGE)


class OfOrganisation(Schema):
    name_zh: str
    name_en: str
    uscc: str | None


class Row(Schema):
    number: str
    status: str
    title_zh: str
    title_en: str
    call: str = Field(alias="call.number")
    topic: str | None = Field(None, alias="topic.code")
    organisation: OfOrganisation
    starts: date | None
    ends: date | None
    submitted_at: datetime | None
    received_at: datetime | None
    decided_at: datetime | None
    url: str = ""

    @staticmethod
    def resolve_url(application, context):
        request = context["request"]
        return request.build_absolute_uri(application.get_absolute_url())


class Rows(Schema):
    total: int
    page: int
    page_size: int
    applications: list[Row]


class Version(Schema):
    version: int
    submitted_at: datetime
    sha256: str


class Whole(Row):
    version: int | None = Field(description="the version handed in; none is the draft")
    content: dict = Field(description="as in content.json of the ZIP")
    submissions: list[Version]

    @staticmethod
    def resolve_submissions(application):
        return list(application.submissions.order_by("version").defer("content"))


@router.get("/applications", response=Rows, summary="Applications that concern me")
def applications(request, asked: Query[Asked]):
    found = Application.objects.visible_to(request.user).for_listing()
    if asked.call:
        found = found.filter(call__number=asked.call)
    if asked.status:
        found = found.filter(status__in=asked.status)
    if asked.q:
        named = Q()
        for name in SEARCHED:
            named |= Q(**{f"{name}__icontains": asked.q})
        found = found.filter(named)
    first = (asked.page - 1) * PAGE_SIZE
    return {
        "total": found.order_by().count(),
        "page": asked.page,
        "page_size": PAGE_SIZE,
        "applications": list(found[first : first + PAGE_SIZE]),
    }


@router.get("/applications/{number}", response=Whole, summary="One application")
def application(request, number: str):
    """What the team changes after a return is not here for anybody else."""
    visible = Application.objects.visible_to(request.user).for_listing()
    application = get_object_or_404(visible, number=number)
    shown = present(application, request.user)
    application.content = shown.content
    application.version = shown.submission.version if shown.submission else None
    for name in ("title_zh", "title_en"):
        setattr(application, name, shown.content[name])
    return application
