from django.utils.functional import cached_property
from django.views.generic import DetailView, ListView

from portal.pages.records import script_safe
from projects.portfolio.forms import FindForm
from projects.portfolio.models import Project
from projects.portfolio.wording import in_words

OTHERS = 6


class ProjectList(ListView):
    """What was funded, newest first, by words, year and programme."""

    template_name = "projects/portfolio/list.html"
    paginate_by = 20

    @cached_property
    def form(self):
        return FindForm(self.request.GET)

    def get_queryset(self):
        visible = Project.objects.visible_to(self.request.user)
        return self.form.narrow(visible).for_listing()

    def get_context_data(self, **kwargs):
        return super().get_context_data(form=self.form, **kwargs)


class ProjectPage(DetailView):
    template_name = "projects/portfolio/detail.html"
    slug_field = slug_url_kwarg = "number"

    def get_queryset(self):
        return Project.objects.visible_to(self.request.user).for_page()

    def get_context_data(self, **kwargs):
        visible = Project.objects.visible_to(self.request.user)
        return super().get_context_data(
            others=visible.beside(self.object).for_listing()[:OTHERS],
            in_words=in_words(self.object),
            structured_data=structured_data(self.object, self.request),
            **kwargs,
        )


def structured_data(project, request):
    """JSON-LD (schema.org ResearchProject) for search engines, safe inside a script."""
    data = {
        "@context": "https://schema.org",
        "@type": "ResearchProject",
        "name": project.title,
        "identifier": [*filter(None, (project.number, project.source_key))],
        "description": project.abstract or in_words(project),
        "keywords": project.keywords,
        "url": request.build_absolute_uri(project.get_absolute_url()),
        "foundingDate": project.started and project.started.isoformat(),
        "dissolutionDate": project.ended and project.ended.isoformat(),
        "parentOrganization": named("Organization", project.held_by),
        "member": named("Person", project.leader_name),
        "funder": named("Organization", project.programme_name),
        "funding": grant(project),
    }
    return script_safe({key: value for key, value in data.items() if value})


def named(kind, name):
    return {"@type": kind, "name": name} if name else None


def grant(project):
    if project.amount is None:
        return None
    amount = {
        "@type": "MonetaryAmount",
        "value": str(project.amount),
        "currency": project.currency,
    }
    return {"@type": "MonetaryGrant", "amount": amount}
