"""Repairs of one text that change how it is written, never what it says."""

import re
from unicodedata import normalize

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.importing.decoding import BROKEN
from portal.importing.markup import without_entities, without_markup

# NUL and other controls, marks that are not seen, overrides of writing direction.
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u2060\ufeff"
    "\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]"
)
SURROGATE = re.compile("[\ud800-\udfff]")
BLANKS = re.compile(r"[^\S\n]+")
EMPTY_LINES = re.compile(r"\n{3,}")
ERRORS = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"}
CALL = re.compile(r"[+\-@]\s*[A-Z][A-Z0-9.]+\s*\(|[=+\-@][^|\n]{0,40}\|[^!\n]{0,80}!")
QUOTED = re.compile(r'="((?:[^"]|"")*)"')
LINK = re.compile(
    r'=HYPERLINK\(\s*"(?:[^"]|"")*"\s*[,;]\s*"((?:[^"]|"")*)"\s*\)', re.IGNORECASE
)
LONGEST = 20_000

UNSEEN_REMOVED = gettext_lazy("characters that are not text removed")
MARKUP_REPLACED = gettext_lazy("markup replaced")
FORMULA_REPLACED = gettext_lazy("formula replaced by the text it shows")


def fault_of(text: str) -> str:
    """Why this text cannot be kept, or nothing."""
    if BROKEN in text or SURROGATE.search(text):
        return _("the text is broken; it was saved in another encoding")
    if len(text) > LONGEST:
        return _("longer than %(most)d characters") % {"most": LONGEST}
    bare = text.strip()
    if bare in ERRORS:
        return _("an error of the spreadsheet: %(error)s") % {"error": bare}
    if is_formula(bare):
        return _("a formula of a spreadsheet, not a text")
    return ""


def is_formula(bare: str) -> bool:
    """`=…`, or a sign before a function; `-20 ℃` and `+86` are none."""
    if shown_by_formula(bare) is not None:
        return False
    return bare.startswith("=") or CALL.match(bare) is not None


def shown_by_formula(bare: str) -> str | None:
    """The text of `="…"` and of a link, which is all that those formulas show."""
    shown = QUOTED.fullmatch(bare) or LINK.fullmatch(bare)
    return shown[1].replace('""', '"') if shown else None


def clean(text: str, *, symbols: bool = False) -> tuple[str, list[str]]:
    """The text as it should be written, and what was repaired.

    Each repair may bare the next (`&lt;sub&gt;`), so they go on until nothing changes.
    """
    repairs: list[str] = []

    def note(repair: str, before: str, after: str) -> str:
        if before != after and str(repair) not in repairs:
            repairs.append(str(repair))
        return after

    while True:
        before = text
        shown = shown_by_formula(text.strip())
        if shown is not None:
            text = note(FORMULA_REPLACED, text, shown)
        text = note(UNSEEN_REMOVED, text, UNSEEN.sub("", text))
        text = note(MARKUP_REPLACED, text, without_entities(text))
        text = note(MARKUP_REPLACED, text, without_markup(text, symbols=symbols))
        text = tidy(text)
        if text == before:
            return text, repairs


def tidy(text: str) -> str:
    """One way of writing: composed characters, plain blanks, lines that end alike."""
    text = normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\x85", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    lines = (BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()


def one_line(text: str) -> str:
    return " ".join(text.split())


def cut(text: str, most: int) -> str:
    """As much as fits, to the end of a sentence or word where one is near."""
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    ends = max(kept.rfind(mark) for mark in "。；！？. ;\n")
    if ends > most * 0.8:
        kept = kept[: ends + 1]
    return f"{kept.rstrip()}…"


def cut_list(parts: list[str], joint: str, most: int) -> str:
    """Whole entries, as many as fit."""
    text = ""
    for part in parts:
        longer = f"{text}{joint}{part}" if text else part
        if len(longer) > most:
            break
        text = longer
    return text
