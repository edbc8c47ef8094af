"""Nobody but those whom an application reached sees a word of it, wherever he asks.

The people here are the near ones: a colleague, another applicant, the office of
another institution, the bureau of another region, the officer of another programme.
"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.attachments.attaching import attach
from portal.models import CalendarAddress, Organisation, Term
from projects.applications import checking
from projects.models import Partner, TeamMember
from search.documents.engine import client as engine
from search.outbox.drain import drain
from tests.factories.accounts import (
    InstituteFactory,
    MembershipFactory,
    OrganisationFactory,
)
from tests.factories.projects import ApplicationFactory, TeamMemberFactory
from tests.test_permissions import every_address

pytestmark = pytest.mark.django_db
CHINESE, ENGLISH = "夜莺鸣柳", "Nightingalecanary"


@pytest.fixture
def secret(application, applicant, office, bureau, bureau_office, call):
    """With a word planted in each of its parts, gone all the way to the officer."""
    call.endorsement = call.Endorsement.BOTH
    call.save()
    for name in ("title_zh", "abstract_zh", "keywords_zh"):
        setattr(application, name, f"{CHINESE}研究")
    for name in ("title_en", "abstract_en", "keywords_en"):
        setattr(application, name, f"{ENGLISH} research")
    application.save()
    application.team.update(name_zh=CHINESE, name_en=ENGLISH, email="night@example.org")
    Partner.objects.create(application=application, name_zh=CHINESE, name_en=ENGLISH)
    paper = SimpleUploadedFile(f"{CHINESE}.txt", CHINESE.encode(), "text/plain")
    attach(application, paper, by=applicant)
    application.submit(by=applicant)
    application.endorse(by=office)
    application.recommend(by=bureau_office)
    while checking.work_off():
        pass
    return application


@pytest.fixture
def near(secret, institute, other_officer, stranger, call):
    """People who have to do with such things, but not with this one."""
    elsewhere = Term.objects.get(scheme="region", code="330000")
    other_bureau = OrganisationFactory(
        kind=Organisation.Kind.GOVERNMENT, region=elsewhere
    )
    applying = MembershipFactory(organisation=InstituteFactory()).user
    of_a_team = MembershipFactory(organisation=institute).user
    other = ApplicationFactory(
        call=call, organisation=InstituteFactory(), created_by=applying, received=True
    )
    TeamMemberFactory(
        application=other, user=of_a_team, status=TeamMember.Status.CONSENTED
    )
    return {
        "colleague": MembershipFactory(organisation=institute).user,
        "another applicant": applying,
        "member of another team": of_a_team,
        "another institution's office": MembershipFactory(
            organisation=InstituteFactory(), office=True
        ).user,
        "another region's bureau": MembershipFactory(
            organisation=other_bureau, office=True
        ).user,
        "officer of another programme": other_officer,
        "stranger": stranger,
    }


VALUES = {
    "version": 1,
    "language": "zh",
    "section": "basics",
    "step": "withdraw",
    "action": "return",
}


def pages_about(application):
    """Every address of ours that one application has, by whatever key it is named."""
    for path, name, pattern in every_address():
        keys = set(pattern.pattern.converters)
        mine = name.startswith(("applications:", "api:application"))
        if mine and "number" in keys:
            values = {"number": application.number} | VALUES
        elif path.startswith("admin/applications/") and "pk" in keys:
            values = {"pk": application.pk, "step": "refuse"}
        else:
            continue
        yield name, reverse(name, kwargs={key: values[key] for key in keys})
    file = application.attachments.get()
    yield "file", file.get_absolute_url()
    keys = ("projects", "application", application.pk)
    yield "history", reverse("history:record", args=keys)
    yield "history as a file", reverse("history:download", args=keys)


def text_of(response):
    content = b"".join(response) if response.streaming else response.content
    return content.decode(errors="replace")


def gives_away(response):
    text = text_of(response)
    return CHINESE in text or ENGLISH in text or "night@" in text


def test_no_page_of_it_opens_to_the_near_ones(client, secret, near):
    addresses = list(pages_about(secret))
    opened, given_away = [], []
    for person, user in near.items():
        client.force_login(user)
        for name, url in addresses:
            for response in (client.get(url), client.post(url, {"reason": "因为"})):
                if response.status_code not in (302, 403, 404, 405):
                    opened.append((person, name, response.status_code))
                if gives_away(response):
                    given_away.append((person, name))

    secret.refresh_from_db()
    assert (opened, given_away) == ([], [])
    assert secret.status == secret.Status.RECEIVED
    assert len(addresses) >= 20


def test_no_list_search_feed_or_calendar_names_it(client, secret, near, index, call):
    while drain():
        pass
    engine().indices.refresh(index=index)
    words = f"?q={CHINESE}"
    places = [
        reverse("applications:list"),
        reverse("endorsing:list"),
        reverse("endorsing:list") + f"?call={call.number}",
        reverse("workbench:home"),
        reverse("deadlines:list"),
        reverse("inbox:list"),
        reverse("calls:list"),
        reverse("calls:feed"),
        call.get_absolute_url(),
        reverse("catalogue:search") + words,
        reverse("catalogue:suggest") + words,
        f"/api/v1/search{words}",
        "/api/v1/applications",
        f"/api/v1/applications{words}",
        "/sitemap.xml",
        reverse("projects:list"),
        reverse("admin-applications:index"),
        reverse("admin-applications:index") + "?export=csv",
        reverse("admin-applications:bulk") + f"?step=refuse&id={secret.pk}",
        reverse("wagtailadmin_home"),
    ]
    found = []
    for person, user in near.items():
        address, _new = CalendarAddress.objects.get_or_create(user=user)
        client.force_login(user)
        feed = reverse("calendar", args=[address.token])
        for url in (*places, feed):
            text = text_of(client.get(url))
            told = (secret.number, ENGLISH, *(() if words in url else (CHINESE,)))
            if any(word in text for word in told):
                found.append((person, url))
        step = reverse("endorsing:step", args=["return"])
        ticked = client.get(step, {"number": secret.number})
        assert (ticked.context["ready"], ticked.context["left"]) == ([], [])

    assert found == []


def test_those_whom_it_reached_do_find_it(
    client, secret, applicant, office, bureau_office, programme_officer
):
    seen = {}
    for person in (applicant, office, bureau_office, programme_officer):
        client.force_login(person)
        page = client.get(secret.get_absolute_url())
        api = client.get(f"/api/v1/applications/{secret.number}")
        seen[person.name] = (page.status_code, api.status_code, gives_away(page))

    assert set(seen.values()) == {(200, 200, True)}


def test_the_bureau_sees_nothing_before_the_institution_endorsed(
    client, call, application, applicant, bureau_office
):
    call.endorsement = call.Endorsement.BOTH
    call.save()
    application.submit(by=applicant)
    client.force_login(bureau_office)

    listed = client.get(reverse("endorsing:list"))
    page = client.get(application.get_absolute_url())

    assert application.number not in listed.text
    assert page.status_code == 404
