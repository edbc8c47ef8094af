"""Files and mappings for the tests of imports."""

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from portal.importing.finding import recognised
from portal.importing.importing import Import
from portal.importing.mapping import load_mapping

REAL = Path(settings.BASE_DIR).parent / "shared" / "data"
NASA = REAL / "listings" / "nasa_patents_2014.csv"
CSL = REAL / "articles" / "csl_zh.csv"
NSFC = REAL / "projects" / "nsfc_management_zh.csv"
NSF = REAL / "projects" / "nsf_awards_fy2026.csv"

COLUMNS = ("no", "title", "text", "words", "field", "trl", "done", "holder")
MAPPING = """
name = "Test register"
target = "achievement"
source = "test"
key = "no"
language = "zh-hans"

[always]
form = "report"

[fields]
title_zh = { column = "title", required = true }
summary_zh = "text"
keywords_zh = { column = "words", split = ";", shorten = true }
trl = "trl"
finished = { column = "done", dates = ["%Y/%m/%d"] }

[fields.domains]
column = "field"
split = ";"
values = { "计量" = "metrology", "检测" = "testing", "其他" = [] }

[holder]
column = "holder"

[holder.organisations.A]
name_zh = "甲研究院"
kind = "institute"

[holder.organisations.B]
name_zh = "乙研究院"
kind = "institute"
"""


def row(no="1", **cells):
    """A row that is good unless cells say otherwise."""
    good = {
        "no": no,
        "title": f"成果{no}",
        "text": "摘要。",
        "words": "流量;标定",
        "field": "计量",
        "trl": "6",
        "done": "2024/05/01",
        "holder": "A",
    }
    return good | cells


def csv_text(rows, columns=COLUMNS):
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, columns)
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def write_rows(path, rows, columns=COLUMNS):
    path.write_text(csv_text(rows, columns), encoding="utf-8", newline="")
    return path


def write_mapping(folder, text=MAPPING):
    path = folder / "mapping.toml"
    path.write_text(text, encoding="utf-8")
    return path


def run(path, mapping, target="achievement", **options):
    """Read and write a file by a mapping's path."""
    running = Import(path, target, lambda columns: load_mapping(mapping))
    running.read()
    running.write(**options)
    return running


def run_shipped(path, target, **options):
    running = Import(path, target, recognised)
    running.read()
    running.write(**options)
    return running


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def outcomes(running):
    """What became of each row, in the file's order."""
    return [line.outcome for line in sorted(running.lines, key=lambda line: line.row)]


def reasons(running):
    return {row.number: reason for row, reason in running.rejected}


def manage(database, *arguments):
    """Run manage.py as an operator would, on an SQLite file."""
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{database}",
        "DJANGO_SETTINGS_MODULE": "portal.settings",
    }
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
