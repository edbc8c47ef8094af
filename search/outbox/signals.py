"""A save or delete of what the catalogue shows leaves a promise, in its transaction."""

from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import PageViewRestriction
from wagtail.signals import page_slug_changed, post_page_move

from achievements.models import (
    Achievement,
    Contributor,
    IPRight,
    Listing,
    Output,
    Participation,
)
from portal.bulk import records_written
from portal.models import GuidePage, Organisation
from projects.models import Call, Indicator, Programme, Project, Topic
from search.outbox.promises import (
    remember,
    remember_achievements,
    remember_all,
    remember_pages,
)

PARTS = (Contributor, Participation, IPRight, Output)


def achievement_changed(instance, **kwargs):
    # By its key, for a deleted one has no row to be found by.
    remember("achievement", [instance.pk])
    remember("listing", instance.listings.values_list("pk", flat=True))


def part_changed(instance, **kwargs):
    remember_achievements(Achievement.objects.filter(pk=instance.achievement_id))


def indicator_changed(instance, **kwargs):
    table = instance.table_id
    remember_achievements(Achievement.objects.filter(indicator_table=table))


def listing_changed(instance, **kwargs):
    remember("listing", [instance.pk])


def project_changed(instance, **kwargs):
    remember("project", [instance.pk])


def call_changed(instance, **kwargs):
    remember("call", [instance.pk])


def topic_changed(instance, **kwargs):
    remember("call", [instance.call_id])


def shown_elsewhere_changed(instance, created=False, **kwargs):
    """An organisation or a programme: its name stands in the entries of others."""
    if not created:
        remember_all(type(instance).objects.filter(pk=instance.pk))


def page_changed(instance, **kwargs):
    remember("page", [instance.pk])


def pages_below_changed(instance, **kwargs):
    below = instance.get_descendants(inclusive=True)
    remember_pages(GuidePage.objects.filter(pk__in=below.values("pk")))


def restriction_changed(instance, **kwargs):
    pages_below_changed(instance.page)


def terms_changed(instance, action, **kwargs):
    if not action.startswith("post_"):
        return
    CHANGED[type(instance)](instance)


CHANGED = {
    Achievement: achievement_changed,
    Listing: listing_changed,
    Project: project_changed,
    Call: call_changed,
}


def many_written(queryset, **kwargs):
    """An import wrote them at once, past Django's own signals."""
    remember_all(queryset)


def follow(model, receiver):
    post_save.connect(receiver, sender=model, dispatch_uid=f"{model.__name__}-save")
    post_delete.connect(receiver, sender=model, dispatch_uid=f"{model.__name__}-delete")


def connect():
    for model, receiver in CHANGED.items():
        follow(model, receiver)
    follow(Indicator, indicator_changed)
    follow(Topic, topic_changed)
    follow(Organisation, shown_elsewhere_changed)
    follow(Programme, shown_elsewhere_changed)
    follow(GuidePage, page_changed)
    follow(PageViewRestriction, restriction_changed)
    for part in PARTS:
        follow(part, part_changed)
    for model in CHANGED:
        for field in model._meta.many_to_many:
            m2m_changed.connect(
                terms_changed,
                sender=field.remote_field.through,
                dispatch_uid=str(field),
            )
    records_written.connect(many_written, dispatch_uid="catalogue-bulk")
    page_slug_changed.connect(pages_below_changed, dispatch_uid="catalogue-slug")
    post_page_move.connect(pages_below_changed, dispatch_uid="catalogue-move")
