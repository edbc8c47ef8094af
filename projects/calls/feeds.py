from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from portal.templatetags.figures import moment_with_zone
from projects.calls.models import Call

NEWEST = 30


class CallFeed(Feed):
    """The newest calls, in the language of the address; Atom (RFC 4287)."""

    feed_type = Atom1Feed

    def title(self):
        return _("Calls for applications")

    def subtitle(self):
        return _("Calls of the quality infrastructure programmes, the newest first.")

    def link(self):
        return reverse("calls:list")

    def items(self):
        return Call.objects.public().newest()[:NEWEST]

    def item_title(self, call):
        if call.status == Call.Status.CANCELLED:
            return _("Cancelled: %(call)s") % {"call": call.title}
        return call.title

    def item_description(self, call):
        if call.status == Call.Status.CANCELLED:
            return call.status_reason
        times = _("Open from %(start)s to %(end)s.") % {
            "start": moment_with_zone(call.opens_at),
            "end": moment_with_zone(call.closes_at),
        }
        return f"{call.summary} {times}".strip()

    def item_author_name(self, call):
        authority = call.programme.authority
        return authority.name if authority else call.programme.name

    def item_categories(self, call):
        return [call.programme.name]

    def item_pubdate(self, call):
        return call.published_at

    def item_updateddate(self, call):
        return call.updated_at
