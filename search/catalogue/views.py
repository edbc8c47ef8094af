import logging

from django.http import JsonResponse
from django.utils.cache import patch_vary_headers
from django.views.generic import TemplateView, View

from search.catalogue.criteria import SORTS, Criteria
from search.catalogue.latest import latest_rows
from search.catalogue.results import Results
from search.catalogue.suggestions import suggestions
from search.documents.engine import AWAY

logger = logging.getLogger(__name__)


class CataloguePage(TemplateView):
    """The public search: every state has its address, with or without JavaScript."""

    http_method_names = ("get", "head", "options")
    template_name = "search/catalogue/page.html"
    part_name = "search/catalogue/_results.html"

    def get_template_names(self):
        htmx = self.request.htmx
        whole = not htmx or htmx.boosted or htmx.history_restore_request
        return [self.template_name if whole else self.part_name]

    def get_context_data(self, **kwargs):
        criteria = Criteria.read(self.request.GET)
        context = {"criteria": criteria, "query": criteria.text, "sorts": SORTS}
        try:
            context["results"] = Results(criteria)
        except AWAY:
            logger.exception("The search engine does not answer")
            context["latest"] = latest_rows(20)
        return super().get_context_data(**context, **kwargs)

    def render_to_response(self, context, **kwargs):
        response = super().render_to_response(context, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        patch_vary_headers(response, ["HX-Request"])
        if self.request.htmx and "results" in context:
            query = context["results"].criteria.query
            response["HX-Push-Url"] = f"{self.request.path}?{query}"
        return response


class Suggestions(View):
    """Completions while typing."""

    http_method_names = ("get", "head", "options")

    def get(self, request):
        try:
            found = suggestions(request.GET.get("q", ""))
        except AWAY:
            found = []
        response = JsonResponse({"suggestions": found})
        response["X-Robots-Tag"] = "noindex"
        # What has been withdrawn is suggested to nobody from a cache.
        response["Cache-Control"] = "no-store"
        return response
