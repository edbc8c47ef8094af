"""What a browser would send from a form of Wagtail's admin, and changes to it."""

from django import forms


def posted(form, **changes):
    """The form's own content as posted data; a change to None leaves the field out."""
    data = of_fields(form)
    for formset in getattr(form, "formsets", {}).values():
        data |= of_fields(formset.management_form)
        for row in formset.forms:
            data |= of_fields(row)
    data |= changes
    return {name: value for name, value in data.items() if value is not None}


def of_fields(form):
    return {
        bound.html_name: content(bound)
        for bound in form
        if not bound.field.disabled or bound.field.widget.is_hidden
    }


def content(bound):
    widget, value = bound.field.widget, bound.value()
    if isinstance(widget, forms.CheckboxInput):
        return "on" if value else None
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return [getattr(one, "pk", one) for one in value or ()]
    shown = widget.format_value(value)
    if isinstance(shown, list | tuple):
        shown = shown[0] if shown else ""
    return "" if shown is None else shown


def new_row(formset, position, **values):
    """A row added to a formset by its form's script."""
    prefix = formset.prefix
    row = {f"{prefix}-{position}-{name}": value for name, value in values.items()}
    return {
        f"{prefix}-TOTAL_FORMS": str(position + 1),
        f"{prefix}-{position}-ORDER": str(position + 1),
        **row,
    }
