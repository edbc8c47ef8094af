from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError as InvalidNumber


def validate_uscc(value):
    """Unified social credit code, GB 32100-2015: 18 characters, the last a check."""
    try:
        uscc.validate(value)
    except InvalidNumber as error:
        raise ValidationError(
            _(
                "This is not a valid unified social credit code: check its 18 characters."
            )
        ) from error


class SecureURLField(models.URLField):
    """An address typed without a scheme is meant as https."""

    def formfield(self, **kwargs):
        return super().formfield(**{"assume_scheme": "https", **kwargs})

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs
