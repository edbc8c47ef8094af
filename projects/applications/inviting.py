"""Members of a team are asked by mail, and whoever answers is told of."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.notifications.events import in_each_language, tell, write_to
from portal.notifications.models import Notification
from portal.templatetags.figures import plain
from projects.applications import telling

# Mail in the portal's name has a limit.
MOST_A_DAY = 100


@transaction.atomic
def invite(member, *, by):
    """A letter with a link that is good once and for thirty days."""
    member.invite(by=by)
    refuse_too_many(member.application)
    send_invitation(member, by)


def refuse_too_many(application):
    sent = Notification.objects.filter(
        event="applications.invited",
        content_type=ContentType.objects.get_for_model(application),
        object_id=application.pk,
        created_at__gt=timezone.now() - timedelta(days=1),
    )
    if sent.count() >= MOST_A_DAY:
        raise ValidationError(
            _("At most %(most)s invitations a day can be sent for an application."),
            params={"most": MOST_A_DAY},
        )


def send_invitation(member, by):
    """To the inbox, too, of somebody known under this address."""
    application = member.application
    details = telling.about(application) | {
        "path": f"/workbench/applications/invitations/{member.token}/",
        "due_at": member.lapses_at,
        "person": by.name,
        "role": in_each_language(member.get_role_display),
        "months": str(plain(member.person_months)),
    }
    known = get_user_model().objects.filter(
        emailaddress__email__iexact=member.email, emailaddress__verified=True
    )
    event, person = "applications.invited", known.first()
    if person:
        tell([person], event, application, **details)
    else:
        language = get_language()
        write_to(member.email, event, application, language=language, **details)


def tell_answered(member, event, *, by):
    """To the applicant, who consented, declined or left."""
    application = member.application
    people = telling.people_of(application) & {application.created_by}
    path, words = telling.reading_path(application), telling.about(application)
    words["person"] = member.name
    tell(people - {by}, event, application, path=path, **words)


def tell_removed(member, *, by):
    if member.user is None or member.user == by:
        return
    application, words = member.application, telling.about(member.application)
    words["person"] = by.name if by else ""
    tell(
        [member.user], "applications.removed", application, path="/workbench/", **words
    )
