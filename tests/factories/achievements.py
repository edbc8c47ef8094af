from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from achievements.enquiries.conversation import ENQUIRER_RIGHTS, HOLDER_RIGHTS
from achievements.models import (
    Achievement,
    Contributor,
    Enquiry,
    EnquiryMessage,
    Listing,
)
from portal.accounts import grants
from portal.models import Term
from tests.factories.accounts import InstituteFactory, MembershipFactory, UserFactory


def set_terms(record, field, scheme, codes):
    getattr(record, field).set(Term.objects.filter(scheme=scheme, code__in=codes))


class AchievementFactory(DjangoModelFactory):
    """Complete enough to be submitted; a draft unless a trait says otherwise."""

    class Meta:
        model = Achievement
        skip_postgeneration_save = True

    class Params:
        published = factory.Trait(
            status=Achievement.Status.PUBLISHED,
            published_at=factory.LazyFunction(timezone.now),
        )
        submitted = factory.Trait(status=Achievement.Status.SUBMITTED)
        withdrawn = factory.Trait(
            status=Achievement.Status.WITHDRAWN, status_reason="内容有误"
        )
        embargoed = factory.Trait(
            status=Achievement.Status.PUBLISHED,
            published_at=factory.LazyFunction(timezone.now),
            embargo_until=factory.LazyFunction(
                lambda: timezone.now() + timedelta(days=30)
            ),
        )

    title_zh = factory.Sequence(lambda n: f"高压气体流量标准装置的研制（{n}）")
    title_en = factory.Sequence(
        lambda n: f"High-pressure gas flow standard facility {n}"
    )
    summary_zh = "研制了高压气体流量标准装置，扩展不确定度为 0.08%（k=2）。"
    summary_en = (
        "A facility for high-pressure gas flow with an expanded uncertainty of 0.08 %."
    )
    form = Achievement.Form.EQUIPMENT
    trl = 7
    holder = factory.SubFactory(InstituteFactory)
    created_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def rights(achievement, create, extracted, **kwargs):
        if create and achievement.created_by:
            achievement.give_rights_to_author()

    @factory.post_generation
    def described(achievement, create, extracted, **kwargs):
        if create:
            set_terms(achievement, "domains", "domain", ["metrology"])
            set_terms(achievement, "elements", "element", ["metrology"])
            Contributor.objects.create(
                achievement=achievement, name_zh="沈知衡", name_en="Shen Zhiheng"
            )


class ListingFactory(DjangoModelFactory):
    """Complete enough to be submitted; a draft unless a trait says otherwise."""

    class Meta:
        model = Listing
        skip_postgeneration_save = True

    class Params:
        submitted = factory.Trait(status=Listing.Status.SUBMITTED)
        endorsed = factory.Trait(status=Listing.Status.ENDORSED)
        published = factory.Trait(
            status=Listing.Status.PUBLISHED,
            published_at=factory.LazyFunction(timezone.now),
        )
        withdrawn = factory.Trait(
            status=Listing.Status.WITHDRAWN, status_reason="不再转让"
        )
        expired = factory.Trait(
            status=Listing.Status.PUBLISHED,
            published_at=factory.LazyFunction(timezone.now),
            valid_until=factory.LazyFunction(
                lambda: timezone.localdate() - timedelta(days=1)
            ),
        )

    achievement = factory.SubFactory(
        AchievementFactory,
        published=True,
        created_by=factory.SelfAttribute("..created_by"),
    )
    holder = factory.SelfAttribute("achievement.holder")
    created_by = factory.SubFactory(UserFactory)
    title_zh = factory.Sequence(lambda n: f"高压气体流量标准装置使用许可（{n}）")
    title_en = factory.Sequence(
        lambda n: f"Licence to a gas flow standard facility {n}"
    )
    value_zh = "为天然气计量站提供本地溯源能力。"
    value_en = "Gives gas metering stations traceability on site."
    problem_zh = "大口径流量计送检周期长，停产损失大。"
    problem_en = (
        "Sending large flow meters away for calibration stops production for weeks."
    )
    trl = 7
    valid_until = factory.LazyFunction(
        lambda: timezone.localdate() + timedelta(days=365)
    )

    @factory.post_generation
    def rights(listing, create, extracted, **kwargs):
        if create and listing.created_by:
            listing.give_rights_to_author()

    @factory.post_generation
    def described(listing, create, extracted, **kwargs):
        if create:
            set_terms(listing, "modes", "transfer-way", ["licence"])
            set_terms(listing, "domains", "domain", ["metrology"])


class EnquiryFactory(DjangoModelFactory):
    """Open, from a member of an enterprise, with its first message."""

    class Meta:
        model = Enquiry
        skip_postgeneration_save = True

    class Params:
        answered = factory.Trait(status=Enquiry.Status.ANSWERED)
        closed = factory.Trait(
            status=Enquiry.Status.CLOSED, close_reason=Enquiry.CloseReason.PRICE
        )

    listing = factory.SubFactory(ListingFactory, published=True)
    from_organisation = factory.SubFactory(InstituteFactory)
    from_user = factory.LazyAttribute(
        lambda enquiry: MembershipFactory(organisation=enquiry.from_organisation).user
    )
    purpose = Enquiry.Purpose.LICENCE

    @factory.post_generation
    def rights(enquiry, create, extracted, **kwargs):
        if create:
            grants.give(enquiry.from_user, enquiry, *ENQUIRER_RIGHTS)
            if enquiry.listing.created_by:
                grants.give(enquiry.listing.created_by, enquiry, *HOLDER_RIGHTS)

    @factory.post_generation
    def first_message(enquiry, create, extracted, **kwargs):
        if create:
            EnquiryMessage.objects.create(
                enquiry=enquiry,
                side=EnquiryMessage.Side.ENQUIRER,
                author=enquiry.from_user,
                text=extracted or "请问可否提供试用？",
            )
