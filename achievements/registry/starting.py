"""An achievement begins: as a new record, or as the next version of a published one."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from achievements.registry.contents import Participation
from achievements.registry.models import Achievement
from portal.attachments.attaching import copy_attachments
from portal.lifecycle import WrongStatus

CHILDREN = ("contributors", "participations", "ip_rights", "outputs")
# What a new version does not take over from the one before.
FRESH = {
    "id",
    "version",
    "status",
    "status_reason",
    "indicator_table",
    "created_by",
    "created_at",
    "updated_at",
    "published_at",
    "edition",
    "saves",
}


@transaction.atomic
def start_achievement(*, holder, by, title_zh="", title_en=""):
    """A draft of this person's, held by an organisation to which they belong."""
    record = Achievement.objects.create(
        holder=holder, created_by=by, title_zh=title_zh, title_en=title_en
    )
    Participation.objects.create(achievement=record, organisation=holder)
    record.give_rights_to_author()
    log(record, "wagtail.create", user=by)
    return record


@transaction.atomic
def start_new_version(achievement, *, by):
    """A draft with the same number and content, to replace this one when published."""
    rows = Achievement.objects.select_for_update(of=("self",))
    source = rows.get(pk=achievement.pk)
    if not by.has_perm("achievements.write_achievement", source):
        raise PermissionDenied
    if source.status != Achievement.Status.PUBLISHED:
        raise WrongStatus(source.get_status_display())
    versions = Achievement.objects.filter(number=source.number)
    if versions.open().exists():
        raise ValidationError(
            _("A new version of this record is being written already.")
        )
    last = versions.aggregate(last=Max("version"))["last"]
    draft = copy_of(source, version=last + 1, created_by=by)
    draft.give_rights_to_author()
    log(draft, "wagtail.create", user=by, data={"version": draft.version})
    return draft


def copy_of(source, **changes):
    kept = {
        field.attname: getattr(source, field.attname)
        for field in Achievement._meta.concrete_fields
        if field.name not in FRESH
    }
    draft = Achievement.objects.create(**kept | changes)
    for field in Achievement._meta.many_to_many:
        getattr(draft, field.name).set(getattr(source, field.name).all())
    for name in CHILDREN:
        copy_rows(getattr(source, name).all(), draft)
    if source.indicator_table:
        draft.indicator_table = source.indicator_table.copy()
        draft.save(update_fields=["indicator_table"])
    copy_attachments(source, draft)
    return draft


def copy_rows(rows, draft):
    copies = list(rows)
    for row in copies:
        row.pk, row.achievement = None, draft
        row._state.adding = True
    rows.model.objects.bulk_create(copies)
