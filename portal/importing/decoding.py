"""From bytes to text, whatever a spreadsheet program saved them as."""

import codecs

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
BROKEN = "\ufffd"
SAMPLE = 65_536


def decoded(raw: bytes) -> str:
    """The text; what is broken in it stays recognisable, so that other rows go in."""
    return raw.decode(encoding_of(raw), errors="replace").removeprefix("\ufeff")


def encoding_of(raw: bytes) -> str:
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return encoding
    if wide := unmarked_utf16(raw[:SAMPLE]):
        return wide
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        damaged = mostly_utf8(raw) or not mostly_gb(raw)
        return "utf-8" if damaged else "gb18030"
    return "utf-8"


def unmarked_utf16(sample: bytes) -> str:
    """Latin letters and commas in UTF-16 have a zero for every other byte."""
    pairs = len(sample) // 2
    if not pairs:
        return ""
    if sample[1::2].count(0) > pairs * 0.3:
        return "utf-16-le"
    return "utf-16-be" if sample[0::2].count(0) > pairs * 0.3 else ""


def mostly_utf8(raw: bytes) -> bool:
    """A damaged UTF-8 file must not pass for GB 18030, which reads almost anything."""
    text = raw.decode("utf-8", errors="replace")
    broken = text.count(BROKEN)
    return sum(1 for character in text if character > "\x7f") - broken > broken


def mostly_gb(raw: bytes) -> bool:
    """Whether it reads as Chinese: nine of ten characters are everyday ones."""
    text = raw.decode("gb18030", errors="replace")
    foreign = [character for character in text if character > "\x7f"]
    everyday = sum(1 for character in foreign if is_everyday(character))
    return everyday >= 0.9 * len(foreign)


def is_everyday(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def looks_like_text(text: str) -> bool:
    """Not a picture or a program: hardly anything in it is broken or a control."""
    sample = text[:SAMPLE]
    odd = sum(
        1
        for character in sample
        if character == BROKEN or (character < " " and character not in "\t\r\n")
    )
    return odd <= 0.1 * len(sample)
