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


def name(path):
    return str(path.relative_to(ROOT))


def test_models_and_migrations_agree(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("path", OURS + TESTS, ids=name)
def test_no_file_is_longer_than_a_sitting(path):
    lines = path.read_text().count("\n")

    assert lines <= 650 if path.name == "models.py" else lines <= 400


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_no_template_is_longer_than_a_page(path):
    assert path.read_text().count("\n") <= 150


@pytest.mark.parametrize("path", OURS, ids=name)
def test_names_say_something(path):
    assert not SAY_NOTHING & {*path.relative_to(ROOT).parts, path.stem}


@pytest.mark.parametrize("path", OURS, ids=name)
def test_only_the_lifecycle_sets_a_status(path):
    sets_status = re.search(r"\.status\s*=[^=]", path.read_text())

    assert name(path) == "portal/lifecycle.py" or not sets_status


@pytest.mark.parametrize("app", APPS)
def test_every_model_says_its_name(app):
    unnamed = [
        model.__name__
        for model in apps.get_app_config(app).get_models()
        if "verbose_name" not in model._meta.original_attrs
        and not model.__name__.endswith("UserObjectPermission")
    ]

    assert unnamed == []
