"""What must be true of whatever is published, achievement or listing."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def refuse_unverified_holder(record):
    if not record.holder.is_verified:
        raise ValidationError(
            _("The holder has not been verified: verify the organisation first.")
        )
