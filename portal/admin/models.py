"""Lists of the admin as somebody wants to have them again."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SavedViewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, and what colleagues of a group share with it."""
        groups = user.groups.values("pk")
        return self.filter(Q(user=user) | Q(group__in=groups))

    def of_list(self, name):
        return self.filter(list=name).order_by("name", "pk")


class SavedView(models.Model):
    """A list's filters, order, words and columns under a name."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="saved_views",
        verbose_name=_("saved by"),
    )
    # Given: everybody of the group has it, too.
    group = models.ForeignKey(
        "auth.Group",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("shared with"),
    )
    list = models.CharField(_("list"), max_length=60)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(_("query"), max_length=2_000, blank=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ("list", "name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["user", "list", "name"], name="saved_view_once"
            ),
        )

    def __str__(self):
        return self.name
