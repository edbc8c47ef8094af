"""Everything of an application as one archive."""

import hashlib
import io
import json
import zipfile

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from portal.attachments.attaching import attach
from portal.attachments.models import Attachment
from projects.applications import packing, printing, reading
from tests.projects.desk import address

pytestmark = pytest.mark.django_db


def archive_of(client, application):
    answer = client.get(address(application)[:-1] + "/all.zip")
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


@pytest.fixture
def submitted(application, applicant):
    for name in ("说明.txt", "../../etc/说明.txt", "a:b?.txt"):
        attach(application, SimpleUploadedFile(name, name.encode()), by=applicant)
    hidden = SimpleUploadedFile("内部.txt", b"x")
    attach(application, hidden, by=applicant, is_internal=True)
    application.submit(by=applicant)
    printing.print_waiting()
    return application


def test_holds_content_budget_files_and_documents(client, submitted, applicant):
    client.force_login(applicant)

    package = archive_of(client, submitted)

    names = package.namelist()
    assert names == [
        "content.json",
        "budget.xlsx",
        "files/01-说明.txt",
        "files/02-说明.txt",
        "files/03-a_b_.txt",
        "versions/v1/content.json",
        f"versions/v1/{submitted.number}-zh-hans.pdf",
        f"versions/v1/{submitted.number}-en.pdf",
        "manifest.json",
    ]
    assert package.testzip() is None
    book = load_workbook(io.BytesIO(package.read("budget.xlsx")))
    assert book.worksheets[0]["A1"].value == "central"
    assert package.read(names[-2]).startswith(b"%PDF-")


def test_the_content_has_the_receipts_fingerprint(client, submitted, office):
    client.force_login(office)

    package = archive_of(client, submitted)

    content = package.read("versions/v1/content.json")
    assert hashlib.sha256(content).hexdigest() == submitted.submissions.get().sha256
    assert package.read("content.json") == content


def test_the_manifest_has_every_files_fingerprint(client, submitted, applicant):
    client.force_login(applicant)

    package = archive_of(client, submitted)

    manifest = json.loads(package.read("manifest.json"))
    listed = {file["name"]: file["sha256"] for file in manifest["files"]}
    assert listed == {
        name: hashlib.sha256(package.read(name)).hexdigest()
        for name in package.namelist()
        if name != "manifest.json"
    }


def test_a_file_that_is_lost_is_said_to_be_missing(client, submitted, applicant):
    row = Attachment.objects.of(submitted.submissions.get()).first()
    storages["private"].delete(row.file.name)
    client.force_login(applicant)

    package = archive_of(client, submitted)

    manifest = json.loads(package.read("manifest.json"))
    missing = [file["name"] for file in manifest["files"] if file.get("is_missing")]
    assert missing == ["files/01-说明.txt"]
    assert len(package.namelist()) == 8


def test_a_draft_can_be_taken_along_too(client, application, applicant):
    client.force_login(applicant)

    package = archive_of(client, application)

    assert package.namelist() == ["content.json", "budget.xlsx", "manifest.json"]


@pytest.mark.parametrize("reader", ["stranger", "buyer", "other_officer"])
def test_nobody_else_gets_it(client, submitted, reader, request):
    client.force_login(request.getfixturevalue(reader))

    answer = client.get(address(submitted)[:-1] + "/all.zip")

    assert answer.status_code == 404


def test_comes_in_small_pieces(submitted, applicant, monkeypatch):
    """However large a file is, one piece of it is in memory."""
    row = Attachment.objects.of(submitted.submissions.get()).first()
    size = 20 * packing.CHUNK
    with storages["private"].open(row.file.name, "wb") as file:
        # Nothing that compresses.
        for n in range(size // 32):
            file.write(hashlib.sha256(str(n).encode()).digest())

    pieces = [
        len(piece) for piece in packing.archive(reading.present(submitted, applicant))
    ]

    assert sum(pieces) > size
    assert max(pieces) < 2 * packing.CHUNK
