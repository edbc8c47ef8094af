"""The people that tests are about, and a database that is ready in a second."""

import hashlib
import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections
from django.test import TransactionTestCase
from elasticsearch.helpers import bulk, scan

from portal.models import Organisation
from search.documents.engine import client as engine
from search.documents.sources import SOURCES
from search.outbox.promises import remember_all
from search.outbox.rebuild import rebuild
from tests.factories.accounts import (
    EnterpriseFactory,
    InstituteFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.factories.achievements import AchievementFactory, ListingFactory
from tests.factories.projects import (
    ApplicationFactory,
    CallFactory,
    ProgrammeFactory,
)

PREFIX = settings.PREFIX


def template_name():
    """A name that changes with migrations and vocabularies, which the template holds."""
    digest = hashlib.sha256()
    parts = (
        "*/migrations/*.py",
        "portal/vocabularies/**/*.*",
        "portal/deadlines/holidays.py",
        "portal/accounts/roles.py",
    )
    for part in parts:
        for path in sorted(Path(settings.BASE_DIR).glob(part)):
            if "__pycache__" not in path.parts:
                digest.update(path.read_bytes())
    return f"{PREFIX}_template_{digest.hexdigest()[:12]}"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix, django_db_blocker
):
    """Migrate once into a template; each worker's database is a copy of it."""
    template = template_name()
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [4711])
        try:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template])
            if not cursor.fetchone():
                make_template(cursor, template)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [4711])
    settings.DATABASES["default"]["TEST"]["TEMPLATE"] = template
    connection.settings_dict["TEST"]["TEMPLATE"] = template


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """A journey's server thread may still hold its connection when all is over."""
    yield
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = %s AND pid <> pg_backend_pid()",
            [connection.settings_dict["NAME"]],
        )
    connections.close_all()


def make_template(cursor, template):
    unfinished, name = f"{template}_new", connection.settings_dict["NAME"]
    cursor.execute(f'DROP DATABASE IF EXISTS "{unfinished}" WITH (FORCE)')
    cursor.execute(f'CREATE DATABASE "{unfinished}"')
    connection.close()
    connection.settings_dict["NAME"] = unfinished
    try:
        call_command("migrate", verbosity=0)
        call_command("load_vocabularies", verbosity=0)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name
    cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{template}"')


def restore_from_template(self):
    """After a test that really commits: a fresh copy, with pages and vocabularies.

    Django would empty the tables, Wagtail's root page and our lists with them.
    """
    name = connection.settings_dict["NAME"]
    template = connection.settings_dict["TEST"]["TEMPLATE"]
    connections.close_all()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


TransactionTestCase._fixture_teardown = restore_from_template


@pytest.fixture(autouse=True)
def chinese_site(settings):
    """Every test starts in the site's first language."""
    from django.utils import translation

    translation.activate("zh-hans")
    yield
    translation.deactivate()


def remove_indexes():
    for name in engine().indices.get(index=f"{settings.SEARCH_INDEX}*"):
        engine().indices.delete(index=name)


@pytest.fixture(scope="session")
def own_indexes():
    """This worker's indexes, gone when it ends."""
    remove_indexes()
    yield
    remove_indexes()


@pytest.fixture
def index(own_indexes, db):
    """An empty index behind this worker's alias."""
    cache.clear()
    name = settings.SEARCH_INDEX
    if not engine().indices.exists_alias(name=name):
        rebuild()
        # A rebuild keeps the promises of records that the test made before.
        for source in SOURCES.values():
            remember_all(source.model.objects.all())
    left = [
        {"_op_type": "delete", "_id": hit["_id"]}
        for hit in scan(engine(), index=name, query={"_source": False})
    ]
    bulk(engine(), left, index=name, refresh=True)
    return name


@pytest.fixture
def institute(db):
    return InstituteFactory()


@pytest.fixture
def enterprise(db):
    return EnterpriseFactory()


@pytest.fixture
def owner(institute):
    """A researcher of the institute, who wrote its achievements and listings."""
    return MembershipFactory(organisation=institute, user__name="沈知衡").user


@pytest.fixture
def office(institute):
    """The institute's research office."""
    return MembershipFactory(
        organisation=institute, office=True, user__name="科研处"
    ).user


@pytest.fixture
def organisation_administrator(institute):
    return MembershipFactory(
        organisation=institute, administrator=True, user__name="单位管理员"
    ).user


@pytest.fixture
def buyer(enterprise):
    """A member of an enterprise that looks for results."""
    return MembershipFactory(organisation=enterprise, user__name="陆明远").user


@pytest.fixture
def stranger(db):
    """Signed in, member of nothing."""
    return UserFactory(name="路人")


@pytest.fixture
def officer(db):
    return UserFactory(role="officer", name="项目主管")


@pytest.fixture
def editor(db):
    return UserFactory(role="editor", name="编辑")


@pytest.fixture
def administrator(db):
    return UserFactory(is_superuser=True, is_staff=True, name="系统管理员")


@pytest.fixture
def achievement(institute, owner):
    """Public, written by the owner."""
    return AchievementFactory(holder=institute, created_by=owner, published=True)


@pytest.fixture
def listing(achievement):
    """Public, of the public achievement."""
    return ListingFactory(
        achievement=achievement, created_by=achievement.created_by, published=True
    )


@pytest.fixture
def bureau(db):
    """The authority of the institute's region, which recommends its applications."""
    return OrganisationFactory(
        name_zh="上海市市场监督管理局",
        name_en="Shanghai Administration for Market Regulation",
        kind=Organisation.Kind.GOVERNMENT,
    )


@pytest.fixture
def bureau_office(bureau):
    return MembershipFactory(organisation=bureau, office=True, user__name="科技处").user


@pytest.fixture
def programme_officer(officer, programme):
    """The officer who answers for the programme; `officer` alone answers for none."""
    programme.officers.add(officer)
    return officer


@pytest.fixture
def other_officer(db):
    """Of another programme."""
    person = UserFactory(role="officer", name="另一专项主管")
    ProgrammeFactory(officers=[person])
    return person


@pytest.fixture
def programme(db):
    return ProgrammeFactory()


@pytest.fixture
def call(programme):
    """Open, endorsed by the institution."""
    return CallFactory(programme=programme)


@pytest.fixture
def applicant(owner):
    return owner


@pytest.fixture
def application(call, institute, applicant):
    """A draft with all that submission asks for."""
    return ApplicationFactory(
        call=call, organisation=institute, created_by=applicant, complete=True
    )


# Playwright keeps an event loop in this thread, where Django refuses the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
