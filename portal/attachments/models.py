import uuid
from pathlib import PurePath

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import storages
from django.db import models, transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.bilingual import Bilingual


def private_storage():
    return storages["private"]


def stored_name(attachment, filename):
    """A name that tells nothing and never collides; the person's own is a column."""
    return (
        f"{uuid.uuid4().hex[:2]}/{uuid.uuid4().hex}{PurePath(filename).suffix.lower()}"
    )


def may_edit(user, record):
    meta = record._meta
    return user.has_perm(f"{meta.app_label}.change_{meta.model_name}", record)


class AttachmentQuerySet(models.QuerySet):
    def of(self, record):
        return self.filter(
            content_type=ContentType.objects.get_for_model(record), object_id=record.pk
        )

    def of_all(self, records):
        """Lists of attachments by the record's pk, for records of one model."""
        found = {}
        if records:
            rows = self.filter(
                content_type=ContentType.objects.get_for_model(records[0]),
                object_id__in=[record.pk for record in records],
            )
            for attachment in rows:
                found.setdefault(attachment.object_id, []).append(attachment)
        return found

    def shown_to(self, user, record):
        """Of a record that this person may see; internal files only to its editors."""
        if may_edit(user, record):
            return self.of(record)
        return self.of(record).filter(is_internal=False)

    def for_listing(self):
        return self.select_related("uploaded_by").order_by("position", "pk")


class Attachment(models.Model):
    """A file of a record, readable by whoever may read the record.

    The record's model answers through its `visible_to(user)`, or where its files are
    narrower than itself through `files_visible_to(user)`; an attachment that is
    marked internal goes to those only who may change the record.
    """

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey()
    file = models.FileField(
        _("file"), storage=private_storage, upload_to=stored_name, max_length=120
    )
    name = models.CharField(_("file name"), max_length=200)
    caption_zh = models.CharField(_("caption in Chinese"), max_length=200, blank=True)
    caption_en = models.CharField(_("caption in English"), max_length=200, blank=True)
    mime_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    is_internal = models.BooleanField(_("only for those who edit"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)

    caption = Bilingual()

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ("position", "pk")
        indexes = (models.Index(fields=["content_type", "object_id"]),)

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("attachments:download", args=[self.pk])

    @property
    def is_picture(self):
        return self.mime_type.startswith("image/")

    def is_readable_by(self, user):
        """Asks the record that the file belongs to."""
        records = self.content_type.model_class()._default_manager
        seen = getattr(records, "files_visible_to", records.visible_to)(user)
        record = seen.filter(pk=self.object_id).first()
        if record is None:
            return False
        return not self.is_internal or may_edit(user, record)


@receiver(post_delete, sender=Attachment)
def drop_file(instance, **kwargs):
    """The file goes with its last row, once that is certain.

    A signal, because only it hears of querysets and cascades too.
    """
    name, storage = instance.file.name, instance.file.storage

    def drop():
        if not Attachment.objects.filter(file=name).exists():
            storage.delete(name)

    transaction.on_commit(drop)
