"""File names as people write them, made safe to show and to send back."""

import unicodedata

LONGEST = 120


def safe_name(written: str) -> str:
    """The bare name: no folder, no control or direction marks, not too long.

    A right-to-left override would show `exe.txt` for what ends in `txt.exe`.
    """
    bare = unicodedata.normalize("NFC", written).replace("\\", "/").rpartition("/")[2]
    seen = "".join(
        char for char in bare if char.isspace() or unicodedata.category(char)[0] != "C"
    )
    tidy = " ".join(seen.split()).strip(". ")
    stem, dot, extension = tidy.rpartition(".")
    if not dot:
        return tidy[:LONGEST]
    return (
        f"{stem.strip()[: LONGEST - len(extension) - 1] or 'file'}.{extension.lower()}"
    )


def extension_of(name: str) -> str:
    """`Report.PDF` → `pdf`."""
    return name.rpartition(".")[2].lower() if "." in name else ""
