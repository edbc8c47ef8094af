"""Projects that an application may repeat: found by the engine, measured by us.

The engine's own score means nothing from one question to the next. It only names
candidates; the percentage is computed from the texts, see `likeness.py`.
"""

from django.conf import settings
from django.urls import reverse
from elasticsearch.dsl import Q, Search

from projects.portfolio.likeness import Description, NotNow, most_alike
from projects.portfolio.models import Project
from search.documents.engine import AWAY, quick
from search.documents.words import clean, stems

CANDIDATES = 60


def similar_projects(title_zh, title_en, text_zh, text_en, most):
    """The most alike projects, running or past; `NotNow` where the engine is away."""
    description = Description(title_zh, title_en, text_zh, text_en)
    try:
        numbers = candidates(description)
    except AWAY as error:
        raise NotNow from error
    projects = Project.objects.filter(number__in=numbers).select_related("organisation")
    known = {project: described(project) for project in projects}
    return [
        {
            "number": project.number,
            "title_zh": project.title_zh,
            "title_en": project.title_en,
            "url": reverse("projects:detail", args=[project.number]),
            "percent": percent,
            "organisation": project.organisation_name
            or str(project.organisation or ""),
        }
        for percent, project in most_alike(description, known.items(), most)
        if percent
    ]


def described(project):
    return Description(
        project.title_zh, project.title_en, project.abstract_zh, project.abstract_en
    )


def candidates(description):
    """By title and by text apart: of many projects only the title is known."""
    alike = [
        more_like_this(
            {
                "title_zh": description.title_zh,
                "title_stems": stems(*description.titles()),
            }
        ),
        more_like_this(
            {
                "brief_zh": description.abstract_zh,
                "brief_stems": stems(description.abstract_zh, description.abstract_en),
            }
        ),
    ]
    search = (
        Search(index=settings.SEARCH_INDEX, using=quick())
        .query("bool", should=[one for one in alike if one], minimum_should_match=1)
        .filter("term", kind="project")
        .source(["number"])
    )
    return [hit.number for hit in search[:CANDIDATES].execute()] if any(alike) else []


def more_like_this(texts):
    texts = {name: clean(text) for name, text in texts.items() if text.strip()}
    if not texts:
        return None
    pairs = {name: f"{name}.bigram" if name.endswith("_zh") else name for name in texts}
    return Q(
        "more_like_this",
        fields=list(pairs.values()),
        like=[{"_index": settings.SEARCH_INDEX, "doc": texts}],
        min_term_freq=1,
        min_doc_freq=1,
        max_query_terms=40,
        minimum_should_match="25%",
    )
