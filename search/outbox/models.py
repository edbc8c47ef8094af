from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class IndexTask(models.Model):
    """A promise to bring one record's entry in the index up to date.

    Rows are only ever added and forgotten, never merged: a change during a
    drain keeps a row of its own.
    """

    kind = models.CharField(_("kind"), max_length=20)
    object_id = models.PositiveBigIntegerField(_("record"))
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("index task")
        verbose_name_plural = _("index tasks")
        ordering = ("pk",)

    def __str__(self):
        return f"{self.kind} {self.object_id}"


class IndexState(models.Model):
    """The one row that drains and rebuilds agree by, on either database.

    A drain locks it for its short transaction. A rebuild takes minutes, so it
    holds a lease instead, renewed as it goes; one that was killed loses it.
    """

    rebuild = models.CharField(_("rebuild at work"), max_length=40, blank=True)
    rebuild_until = models.DateTimeField(
        _("its lease ends"), default=timezone.now, editable=False
    )
    looked_at = models.DateTimeField(
        _("last look at the clock"), default=timezone.now, editable=False
    )

    class Meta:
        verbose_name = _("state of the index")
        verbose_name_plural = _("states of the index")

    def __str__(self):
        return self.rebuild or "-"

    @property
    def is_rebuilding(self):
        return bool(self.rebuild) and self.rebuild_until > timezone.now()
