import json

from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.views.generic import DetailView, ListView

from achievements.registry.models import Achievement
from portal.attachments.models import Attachment


class AchievementList(ListView):
    """The public register, newest first; the catalogue is where one searches."""

    template_name = "achievements/registry/list.html"
    paginate_by = 20

    def get_queryset(self):
        return Achievement.objects.public().for_listing()


class AchievementPage(DetailView):
    """The newest version that this person may see, or a tombstone, or an older version."""

    template_name = "achievements/registry/detail.html"

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

    def get_template_names(self):
        if self.is_tombstone:
            return ["achievements/registry/tombstone.html"]
        return super().get_template_names()

    def render_to_response(self, context, **kwargs):
        if self.is_tombstone:
            kwargs["status"] = 410
        return super().render_to_response(context, **kwargs)

    def get_context_data(self, **kwargs):
        record = self.object
        if self.is_tombstone:
            return super().get_context_data(**kwargs)
        files = list(Attachment.objects.of(record).filter(is_internal=False))
        return super().get_context_data(
            pictures=[file for file in files if file.is_picture],
            documents=[file for file in files if not file.is_picture],
            listings=record.listings.public().for_listing(),
            versions=Achievement.objects.filter(number=record.number)
            .exclude(published_at=None)
            .visible_to(self.request.user)
            .order_by("-version"),
            structured_data=structured_data(record, self.request),
            may_edit=Achievement.objects.of_desk(self.request.user)
            .filter(pk=record.pk)
            .exists(),
            **kwargs,
        )


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


def script_safe(data):
    """JSON in which no text can close the script element it stands in."""
    text = json.dumps(data, ensure_ascii=False)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text
