"""A questionnaire as applicants see it: filled in and judged, nothing stored."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views import View
from wagtail.admin.views.generic.base import BaseObjectMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from portal.attachments.attaching import problems_of
from projects.calls import answering


class TryQuestionnaire(PermissionCheckedMixin, BaseObjectMixin, View):
    """All pages below each other, so that conditions work from page to page."""

    any_permission_required = ["view", "change"]
    template_name = "projects/calls/try.html"
    inspect_url_name = None

    def get(self, request, *args, **kwargs):
        return self.page()

    def post(self, request, *args, **kwargs):
        return self.page(request.POST, request.FILES)

    @property
    def language(self):
        asked = self.request.GET.get("language", "")
        return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE

    def page(self, data=None, files=None):
        with translation.override(self.language):
            stream = self.object.questions
            trial = Trial(stream, data, files)
            context = {
                "questionnaire": self.object,
                "trial": trial,
                "choices": [
                    (code, name, code == self.language)
                    for code, name in settings.LANGUAGES
                ],
                "back": reverse(self.inspect_url_name, args=[self.object.pk]),
            }
            return render(self.request, self.template_name, context)


class Trial:
    """The forms of all pages, each knowing what the pages before it say."""

    def __init__(self, stream, data=None, files=None):
        self.is_sent = data is not None
        questions, answers = answering.questions_of(stream), {}
        self.pages, self.problems = [], []
        for page in answering.pages(stream):
            form = answering.form_class(answering.TrialForm, page, questions)(
                data, answers=answers
            )
            self.pages.append((page, form))
            if self.is_sent:
                form.is_valid()
                answers = form.answers() | dict(self.taken(page, files))
        if self.is_sent:
            wrong = {name for form in self.forms for name in form.errors}
            found = answering.problems(stream, answers)
            self.problems += [one for one in found if one[0] not in wrong]

    @property
    def forms(self):
        return [form for _page, form in self.pages]

    @property
    def media(self):
        return self.forms[0].media if self.forms else ""

    @property
    def is_complete(self):
        return (
            self.is_sent and not self.problems and all(f.is_valid() for f in self.forms)
        )

    def taken(self, page, files):
        """Files are judged by their names and left; the answer only counts them."""
        for question in page.questions:
            taken = []
            for file in files.getlist(question.name) if question.kind == "file" else ():
                try:
                    question.field.refuse(file, present=len(taken))
                except ValidationError as error:
                    self.problems += [
                        (question.name, text) for text in problems_of(file, error)
                    ]
                else:
                    taken.append(len(taken) + 1)
            if taken:
                yield question.id, taken
