"""What experts get to read of an application: in double-blind review, no names.

What names people, organisations or files is left out; where such a name, an address
or a telephone number stands in a running text, a black bar replaces it. Texts are
searched for what the application itself states: a team that describes itself in
other words is not found.
"""

import re
from copy import deepcopy
from pathlib import PurePath

BAR = "█████"
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
TELEPHONE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)")
CREDIT_CODE = re.compile(r"(?<![0-9A-Z])[0-9A-HJ-NPQRTUWXY]{18}(?![0-9A-Z])")
SHORTEST = {True: 2, False: 4}
# What the portal writes itself, not the team: no name stands there, and what reads
# the content relies on it.
STRUCTURE = {
    "format",
    "number",
    "id",
    "kind",
    "code",
    "rules",
    "blindness",
    "starts",
    "ends",
    "due",
    "role",
    "degree",
    "status",
    "person_months",
    "comparator",
    "method",
    "mime_type",
}


def for_reviewers(content: dict) -> dict:
    """The content as an expert reads it, by the call's kind of blind review."""
    if content["call"]["blindness"] != "double":
        return content
    names = names_in(content)
    blind = masked(without_identities(deepcopy(content)), bar_for(names))
    # Figures are no names, though a large sum may look like a telephone number.
    blind["budget"] = content["budget"] | {"notes": blind["budget"]["notes"]}
    return blind | {"is_blind": True}


def names_in(content: dict) -> set[str]:
    """Every name by which the application calls its people, organisations and files."""
    organisations = [content["organisation"]]
    found = {content["applicant"]["name"], content["applicant"]["email"]}
    for row in content["partners"]:
        found |= {row["name_zh"], row["name_en"]}
        organisations.append(row["organisation"])
    for organisation in filter(None, organisations):
        found |= {organisation[name] for name in ("name_zh", "name_en", "uscc")}
    for member in content["team"]:
        found |= {member["name_zh"], member["name_en"], member["email"]}
        found |= {member["organisation_name_zh"], member["organisation_name_en"]}
    for file in content["attachments"] + answered_files(content):
        found |= {file["name"], PurePath(file["name"]).stem}
    return {name.strip() for name in found if name and is_telling(name.strip())}


def answered_files(content: dict) -> list[dict]:
    files = (row["value"] for row in content["answers"] if row["kind"] == "file")
    return [file for some in files for file in some or ()]


def is_telling(name: str) -> bool:
    """Not so short that half of all words would be barred: 张三, but not Li or 2026."""
    is_chinese = any(char > "\u2e7f" for char in name)
    return len(name) >= SHORTEST[is_chinese] and any(map(str.isalpha, name))


def bar_for(names: set[str]):
    """A function that bars these names and all addresses in a text."""
    longest_first = sorted(names, key=len, reverse=True)
    known = re.compile(
        "|".join(map(re.escape, longest_first)) or r"(?!)", re.IGNORECASE
    )

    def bar(text):
        text = known.sub(BAR, text)
        for pattern in (ADDRESS, TELEPHONE, CREDIT_CODE):
            text = pattern.sub(BAR, text)
        return text

    return bar


def masked(value, bar, kept=STRUCTURE):
    """What is kept is told by its name, but in an answer: there officers name the parts."""
    if isinstance(value, dict):
        return {
            name: item
            if name in kept
            else masked(item, bar, () if name == "value" else kept)
            for name, item in value.items()
        }
    if isinstance(value, list):
        return [masked(item, bar, kept) for item in value]
    return bar(value) if isinstance(value, str) else value


def without_identities(content: dict) -> dict:
    content["applicant"] = {"name": "", "email": ""}
    content["organisation"] |= {
        "uscc": "",
        "name_zh": "",
        "name_en": "",
        "region": None,
    }
    content["team"] = [member(*row) for row in enumerate(content["team"], 1)]
    content["partners"] = [partner(*row) for row in enumerate(content["partners"], 1)]
    content["attachments"] = [
        file(*row) for row in enumerate(content["attachments"], 1)
    ]
    for answer in content["answers"]:
        if answer["kind"] == "file" and answer["value"]:
            answer |= {"value": None, "text_zh": BAR, "text_en": BAR}
    return content


def member(place: int, row: dict) -> dict:
    return row | {
        "name_zh": f"成员 {place}",
        "name_en": f"Member {place}",
        "organisation_name_zh": "",
        "organisation_name_en": "",
        "email": "",
        "birth_year": None,
    }


def partner(place: int, row: dict) -> dict:
    return row | {
        "name_zh": f"参与单位 {place}",
        "name_en": f"Partner organisation {place}",
        "organisation": None,
    }


def file(place: int, row: dict) -> dict:
    """Its kind and size; neither its name nor what it could be found by."""
    return row | {
        "name": f"{place:02}{PurePath(row['name']).suffix}",
        "sha256": "",
    }
