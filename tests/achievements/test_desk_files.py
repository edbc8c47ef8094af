"""Files of a record come and go in their section of the form."""

import io

from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile as upload
from PIL import Image

from portal.models import Attachment
from tests.achievements.desk import address


def picture():
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(out, "PNG")
    return out.getvalue()


def test_files_come_and_go_in_their_section(
    client, owner, draft, django_capture_on_commit_callbacks
):
    path = address(draft, "files")
    client.force_login(owner)

    client.post(
        path,
        {
            "files": [upload("a.txt", b"1"), upload("b.png", picture())],
            "edition": 0,
            "page": "mine",
        },
    )
    first, second = Attachment.objects.of(draft).for_listing()
    page = client.get(path).content.decode()
    rows = {"attachments-count": 2, "edition": 0, "page": "mine"}
    for index, row in enumerate((second, first)):
        rows |= {
            f"attachments-{index}-id": row.pk,
            f"attachments-{index}-position": index,
            f"attachments-{index}-caption_zh": f"图 {index}",
        }
    client.post(path, rows | {"attachments-0-is_internal": "on"})
    changed = [
        (row.name, row.caption_zh, row.is_internal)
        for row in Attachment.objects.of(draft).for_listing()
    ]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(path, rows | {"attachments-0-remove": "on", "edition": 1})

    assert "a.txt" in page
    assert changed == [("b.png", "图 0", True), ("a.txt", "图 1", False)]
    assert [row.name for row in Attachment.objects.of(draft)] == ["a.txt"]
    assert storages["private"].exists(first.file.name)
    assert not storages["private"].exists(second.file.name)


def test_a_refused_file_is_named_and_the_others_are_not_lost(client, owner, draft):
    path = address(draft, "files")
    client.force_login(owner)

    response = client.post(
        path,
        {
            "files": [upload("a.svg", b"<svg/>"), upload("b.txt", b"1")],
            "edition": 0,
            "page": "mine",
        },
    )

    assert response.status_code == 422
    assert len(response.context["problems"]) == 1
    assert "a.svg" in response.context["problems"][0]
    [stored] = Attachment.objects.of(draft)
    assert stored.name == "b.txt"
    assert stored.get_absolute_url() in response.content.decode()
