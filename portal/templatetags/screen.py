"""What the parts of the screen need and a template cannot say."""

from django import forms, template
from django.http import QueryDict
from django.utils.translation import gettext as _

from portal.notifications.models import Notification

register = template.Library()

# Up to here a field takes a name or a code.
A_NAME = 100

STATUS_KINDS = {
    "good": "published verified active answered granted accepted done passed",
    "waiting": "submitted endorsed received claimed invited requested open filed",
    "attention": "returned due overdue",
    "bad": "withdrawn refused expired rejected lapsed",
}
KIND_OF_STATUS = {
    status: kind for kind, known in STATUS_KINDS.items() for status in known.split()
}


@register.filter
def status_kind(value):
    """good, waiting, attention, bad or neutral: the shape and colour of a status."""
    return KIND_OF_STATUS.get(str(value), "neutral")


@register.simple_tag
def unread_count(user):
    return Notification.objects.visible_to(user).unread().count()


@register.simple_tag(takes_context=True)
def page_address(context, number, parameter="page"):
    """This list's address with another page number, all else as it is."""
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    query[parameter] = number
    return f"?{query.urlencode()}"


@register.simple_tag
def page_numbers(page):
    """The numbers a pager shows; None where some are left out."""
    paginator = page.paginator
    shown = paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return [None if number == paginator.ELLIPSIS else number for number in shown]


@register.simple_tag
def form_problems(form=None, forms=None):
    """All errors of a form, formset or list of them, in order, each with its anchor."""
    found = []
    for one in flattened([form, forms]):
        for text in one.non_field_errors():
            found.append({"anchor": "", "label": "", "text": text})
        for field in one:
            for text in field.errors:
                found.append(
                    {"anchor": field.auto_id, "label": field.label, "text": text}
                )
    return found


def flattened(forms):
    for form in forms:
        if form is None or form == "":
            continue
        if hasattr(form, "errors") and hasattr(form, "fields"):
            yield form
        elif hasattr(form, "non_form_errors"):
            yield FormsetErrors(form)
            yield from form.forms
        else:
            yield from flattened(form)


class FormsetErrors:
    """What is wrong with a formset as a whole, in the shape of a form."""

    def __init__(self, formset):
        self.formset = formset

    def non_field_errors(self):
        return self.formset.non_form_errors()

    def __iter__(self):
        return iter(())


@register.filter
def longest(field):
    """The most characters that a text takes; nobody counts those of a name or address."""
    most = getattr(field.field, "max_length", None)
    if not most or type(field.field) is not forms.CharField:
        return None
    is_text = isinstance(field.field.widget, forms.Textarea)
    is_line = isinstance(field.field.widget, forms.TextInput) and most > A_NAME
    return most if is_text or is_line else None


@register.filter
def is_choice(field):
    """A single checkbox stands before its label."""
    return field.field.widget.__class__.__name__ == "CheckboxInput"


@register.filter
def file_size(size):
    """Bytes as people say them."""
    if size < 1024:
        return _("%(n)d bytes") % {"n": size}
    for unit in ("KB", "MB", "GB"):
        size /= 1024
        if size < 1024 or unit == "GB":
            break
    digits = 0 if size >= 10 else 1
    return f"{size:.{digits}f}\N{NO-BREAK SPACE}{unit}"
