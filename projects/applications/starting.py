"""An application begins: for an open call, of an organisation that one belongs to."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.accounts.models import User
from portal.organisations.models import Organisation
from portal.templatetags.figures import moment_with_zone
from projects.applications.models import Application
from projects.applications.team import TeamMember


def hindrance(call, user):
    """Why nobody, or not this person, may begin now; empty where he may."""
    if call.status == call.Status.CANCELLED:
        return _("The call was cancelled: %(reason)s") % {"reason": call.status_reason}
    if call.takes_from(user):
        return ""
    if call.phase == call.Phase.ANNOUNCED:
        return _("The call opens at %(moment)s. Applications can be written then.") % {
            "moment": moment_with_zone(call.opens_at)
        }
    return _("The call closed at %(moment)s.") % {
        "moment": moment_with_zone(call.closes_at)
    }


def admits(call, organisation):
    return not call.organisation_kinds or organisation.kind in call.organisation_kinds


def own_organisations(user):
    own = Organisation.objects.of(user).values("pk")
    return Organisation.objects.filter(pk__in=own).order_by("name_zh", "pk")


def admitted_organisations(call, user):
    """Those of this person's organisations that may apply; all where none is excluded."""
    own = own_organisations(user)
    kinds = call.organisation_kinds
    return own.filter(kind__in=kinds) if kinds else own


def others_of(call, user):
    """What this person already writes or has submitted for the call."""
    over = (Application.Status.WITHDRAWN, Application.Status.REFUSED)
    begun = Application.objects.of_desk(user).filter(call=call, created_by=user)
    return begun.exclude(status__in=over).for_listing()


@transaction.atomic
def start_application(
    call, *, organisation, by, title_zh="", title_en="", topic=None, is_another=False
):
    """A draft of this person's, whose first member is he himself.

    His own row is the turnstile: two clicks do not make two applications.
    """
    User.objects.select_for_update().get(pk=by.pk)
    reason = hindrance(call, by)
    if reason:
        raise ValidationError(reason)
    if organisation not in admitted_organisations(call, by):
        raise PermissionDenied
    if not is_another and others_of(call, by).exists():
        raise ValidationError(_("You have one already: say that you want another."))
    application = Application.objects.create(
        call=call,
        organisation=organisation,
        created_by=by,
        title_zh=title_zh,
        title_en=title_en,
        topic=topic,
    )
    application.give_rights_to_author()
    name_author_as_leader(application)
    log(application, "wagtail.create", user=by)
    return application


def name_author_as_leader(application):
    """To begin with; whoever writes for somebody else changes it."""
    author, organisation = application.created_by, application.organisation
    name = "name_en" if author.name.isascii() else "name_zh"
    TeamMember.objects.create(
        application=application,
        user=author,
        status=TeamMember.Status.CONSENTED,
        role=TeamMember.Role.LEADER,
        email=author.email,
        organisation_name_zh=organisation.name_zh,
        organisation_name_en=organisation.name_en[:200],
        answered_at=timezone.now(),
        **{name: author.name},
    )
