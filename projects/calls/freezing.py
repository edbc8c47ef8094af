"""What stays as it is once a call has opened with a questionnaire, and what may be mended."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# What people read: corrected at any time, for answers do not depend on it.
WORDING = ("label_zh", "label_en", "help_zh", "help_en")


def data_of(stream):
    """The blocks as they would be stored now: what a loader left out has its default."""
    return [
        {
            "type": child.block_type,
            "id": child.id,
            "value": child.block.get_prep_value(child.value),
        }
        for child in stream
    ]


def structure(data):
    """Blocks as they are stored, without their wording: what answers stand on."""
    if isinstance(data, dict):
        return {
            name: structure(part) for name, part in data.items() if name not in WORDING
        }
    if isinstance(data, list | tuple):
        return [structure(part) for part in data]
    return None if data == "" else data


def wording(data, where=()):
    """Each text that people read, by the ids of the blocks that lead to it."""
    if isinstance(data, dict):
        where = (*where, data["id"]) if "id" in data else where
        found = {}
        for name, part in data.items():
            found |= {(*where, name): part} if name in WORDING else wording(part, where)
        return found
    if isinstance(data, list | tuple):
        return {
            key: text for part in data for key, text in wording(part, where).items()
        }
    return {}


def corrections(before, after):
    """The texts that were changed, as the log keeps them."""
    old, new = wording(data_of(before)), wording(data_of(after))
    return [
        {"where": "/".join(key), "before": old.get(key) or "", "after": text or ""}
        for key, text in new.items()
        if (old.get(key) or "") != (text or "")
    ]


def refuse_new_structure(before, after):
    if structure(data_of(before)) != structure(data_of(after)):
        raise ValidationError({"questions": ValidationError(frozen(), code="frozen")})


def frozen():
    return _(
        "A call has opened with these questions. Their wording can be corrected, nothing "
        "else: kinds, order, limits, options and conditions stay, so that answers keep "
        "their questions. Make a new version for the next call instead."
    )
