"""Every text of the portal has a Chinese translation, and every catalogue is sound."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
APPS = ["portal", "projects", "achievements", "search"]
LANGUAGE = "zh_Hans"


def run(*command, folder=PROJECT):
    return subprocess.run(  # noqa: S603 - no command comes from outside
        command, cwd=folder, capture_output=True, text=True, check=False
    )


def catalogues(folder):
    return sorted(folder.glob(f"*/locale/{LANGUAGE}/LC_MESSAGES/*.po"))


def collect_texts(folder):
    """A copy of the project in which Django has gathered the texts of today."""
    for app in APPS:
        shutil.copytree(PROJECT / app, folder / app)
    shutil.copy(PROJECT / "manage.py", folder)
    for domain in ("django", "djangojs"):
        options = ("-d", domain, "-l", LANGUAGE)
        made = run(sys.executable, "manage.py", "makemessages", *options, folder=folder)
        if made.returncode:
            sys.exit(f"makemessages -d {domain} failed:\n{made.stderr}")


def unsound(catalogue):
    checked = run("msgfmt", "--check", "--output-file", os.devnull, str(catalogue))
    return [checked.stderr.strip()] if checked.returncode else []


def entries(catalogue, which):
    """The msgids that msgattrib picks out, each with the first place it comes from."""
    picked = run("msgattrib", "--no-obsolete", "--no-wrap", which, str(catalogue))
    if picked.returncode:
        sys.exit(picked.stderr)
    place = ""
    for line in picked.stdout.splitlines():
        if line.startswith("#:"):
            place = line.split()[1]
        elif line.startswith("msgid ") and line != 'msgid ""':
            yield f"{place}: {line.removeprefix('msgid ')}"
            place = ""
        elif line.startswith('"') and place:
            yield f"{place}: {line} …"
            place = ""


def problems():
    for catalogue in catalogues(PROJECT):
        for complaint in unsound(catalogue):
            yield f"{catalogue.relative_to(PROJECT)}: {complaint}"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        collect_texts(folder)
        for catalogue in catalogues(folder):
            for entry in entries(catalogue, "--untranslated"):
                yield f"untranslated: {entry}"
            for entry in entries(catalogue, "--only-fuzzy"):
                yield f"fuzzy: {entry}"


if __name__ == "__main__":
    sys.exit("\n".join(problems()) or None)
