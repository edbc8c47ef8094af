"""How an organisation and its people come to the portal."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.accounts.models import User
from portal.notifications.events import in_each_language, tell, write_to
from portal.organisations.models import Membership, Organisation


@transaction.atomic
def register(organisation, *, by):
    """Whoever registers it administers it; an officer verifies it later."""
    try:
        with transaction.atomic():
            organisation.save()
    except IntegrityError as error:
        raise ValidationError(
            _("An organisation with this code is registered already.")
        ) from error
    Membership.objects.create(
        organisation=organisation,
        user=by,
        role=Membership.Role.ADMINISTRATOR,
        status=Membership.Status.ACTIVE,
    )
    log(organisation, "portal.register", user=by, data={"to": organisation.status})
    path = f"/organisations/{organisation.pk}/"
    organisation.tell(officers(), "organisations.registered", path, person=by.name)
    return organisation


@transaction.atomic
def ask_to_join(organisation, *, by, note=""):
    """The administrators decide; where there is none, an officer does."""
    organisation.lock()
    if organisation.status == Organisation.Status.REFUSED:
        raise ValidationError(_("This organisation could not be verified."))
    if organisation.memberships.current().filter(user=by).exists():
        raise ValidationError(
            _("You belong to this organisation already, or have asked to.")
        )
    request = Membership.objects.create(
        organisation=organisation,
        user=by,
        note=note,
        status=Membership.Status.REQUESTED,
    )
    log(request, "portal.request", user=by, data={"to": request.status})
    path = f"/workbench/organisations/{organisation.pk}/members/"
    people = organisation.administrators or officers()
    organisation.tell(people, "organisations.requested", path, person=by.name)
    return request


@transaction.atomic
def invite(organisation, *, email, role, by):
    """A letter with a link that is good once and for fourteen days."""
    if not by.has_perm("portal.invite_member", organisation):
        raise PermissionDenied
    email = email.lower()
    organisation.lock()
    if organisation.memberships.active().filter(user__email=email).exists():
        raise ValidationError(_("A person with this address belongs to it already."))
    invitations = organisation.memberships.filter(status=Membership.Status.INVITED)
    for earlier in invitations.filter(invited_email=email):
        earlier.cancel(by=by)
    refuse_too_many(organisation)
    invitation = Membership.objects.create(
        organisation=organisation, invited_email=email, role=role
    )
    log(invitation, "portal.invite", user=by, data={"to": invitation.status})
    send_invitation(invitation, by)
    return invitation


def refuse_too_many(organisation):
    """Mail to strangers in the portal's name has a limit."""
    sent = organisation.memberships.unanswered_letters().count()
    if sent < organisation.most_invitations:
        return
    text = _(
        "At most %(most)s invitations can be sent in 14 days until the organisation has "
        "been verified."
    )
    if organisation.is_verified:
        text = _(
            "At most %(most)s invitations can be sent in 14 days; those that were "
            "accepted do not count."
        )
    raise ValidationError(text, params={"most": organisation.most_invitations})


def send_invitation(invitation, by):
    """To the inbox, too, of somebody known under this address."""
    organisation = invitation.organisation
    details = {
        "path": f"/workbench/organisations/invitations/{invitation.token}/",
        "organisation": in_each_language(lambda: organisation.name),
        "role": in_each_language(invitation.get_role_display),
        "person": by.name,
        "due_at": invitation.lapses_at,
    }
    known = User.objects.filter(
        emailaddress__email=invitation.invited_email, emailaddress__verified=True
    ).first()
    if known:
        tell([known], "organisations.invited", organisation, **details)
    else:
        write_to(
            invitation.invited_email,
            "organisations.invited",
            organisation,
            language=get_language(),
            **details,
        )


def end_lapsed_invitations():
    """What the clock does; the number of those ended."""
    ended = 0
    for invitation in Membership.objects.lapsed_invitations()[:100]:
        invitation.lapse(by=None)
        ended += 1
    return ended


def officers():
    """Those who verify organisations, by their role."""
    return User.objects.filter(
        is_active=True,
        groups__permissions__codename="verify_organisation",
        groups__permissions__content_type__app_label="portal",
    ).distinct()
