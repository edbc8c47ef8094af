"""What is entered for a programme: which one is said first."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from wagtail.admin.views import generic

from projects.programmes.models import Programme


class AddToProgramme(generic.CreateView):
    """Asks for the programme, unless the person answers for a single one."""

    choosing_template_name = "projects/admin/choose_programme.html"

    @cached_property
    def programmes(self):
        mine = Programme.objects.run_by(self.request.user)
        return mine.filter(is_active=True).for_listing()

    @cached_property
    def programme(self):
        asked = self.request.GET.get("programme", "")
        if asked:
            if not asked.isdecimal():
                raise Http404
            return get_object_or_404(self.programmes, pk=asked)
        return self.programmes[0] if len(self.programmes[:2]) == 1 else None

    def get(self, request, *args, **kwargs):
        return (
            super().get(request, *args, **kwargs) if self.programme else self.choose()
        )

    def post(self, request, *args, **kwargs):
        return (
            super().post(request, *args, **kwargs) if self.programme else self.choose()
        )

    def choose(self):
        context = self.choosing_context() | {"programmes": self.programmes}
        return TemplateResponse(self.request, self.choosing_template_name, context)

    def choosing_context(self):
        return {
            "page_title": self.get_page_subtitle(),
            "breadcrumbs_items": self.get_breadcrumbs_items(),
            "header_icon": self.header_icon,
        }

    def get_add_url(self):
        return f"{super().get_add_url()}?programme={self.programme.pk}"
