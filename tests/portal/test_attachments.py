"""Files of records: what is taken, what is refused, who may read them."""

import errno
import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from openpyxl import Workbook
from PIL import Image

from achievements.models import Listing
from portal.attachments.attaching import attach, problems_of
from portal.attachments.names import safe_name
from portal.attachments.pictures import MOST_PIXELS
from portal.attachments.sweeping import remove_orphans
from portal.models import Attachment
from tests.factories.achievements import AchievementFactory, ListingFactory


def upload(name, content):
    return SimpleUploadedFile(name, content)


def test_what_is_wrong_with_a_file_is_said_with_its_name_in_the_languages_signs():
    file, error = upload("a.pdf", b""), ValidationError(["一", "二"])

    assert problems_of(file, error) == ["a.pdf：一", "a.pdf：二"]


def picture(format_name="PNG", size=(40, 20), **options):
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, format_name, **options)
    return out.getvalue()


def archive(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in names:
            packed.writestr(name, "<a/>")
    return out.getvalue()


def workbook():
    out = io.BytesIO()
    Workbook().save(out)
    return out.getvalue()


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def stored_files():
    root = Path(storages["private"].location)
    return {
        path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()
    }


def status(client, path, **options):
    """The answer's code; it is read to its end, which closes the file behind it."""
    response = client.get(path, **options)
    response.getvalue()
    return response.status_code


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    options = settings.STORAGES["private"]["OPTIONS"] | {"location": str(tmp_path)}
    private = settings.STORAGES["private"] | {"OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"private": private}
    Attachment._meta.get_field("file").storage = storages["private"]


# What is taken


@pytest.mark.parametrize(
    ("name", "content", "mime_type"),
    [
        ("报告.pdf", PDF, "application/pdf"),
        ("a.png", picture(), "image/png"),
        ("a.JPG", picture("JPEG"), "image/jpeg"),
        ("a.webp", picture("WEBP"), "image/webp"),
        (
            "a.docx",
            archive("[Content_Types].xml", "word/document.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (
            "a.xlsx",
            workbook(),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        ("a.zip", archive("data.csv"), "application/zip"),
        ("a.txt", "校准证书".encode(), "text/plain"),
        ("a.csv", "流量,误差\r\n1,0.02\r\n".encode("gb18030"), "text/csv"),
    ],
)
def test_documents_and_pictures_are_taken(achievement, owner, name, content, mime_type):
    attachment = attach(achievement, upload(name, content), by=owner)

    assert attachment.mime_type == mime_type
    assert attachment.uploaded_by == owner
    assert stored_files() == {attachment.file.name}


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "type"),
        ("a.exe", b"MZ" + b"\0" * 200, "type"),
        ("noextension", PDF, "type"),
        ("a.pdf", picture(), "spoofed"),
        ("a.pdf", b"<html><script>alert(1)</script>", "spoofed"),
        ("a.png", PDF, "spoofed"),
        ("a.jpg", picture("PNG"), "spoofed"),
        ("a.docx", workbook(), "spoofed"),
        ("a.docx", archive("word/document.xml", "word/vbaProject.bin"), "spoofed"),
        ("a.zip", b"PK\x03\x04 broken", "spoofed"),
        ("a.txt", b"MZ\x90\x00\x03\x00", "spoofed"),
        ("a.csv", b"<!DOCTYPE html><html><body>", "spoofed"),
        ("a.png", picture()[:40], "picture"),
        ("a.txt", b"", "empty"),
    ],
)
def test_what_is_not_what_it_says_is_refused(achievement, owner, name, content, code):
    with pytest.raises(ValidationError) as refusal:
        attach(achievement, upload(name, content), by=owner)

    assert refusal.value.code == code
    assert not Attachment.objects.exists()
    assert stored_files() == set()


def test_a_file_that_is_too_large_is_refused(achievement, owner, settings):
    settings.ATTACHMENT_MAX_BYTES = 100

    with pytest.raises(ValidationError) as refusal:
        attach(achievement, upload("a.txt", b"x" * 101), by=owner)

    assert refusal.value.code == "size"
    assert not Attachment.objects.exists()


def test_a_record_has_a_limited_number_of_files(achievement, owner, monkeypatch):
    monkeypatch.setattr("portal.attachments.attaching.MOST_FILES", 1)
    attach(achievement, upload("a.txt", b"1"), by=owner)

    with pytest.raises(ValidationError) as refusal:
        attach(achievement, upload("b.txt", b"2"), by=owner)

    assert refusal.value.code == "count"
    assert len(stored_files()) == Attachment.objects.count() == 1


def test_a_picture_loses_what_the_camera_wrote(achievement, owner):
    exif = Image.Exif()
    exif[0x010F] = "Secret Camera"
    exif[0x0112] = 6
    content = picture("JPEG", exif=exif, comment=b"hidden") + b"<script>"

    attachment = attach(achievement, upload("a.jpg", content), by=owner)

    with attachment.file.open() as file:
        stored = file.read()
    with Image.open(io.BytesIO(stored)) as shown:
        assert dict(shown.getexif()) == {}
        assert shown.size == (20, 40)
    assert b"Secret" not in stored
    assert b"hidden" not in stored
    assert b"<script>" not in stored
    assert attachment.size == len(stored)


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked(
    achievement, owner
):
    out = io.BytesIO()
    Image.new("1", (10_000, MOST_PIXELS // 10_000 + 1)).save(out, "PNG")

    with pytest.raises(ValidationError) as refusal:
        attach(achievement, upload("a.png", out.getvalue()), by=owner)

    assert refusal.value.code == "pixels"


@pytest.mark.parametrize(
    ("written", "safe"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\x\\报告.PDF", "报告.pdf"),
        ("evil\u202etxt.exe", "eviltxt.exe"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie: x.pdf"),
        ("  .hidden.pdf", "hidden.pdf"),
        ("\0a.pdf", "a.pdf"),
        ("长" * 300 + ".pdf", "长" * 116 + ".pdf"),
        ("...", ""),
    ],
)
def test_names_are_bare_and_safe(written, safe):
    assert safe_name(written) == safe


# Who may read


@pytest.fixture
def report(achievement, owner):
    return attach(achievement, upload("校准 “报告”.pdf", PDF), by=owner)


def test_a_file_of_a_public_record_is_public(client, report):
    response = client.get(report.get_absolute_url())

    assert response.getvalue() == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, no-cache"
    assert response["ETag"] == f'"{report.sha256}"'


def test_a_picture_is_shown_in_the_page(client, achievement, owner):
    shown = attach(achievement, upload("a.png", picture()), by=owner)

    response = client.get(shown.get_absolute_url())
    response.getvalue()

    assert response["Content-Disposition"] == 'inline; filename="a.png"'
    assert response["Content-Type"] == "image/png"


def test_an_unchanged_file_is_not_sent_again(client, report):
    response = client.get(
        report.get_absolute_url(), headers={"If-None-Match": f'"{report.sha256}"'}
    )

    assert response.status_code == 304


@pytest.mark.parametrize("state", [{}, {"submitted": True}, {"embargoed": True}])
def test_a_file_is_private_until_its_record_is_public(
    client, institute, owner, office, stranger, state
):
    record = AchievementFactory(holder=institute, created_by=owner, **state)
    path = attach(record, upload("a.txt", b"x"), by=owner).get_absolute_url()

    seen = {"nobody": status(client, path)}
    for name, person in (("stranger", stranger), ("owner", owner), ("office", office)):
        client.force_login(person)
        seen[name] = status(client, path)

    assert seen == {"nobody": 404, "stranger": 404, "owner": 200, "office": 200}


def test_a_withdrawn_record_takes_its_files_along(client, report, achievement, owner):
    before = status(client, report.get_absolute_url())
    achievement.withdraw(by=owner, reason="内容有误")

    after = status(
        client,
        report.get_absolute_url(),
        headers={"If-None-Match": f'"{report.sha256}"'},
    )

    assert (before, after) == (200, 404)


def test_an_internal_file_is_for_those_who_edit(
    client, achievement, owner, buyer, officer
):
    path = attach(
        achievement, upload("a.txt", b"x"), by=owner, is_internal=True
    ).get_absolute_url()

    seen = [status(client, path)]
    for person in (buyer, owner, officer):
        client.force_login(person)
        seen.append(status(client, path))

    assert seen == [404, 404, 200, 200]


def test_internal_files_are_listed_only_to_those_who_edit(achievement, owner, buyer):
    open_file = attach(achievement, upload("a.txt", b"x"), by=owner)
    inner = attach(achievement, upload("b.txt", b"y"), by=owner, is_internal=True)

    shown = {
        person: list(Attachment.objects.shown_to(person, achievement))
        for person in (owner, buyer)
    }

    assert shown == {owner: [open_file, inner], buyer: [open_file]}


def test_what_is_not_there_is_not_found(client, report):
    assert client.get("/files/999999/").status_code == 404
    storages["private"].delete(report.file.name)
    assert client.get(report.get_absolute_url()).status_code == 404


# Nothing is left over


def test_the_file_goes_with_its_row(
    achievement, report, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        Attachment.objects.of(achievement).delete()

    assert stored_files() == set()


def test_the_file_goes_with_its_record(owner, django_capture_on_commit_callbacks):
    listing = ListingFactory(created_by=owner)
    attach(listing, upload("a.txt", b"x"), by=owner)

    with django_capture_on_commit_callbacks(execute=True):
        Listing.objects.get(pk=listing.pk).delete()

    assert not Attachment.objects.exists()
    assert stored_files() == set()


def test_a_file_that_two_versions_share_stays_for_the_other(
    achievement, report, owner, django_capture_on_commit_callbacks
):
    twin = Attachment.objects.get(pk=report.pk)
    twin.pk = None
    twin.save()

    with django_capture_on_commit_callbacks(execute=True):
        report.delete()
    kept = stored_files()
    with django_capture_on_commit_callbacks(execute=True):
        twin.delete()

    assert kept == {twin.file.name}
    assert stored_files() == set()


def test_a_full_disk_leaves_neither_row_nor_file(achievement, owner, monkeypatch):
    written = FileSystemStorage._save

    def full(self, name, content):
        written(self, name, content)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", full)

    with pytest.raises(ValidationError) as refusal:
        attach(achievement, upload("a.txt", b"x"), by=owner)

    assert refusal.value.code == "storage"
    assert not Attachment.objects.exists()
    assert stored_files() == set()


def test_a_row_that_cannot_be_written_leaves_no_file(achievement, owner, monkeypatch):
    def broken(self, *args, **options):
        raise RuntimeError

    monkeypatch.setattr(Attachment, "save", broken)

    with pytest.raises(RuntimeError):
        attach(achievement, upload("a.txt", b"x"), by=owner)

    assert stored_files() == set()


def test_what_a_rollback_left_behind_is_swept_the_next_day(achievement, report, owner):
    with transaction.atomic():
        attach(achievement, upload("a.txt", b"x"), by=owner)
        transaction.set_rollback(True)
    private = storages["private"]
    private.save("other/report.txt", ContentFile(b"not ours"))

    today = remove_orphans()
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        later = remove_orphans()

    assert (today, later) == (0, 1)
    assert stored_files() == {report.file.name, "other/report.txt"}
