"""Leaving promises: rows that say which entries must be brought up to date."""

from django.db.models import Q

from achievements.models import Achievement, Listing
from portal.models import GuidePage, Organisation
from projects.models import Call, Programme, Project
from search.models import IndexTask

BATCH = 1_000


def remember(kind, pks):
    """Promise to look at these records again, in the caller's transaction."""
    tasks = (IndexTask(kind=kind, object_id=pk) for pk in pks)
    IndexTask.objects.bulk_create(tasks, batch_size=BATCH)


def remember_achievements(achievements):
    """A listing shows its achievement's rights and words, and is public only with it."""
    pks = list(achievements.order_by().values_list("pk", flat=True).distinct())
    remember("achievement", pks)
    for start in range(0, len(pks), BATCH):
        part = Q(achievement__in=pks[start : start + BATCH])
        remember_listings(Listing.objects.filter(part))


def remember_listings(listings):
    remember("listing", list(listings.order_by().values_list("pk", flat=True)))


def remember_pages(pages):
    remember("page", list(pages.order_by().values_list("pk", flat=True)))


def remember_projects(projects):
    remember("project", list(projects.order_by().values_list("pk", flat=True)))


def remember_calls(calls):
    remember("call", list(calls.order_by().values_list("pk", flat=True)))


def remember_programmes(programmes):
    """Their names stand in the entries of their calls."""
    remember_calls(Call.objects.published().filter(programme__in=programmes))


def remember_organisations(organisations):
    """Names, regions and codes of organisations stand in the entries of their records."""
    pks = organisations.values("pk")
    remember_achievements(
        Achievement.objects.filter(
            Q(holder__in=pks)
            | Q(contributors__organisation__in=pks)
            | Q(participations__organisation__in=pks),
            status=Achievement.Status.PUBLISHED,
        )
    )
    remember_listings(
        Listing.objects.filter(holder__in=pks, status=Listing.Status.PUBLISHED)
    )
    remember_projects(Project.objects.filter(organisation__in=pks))
    remember_programmes(Programme.objects.filter(authority__in=pks))


REMEMBER = {
    Achievement: remember_achievements,
    Listing: remember_listings,
    Project: remember_projects,
    Call: remember_calls,
    Programme: remember_programmes,
    Organisation: remember_organisations,
    GuidePage: remember_pages,
}


def remember_all(queryset):
    """For `bulk_create` and `update`, which send no signals."""
    REMEMBER[queryset.model](queryset)
