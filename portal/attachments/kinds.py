"""Which files are taken, and whether a file is what its name says."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

import puremagic
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

OFFICE = "application/vnd.openxmlformats-officedocument"
ENCODINGS = ("utf-8-sig", "gb18030")


def found_types(content: bytes) -> set[str]:
    """The media types that the first bytes speak for."""
    try:
        return {match.mime_type for match in puremagic.magic_string(content[:65_536])}
    except (puremagic.PureError, ValueError):
        return set()


def begins_like(mime_type: str) -> Callable[[bytes], bool]:
    return lambda content: mime_type in found_types(content)


def is_pdf(content: bytes) -> bool:
    return content.startswith(b"%PDF-") and "application/pdf" in found_types(content)


def names_inside(content: bytes) -> set[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return set()


def is_archive(content: bytes) -> bool:
    return bool(names_inside(content))


def holds(part: str) -> Callable[[bytes], bool]:
    """An office document: an archive with its main part, and no macros."""

    def check(content):
        names = names_inside(content)
        return part in names and not any(n.endswith("vbaProject.bin") for n in names)

    return check


def is_text(content: bytes) -> bool:
    """Readable in an encoding of ours, without control characters, not a web page."""
    if found_types(content) & {"text/html", "image/svg+xml", "application/xhtml+xml"}:
        return False
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return not any(ord(char) < 32 and char not in "\t\n\r\f" for char in text)
    return False


@dataclass(frozen=True)
class Kind:
    mime_type: str
    is_real: Callable[[bytes], bool]
    is_picture: bool = False


def picture(mime_type: str) -> Kind:
    return Kind(mime_type, begins_like(mime_type), is_picture=True)


KINDS = {
    "pdf": Kind("application/pdf", is_pdf),
    "png": picture("image/png"),
    "jpg": picture("image/jpeg"),
    "jpeg": picture("image/jpeg"),
    "webp": picture("image/webp"),
    "docx": Kind(f"{OFFICE}.wordprocessingml.document", holds("word/document.xml")),
    "xlsx": Kind(f"{OFFICE}.spreadsheetml.sheet", holds("xl/workbook.xml")),
    "pptx": Kind(
        f"{OFFICE}.presentationml.presentation", holds("ppt/presentation.xml")
    ),
    "zip": Kind("application/zip", is_archive),
    "txt": Kind("text/plain", is_text),
    "csv": Kind("text/csv", is_text),
}
ACCEPT = ",".join(f".{extension}" for extension in KINDS)


def kind_of(extension: str, content: bytes) -> Kind:
    """The kind that extension and content agree on; anything else is refused."""
    kind = KINDS.get(extension)
    if kind is None:
        raise ValidationError(
            _("Files of this type are not taken. Possible are: %(types)s."),
            code="type",
            params={"types": ", ".join(KINDS)},
        )
    if not content:
        raise ValidationError(_("The file is empty."), code="empty")
    if not kind.is_real(content):
        raise ValidationError(
            _("The content of the file is not what its name says (.%(extension)s)."),
            code="spoofed",
            params={"extension": extension},
        )
    return kind
