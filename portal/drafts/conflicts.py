"""Two people at one form: nothing typed is lost, each decides what stays."""

from dataclasses import dataclass
from datetime import datetime

from django import forms


@dataclass(frozen=True)
class Difference:
    """A field that reads otherwise in the stored record than in the text sent."""

    name: str
    label: str
    theirs: str
    mine: str


@dataclass(frozen=True)
class Conflict:
    by: str
    at: datetime | None
    differences: list


def in_words(form, name, *, as_sent):
    """A field's value as people read it: from the text sent, or as it is stored."""
    if as_sent:
        form.is_valid()
        raw = form[name].value()
        return worded(form.fields[name], form.cleaned_data.get(name, raw))
    return worded(form.fields[name], form.stored_value(name))


def worded(field, value):
    if hasattr(field, "in_words"):  # one that says its values itself
        return field.in_words(value)
    if value in (None, "", False):
        return ""
    if isinstance(value, list | tuple) or hasattr(value, "model"):
        return "、".join(sorted(str(item) for item in value))
    if isinstance(field, forms.TypedChoiceField):
        return str(dict(field.choices).get(value, value))
    return str(value)


def differences(draft):
    """Where the stored section and the one that was sent differ, in the form's order."""
    stored = draft.as_stored()
    found = []
    for name, field in draft.form.fields.items() if draft.form else ():
        theirs = in_words(stored.form, name, as_sent=False)
        mine = in_words(draft.form, name, as_sent=True)
        found.append(Difference(name, str(field.label), theirs, mine))
    for before, sent in zip(stored.rows, draft.rows, strict=True):
        if sent.is_bound:
            kind = sent.kind
            texts = before.as_text(), sent.as_text()
            found.append(Difference(kind.name, str(kind.heading), *texts))
    return [one for one in found if one.theirs != one.mine]


def with_theirs(sent, stored):
    """The text sent, but as stored wherever the person chose the other's."""
    sent = sent.copy()
    chosen = {
        key.removeprefix("take-")
        for key, value in sent.items()
        if key.startswith("take-") and value == "theirs"
    }
    for name in chosen & set(stored.form.fields if stored.form else ()):
        put(sent, stored.form, name)
    for rows in stored.rows:
        if rows.kind.name in chosen:
            sent.pop(f"{rows.kind.name}-count", None)
    return sent


def put(sent, form, name):
    """Write the stored value the way that a browser would have sent it."""
    value = form[name].value()
    written = form.fields[name].widget.format_value(value)
    if value is True:
        sent[name] = "on"
    elif value in (None, False, "") or written is None:
        sent.pop(name, None)
    else:
        sent.setlist(name, written if isinstance(written, list) else [written])
