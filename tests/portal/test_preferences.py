"""Each person chooses how to be told of what, and can end mail by the link in it."""

import re
from datetime import UTC, datetime

import pytest
from django.core import mail, signing
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from portal.models import Notification, NotificationPreference
from portal.notifications import delivery, events, preferences
from portal.notifications.models import WORDS, Way
from tests.factories.accounts import OrganisationFactory, UserFactory

EVENTS = ("tests.news", "tests.chat", "tests.decision", "tests.officers")


@pytest.fixture(autouse=True)
def events_of_tests():
    cache.clear()
    words = {"subject": "%(what)s", "text": "%(what)s", "about": "Tests"}
    events.register("tests.news", label="News", **words)
    events.register("tests.chat", label="Chat", **words)
    events.register("tests.decision", label="Decision", is_mandatory=True, **words)
    officers = {"permission": "portal.verify_organisation", "label": "Officers only"}
    events.register("tests.officers", **officers, **words)
    yield
    for name in EVENTS:
        del WORDS[name]


def tell(*people, event="tests.news", **given):
    organisation = OrganisationFactory()
    events.tell(people, event, organisation, path="/workbench/", what="消息", **given)


def prefer(person, way, event="tests.news"):
    preferences.choose(person, {event: way})


def told(person):
    return list(
        Notification.objects.filter(recipient=person).values_list("way", flat=True)
    )


# What becomes of a message


@pytest.mark.parametrize(
    ("way", "rows", "letters"),
    [
        (Way.AT_ONCE, ["mail"], 1),
        (Way.DAILY, ["digest"], 0),
        (Way.SITE, ["site"], 0),
        (Way.NEVER, [], 0),
    ],
)
def test_each_is_told_in_the_way_that_he_chose(stranger, way, rows, letters):
    prefer(stranger, way)

    tell(stranger)
    delivery.deliver()

    assert told(stranger) == rows
    assert len(mail.outbox) == letters


def test_who_chose_nothing_gets_mail_at_once(stranger):
    tell(stranger)

    assert told(stranger) == ["mail"]


def test_a_choice_is_of_one_event_and_one_person(stranger, owner):
    prefer(stranger, Way.NEVER)

    tell(stranger, owner)
    tell(stranger, event="tests.chat")

    assert (told(stranger), told(owner)) == (["mail"], ["mail"])


def test_a_decision_is_mailed_whatever_one_chose(stranger):
    NotificationPreference.objects.create(
        user=stranger, event="tests.decision", way=Way.NEVER
    )

    tell(stranger, event="tests.decision")

    assert told(stranger) == ["mail"]


@pytest.mark.parametrize("count", [1, 30])
def test_telling_takes_the_same_queries_however_many_people(
    count, institute, django_assert_num_queries
):
    people = UserFactory.create_batch(count)
    for person in people[::2]:
        prefer(person, Way.DAILY)
    events.tell(people[:1], "tests.chat", institute, path="/", what="")

    with django_assert_num_queries(2):
        events.tell(people, "tests.news", institute, path="/", what="x")

    assert Notification.objects.filter(event="tests.news").count() == count


def test_every_event_of_the_site_stands_among_the_preferences():
    missing = [
        name
        for name, event in WORDS.items()
        if not name.startswith("tests.")
        and (not event.label or event.about == events.OTHER)
    ]

    assert missing == []


# The page


@pytest.fixture
def page_of(client):
    def get(user):
        client.force_login(user)
        return client.get(reverse("inbox:preferences"))

    return get


def choices_in(page):
    """The radio buttons that are set, by event."""
    form = page.context["form"]
    return {name: form[name].value() for name in EVENTS if name in form.fields}


def test_the_page_shows_what_is_chosen(page_of, stranger):
    prefer(stranger, Way.DAILY)

    page = page_of(stranger)

    assert choices_in(page) == {"tests.news": "digest", "tests.chat": "mail"}
    checked = re.findall(r'name="tests\.news"[^>]*value="(\w+)"[^>]*checked', page.text)
    assert checked == ["digest"]


def test_officers_matters_are_shown_to_officers_only(page_of, stranger, officer):
    shown = ["Officers only" in page_of(person).text for person in (stranger, officer)]

    assert shown == [False, True]


def test_what_is_saved_counts_from_then_on(client, stranger):
    client.force_login(stranger)
    prefer(stranger, Way.NEVER, "tests.chat")
    form = everything(client) | {"tests.news": "digest", "tests.chat": "mail"}

    response = client.post(reverse("inbox:preferences"), form)

    assert response.url == reverse("inbox:preferences")
    assert preferences.ways_of(stranger) == {"tests.news": "digest"}


def everything(client):
    form = client.get(reverse("inbox:preferences")).context["form"]
    return {name: form[name].value() for name in form.fields}


@pytest.mark.parametrize("wrong", ["pigeon", "", None])
def test_a_way_that_is_none_changes_nothing(client, stranger, wrong):
    client.force_login(stranger)
    form = everything(client) | {"tests.chat": "never", "tests.news": wrong}

    page = client.post(
        reverse("inbox:preferences"),
        {name: way for name, way in form.items() if way is not None},
    )

    assert page.status_code == 200
    assert list(page.context["form"].errors) == ["tests.news"]
    assert preferences.ways_of(stranger) == {}


def test_a_decision_cannot_be_chosen_away(client, stranger):
    client.force_login(stranger)

    client.post(
        reverse("inbox:preferences"), everything(client) | {"tests.decision": "never"}
    )
    preferences.choose(stranger, {"tests.decision": "never"})

    assert preferences.ways_of(stranger) == {}


def test_reset_forgets_ones_own_choices_only(client, stranger, owner):
    for person in (stranger, owner):
        prefer(person, Way.NEVER)
    client.force_login(stranger)

    client.post(reverse("inbox:reset"))

    assert preferences.ways_of(stranger) == {}
    assert preferences.ways_of(owner) == {"tests.news": "never"}


def test_the_page_takes_the_same_queries_however_much_is_chosen(
    client, stranger, django_assert_max_num_queries
):
    client.force_login(stranger)
    taken = []
    for chosen in ({"tests.news": "site"}, dict.fromkeys(EVENTS[:2], "digest")):
        preferences.choose(stranger, chosen)
        with django_assert_max_num_queries(12) as queries:
            client.get(reverse("inbox:preferences"))
        taken.append(len(queries))

    assert taken[0] == taken[1]


# The link in a letter


def letter_to(person, event="tests.news", **given):
    tell(person, event=event, **given)
    delivery.deliver()
    return mail.outbox[-1]


def path_in(letter):
    return letter.extra_headers["List-Unsubscribe"].strip("<>").partition("8000")[2]


def test_a_letter_says_how_to_end_its_kind(stranger):
    letter = letter_to(stranger)

    headers = letter.message()
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = letter.extra_headers["List-Unsubscribe"].strip("<>")
    assert link in letter.body
    assert "http://localhost:8000/zh-hans/workbench/inbox/preferences/" in letter.body
    assert letter.body.count("News") == 1


def test_a_decisions_letter_cannot_be_ended(stranger):
    letter = letter_to(stranger, event="tests.decision")

    assert letter.extra_headers == {}
    assert "unsubscribe" not in letter.body


def test_a_letter_to_an_address_without_an_account_has_no_such_link(institute):
    events.write_to(
        "guest@example.org", "tests.news", institute, path="/", language="en", what=""
    )

    delivery.deliver()

    assert mail.outbox[0].extra_headers == {}
    assert "unsubscribe" not in mail.outbox[0].body


def test_fetching_the_link_changes_nothing(client, stranger):
    path = path_in(letter_to(stranger))

    page = client.get(path)

    assert page.status_code == 200
    assert page.text.count('<form method="post" class="stack">') == 1
    assert 'name="robots" content="noindex"' in page.text
    assert preferences.ways_of(stranger) == {}


@pytest.mark.parametrize("body", [{"List-Unsubscribe": "One-Click"}, {}])
def test_posting_it_ends_that_mail_without_signing_in_or_a_cookie(stranger, body):
    path = path_in(letter_to(stranger))
    tell(stranger)
    strict = Client(enforce_csrf_checks=True)

    page = strict.post(path, body)

    assert page.status_code == 200
    assert page.text.count('class="notice good"') == 1
    assert preferences.ways_of(stranger) == {"tests.news": "site"}
    assert delivery.deliver() == 0
    assert "site" in told(stranger)
    tell(stranger, event="tests.chat")
    assert delivery.deliver() == 1


@pytest.mark.parametrize("by", ["get", "post"])
def test_a_link_that_was_tampered_with_is_not_there(client, stranger, by):
    path = path_in(letter_to(stranger))
    token = path.split("/")[-2]
    forged = signing.dumps([stranger.pk, "tests.chat"], salt="another")
    damaged = [token[:-1] + ("A" if token[-1] != "A" else "B"), "x", forged]

    answers = [
        getattr(client, by)(reverse("unsubscribe", args=[wrong])).status_code
        for wrong in damaged
    ]

    assert answers == [404, 404, 404]
    assert preferences.ways_of(stranger) == {}


def test_the_link_of_a_closed_account_is_not_there(client, stranger):
    path = path_in(letter_to(stranger))
    stranger.is_active = False
    stranger.save()

    assert client.post(path).status_code == 404


def test_an_event_that_became_mandatory_stays_so(client, stranger):
    path = path_in(letter_to(stranger))
    WORDS["tests.news"] = WORDS["tests.news"]._replace(is_mandatory=True)

    page = client.post(path)

    assert page.status_code == 200
    assert "notice good" not in page.text
    assert preferences.ways_of(stranger) == {}


def test_the_link_speaks_the_readers_language(client, db):
    path = path_in(letter_to(UserFactory(language="en")))

    assert path.startswith("/en/unsubscribe/")
    with override("en"):
        assert "Send me no more" in client.get(path).text


# By when


def test_a_letter_says_by_when(client, stranger):
    letter = letter_to(stranger, due_at=datetime(2026, 12, 1, 8, tzinfo=UTC))
    client.force_login(stranger)
    page = client.get(reverse("inbox:list"))

    assert "2026年12月1日 16:00" in letter.body
    assert "2026年12月1日 16:00" in page.text
