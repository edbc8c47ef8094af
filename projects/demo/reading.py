"""The demonstration's files."""

import tomllib
from pathlib import Path

HERE = Path(__file__).parent


def rows(name):
    return tomllib.loads((HERE / f"{name}.toml").read_text())


def applications():
    """All of them, the oldest first, so that numbers grow with time."""
    found = [
        row
        for path in sorted((HERE / "applications").glob("*.toml"))
        for row in tomllib.loads(path.read_text())["application"]
    ]
    return sorted(found, key=lambda row: -days_ago(row["at"]["created"]))


def days_ago(text):
    """A number that grows with age: "12 09:30" is twelve days ago at half past nine."""
    days, _space, hour = text.partition(" ")
    hours, minutes = hour.split(":")
    return int(days) - (int(hours) + int(minutes) / 60) / 24


def both(row, *names):
    """What stands there in Chinese and in English, under the names of the columns."""
    return {
        f"{name}_{language}": row[f"{name}_{language}"].strip()
        for name in names
        for language in ("zh", "en")
        if f"{name}_{language}" in row
    }
