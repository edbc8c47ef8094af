from django.utils.translation import gettext_lazy as _

from portal.models import Term
from projects.models import Project
from search.documents.source import (
    Source,
    both,
    codes,
    joined,
    lists,
    split_keywords,
    with_ancestors,
)


def names(project):
    """Of the leader and the organisation, as the source writes them and as we do."""
    found = [project.leader_name, project.organisation_name]
    if project.organisation:
        found += [project.organisation.name_zh, project.organisation.name_en]
    return joined(*dict.fromkeys(found))


def region_code(project):
    region = project.organisation and project.organisation.region
    return region.code if region else None


def holder(project):
    """In both languages where it is an organisation of the site, else its bare name."""
    if project.organisation:
        return both(project.organisation, "name")
    return {"zh": project.organisation_name}


def facts(project):
    """The leader, the kind of funding and the years, where they are known."""
    years = (day and str(day.year) for day in (project.started, project.ended))
    period = "–".join(dict.fromkeys(filter(None, years)))
    return [*filter(None, (project.leader_name, project.category, period))]


class Projects(Source):
    model = Project
    kind = "project"
    label = _("project")
    route = "projects:detail"

    def records(self):
        return Project.objects.public()

    def for_index(self, records):
        code = Term.objects.only("code").order_by()
        return records.select_related("organisation__region").prefetch_related(
            *lists("domains", "elements", "disciplines", rows=code)
        )

    def identifiers(self, project):
        return [*filter(None, (project.number, project.source_key))]

    def fields(self, project):
        region = region_code(project)
        started_on = project.started and project.started.isoformat()
        what = joined(project.programme_name, project.category, project.place)
        return {
            "number": project.number,
            "family": project.number,
            "title_zh": project.title_zh,
            "title_en": project.title_en,
            "brief_zh": joined(project.abstract_zh, project.keywords_zh),
            "brief_en": joined(project.abstract_en, project.keywords_en),
            "body_zh": what,
            "names": names(project),
            "keywords_zh": split_keywords(project.keywords_zh),
            "keywords_en": split_keywords(project.keywords_en),
            "domain": codes(project.all_domains),
            "element": codes(project.all_elements),
            "discipline": with_ancestors("discipline", codes(project.all_disciplines)),
            "region": with_ancestors("region", [region] if region else []),
            "year": started_on and started_on[:4],
            "published_on": started_on,
            "display": {
                "title": both(project, "title"),
                "line": both(project, "abstract"),
                "holder": holder(project),
                "region": region,
                "facts": facts(project),
            },
        }
