"""A long record is written section by section: what a section is, and one person's draft of it."""

from copy import copy
from dataclasses import dataclass

from portal.drafts.fields import OrganisationField
from portal.drafts.files import take_files
from portal.drafts.rows import Rows


@dataclass(frozen=True)
class Section:
    """A page of the form: fields of the record, rows that belong to it, or both."""

    name: str
    heading: str
    form: type | None = None
    rows: tuple = ()
    help: str = ""
    takes_files: bool = False
    # A template above the fields, for what has to be read first.
    preface: str = ""

    @property
    def covers(self):
        """The names under which `missing()` may speak of this section."""
        fields = self.form.base_fields if self.form else ()
        return {*fields, *(kind.name for kind in self.rows)}

    @property
    def suggests_organisations(self):
        forms = [self.form, *(kind.form for kind in self.rows)]
        fields = [
            field for form in forms if form for field in form.base_fields.values()
        ]
        return any(isinstance(field, OrganisationField) for field in fields)

    @property
    def anchors(self):
        """Names that stand on the page as they are; fields have an id of their own."""
        return {kind.name for kind in self.rows}

    @property
    def is_multipart(self):
        return self.takes_files

    def take_files(self, record, files, *, by):
        """Keep the files sent along; sentences about those that could not be taken."""
        sent = files.getlist("files") if self.takes_files else []
        return take_files(record, sent, by=by)

    def draft(self, record, user, data=None, blank=""):
        return Draft(self, record, user, data, blank)

    def is_blank(self, record):
        """Nothing has been written here yet."""
        if self.form and not self.form.is_blank(record):
            return False
        return not any(kind.existing(record).exists() for kind in self.rows)


class Draft:
    """One section of one record, as stored or as a person sent it."""

    def __init__(self, section, record, user, data=None, blank=""):
        self.section, self.record, self.user = section, record, user
        self.form = None
        if section.form:
            self.form = section.form(data, instance=copy(record), user=user)
        self.rows = [
            Rows(kind, record, user=user, data=data, blank=int(kind.name == blank))
            for kind in section.rows
        ]

    def as_stored(self):
        return self.section.draft(self.record, self.user)

    @property
    def forms(self):
        """All forms of the page, for its summary of errors."""
        own = [self.form] if self.form else []
        return own + [
            form for rows in self.rows if rows.is_bound for form in rows.forms
        ]

    def is_valid(self):
        return all(form.is_valid() for form in self.forms)

    def has_changed(self):
        own = self.form is not None and self.form.has_changed()
        return own or any(rows.has_changed() for rows in self.rows)

    def save(self):
        """Keep what is right on the record; the record itself is saved by the caller."""
        if self.form:
            self.form.write(self.record)
        for rows in self.rows:
            rows.save()

    def add_blank(self, action):
        """One more empty row, if that was the button."""
        for rows in self.rows:
            if action == f"add:{rows.kind.name}":
                rows.add_blank()

    def errors(self):
        found = {}
        for form in self.forms:
            found |= form.fields_with_errors()
        return found

    def keys(self):
        keys = {}
        for rows in self.rows:
            keys |= rows.keys()
        return keys


def progress(record, sections):
    """Each section with what is missing in it: pairs of (section, state, gaps)."""
    gaps = record.missing()
    for section in sections:
        here = [(name, text) for name, text in gaps if name in section.covers]
        state = "filled"
        if here:
            state = "missing"
        elif section.is_blank(record):
            state = "blank"
        yield section, state, here
