"""An application with everything that belongs to it, as one archive made on the way out."""

import hashlib
import io
import json
import zipfile
from pathlib import PurePath

from django.utils import timezone

from portal.attachments.names import safe_name
from projects.applications import budget
from projects.applications.budget_document import lines_in
from projects.applications.budget_form import years_of
from projects.applications.budget_sheets import write_sheets
from projects.applications.printing import LANGUAGES
from projects.applications.snapshot import canonical, fingerprint

CHUNK = 256 * 1024


class Sink(io.RawIOBase):
    """Where the archive is written to; what was written is taken away at once."""

    def __init__(self):
        super().__init__()
        self.waiting = bytearray()

    def writable(self):
        return True

    def write(self, data):
        self.waiting += data
        return len(data)

    def taken(self):
        taken = bytes(self.waiting)
        self.waiting.clear()
        return taken


def archive(shown):
    """The archive in pieces; never more than one piece of one file in memory."""
    # Asked before anything is sent: later there may be no connection any more.
    entries = list(entries_of(shown))
    manifest = {
        "number": shown.application.number,
        "made_at": timezone.localtime().isoformat(timespec="seconds"),
        "version": shown.submission.version if shown.submission else None,
        "content_sha256": fingerprint(shown.content),
        "files": [],
    }
    return pieces(entries, manifest)


def pieces(entries, manifest):
    sink = Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as package:
        for name, source in entries:
            yield from entry(package, sink, name, source, manifest["files"])
        text = json.dumps(manifest, ensure_ascii=False, indent=2)
        package.writestr("manifest.json", text)
    yield sink.taken()


def entry(package, sink, name, source, listed):
    """One file of the archive, its fingerprint taken as it goes by."""
    digest, size = hashlib.sha256(), 0
    try:
        file = source()
    except FileNotFoundError:
        listed.append({"name": name, "is_missing": True})
        return
    with file, package.open(name, "w", force_zip64=True) as target:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
            if sink.waiting:
                yield sink.taken()
    yield sink.taken()
    listed.append({"name": name, "size": size, "sha256": digest.hexdigest()})


def entries_of(shown):
    """Names in the archive, each with what opens the file."""
    application = shown.application
    yield "content.json", as_file(canonical(shown.content))
    yield "budget.xlsx", as_file(workbook(shown))
    yield from files_of(shown.files, "files")
    for submission in application.submissions.order_by("version"):
        folder = f"versions/v{submission.version}"
        yield f"{folder}/content.json", as_file(canonical(submission.content))
        for column, language in LANGUAGES.items():
            file = getattr(submission, column)
            if file:
                name = f"{folder}/{application.number}-{language}.pdf"
                yield name, opener(file)


def files_of(rows, folder):
    """Under names that are safe everywhere and stand once."""
    for place, row in enumerate(rows, 1):
        name = safe_name(row.name) or f"file{PurePath(row.file.name).suffix}"
        yield f"{folder}/{place:02}-{plain(name)}", opener(row.file)


def plain(name):
    """Without what some system's file names cannot hold."""
    return "".join("_" if char in '<>:"/\\|?*' else char for char in name)


def as_file(content):
    return lambda: io.BytesIO(content)


def opener(file):
    return lambda: file.storage.open(file.name, "rb")


def workbook(shown):
    content = shown.content["budget"]
    lines = lines_in(content)
    years = content["years"] or years_of(shown.application, lines)
    title = f"{shown.content['number']} {shown.content['title_zh']}"
    rules = shown.application.call.rules
    return write_sheets(title, rules, years, budget.totals(lines))
