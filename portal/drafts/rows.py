"""Rows that belong to a record: added, removed, put in order, each kept by itself."""

from copy import copy

from django.utils.translation import gettext as _

from portal.drafts.conflicts import in_words


class RowKind:
    """What rows there are: a subclass says of which model, in which form."""

    name = ""
    heading = ""
    help = ""
    nothing = ""
    add_label = ""
    one = ""
    form = None
    most = 60
    can_add = True
    # Removing waits for the button: it takes along what cannot be brought back.
    is_kept_till_saved = False

    def existing(self, record):
        """The rows that the record has, in order."""
        raise NotImplementedError

    def new(self, record):
        """A row of this record that is not saved yet."""
        raise NotImplementedError

    def title(self, row):
        """What stands over an existing row, if more than its number."""
        return ""

    def buttons(self, row):
        """Further buttons of a row: an action's name, its label, and its class."""
        return ()

    def adopt(self, row, record):
        """Tie a new row to its record; for kinds that cannot do it in `new`."""

    def is_settled(self, row):
        """Seldom changed any more: its fields are folded away until asked for."""
        return False

    def remove(self, row, *, by):
        """The row goes."""
        row.delete()

    def check(self, rows):
        """Look at the rows together; a subclass adds errors to their forms."""

    def too_many(self):
        return _("There can be at most %(most)s rows.") % {"most": self.most}


class Row:
    def __init__(self, rows, index, instance, *, position, data=None, removed=False):
        self.rows, self.prefix = rows, f"{rows.kind.name}-{index}"
        self.index, self.position = index, position
        self.instance, self.removed = instance, removed
        self.form = rows.kind.form(
            data,
            instance=copy(instance),
            prefix=self.prefix,
            user=rows.user,
            empty_permitted=instance.pk is None,
        )

    @property
    def title(self):
        return self.rows.kind.title(self.instance) if self.instance.pk else ""

    @property
    def is_folded(self):
        return self.rows.kind.is_settled(self.instance) and not (
            self.form.is_bound and self.form.errors
        )

    @property
    def buttons(self):
        return self.rows.kind.buttons(self.instance)

    @property
    def is_blank(self):
        """A new row in which nobody has written anything."""
        return self.instance.pk is None and not self.form.has_changed()

    def has_changed(self):
        if self.removed:
            return self.instance.pk is not None
        return self.form.has_changed()

    @property
    def must_wait(self):
        """A new row whose necessary parts are still wrong cannot be stored."""
        fields, essential = self.form.fields.items(), self.form.essential
        if essential is None:
            essential = [name for name, field in fields if field.is_needed]
        needed = {*essential, *(name for name, field in fields if field.required)}
        held = self.form.held()
        return self.instance.pk is None and bool(held & needed or "__all__" in held)

    def write(self, position):
        """Put on the row what is right; False where there is nothing to store yet."""
        if self.is_blank or self.must_wait:
            return False
        self.instance.position = position
        self.form.write(self.instance)
        return True


class Rows:
    """The rows of one kind of one record, as stored or as sent."""

    def __init__(self, kind, record, *, user=None, data=None, blank=0):
        self.kind, self.record, self.user = kind, record, user
        self.stored_rows = {row.pk: row for row in kind.existing(record)}
        self.is_bound = data is not None and f"{kind.name}-count" in data
        # After a conflict somebody decided for these rows alone.
        self.is_whole = self.is_bound and data.get(f"take-{kind.name}") == "mine"
        if self.is_bound:
            self.rows = sorted(self.sent(data), key=lambda row: row.position)
            self.check()
        else:
            self.rows = list(self.as_stored(blank))

    def __iter__(self):
        return iter(self.rows)

    def as_stored(self, blank):
        instances = [*self.stored_rows.values()]
        instances += [self.kind.new(self.record) for _each in range(blank)]
        for index, instance in enumerate(instances):
            yield Row(self, index, instance, position=index)

    def sent(self, data):
        for index in range(
            min(number(data, f"{self.kind.name}-count"), self.kind.most * 3)
        ):
            prefix = f"{self.kind.name}-{index}"
            if f"{prefix}-id" not in data:
                continue
            instance = self.stored_rows.get(number(data, f"{prefix}-id"))
            if instance is None and not self.kind.can_add:
                continue
            yield Row(
                self,
                index,
                instance or self.kind.new(self.record),
                position=number(data, f"{prefix}-position", index),
                data=data,
                removed=bool(data.get(f"{prefix}-remove")),
            )

    def check(self):
        kept = [row for row in self.rows if not row.removed and not row.is_blank]
        for row in kept:
            row.form.is_valid()
        for row in kept[self.kind.most :]:
            row.form.add_error(None, self.kind.too_many())
        self.kind.check(kept)

    @property
    def kept(self):
        return [row for row in self.rows if not row.removed]

    @property
    def count(self):
        """How many numbers the page must count through."""
        return max((row.index for row in self.rows), default=-1) + 1

    def add_blank(self):
        index = self.count
        self.rows.append(Row(self, index, self.kind.new(self.record), position=index))

    @property
    def blank_row(self):
        """What a new row looks like, for the page's script."""
        return Row(self, "__row__", self.kind.new(self.record), position="__row__")

    @property
    def forms(self):
        return [row.form for row in self.kept if not row.is_blank]

    def has_changed(self):
        if not self.is_bound:
            return False
        order = [row.instance.pk for row in self.rows if row.instance.pk]
        before = [pk for pk in self.stored_rows if pk in set(order)]
        is_other = order != before or (
            self.is_whole and len(order) < len(self.stored_rows)
        )
        return is_other or any(row.has_changed() for row in self.rows)

    def save(self):
        if not self.is_bound:
            return
        if self.is_whole and self.kind.can_add:
            self.drop_others()
        position = 0
        for row in self.rows:
            if row.removed and row.instance.pk:
                self.kind.remove(row.instance, by=self.user)
            elif not row.removed and row.write(position):
                self.kind.adopt(row.instance, self.record)
                row.instance.save()
                position += 1

    def drop_others(self):
        sent = {row.instance.pk for row in self.rows}
        for pk, row in self.stored_rows.items():
            if pk not in sent:
                self.kind.remove(row, by=self.user)

    def keys(self):
        """The keys of the rows by their prefix; a row that went has none."""
        return {
            row.prefix: "" if row.removed else row.instance.pk or ""
            for row in self.rows
        }

    def as_text(self):
        """The rows as lines to read, for a comparison."""
        return "\n".join(filter(None, map(line, self.kept)))


def line(row):
    form = row.form
    words = (in_words(form, name, as_sent=form.is_bound) for name in form.fields)
    return " · ".join(filter(None, words))


def number(data, name, default=0):
    try:
        return int(data.get(name, default))
    except ValueError:
        return default
