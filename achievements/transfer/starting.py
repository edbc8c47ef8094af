"""An offer begins with the achievement that it offers."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from achievements.registry.models import Achievement
from achievements.transfer.models import Listing

SAME = ("title_zh", "title_en", "keywords_zh", "keywords_en", "trl", "holder")
SAME_LISTS = ("domains", "elements", "industries")
# The field of the offer, and the one of the achievement that says nearly the same.
LIKE = {
    "problem_zh": "background_zh",
    "problem_en": "background_en",
    "description_zh": "summary_zh",
    "description_en": "summary_en",
}


@transaction.atomic
def start_listing(achievement, *, by):
    """A draft offer, filled in as far as the achievement tells."""
    if not by.has_perm("achievements.write_achievement", achievement):
        raise PermissionDenied
    if achievement.status not in Achievement.CURRENT:
        raise ValidationError(
            _("This record is “%(status)s”: it cannot be offered."),
            params={"status": achievement.get_status_display()},
        )
    given = {name: getattr(achievement, name) for name in SAME}
    given |= {
        name: fitting(name, getattr(achievement, source))
        for name, source in LIKE.items()
    }
    listing = Listing.objects.create(achievement=achievement, created_by=by, **given)
    for name in SAME_LISTS:
        getattr(listing, name).set(getattr(achievement, name).all())
    listing.give_rights_to_author()
    log(listing, "wagtail.create", user=by)
    return listing


def fitting(name, text):
    """The text, if the offer's shorter field has room for it."""
    return text if len(text) <= Listing._meta.get_field(name).max_length else ""
