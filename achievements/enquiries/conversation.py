"""An enquiry's thread: asked, answered, closed; both sides are told, no address shown."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
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

    Rights on the holder's side come from the listing, or from acting for the
    holder; only the person who asked writes on the enquirer's side.
    """
    if user.pk == enquiry.from_user_id:
        return EnquiryMessage.Side.ENQUIRER
    if not user.is_superuser and user.has_perm("achievements.answer_enquiry", enquiry):
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
    people = {enquiry.from_user, *people_of_holder(enquiry)} - {by}
    if side_of(enquiry, by) == EnquiryMessage.Side.HOLDER:
        people = {enquiry.from_user}
    tell(
        people,
        event,
        enquiry,
        path=f"/workbench/enquiries/{enquiry.number}/",
        number=enquiry.number,
        listing=in_each_language(lambda: enquiry.listing.title),
        organisation=in_each_language(lambda: enquiry.from_organisation.name),
    )


def people_of_holder(enquiry):
    """The listing's author while a member, and whoever acts for the holder."""
    listing = enquiry.listing
    offices = Membership.objects.active().filter(
        organisation=listing.holder, role__in=Membership.OFFICES
    )
    people = {membership.user for membership in offices.select_related("user")}
    if listing.created_by:
        people.add(listing.created_by)
    return people
