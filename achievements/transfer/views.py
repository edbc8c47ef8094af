from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.views.generic import ListView

from achievements.registry.models import Achievement
from achievements.transfer.models import Listing
from portal.pages.records import RecordPage, script_safe
from portal.vocabularies.models import Term


class ListingList(ListView):
    """What is on offer, newest first; the catalogue is where one searches."""

    template_name = "achievements/transfer/list.html"
    paginate_by = 20

    def get_queryset(self):
        return Listing.objects.public().for_listing()


class ListingPage(RecordPage):
    """The offer, or a tombstone where it was withdrawn, has expired, or lost its result."""

    template_name = "achievements/transfer/detail.html"
    tombstone_template_name = "achievements/transfer/tombstone.html"

    def get_object(self, queryset=None):
        listings = Listing.objects.for_page().filter(number=self.kwargs["number"])
        record = (
            listings.visible_to(self.request.user).first()
            or listings.tombstones().first()
        )
        if record is None:
            raise Http404
        return record

    @cached_property
    def is_tombstone(self):
        user = self.request.user
        gone = Listing.objects.tombstones().filter(pk=self.object.pk).exists()
        return gone and not user.has_perm("achievements.change_listing", self.object)

    def shown(self):
        listing, user = self.object, self.request.user
        achievement = shown_to(user, listing.achievement)
        return {
            "achievement": achievement,
            "levels": Term.objects.scheme("trl").order_by("position"),
            "structured_data": structured_data(listing, achievement, self.request),
            "may_edit": Listing.objects.of_desk(user).filter(pk=listing.pk).exists(),
        }


def shown_to(user, achievement):
    """The result behind an offer, where this person may see it by itself."""
    visible = Achievement.objects.visible_to(user)
    if achievement and visible.filter(pk=achievement.pk).exists():
        return achievement
    return None


def structured_data(listing, achievement, request):
    """JSON-LD (schema.org Offer of a CreativeWork)."""
    data = {
        "@context": "https://schema.org",
        "@type": "Offer",
        "name": listing.title,
        "sku": listing.number,
        "description": listing.value or listing.description,
        "inLanguage": get_language(),
        "url": request.build_absolute_uri(listing.get_absolute_url()),
        "validThrough": listing.valid_until.isoformat()
        if listing.valid_until
        else None,
        "offeredBy": {"@type": "Organization", "name": listing.holder.name},
        "priceCurrency": "CNY" if listing.price_min is not None else None,
        "price": str(listing.price_min) if listing.price_min is not None else None,
        "itemOffered": {
            "@type": "CreativeWork",
            "name": achievement.title if achievement else listing.title,
        },
    }
    return script_safe({key: value for key, value in data.items() if value})
