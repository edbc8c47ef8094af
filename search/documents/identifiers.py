"""Numbers of standards, patents, registrations: written in many ways, found in each."""

import re
import unicodedata

DASHES = re.compile("[‐-―−﹘－—–]")
LETTERS_AND_DIGITS = re.compile(r"[^0-9A-Z]+")

STANDARD = r"[A-Z]{1,6}\d{0,2}(?:\s?/\s?[A-Z]{1,8})?[\s-]?\d{2,6}(?:\.\d+)*(?:\s?[-:]\s?\d{4}\b)?"
PATENT = r"(?:ZL|CN|US|EP|WO|JP)\s?[\d,/]{6,16}(?:\.[\dX])?(?:\s?[A-Z]\d?\b)?|\b\d{12}\.[\dX]\b"
RECORD = r"[A-Z]\d{4}-\d{5}"
CODE = r"(?=[A-Z0-9-]*\d)[A-Z0-9][A-Z0-9-]{5,24}"
IDENTIFIER = re.compile(
    rf"(?<![A-Z0-9])(?:{RECORD}|{PATENT}|{STANDARD}|{CODE})(?![A-Z0-9])"
)

YEAR = re.compile(r"^(.*[A-Z].*\d)\s?[-:]\s?(?:19|20)\d\d$")
OFFICE = re.compile(r"^(?:ZL|CN|US|EP|WO|JP)(?=\d{6})")
KIND_OF_PATENT = re.compile(r"(?<=\d{6})[A-Z]\d?$")
HAS_NUMBER = re.compile(r"\d{2}")
LONGEST = 64


def written(text: str) -> str:
    """One way of writing: half width, capitals, plain hyphens."""
    return DASHES.sub("-", unicodedata.normalize("NFKC", text).upper())


def normal(identifier: str) -> str:
    """Only its letters and digits: GB／T 19001—2016 is GBT190012016."""
    return LETTERS_AND_DIGITS.sub("", written(identifier))[:LONGEST]


def variants(identifier: str) -> list[str]:
    """The normal form, then the looser ones under which people know it."""
    text = written(identifier).strip()
    found = [normal(text)]
    if year := YEAR.match(text):
        found.append(normal(year[1]))
    number = OFFICE.sub("", found[0])
    if number != found[0] or re.fullmatch(r"\d{12}\.[\dX]", text):
        number = KIND_OF_PATENT.sub("", number)
        found.append(number)
        if re.fullmatch(r"(?:19|20)\d{10}[\dX]", number):
            found.append(number[:-1])
    return [form for form in dict.fromkeys(found) if form]


def mentioned(text: str) -> list[str]:
    """The identifiers that stand in a text, as normal forms with their variants."""
    # Most texts have none, and the pattern is a dear one.
    found = IDENTIFIER.findall(written(text)) if HAS_NUMBER.search(text) else []
    return list(dict.fromkeys(form for one in found for form in variants(one)))


def sought(question: str) -> tuple[list[str], list[str]]:
    """What a question may name: exact forms, and looser ones."""
    found = IDENTIFIER.findall(written(question))
    whole = normal(question)
    if 3 < len(whole) < LONGEST and any(char.isdigit() for char in whole):
        found.append(question.strip())
    forms = [variants(one) for one in found[:20]]
    exact = dict.fromkeys(form[0] for form in forms if form)
    loose = dict.fromkeys(other for form in forms for other in form[1:])
    return list(exact), [form for form in loose if form not in exact]
