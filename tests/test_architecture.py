"""Rules of the code base that no other check holds."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

ROOT = Path(settings.BASE_DIR)
APPS = ("portal", "projects", "achievements", "search")
OURS = [
    path
    for app in APPS
    for path in sorted((ROOT / app).rglob("*.py"))
    if "migrations" not in path.parts
]
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TEMPLATES = [path for app in APPS for path in sorted((ROOT / app).rglob("*.html"))]
SAY_NOTHING = {"utils", "helpers", "services", "selectors", "common", "misc"}
SETS_STATUS = re.compile(r"\.status\s*=[^=]")


def name(path):
    return str(path.relative_to(ROOT))


def lines_of(path):
    return path.read_text().count("\n")


def test_models_and_migrations_agree(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_no_file_is_longer_than_a_sitting():
    # Fields, twice for two languages, make a model long without making it hard to read.
    allowed = {"models.py": 500}
    long = [
        name(path)
        for path in OURS + TESTS
        if lines_of(path) > allowed.get(path.name, 400)
    ]

    assert long == []


def test_no_template_is_longer_than_a_page():
    long = [name(path) for path in TEMPLATES if lines_of(path) > 150]

    assert long == []


def test_names_say_something():
    empty = [
        name(path)
        for path in OURS
        if SAY_NOTHING & {*path.relative_to(ROOT).parts, path.stem}
    ]

    assert empty == []


def test_only_the_lifecycle_sets_a_status():
    setting = [name(path) for path in OURS if SETS_STATUS.search(path.read_text())]

    assert setting == ["portal/lifecycle.py"]


@pytest.mark.parametrize("app", APPS)
def test_every_model_says_its_name(app):
    unnamed = [
        model.__name__
        for model in apps.get_app_config(app).get_models()
        if "verbose_name" not in model._meta.original_attrs
        and not model.__name__.endswith("UserObjectPermission")
    ]

    assert unnamed == []
