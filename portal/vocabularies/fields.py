"""Fields that point to terms of one list."""

from django.db import models

from portal.vocabularies.models import Term


def terms(scheme, label):
    return models.ManyToManyField(
        Term,
        related_name="+",
        blank=True,
        limit_choices_to={"scheme": scheme},
        verbose_name=label,
    )


def term(scheme, label):
    return models.ForeignKey(
        Term,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        limit_choices_to={"scheme": scheme},
        verbose_name=label,
    )
