import pytest

from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.projects import ApplicationFactory, TeamMemberFactory
from tests.projects.phases import calls_of_each_phase


@pytest.fixture
def draft(call, institute, applicant):
    """An application that its author has just begun."""
    return ApplicationFactory(
        call=call,
        organisation=institute,
        created_by=applicant,
        title_zh="膜片式压力量值传递方法研究",
    )


@pytest.fixture
def colleague(db):
    """A researcher elsewhere, who is asked into the team."""
    return UserFactory(name="林若溪", email="lin@example.org")


@pytest.fixture
def member(application, colleague):
    """Named and invited, not answered yet."""
    row = TeamMemberFactory(
        application=application, name_zh="林若溪", email="lin@example.org"
    )
    row.invite(by=application.created_by)
    return row


@pytest.fixture
def writing_member(member, colleague):
    """A member who consented and may write."""
    member.may_write = True
    member.save()
    member.consent(by=colleague)
    return colleague


@pytest.fixture
def second_applicant(institute):
    """Of the same institute, with nothing to do with the application."""
    return MembershipFactory(organisation=institute, user__name="顾言").user


@pytest.fixture
def officer_client(client, programme_officer):
    """The officer at the admin."""
    client.force_login(programme_officer)
    return client


@pytest.fixture
def phases(programme):
    """A call of each phase, by name; two are open."""
    return calls_of_each_phase(programme)
