import factory
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from factory.django import DjangoModelFactory
from stdnum.cn import uscc

from portal.models import Membership, Organisation, Term, User


class UserFactory(DjangoModelFactory):
    """A person with a confirmed address and the password `password`."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"人员{n}")
    password = factory.django.Password("password")

    @factory.post_generation
    def role(user, create, name, **kwargs):
        if create and name:
            user.groups.add(Group.objects.get(name=name))

    @factory.post_generation
    def confirmed(user, create, extracted, **kwargs):
        if create and extracted is not False:
            EmailAddress.objects.create(
                user=user, email=user.email, verified=True, primary=True
            )


def valid_uscc(n, office="12"):
    body = f"{office}310000{n:09d}"
    return body + uscc.calc_check_digit(body)


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name_zh = factory.Sequence(lambda n: f"第{n}计量研究院")
    name_en = factory.Sequence(lambda n: f"Institute of Metrology No. {n}")
    uscc = factory.Sequence(valid_uscc)
    kind = Organisation.Kind.INSTITUTE
    status = Organisation.Status.VERIFIED
    region = factory.LazyFunction(
        lambda: Term.objects.get(scheme="region", code="310000")
    )


class InstituteFactory(OrganisationFactory):
    pass


class EnterpriseFactory(OrganisationFactory):
    name_zh = factory.Sequence(lambda n: f"第{n}仪器有限公司")
    name_en = factory.Sequence(lambda n: f"Instruments No. {n} Co., Ltd.")
    uscc = factory.Sequence(lambda n: valid_uscc(n, office="91"))
    kind = Organisation.Kind.ENTERPRISE


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    class Params:
        office = factory.Trait(role=Membership.Role.RESEARCH_OFFICE)
        administrator = factory.Trait(role=Membership.Role.ADMINISTRATOR)

    organisation = factory.SubFactory(OrganisationFactory)
    user = factory.SubFactory(UserFactory)
    status = Membership.Status.ACTIVE
