from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class NumberSeries(models.Model):
    """The last number given out in a series such as `A2026`."""

    key = models.CharField(_("series"), max_length=16, unique=True)
    last = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("number series")
        verbose_name_plural = _("number series")

    def __str__(self):
        return self.key


@transaction.atomic
def next_numbers(letter, count=1):
    """The next public numbers of this year, such as `A2026-00017`, each given once."""
    key = f"{letter}{timezone.localdate().year}"
    NumberSeries.objects.get_or_create(key=key)
    series = NumberSeries.objects.select_for_update().get(key=key)
    first, series.last = series.last + 1, series.last + count
    series.save()
    return [f"{key}-{number:05d}" for number in range(first, series.last + 1)]


def next_number(letter):
    return next_numbers(letter)[0]
