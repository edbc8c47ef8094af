from datetime import date, timedelta
from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from projects.models import (
    Application,
    BudgetLine,
    Call,
    Indicator,
    IndicatorTable,
    Milestone,
    Programme,
    Project,
    Questionnaire,
    Rules,
    TeamMember,
    Topic,
)
from tests.factories.accounts import InstituteFactory, UserFactory

ALL_STAGES = ["endorsement", "recommendation", "formal-check"]


def days(count):
    return factory.LazyFunction(lambda: timezone.now() + timedelta(days=count))


class ProgrammeFactory(DjangoModelFactory):
    class Meta:
        model = Programme
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"programme-{n}")
    kind = Programme.Kind.KEY_SPECIAL
    name_zh = factory.Sequence(lambda n: f"质量基础设施专项{n}")
    name_en = factory.Sequence(lambda n: f"Quality infrastructure programme {n}")

    @factory.post_generation
    def officers(programme, create, people, **kwargs):
        if create and people:
            programme.officers.set(people)


class RulesFactory(DjangoModelFactory):
    class Meta:
        model = Rules

    programme = factory.SubFactory(ProgrammeFactory)
    version = factory.LazyAttribute(lambda o: Rules.objects.next_version(o.programme))
    stages = ALL_STAGES


class QuestionnaireFactory(DjangoModelFactory):
    class Meta:
        model = Questionnaire

    programme = factory.SubFactory(ProgrammeFactory)
    name = factory.Sequence(lambda n: f"申报问卷{n}")


class CallFactory(DjangoModelFactory):
    """Published and open since yesterday, endorsed by the institution, one topic."""

    class Meta:
        model = Call
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(status=Call.Status.DRAFT)
        announced = factory.Trait(opens_at=days(10), closes_at=days(60))
        closed = factory.Trait(opens_at=days(-60), closes_at=days(-1))
        with_bureau = factory.Trait(endorsement=Call.Endorsement.BOTH)
        without_endorsement = factory.Trait(endorsement=Call.Endorsement.NONE)

    programme = factory.SubFactory(ProgrammeFactory)
    rules = factory.SubFactory(
        RulesFactory, programme=factory.SelfAttribute("..programme")
    )
    status = Call.Status.PUBLISHED
    year = 2026
    title_zh = factory.Sequence(lambda n: f"质量基础设施专项申报通知{n}")
    title_en = factory.Sequence(lambda n: f"Call for NQI research {n}")
    guideline_zh = "<p>指南。</p>"
    guideline_en = "<p>Guideline.</p>"
    opens_at = days(-1)
    closes_at = days(30)
    endorsement = Call.Endorsement.INSTITUTION

    @factory.post_generation
    def topics(call, create, count, **kwargs):
        if create:
            TopicFactory.create_batch(1 if count is None else count, call=call)


class TopicFactory(DjangoModelFactory):
    class Meta:
        model = Topic

    call = factory.SubFactory(CallFactory, topics=0)
    code = factory.Sequence(lambda n: f"1.{n}")
    title_zh = factory.Sequence(lambda n: f"高精度量值传递方法{n}")
    title_en = factory.Sequence(lambda n: f"Methods of precise traceability {n}")


class ApplicationFactory(DjangoModelFactory):
    """A draft; `complete` has all that submission asks for, the other traits follow it.

    Whoever wrote it has the author's rights and should be the organisation's member.
    """

    class Meta:
        model = Application
        skip_postgeneration_save = True

    class Params:
        complete = factory.Trait(
            title_zh="膜片式压力量值传递方法研究",
            title_en="Pressure traceability by diaphragm standards",
            abstract_zh="研究膜片式标准器的量值传递方法。",
            abstract_en="Research on traceability by diaphragm standards.",
            topic=factory.LazyAttribute(lambda o: o.call.topics.first()),
            starts=factory.LazyFunction(lambda: timezone.localdate().replace(day=1)),
            ends=factory.LazyAttribute(lambda o: o.starts + timedelta(days=700)),
            is_committed=True,
        )
        submitted = factory.Trait(
            complete=True, status=Application.Status.SUBMITTED, submitted_at=days(0)
        )
        endorsed = factory.Trait(
            submitted=True, status=Application.Status.ENDORSED, endorsed_at=days(0)
        )
        received = factory.Trait(
            endorsed=True, status=Application.Status.RECEIVED, received_at=days(0)
        )
        passed = factory.Trait(received=True, status=Application.Status.PASSED)
        refused = factory.Trait(received=True, status=Application.Status.REFUSED)

    call = factory.SubFactory(CallFactory)
    organisation = factory.SubFactory(InstituteFactory)
    created_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def rights(application, create, extracted, **kwargs):
        if create:
            application.give_rights_to_author()

    @factory.post_generation
    def parts(application, create, wanted, **kwargs):
        """A trait cannot switch this on: what is complete has made its commitments."""
        wanted = application.is_committed if wanted is None else wanted
        if create and wanted:
            give_parts(application)


def give_parts(application):
    """A leader who consented, an indicator, a milestone, a budget that is in order."""
    TeamMemberFactory(
        application=application,
        leader=True,
        user=application.created_by,
        status=TeamMember.Status.CONSENTED,
    )
    application.indicator_table = IndicatorTable.objects.create()
    application.save()
    Indicator.objects.create(
        table=application.indicator_table,
        name_zh="相对扩展不确定度",
        name_en="Relative expanded uncertainty",
        comparator=Indicator.Comparator.AT_MOST,
        baseline="0.05",
        target="0.02",
        unit="%",
        method=Indicator.Method.TEST_REPORT,
    )
    Milestone.objects.create(
        application=application,
        due=application.ends,
        title_zh="完成标准装置",
        title_en="Standard facility completed",
        result_zh="装置一套",
        result_en="One facility",
    )
    for category, amount in (("purchase", "100000.00"), ("materials", "200000.00")):
        BudgetLine.objects.create(
            application=application,
            year=application.starts.year,
            category=category,
            source=BudgetLine.Source.CENTRAL,
            amount=Decimal(amount),
        )


class TeamMemberFactory(DjangoModelFactory):
    class Meta:
        model = TeamMember

    class Params:
        leader = factory.Trait(role=TeamMember.Role.LEADER)

    application = factory.SubFactory(ApplicationFactory)
    name_zh = factory.Sequence(lambda n: f"成员{n}")
    name_en = factory.Sequence(lambda n: f"Member {n}")
    degree = "doctor"
    birth_year = 1985
    person_months = Decimal("12.0")


class ProjectFactory(DjangoModelFactory):
    """Of the past, with an organisation that is only a name; running for two years."""

    class Meta:
        model = Project
        skip_postgeneration_save = True

    class Params:
        finished = factory.Trait(
            status=Project.Status.FINISHED,
            started=date(2018, 1, 1),
            ended=date(2020, 12, 31),
        )

    title_zh = factory.Sequence(lambda n: f"膜片式压力量值传递方法研究（{n}）")
    programme_name = "国家自然科学基金"
    category = "面上项目"
    organisation_name = "安徽大学"
    leader_name = "陶志富"
    amount = Decimal("180000.00")
    started = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=365))
    ended = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=365))
    source = "NSFC"
    source_key = factory.Sequence(lambda n: f"717{n:05d}")
