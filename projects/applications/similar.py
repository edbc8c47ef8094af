"""Which projects and earlier applications an application is like."""

from wagtail import hooks

from projects.applications.models import Application
from projects.portfolio.likeness import Description, NotNow, most_alike

__all__ = ["NotNow", "nearest"]

MOST = 5


def nearest(application):
    """Of both kinds the most alike, with their percentages, the nearest first."""
    found = [*projects_like(application), *applications_like(application)]
    return sorted(found, key=lambda one: -one["percent"])[:MOST]


def projects_like(application):
    """The search floor finds them and says how alike they are; `NotNow` if it cannot."""
    found = []
    for ask in hooks.get_hooks("similar_projects"):
        found += ask(
            application.title_zh,
            application.title_en,
            application.abstract_zh,
            application.abstract_en,
            MOST,
        )
    return [{"kind": "project", **one} for one in found]


TEXTS = ("title_zh", "title_en", "abstract_zh", "abstract_en")


def applications_like(application):
    """Of this call and the earlier ones of its programme, whose officers may see them."""
    others = (
        Application.objects.arrived()
        .filter(call__programme=application.call.programme_id)
        .exclude(pk=application.pk)
        .exclude(status=Application.Status.WITHDRAWN)
        .order_by("pk")
    )
    rows = others.values_list("pk", *TEXTS).iterator(chunk_size=500)
    described = ((pk, Description(*texts)) for pk, *texts in rows)
    own = Description(*(getattr(application, name) for name in TEXTS))
    percents = {pk: percent for percent, pk in most_alike(own, described, MOST)}
    shown = Application.objects.filter(pk__in=percents).select_related("organisation")
    return [
        {
            "kind": "application",
            "number": other.number,
            "title_zh": other.title_zh,
            "title_en": other.title_en,
            "organisation": other.organisation.name_zh,
            "url": "",
            "percent": percents[other.pk],
        }
        for other in shown
        if percents[other.pk]
    ]
