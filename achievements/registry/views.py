from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.views.generic import ListView

from achievements.registry.models import Achievement
from portal.pages.records import RecordPage, script_safe


class AchievementList(ListView):
    """The public register, newest first; the catalogue is where one searches."""

    template_name = "achievements/registry/list.html"
    paginate_by = 20

    def get_queryset(self):
        return Achievement.objects.public().for_listing()


class AchievementPage(RecordPage):
    """The newest version that this person may see, or a tombstone, or an older version."""

    template_name = "achievements/registry/detail.html"
    tombstone_template_name = "achievements/registry/tombstone.html"

    def get_object(self, queryset=None):
        versions = Achievement.objects.for_page().filter(number=self.kwargs["number"])
        if "version" in self.kwargs:
            versions = versions.filter(version=self.kwargs["version"])
        visible = versions.visible_to(self.request.user)
        record = best(visible) or best(versions.tombstones())
        if record is None:
            raise Http404
        return record

    @cached_property
    def is_tombstone(self):
        return self.object.status == Achievement.Status.WITHDRAWN

    def shown(self):
        record, user = self.object, self.request.user
        return {
            "listings": record.listings.public().for_listing(),
            "versions": Achievement.objects.filter(number=record.number)
            .exclude(published_at=None)
            .visible_to(user)
            .order_by("-version"),
            "structured_data": structured_data(record, self.request),
            "may_edit": Achievement.objects.of_desk(user).filter(pk=record.pk).exists(),
        }


def best(versions):
    """The published one before all, else the newest."""
    newest_first = sorted(versions, key=lambda record: -record.version)
    published = Achievement.Status.PUBLISHED
    return next(
        (record for record in newest_first if record.status == published),
        newest_first[0] if newest_first else None,
    )


def structured_data(record, request):
    """JSON-LD (schema.org CreativeWork) for search engines, safe inside a script."""
    data = {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "name": record.title,
        "identifier": record.number,
        "version": record.version,
        "description": record.summary,
        "inLanguage": get_language(),
        "url": request.build_absolute_uri(record.get_absolute_url()),
        "keywords": record.keywords,
        "datePublished": timezone.localdate(record.published_at).isoformat()
        if record.published_at
        else None,
        "creator": [
            {"@type": "Person", "name": person.name}
            for person in record.contributors.all()
        ],
        "sourceOrganization": {"@type": "Organization", "name": record.holder.name},
    }
    return script_safe({key: value for key, value in data.items() if value})
