"""Who gets what at every address of the project; see `addresses.py` for the table."""

import re
from dataclasses import dataclass
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from achievements.enquiries import conversation
from achievements.models import Achievement
from portal.attachments.attaching import attach
from portal.models import (
    CalendarAddress,
    Holiday,
    Membership,
    Notification,
    SavedView,
)
from portal.notifications.preferences import token_for
from projects.applications.submitting import keep_submission
from tests import addresses
from tests.factories.accounts import MembershipFactory
from tests.factories.achievements import AchievementFactory, ListingFactory
from tests.factories.projects import (
    ApplicationFactory,
    CallFactory,
    ProgrammeFactory,
    ProjectFactory,
    QuestionnaireFactory,
    RulesFactory,
    TeamMemberFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index")]


@dataclass
class World:
    """The people, and arguments of addresses by the name that the table uses."""

    people: dict
    arguments: dict


@pytest.fixture
def world(
    institute,
    owner,
    organisation_administrator,
    stranger,
    officer,
    editor,
    administrator,
    buyer,
    enterprise,
):
    member = MembershipFactory(organisation=institute, user__name="同事").user
    public = AchievementFactory(holder=institute, created_by=owner, published=True)
    draft = AchievementFactory(holder=institute, created_by=owner)
    submitted = AchievementFactory(holder=institute, created_by=owner, submitted=True)
    gone = AchievementFactory(
        holder=institute,
        created_by=owner,
        withdrawn=True,
        published_at=public.published_at,
    )
    offer = ListingFactory(achievement=public, created_by=owner, published=True)
    unready = ListingFactory(achievement=public, created_by=owner)
    enquiry = conversation.ask(
        listing=offer, by=buyer, organisation=enterprise, purpose="learn", text="？"
    )
    paper = SimpleUploadedFile("说明.txt", "说明".encode(), "text/plain")
    draft_file = attach(draft, paper, by=owner)
    programme = ProgrammeFactory(officers=[officer])
    call = CallFactory(programme=programme)
    draft_call = CallFactory(programme=programme, rules=call.rules, draft=True)
    free_rules = RulesFactory(programme=programme, version=2)
    others_call = CallFactory()
    others_draft = CallFactory(draft=True)
    mine = {"organisation": institute, "created_by": owner}
    application = ApplicationFactory(call=call, complete=True, **mine)
    received = ApplicationFactory(call=call, received=True, **mine)
    others_received = ApplicationFactory(call=others_call, received=True, **mine)
    foreign_received = ApplicationFactory(call=others_call, received=True)
    for handed_in in (received, others_received, foreign_received):
        keep_submission(handed_in, owner)
        keep_submission(handed_in, owner)
    application_file = attach(received, paper, by=owner)
    submission_file, others_file = (
        attach(one.latest_submission, paper, by=owner)
        for one in (received, others_received)
    )
    team_invitation = TeamMemberFactory(
        application=ApplicationFactory(call=call, **mine), email="new@example.org"
    )
    team_invitation.invite(by=owner)
    invitation = MembershipFactory(
        organisation=institute,
        user=None,
        invited_email="new@example.org",
        status=Membership.Status.INVITED,
    )
    request = MembershipFactory(
        organisation=institute, status=Membership.Status.REQUESTED
    )
    return World(
        people={
            "anonymous": None,
            "stranger": stranger,
            "member": member,
            "owner": owner,
            "manager": organisation_administrator,
            "officer": officer,
            "editor": editor,
            "administrator": administrator,
        },
        arguments={
            "-": {},
            "section": {"section": "pages"},
            "public": {"number": public.number},
            "public.v1": {"number": public.number, "version": 1},
            "public.submit": {"number": public.number, "version": 1, "step": "submit"},
            "draft": {"number": draft.number},
            "draft.v1": {"number": draft.number, "version": 1},
            "draft.basics": {"number": draft.number, "version": 1, "section": "basics"},
            "draft.submit": {"number": draft.number, "version": 1, "step": "submit"},
            "gone": {"number": gone.number},
            "offer": {"number": offer.number},
            "unready": {"number": unready.number},
            "unready.offer": {"number": unready.number, "section": "offer"},
            "unready.submit": {"number": unready.number, "step": "submit"},
            "project": {"number": ProjectFactory().number},
            "enquiry": {"number": enquiry.number},
            "institute": {"pk": institute.pk},
            "request": {"pk": request.pk},
            "invitation": {"token": invitation.token},
            "invitation.pk": {"pk": invitation.pk},
            "owner's-message": {
                "pk": Notification.objects.filter(recipient=owner).first().pk
            },
            "owner's-calendar": {
                "token": CalendarAddress.objects.create(user=owner).token
            },
            "owner's-letter": {"token": token_for(owner, "enquiries.asked")},
            "no-calendar": {"token": "A" * 43},
            "draft-file": {"pk": draft_file.pk},
            "draft-history": {
                "app": "achievements",
                "model": "achievement",
                "pk": draft.pk,
            },
            "application": {"number": application.number},
            "application.basics": {"number": application.number, "section": "basics"},
            "application.submit": {"number": application.number, "step": "submit"},
            "received": {"number": received.number},
            "received.basics": {"number": received.number, "section": "basics"},
            "received.withdraw": {"number": received.number, "step": "withdraw"},
            "others-received": {"number": others_received.number},
            "received.v1": {"number": received.number, "version": 1},
            "others-received.v1": {"number": others_received.number, "version": 1},
            "foreign-received.v1": {"number": foreign_received.number, "version": 1},
            "received.pdf": pdf_of(received),
            "others-received.pdf": pdf_of(others_received),
            "foreign-received.pdf": pdf_of(foreign_received),
            "receipt": {"sha256": received.submissions.first().sha256},
            "no-receipt": {"sha256": "0" * 64},
            "foreign-received": {"number": foreign_received.number},
            "application-file": {"pk": application_file.pk},
            "submission-file": {"pk": submission_file.pk},
            "others-submission-file": {"pk": others_file.pk},
            "team-invitation": {"token": team_invitation.token},
            "call": {"number": call.number},
            "draft-call": {"number": draft_call.number},
            "others-draft-call": {"number": others_draft.number},
            "admin.call": {"pk": call.pk},
            "admin.others-call": {"pk": others_call.pk},
            "admin.call.extend": {"pk": call.pk, "step": "extend"},
            "admin.others-call.extend": {"pk": others_call.pk, "step": "extend"},
            "admin.draft-call.publish": {"pk": draft_call.pk, "step": "publish"},
            "admin.others-draft-call.publish": {
                "pk": others_draft.pk,
                "step": "publish",
            },
            "admin.application": {"pk": application.pk},
            "admin.received": {"pk": received.pk},
            "admin.others-received": {"pk": others_received.pk},
            "admin.received.pass": {"pk": received.pk, "step": "pass_check"},
            "admin.others-received.pass": {
                "pk": others_received.pk,
                "step": "pass_check",
            },
            "admin.list": {"list": "admin-applications"},
            "officer's-view": {"pk": views_of(officer)},
            "endorse": {"action": "endorse"},
            "admin.rules": {"pk": call.rules_id},
            "admin.others-rules": {"pk": others_call.rules_id},
            "admin.free-rules": {"pk": free_rules.pk},
            "admin.questionnaire": {"pk": QuestionnaireFactory(programme=programme).pk},
            "admin.others-questionnaire": {"pk": QuestionnaireFactory().pk},
            "admin.programme": {"pk": programme.pk},
            "admin.others-programme": {"pk": others_call.programme_id},
            "admin.organisation": {"pk": institute.pk},
            "admin.achievement": {"pk": submitted.pk},
            "admin.achievement.publish": {"pk": submitted.pk, "step": "publish"},
            "admin.listing": {"pk": offer.pk},
            "admin.listing.withdraw": {"pk": offer.pk, "step": "withdraw"},
            "admin.draft": {"pk": unready.pk},
            "admin.enquiry": {"pk": enquiry.pk},
            "admin.enquiry.close": {"pk": enquiry.pk, "step": "close"},
            "admin.organisation.refuse": {"pk": institute.pk, "step": "refuse"},
            "admin.holiday": {"pk": Holiday.objects.first().pk},
            "admin.own-holiday": {
                "pk": Holiday.objects.create(day=date(2036, 10, 1), name_zh="国庆节").pk
            },
            "admin.term": {"pk": institute.region_id},
        },
    )


def views_of(officer):
    view = {"list": "admin-applications", "name": "待审"}
    return SavedView.objects.create(user=officer, **view).pk


def pdf_of(application):
    return {"number": application.number, "version": 1, "language": "zh"}


def answer(client, user, url, by_post):
    """What the person gets, undone afterwards."""
    client.logout()
    if user:
        client.force_login(user)
    with transaction.atomic():
        mark = transaction.savepoint()
        response = client.post(url) if by_post else client.get(url)
        transaction.savepoint_rollback(mark)
    if response.status_code in (301, 302):
        return "login" if "/accounts/login/" in response.url else "go"
    if response.streaming:
        response.getvalue()
    return str(response.status_code)


def groups():
    """The table's rows by what stands before the colon of their names."""
    found = {}
    for row in addresses.rows():
        found.setdefault(row[0].partition(":")[0], []).append(row)
    return found


@pytest.mark.parametrize("group", groups())
def test_each_person_gets_what_the_table_says(client, world, group):
    expected, given = {}, {}
    for name, by_post, record, answers in groups()[group]:
        url = reverse(name, kwargs=world.arguments[record])
        row = ("POST" if by_post else "GET", name, record)
        expected[row] = dict(zip(addresses.PEOPLE, answers, strict=True))
        given[row] = {
            person: answer(client, world.people[person], url, by_post)
            for person in addresses.PEOPLE
        }

    assert given == expected


def patterns(resolver, path="", names=()):
    """Every address as (path, full name, pattern)."""
    for pattern in resolver.url_patterns:
        here = path + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            spaces = (pattern.namespace,) if pattern.namespace else ()
            yield from patterns(pattern, here, names + spaces)
        elif pattern.name:
            yield here, ":".join((*names, pattern.name)), pattern


def every_address():
    return [
        (re.sub(r"^zh-hans/", "", path), name, pattern)
        for path, name, pattern in patterns(get_resolver())
    ]


def is_ours(path, name):
    """Whether the table must hold it: all but what a package guards by itself."""
    if name.startswith("admin-"):
        return True
    return not path.startswith(
        (addresses.ADMIN_PREFIX, addresses.ACCOUNT_PREFIX, "documents/")
    ) and not name.startswith("wagtail")


def test_the_table_holds_every_address():
    known = {name for name, *_rest in addresses.rows()}

    ours = {name for path, name, _pattern in every_address() if is_ours(path, name)}

    assert ours - known == set()
    assert known - ours == set()


def any_url(name, pattern):
    """The address for some record, there or not; None where none can be made."""
    for value in (1, "x", "1c0d8d5e-0000-4000-8000-000000000000"):
        keys = list(pattern.pattern.regex.groupindex) or [
            None for _ in range(pattern.pattern.regex.groups)
        ]
        try:
            if None in keys:
                return reverse(name, args=[value for _ in keys])
            return reverse(name, kwargs=dict.fromkeys(keys, value))
        except NoReverseMatch:
            continue
    return None


# Parts of Wagtail's admin that open to anybody by design: texts and icons, no data.
OPEN_IN_ADMIN = {"wagtailadmin_javascript_catalog", "wagtailadmin_sprite"}


@pytest.mark.parametrize(
    "person", ["anonymous", "stranger", "member", "owner", "manager"]
)
def test_no_address_of_the_admin_opens_to_others(client, world, person):
    user = world.people[person]
    tried, opened = 0, []
    for path, name, pattern in every_address():
        url = any_url(name, pattern) if path.startswith("admin/") else None
        if url is None or name in OPEN_IN_ADMIN:
            continue
        for by_post in (False, True):
            tried += 1
            if answer(client, user, url, by_post) not in (
                "login",
                "go",
                "403",
                "404",
                "405",
            ):
                opened.append(name)

    assert opened == []
    assert tried > 300


# Pages of the sign-in that are there for people who have not signed in.
OPEN_TO_SIGN_IN = re.compile(
    r"account_(login|signup|inactive|confirm_email|reset_password.*|"
    r"email_verification_sent|request_login_code|confirm_login_code|logout)$"
    r"|account_signup_by_passkey|mfa_(authenticate|login_webauthn|signup_webauthn|trust)$"
)


def test_account_pages_ask_the_anonymous_to_sign_in(client, world):
    opened = []
    for path, name, pattern in every_address():
        if not path.startswith("accounts/") or OPEN_TO_SIGN_IN.match(name):
            continue
        url = any_url(name, pattern)
        if url and answer(client, None, url, by_post=False) not in (
            "login",
            "404",
            "405",
        ):
            opened.append(name)

    assert opened == []


def test_a_step_that_was_refused_changed_nothing(client, world):
    draft = Achievement.objects.get(number=world.arguments["draft"]["number"])
    url = reverse("my-achievements:step", kwargs=world.arguments["draft.submit"])
    for person in ("stranger", "member", "editor"):
        client.force_login(world.people[person])
        client.post(url)

    draft.refresh_from_db()
    assert draft.status == Achievement.Status.DRAFT
