"""Every address of every viewset of ours, asked by people who may and may not."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import NoReverseMatch, reverse
from wagtail.admin.viewsets import viewsets
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import ModelLogEntry

from portal.admin import GuardedModelViewSet
from portal.lifecycle import steps_of, steps_open_to
from portal.models import Holiday, Organisation, Term, User
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.achievements import (
    AchievementFactory,
    EnquiryFactory,
    ListingFactory,
)
from tests.factories.projects import (
    ApplicationFactory,
    CallFactory,
    ProgrammeFactory,
    QuestionnaireFactory,
    RulesFactory,
)

APPS = ("portal", "projects", "achievements", "search")
# Of each model a record that only its own people and officers see.
FOREIGN = {
    "organisation": lambda: OrganisationFactory(status=Organisation.Status.CLAIMED),
    "achievement": lambda: AchievementFactory(submitted=True),
    "listing": lambda: ListingFactory(endorsed=True),
    "enquiry": EnquiryFactory,
    "programme": ProgrammeFactory,
    "rules": RulesFactory,
    "call": lambda: CallFactory(draft=True),
    "questionnaire": QuestionnaireFactory,
    "application": lambda: ApplicationFactory(received=True),
}
# What an officer sees of a programme that he answers for; programmes he only reads.
OF_PROGRAMMES = {"rules", "call", "questionnaire", "application"}
READ_ONLY = {"enquiry", "programme", "application"}
# Officers enter these in the admin; nothing else begins there.
ENTERED = {"programme", "rules", "call", "questionnaire"}
EVERYBODYS = {
    "term": lambda: Term.objects.filter(scheme="domain").first(),
    "holiday": lambda: Holiday.objects.first(),
}
RIGHTS = ("add", "change", "delete", "view")


def registered():
    reverse("wagtailadmin_home")  # loading the addresses registers the viewsets
    return [
        viewset
        for viewset in viewsets.viewsets
        if isinstance(viewset, ModelViewSet)
        and viewset.model._meta.app_label in APPS
        and viewset.model is not User
    ]


def record_addresses(viewset, record):
    """(name, address) of each page that is about one record, steps included."""
    for pattern in viewset.get_urlpatterns():
        name = viewset.get_url_name(pattern.name)
        if pattern.name == "step":
            for step in viewset.steps:
                yield f"step {step}", reverse(name, args=[record.pk, step])
        elif "pk" in pattern.pattern.converters:
            yield pattern.name, reverse(name, args=[record.pk])


def with_rights(model, *actions):
    """Into the admin, with these rights on the model, and not among its officers."""
    person = UserFactory()
    wanted = [f"{action}_{model._meta.model_name}" for action in actions]
    person.user_permissions.add(
        Permission.objects.get(codename="access_admin"),
        *Permission.objects.filter(
            content_type__app_label=model._meta.app_label, codename__in=wanted
        ),
    )
    return person


def stored(record):
    return type(record).objects.filter(pk=record.pk).values().get()


@pytest.fixture(params=sorted(FOREIGN))
def foreign(request, db):
    return FOREIGN[request.param]()


@pytest.fixture
def its_viewset(foreign):
    return next(one for one in registered() if one.model is type(foreign))


def test_every_viewset_of_ours_is_guarded_and_walked_here(db):
    assert all(isinstance(one, GuardedModelViewSet) for one in registered())
    assert {one.model._meta.model_name for one in registered()} == {
        *FOREIGN,
        *EVERYBODYS,
    }


@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_may_change_some_records_does_not_reach_others(
    client, foreign, its_viewset, method
):
    person = with_rights(type(foreign), "add", "change", "delete")
    before = stored(foreign)
    entries = ModelLogEntry.objects.count()
    client.force_login(person)

    answers = {
        name: getattr(client, method)(address, {"reason": "因为"}).status_code
        for name, address in record_addresses(its_viewset, foreign)
    }

    assert answers == dict.fromkeys(answers, 404)
    assert len(answers) >= 5
    assert stored(foreign) == before
    assert ModelLogEntry.objects.count() == entries


@pytest.mark.parametrize("name", ["index", "index_results"])
@pytest.mark.parametrize("query", ["", "?export=csv", "?export=xlsx", "?q=计量"])
def test_lists_and_exports_leave_out_what_one_does_not_see(
    client, foreign, its_viewset, name, query
):
    person = with_rights(type(foreign), "change")
    visible = set(type(foreign).objects.visible_to(person))
    client.force_login(person)

    response = client.get(reverse(its_viewset.get_url_name(name)) + query)

    if type(foreign)._meta.model_name in READ_ONLY:  # for its readers alone
        assert response.status_code == 302
    elif "csv" in query:
        lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
        assert len(lines) == 1 + len(visible)
    elif not query:
        assert set(response.context["object_list"]) == visible
    assert foreign not in visible


def test_stranger_does_not_enter_the_admin(client, stranger, foreign, its_viewset):
    client.force_login(stranger)
    addresses = [address for _name, address in record_addresses(its_viewset, foreign)]
    lists = [
        its_viewset.get_url_name(name) for name in ("index", "index_results", "add")
    ]
    addresses += [reverse(name) for name in lists]

    for address in addresses:
        response = client.get(address)

        assert response.status_code == 302, address
        assert "/login/" in response.url, address


def make_responsible(officer, record):
    """For what belongs to a programme, officers are named."""
    name = record._meta.model_name
    if name in OF_PROGRAMMES:
        programme = record.call.programme if name == "application" else record.programme
        programme.officers.add(officer)
    if name == "programme":
        record.officers.add(officer)


def test_officer_reads_every_page_that_is_meant_for_him(
    client, officer, foreign, its_viewset
):
    make_responsible(officer, foreign)
    client.force_login(officer)
    answers = {
        name: client.get(address).status_code
        for name, address in record_addresses(its_viewset, foreign)
    }

    read_only = type(foreign)._meta.model_name in READ_ONLY
    assert answers.pop("delete") == 404
    assert answers.pop("edit") == (404 if read_only else 200)
    for name in set(steps_of(type(foreign))) - set(steps_open_to(officer, foreign)):
        assert answers.pop(f"step {name}", 302) == 302  # not now: back to the record
    assert answers == dict.fromkeys(answers, 200)


@pytest.mark.parametrize("name", ["index", "index_results"])
def test_officer_reads_every_list(client, officer, name):
    client.force_login(officer)

    for viewset in registered():
        response = client.get(reverse(viewset.get_url_name(name)))

        assert response.status_code == 200, viewset.name


def test_an_officer_of_another_programme_reaches_nothing(
    client, other_officer, foreign, its_viewset
):
    if foreign._meta.model_name not in {*OF_PROGRAMMES, "programme"}:
        return
    client.force_login(other_officer)

    answers = {
        name: client.get(address).status_code
        for name, address in record_addresses(its_viewset, foreign)
    }

    assert answers == dict.fromkeys(answers, 404)


def test_nobody_adds_or_deletes_records_in_the_admin(
    client, administrator, foreign, its_viewset
):
    client.force_login(administrator)

    added = client.post(reverse(its_viewset.get_url_name("add")))
    deleted = client.post(
        reverse(its_viewset.get_url_name("delete"), args=[foreign.pk])
    )

    entered = foreign._meta.model_name in ENTERED
    assert (added.status_code, deleted.status_code) == (200 if entered else 302, 404)
    assert type(foreign).objects.filter(pk=foreign.pk).exists()


def test_editor_sees_no_records(client, editor, foreign, its_viewset):
    client.force_login(editor)

    answers = [
        client.get(address).status_code
        for _name, address in record_addresses(its_viewset, foreign)
    ]

    assert set(answers) == {404}
    assert client.get(reverse(its_viewset.get_url_name("index"))).status_code == 302


@pytest.mark.parametrize("action", ["delete", "publish", "unpublish"])
def test_no_bulk_action_passes_by_the_guard(client, administrator, foreign, action):
    meta = foreign._meta
    client.force_login(administrator)

    address = reverse(
        "wagtail_bulk_action", args=[meta.app_label, meta.model_name, action]
    )

    assert client.get(f"{address}?id={foreign.pk}").status_code == 404


def test_no_copying_and_no_usage_page(its_viewset):
    for name in ("copy", "usage", "reorder"):
        with pytest.raises(NoReverseMatch):
            reverse(its_viewset.get_url_name(name), args=[1])


@pytest.mark.parametrize(
    "query",
    [
        "p=999",
        "p=x",
        "ordering=foo",
        "ordering=-",
        "status=nonsense",
        "year=x",
        "domains=x",
        "region=-1",
        "q=%25",
        "export=pdf",
        "valid_until_from=x",
    ],
)
def test_malformed_addresses_of_lists_are_answered(client, officer, query):
    client.force_login(officer)

    for viewset in registered():
        address = reverse(viewset.get_url_name("index"))
        response = client.get(f"{address}?{query}")

        assert response.status_code == 200, address
