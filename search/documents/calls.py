from datetime import datetime

from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.models import Term
from portal.templatetags.figures import moment_with_zone
from projects.models import Call
from search.documents.source import (
    Source,
    both,
    codes,
    joined,
    lists,
    local_date,
    with_ancestors,
)


def of_topics(call, name):
    return joined(*(getattr(topic, name) for topic in call.all_topics))


def body(call, language):
    """The guideline as plain text, and what the topics say."""
    guideline = getattr(call, f"guideline_{language}").replace("<", " <")
    return joined(strip_tags(guideline), of_topics(call, f"description_{language}"))


def brief(call, language):
    summary = getattr(call, f"summary_{language}")
    return joined(summary, of_topics(call, f"title_{language}"))


def names(call):
    programme, authority = call.programme, call.programme.authority
    found = [programme.name_zh, programme.name_en]
    if authority:
        found += [authority.name_zh, authority.name_en]
    return joined(*found)


def region_code(call):
    authority = call.programme.authority
    return authority.region.code if authority and authority.region else None


class Calls(Source):
    """Published calls, past ones too; a cancelled one is no longer found."""

    model = Call
    kind = "call"
    label = gettext_lazy("call for applications")
    route = "calls:detail"

    def records(self):
        return Call.objects.published()

    def for_index(self, records):
        code = Term.objects.only("code").order_by()
        return records.select_related("programme__authority__region").prefetch_related(
            *lists("domains", "elements", rows=code), *lists("topics")
        )

    def identifiers(self, call):
        return [call.number]

    def facts(self, display):
        """What the clock says of it now; nothing of that is stored."""
        now = timezone.now()
        opens, closes = (
            datetime.fromisoformat(display[name]) for name in ("opens_at", "closes_at")
        )
        if now < opens:
            return [_("opens %(moment)s") % {"moment": moment_with_zone(opens)}]
        if now < closes:
            return [_("open until %(moment)s") % {"moment": moment_with_zone(closes)}]
        return [_("closed %(moment)s") % {"moment": moment_with_zone(closes)}]

    def fields(self, call):
        region = region_code(call)
        return {
            "number": call.number,
            "family": call.number,
            "title_zh": call.title_zh,
            "title_en": call.title_en,
            "brief_zh": brief(call, "zh"),
            "brief_en": brief(call, "en"),
            "body_zh": body(call, "zh"),
            "body_en": body(call, "en"),
            "names": names(call),
            "domain": codes(call.all_domains),
            "element": codes(call.all_elements),
            "region": with_ancestors("region", [region] if region else []),
            "year": str(call.year),
            "published_on": local_date(call.published_at),
            "display": {
                "title": both(call, "title"),
                "line": both(call, "summary"),
                "holder": both(call.programme.authority or call.programme, "name"),
                "opens_at": call.opens_at.isoformat(),
                "closes_at": call.closes_at.isoformat(),
            },
        }
