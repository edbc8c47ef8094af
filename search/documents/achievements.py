from django.utils.translation import gettext_lazy as _

from achievements.models import Achievement, Contributor, IPRight, Participation
from portal.models import Term
from search.documents.source import (
    Source,
    both,
    codes,
    joined,
    lists,
    local_date,
    split_keywords,
    with_ancestors,
)


def terms(*more):
    code = Term.objects.only("code").order_by()
    return lists("domains", "elements", "industries", *more, rows=code)


def parts(of=""):
    """What an achievement is made of; `of` is the way to it from another record."""
    rows_of = {
        "contributors": Contributor.objects.select_related("organisation"),
        "participations": Participation.objects.select_related("organisation"),
        "ip_rights": IPRight.objects.select_related("type"),
        "outputs": None,
        "indicator_table__rows": None,
    }
    for name, rows in rows_of.items():
        yield from lists(f"{of}{name}", rows=rows)


def people_and_organisations(achievement):
    """The names under which people look for a result, in both languages."""
    names = []
    for contributor in achievement.all_contributors:
        names += [contributor.name_zh, contributor.name_en]
    for organisation in organisations(achievement):
        names += [organisation.name_zh, organisation.name_en]
    return list(dict.fromkeys(name for name in names if name))


def organisations(achievement):
    yield achievement.holder
    for contributor in achievement.all_contributors:
        if contributor.organisation:
            yield contributor.organisation
    for participation in achievement.all_participations:
        yield participation.organisation


def evidence(achievement, language):
    """What rights, outputs and indicators say, as text."""
    rows = [*achievement.all_ip_rights, *achievement.all_outputs]
    texts = [getattr(row, f"title_{language}") for row in rows]
    texts += [row.number for row in rows]
    if achievement.indicator_table:
        for row in achievement.indicator_table.all_rows:
            texts.append(getattr(row, f"name_{language}"))
    return joined(*texts)


def numbers(achievement):
    """Of its rights and outputs; its listings are found by them as well."""
    rows = [*achievement.all_ip_rights, *achievement.all_outputs]
    return [row.number for row in rows if row.number]


def region_codes(organisation):
    region = organisation.region
    return with_ancestors("region", [region.code] if region else [])


class Achievements(Source):
    model = Achievement
    kind = "achievement"
    label = _("achievement")
    route = "achievements:detail"

    def records(self):
        return Achievement.objects.public()

    def for_index(self, records):
        return records.select_related(
            "holder__region", "indicator_table"
        ).prefetch_related(*terms("disciplines"), *parts())

    def identifiers(self, achievement):
        own = (achievement.number, achievement.source_key, achievement.holder.uscc)
        return [*filter(None, own), *numbers(achievement)]

    def fields(self, achievement):
        published_on = local_date(achievement.published_at)
        return {
            "number": achievement.number,
            "family": achievement.number,
            "title_zh": achievement.title_zh,
            "title_en": achievement.title_en,
            "brief_zh": joined(achievement.summary_zh, achievement.keywords_zh),
            "brief_en": joined(achievement.summary_en, achievement.keywords_en),
            "body_zh": joined(
                achievement.background_zh,
                achievement.innovation_zh,
                evidence(achievement, "zh"),
            ),
            "body_en": joined(
                achievement.background_en,
                achievement.innovation_en,
                evidence(achievement, "en"),
            ),
            "names": joined(*people_and_organisations(achievement)),
            "keywords_zh": split_keywords(achievement.keywords_zh),
            "keywords_en": split_keywords(achievement.keywords_en),
            "domain": codes(achievement.all_domains),
            "element": codes(achievement.all_elements),
            "discipline": with_ancestors(
                "discipline", codes(achievement.all_disciplines)
            ),
            "industry": with_ancestors("industry", codes(achievement.all_industries)),
            "region": region_codes(achievement.holder),
            "trl": achievement.trl and str(achievement.trl),
            "ip": sorted({right.type.code for right in achievement.all_ip_rights}),
            "year": published_on and published_on[:4],
            "published_on": published_on,
            "display": {
                "title": both(achievement, "title"),
                "line": both(achievement, "summary"),
                "holder": both(achievement.holder, "name"),
                "region": achievement.holder.region and achievement.holder.region.code,
                "trl": achievement.trl,
            },
        }
