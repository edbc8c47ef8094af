"""An enquiry's thread: asked, answered, closed; both sides are told, no address shown."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from achievements.enquiries.models import Enquiry, EnquiryMessage
from achievements.transfer.models import Listing
from portal.accounts import grants
from portal.attachments.attaching import attach
from portal.notifications.events import in_each_language, tell
from portal.organisations.models import Membership, Organisation

ENQUIRER_RIGHTS = ("view_enquiry", "ask_enquiry", "close_enquiry")
HOLDER_RIGHTS = ("view_enquiry", "answer_enquiry", "close_enquiry")


@transaction.atomic
def ask(*, listing, by, organisation, purpose, text, files=()):
    """Open an enquiry about a public listing on behalf of one's organisation."""
    if not Listing.objects.public().filter(pk=listing.pk).exists():
        raise ValidationError(_("This listing is no longer on offer."))
    if not Organisation.objects.of(by).filter(pk=organisation.pk).exists():
        raise PermissionDenied
    if organisation.status == Organisation.Status.REFUSED:
        raise ValidationError(
            _("Your organisation was not verified: nobody can enquire on its behalf.")
        )
    if organisation.pk == listing.holder_id:
        raise ValidationError(_("The listing belongs to your own organisation."))
    enquiry = Enquiry.objects.create(
        listing=listing, from_user=by, from_organisation=organisation, purpose=purpose
    )
    grants.give(by, enquiry, *ENQUIRER_RIGHTS)
    if listing.created_by:
        grants.give(listing.created_by, enquiry, *HOLDER_RIGHTS)
    say(enquiry, EnquiryMessage.Side.ENQUIRER, by, text, files)
    tell_other_side(enquiry, "enquiries.asked", by)
    return enquiry


@transaction.atomic
def answer(enquiry, *, by, text, files=()):
    """The holder's side writes."""
    enquiry.answer(by=by)
    say(enquiry, EnquiryMessage.Side.HOLDER, by, text, files)
    tell_other_side(enquiry, "enquiries.answered", by)


@transaction.atomic
def ask_again(enquiry, *, by, text, files=()):
    """The enquirer's side writes."""
    enquiry.ask_again(by=by)
    say(enquiry, EnquiryMessage.Side.ENQUIRER, by, text, files)
    tell_other_side(enquiry, "enquiries.asked_again", by)


@transaction.atomic
def close(enquiry, *, by, reason, note=""):
    """Either side ends the conversation and says why."""
    enquiry.close(by=by, reason=reason, note=note)
    tell_other_side(enquiry, "enquiries.closed", by)


def side_of(enquiry, user):
    """On which side this person writes, or None for an onlooker.

    Only the person who asked writes on the enquirer's side; rights on the holder's
    come from the listing, or from acting for the holder. Either way one must be a
    member of that side now: a superuser's right to everything makes nobody one.
    """
    own = set(Organisation.objects.of(user).values_list("pk", flat=True))
    if user.pk == enquiry.from_user_id and enquiry.from_organisation_id in own:
        return EnquiryMessage.Side.ENQUIRER
    if enquiry.listing.holder_id in own and user.has_perm(Enquiry.ANSWER, enquiry):
        return EnquiryMessage.Side.HOLDER
    return None


def say(enquiry, side, author, text, files):
    message = EnquiryMessage.objects.create(
        enquiry=enquiry, side=side, author=author, text=text
    )
    for file in files:
        attach(message, file, by=author)
    return message


def tell_other_side(enquiry, event, by):
    if side_of(enquiry, by) == EnquiryMessage.Side.HOLDER:
        people = people_of_enquirer(enquiry)
    else:
        people = people_of_holder(enquiry)
    tell(
        people - {by},
        event,
        enquiry,
        path=f"/workbench/enquiries/{enquiry.number}/",
        number=enquiry.number,
        listing=in_each_language(lambda: enquiry.listing.title),
        organisation=in_each_language(lambda: enquiry.from_organisation.name),
    )


def people_of_enquirer(enquiry):
    """The person who asked, while a member."""
    return people_of(enquiry.from_organisation, Q(user=enquiry.from_user))


def people_of_holder(enquiry):
    """The listing's author while a member, and whoever acts for the holder."""
    author = Q(user=enquiry.listing.created_by)
    return people_of(enquiry.listing.holder, author | Q(role__in=Membership.OFFICES))


def people_of(organisation, which):
    members = Membership.objects.active().filter(which, organisation=organisation)
    return {membership.user for membership in members.select_related("user")}
