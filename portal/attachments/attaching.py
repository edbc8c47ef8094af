"""A file comes to a record, or goes with it; never a row without its file."""

import hashlib

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.attachments.kinds import kind_of
from portal.attachments.models import Attachment, stored_name
from portal.attachments.names import extension_of, safe_name
from portal.attachments.pictures import redrawn
from portal.templatetags.screen import file_size

MOST_FILES = 50


def problems_of(file, error):
    """What an error says, each sentence with the name of the file it is about."""
    return [
        gettext("%(name)s: %(problem)s") % {"name": file.name, "problem": text}
        for text in error.messages
    ]


def attach(record, uploaded, *, by, caption_zh="", caption_en="", is_internal=False):
    """Check an uploaded file, keep it privately, and return its row."""
    name, kind, content = checked(uploaded)
    with transaction.atomic():
        # The record's own row is the lock that keeps the count true.
        type(record)._base_manager.select_for_update(of=("self",)).get(pk=record.pk)
        position = next_position(record)
        attachment = Attachment(
            record=record,
            name=name,
            caption_zh=caption_zh,
            caption_en=caption_en,
            mime_type=kind.mime_type,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            is_internal=is_internal,
            position=position,
            uploaded_by=by,
        )
        write_with_file(attachment, content)
    return attachment


def largest():
    return settings.ATTACHMENT_MAX_BYTES


def checked(uploaded):
    """The file's safe name, its kind and its content, or a sentence why not."""
    known = getattr(uploaded, "checked", None)
    if known:
        return known
    if uploaded.size > largest():
        raise ValidationError(
            _("The file is larger than %(most)s."),
            code="size",
            params={"most": file_size(largest())},
        )
    name = safe_name(uploaded.name)
    content = uploaded.read()
    kind = kind_of(extension_of(name), content)
    if kind.is_picture:
        content = redrawn(content, kind.mime_type)
    # A form asks first, then `attach`: the work is done once.
    uploaded.checked = name, kind, content
    return uploaded.checked


def next_position(record):
    rows = Attachment.objects.of(record)
    if rows.count() >= MOST_FILES:
        raise ValidationError(
            _("A record can have at most %(most)s files."),
            code="count",
            params={"most": MOST_FILES},
        )
    return (rows.aggregate(last=Max("position"))["last"] or 0) + 1


def write_with_file(attachment, content):
    """File first, row second; where either fails, neither stays."""
    storage = attachment.file.storage
    path = stored_name(attachment, attachment.name)
    try:
        attachment.file.name = storage.save(path, ContentFile(content))
        attachment.save()
    except OSError as error:
        storage.delete(path)
        raise ValidationError(
            _("The file could not be stored. Try again later."), code="storage"
        ) from error
    except BaseException:
        storage.delete(path)
        raise


def copy_attachments(source, target):
    """The rows of a record for its new version; the stored files are shared."""
    rows = list(Attachment.objects.of(source))
    for row in rows:
        row.pk, row.record = None, target
    return Attachment.objects.bulk_create(rows)
