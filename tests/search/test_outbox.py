"""Every change of what the catalogue shows leaves a promise, in its own transaction."""

import pytest
from django.db import transaction
from wagtail.models import Locale, Page, PageViewRestriction

from achievements.models import (
    Achievement,
    Contributor,
    IPRight,
    Listing,
    Output,
    Participation,
)
from portal.models import GuidePage, HomePage, Term
from projects.models import Indicator, IndicatorTable
from search.models import IndexTask
from search.outbox.promises import remember_all
from tests.factories.accounts import OrganisationFactory
from tests.factories.achievements import AchievementFactory, ListingFactory


@pytest.fixture
def promised(achievement, listing):
    """What is promised after this moment."""
    IndexTask.objects.all().delete()

    def tasks():
        return set(IndexTask.objects.values_list("kind", "object_id"))

    return tasks


@pytest.fixture
def both(achievement, listing):
    """An achievement's change is its listing's, too."""
    return {("achievement", achievement.pk), ("listing", listing.pk)}


def test_saving_leaves_a_promise(promised, achievement, listing, both):
    achievement.save()

    assert promised() == both


def test_saving_a_listing_leaves_its_own_promise(promised, listing):
    listing.save()

    assert promised() == {("listing", listing.pk)}


def test_deleting_leaves_a_promise(promised, listing):
    pk = listing.pk
    listing.delete()

    assert promised() == {("listing", pk)}


@pytest.mark.parametrize(
    "add",
    [
        lambda record: Contributor.objects.create(achievement=record, name_zh="乙"),
        lambda record: Participation.objects.create(
            achievement=record, organisation=record.holder
        ),
        lambda record: Output.objects.create(achievement=record, kind="standard"),
        lambda record: IPRight.objects.create(
            achievement=record, type=Term.objects.get(scheme="ip-type", code="secret")
        ),
    ],
)
def test_parts_of_an_achievement_count(promised, achievement, both, add):
    part = add(achievement)
    assert promised() == both

    IndexTask.objects.all().delete()
    part.delete()
    assert promised() == both


def test_indicators_count(promised, achievement, both):
    achievement.indicator_table = IndicatorTable.objects.create()
    achievement.save()
    IndexTask.objects.all().delete()

    Indicator.objects.create(table=achievement.indicator_table, name_zh="不确定度")

    assert promised() == both


def test_codes_count(promised, achievement, listing, both):
    achievement.industries.set(Term.objects.filter(scheme="industry", code="C40"))
    assert promised() == both

    IndexTask.objects.all().delete()
    listing.modes.clear()
    assert promised() == {("listing", listing.pk)}


def test_an_organisations_name_stands_in_the_entries_of_its_records(
    promised, achievement, both
):
    achievement.holder.name_zh = "新名称计量院"
    achievement.holder.save()

    assert promised() == both


def test_a_partners_name_counts_as_well(promised, achievement, both):
    partner = OrganisationFactory()
    Contributor.objects.create(achievement=achievement, organisation=partner)
    IndexTask.objects.all().delete()

    partner.save()

    assert promised() == both


def test_a_promise_is_rolled_back_with_its_change(promised, achievement):
    with transaction.atomic():
        achievement.save()
        assert promised()
        transaction.set_rollback(True)

    assert promised() == set()


def test_a_refused_step_promises_nothing(promised, achievement, stranger):
    with pytest.raises(Exception):  # noqa: B017, PT011 - whichever way it is refused
        achievement.withdraw(by=stranger, reason="x")

    assert promised() == set()


def test_bulk_writes_are_followed_by_hand(promised, achievement, listing, both):
    Achievement.objects.filter(pk=achievement.pk).update(trl=9)
    assert promised() == set()

    remember_all(Achievement.objects.filter(pk=achievement.pk))
    assert promised() == both

    IndexTask.objects.all().delete()
    remember_all(Listing.objects.filter(pk=listing.pk))
    assert promised() == {("listing", listing.pk)}


def test_remembering_many_takes_few_queries(db, django_assert_max_num_queries):
    ListingFactory.create_batch(5, published=True)
    IndexTask.objects.all().delete()

    with django_assert_max_num_queries(4):
        remember_all(Achievement.objects.all())

    assert IndexTask.objects.count() == 10


@pytest.fixture
def guide(db):
    home = HomePage.objects.filter(locale=Locale.objects.get(language_code="zh-hans"))
    parent = home.first() or Page.objects.get(depth=1)
    page = GuidePage(
        title="办事指南", slug="office-guide", introduction="如何登记成果。"
    )
    parent.add_child(instance=page)
    IndexTask.objects.all().delete()
    return page


def test_pages_leave_promises_when_published_unpublished_and_deleted(guide):
    def promised():
        tasks = list(IndexTask.objects.values_list("kind", "object_id"))
        IndexTask.objects.all().delete()
        return set(tasks)

    pk = guide.pk
    guide.save_revision().publish()
    assert promised() == {("page", pk)}

    guide.unpublish()
    assert promised() == {("page", pk)}

    guide.delete()
    assert promised() == {("page", pk)}


def test_a_live_page_is_found_and_a_private_one_is_not(guide, found, keep_promises):
    guide.save_revision().publish()
    keep_promises()
    assert found(q="如何登记成果", kind="page") == [f"P{guide.pk}"]

    PageViewRestriction.objects.create(page=guide, restriction_type="login")
    keep_promises()
    assert found(q="如何登记成果", kind="page") == []


def test_achievement_without_listing_is_promised_alone(db):
    record = AchievementFactory(published=True)
    IndexTask.objects.all().delete()

    record.save()

    assert set(IndexTask.objects.values_list("kind", "object_id")) == {
        ("achievement", record.pk)
    }
