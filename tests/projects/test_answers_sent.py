"""Answers sent as a page's script counts them, and as no page sends them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.signals import post_save

from portal.attachments.attaching import attach
from projects.models import Application
from tests.factories.projects import QuestionnaireFactory
from tests.projects.desk import address
from tests.projects.questionnaires import EVERY_KIND, FILE, raw

pytestmark = pytest.mark.django_db
PAGE = "answers"
NUMBER = next(question for question in EVERY_KIND if question["kind"] == "number")
TABLE = next(question for question in EVERY_KIND if question["kind"] == "table")


@pytest.fixture
def call(call):
    """The call asks for a table, files and a number."""
    call.questionnaire = QuestionnaireFactory(
        programme=call.programme, questions=raw(TABLE, FILE, NUMBER)
    )
    call.save()
    return call


@pytest.fixture
def desk(client, draft, applicant):
    client.force_login(applicant)
    return client


def test_a_row_added_after_many_were_removed_is_kept(desk, draft):
    """Each row that the script adds has the next number, whatever was removed."""
    cells = {f"q-devices-40-{name}": "" for name in ("count", "use")}
    cells |= {"q-devices-40-name": "天平", "q-devices-count": "41"}

    desk.post(address(draft, PAGE), {"edition": draft.edition} | cells)

    draft.refresh_from_db()
    assert draft.answers == {"devices": [{"name": "天平"}]}


@pytest.mark.parametrize(
    "sent",
    [
        {"q-proof-remove": "9" * 5_000},
        {"q-devices": "[" * 100_000},
        {"q-devices": '[{"name": "\\ud800"}]'},
    ],
    ids=["a key of 5,000 digits", "a thousandfold list", "half a character"],
)
def test_what_no_page_sends_changes_nothing(desk, draft, sent):
    response = desk.post(address(draft, PAGE), {"edition": draft.edition} | sent)

    draft.refresh_from_db()
    assert response.status_code == 302
    assert draft.answers == {}


@pytest.mark.parametrize("typed", ["sNaN", "NaN", "Infinity"])
def test_what_is_no_number_is_said_beside_it(desk, draft, typed):
    """Python reads these as decimals, and cannot compare the first with anything."""
    row = {"team-count": "1", "team-0-id": "", "team-0-name_zh": "林若溪"}

    answered = desk.post(address(draft, PAGE), {"q-accuracy": typed})
    named = desk.post(address(draft, "team"), row | {"team-0-person_months": typed})

    draft.refresh_from_db()
    assert (answered.status_code, named.status_code) == (422, 422)
    assert draft.answers == {}


def hand_in(instance, **signal):
    """As another window does it between the saving of a section and of its files."""
    Application.objects.filter(pk=instance.pk).update(status="submitted")


@pytest.mark.parametrize(("section", "name"), [(PAGE, "q-proof"), ("files", "files")])
def test_an_application_handed_in_meanwhile_takes_no_file(desk, draft, section, name):
    file = SimpleUploadedFile("证明.txt", "证明".encode())
    attach(draft, SimpleUploadedFile("图.txt", b"1"), by=draft.created_by)
    sent = {
        "edition": draft.edition,
        "q-devices-0-name": "天平",
        "attachments-count": "1",
        "attachments-0-id": draft.attachments.get().pk,
        "attachments-0-caption_zh": "图",
    }
    post_save.connect(hand_in, sender=Application)
    try:
        response = desk.post(address(draft, section), sent | {name: file})
    finally:
        post_save.disconnect(hand_in, sender=Application)

    draft.refresh_from_db()
    assert (response.status_code, draft.status) == (422, "submitted")
    assert [file.name for file in draft.attachments.all()] == ["图.txt"]
    assert "proof" not in draft.answers
