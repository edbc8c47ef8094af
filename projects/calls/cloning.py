"""Last year's call as the draft of this year's."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from projects.calls.changing import ENDS
from projects.calls.models import Call

# What belongs to the one call alone.
OWN = {
    "id",
    "number",
    "status",
    "status_reason",
    "created_at",
    "updated_at",
    "published_at",
    "created_by",
    "cloned_from",
}
TITLES = ("title_zh", "title_en")
TIMES = ("opens_at", *ENDS)


@transaction.atomic
def clone(call, *, by):
    """A draft of the next year: the same wording, topics, quotas and questionnaire.

    The questionnaire is referred to, not copied; the rules are the programme's newest.
    Who was let in late, and the files, belong to the old call alone. Asked again
    while the draft is one, it is the same draft: nothing here is ever deleted.
    """
    if not by.has_perm("projects.add_call", call):
        raise PermissionDenied
    Call.objects.select_for_update(no_key=True).get(pk=call.pk)
    made = Call.objects.filter(cloned_from=call, status=Call.Status.DRAFT).first()
    if made:
        return made
    draft = Call(
        **{
            field.attname: getattr(call, field.attname)
            for field in call._meta.concrete_fields
            if field.name not in OWN
        },
        cloned_from=call,
        created_by=by,
    )
    draft.year = call.year + 1
    draft.rules = call.programme.current_rules or call.rules
    for name in TIMES:
        setattr(draft, name, a_year_later(getattr(call, name)))
    for name in TITLES:
        title = getattr(call, name)
        setattr(draft, name, title.replace(str(call.year), str(draft.year)))
    draft.save()
    draft.domains.set(call.domains.all())
    draft.elements.set(call.elements.all())
    copy_rows(call.topics, draft)
    copy_rows(call.quotas, draft)
    log(draft, "projects.clone", user=by, data={"from": call.number})
    return draft


def copy_rows(rows, draft):
    for row in rows.all():
        row.pk, row.call = None, draft
        row.save(force_insert=True)


def a_year_later(moment):
    """The same day and hour of the next year in Shanghai; of 29 February the 28th."""
    if moment is None:
        return None
    local = timezone.localtime(moment, timezone.get_default_timezone())
    try:
        return local.replace(year=local.year + 1)
    except ValueError:
        return local.replace(year=local.year + 1, day=28)
