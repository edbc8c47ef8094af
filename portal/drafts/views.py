"""Pages on which a record is written: sections, what is missing, steps."""

import uuid
from inspect import signature

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import transaction
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import DetailView

from portal.drafts.files import UploadForm
from portal.drafts.moving import acted
from portal.drafts.saving import locked, save_section, saved_at
from portal.drafts.sections import progress
from portal.lifecycle import steps_of, steps_open_to
from portal.organisations.models import Organisation
from portal.views import StepView


class Desk(LoginRequiredMixin):
    """What the pages of one kind of record share; a subclass fills this in."""

    model = None
    sections = ()
    namespace = ""
    context_object_name = "record"
    # Steps that are announced by a page of their own, and what it says.
    consequences = {}
    # Steps of officers, who take them elsewhere.
    elsewhere = ("publish", "return_for_changes")

    def get_queryset(self):
        """Only what this person works on: officers correct elsewhere, they do not write."""
        return self.model.objects.of_desk(self.request.user).select_related("holder")

    def sections_of(self, record):
        """The sections of this record's form; the same for all unless a subclass asks."""
        return self.sections

    def address(self, name, record, *more):
        return reverse(f"{self.namespace}:{name}", args=[*self.key(record), *more])

    def key(self, record):
        return [record.number]

    def steps(self, record):
        """The buttons: name, label, address, and whether a page comes between."""
        labels = steps_of(self.model)
        for name in steps_open_to(self.request.user, record):
            if name not in self.elsewhere:
                yield {
                    "name": name,
                    "label": labels[name].label,
                    "address": self.address("step", record, name),
                    "is_asked": name in self.consequences,
                }

    def get_context_data(self, **context):
        record = context.get("record") or self.object
        return super().get_context_data(
            record=record,
            address=self.address("record", record),
            check_address=self.address("check", record),
            listed_at=reverse(f"{self.namespace}:list"),
            **context,
        )


class RecordView(Desk, DetailView):
    """A record on the desk: its state, its sections, its steps."""

    def get_context_data(self, **context):
        record = self.object
        sections = [
            {
                "section": section,
                "state": state,
                "gaps": gaps,
                "address": self.address("section", record, section.name),
            }
            for section, state, gaps in progress(record, self.sections_of(record))
        ]
        return super().get_context_data(
            sections=sections,
            steps=list(self.steps(record)),
            saved_at=saved_at(record),
            history_address=reverse(
                "history:record",
                args=[record._meta.app_label, record._meta.model_name, record.pk],
            ),
            **context,
        )


class CheckView(RecordView):
    """What is still missing, each with the way to it, and the step to submit."""

    def get_context_data(self, **context):
        return super().get_context_data(
            is_complete=not self.object.missing(),
            **context,
        )


# Not kept by browsers: "back" must not bring an old edition to life.
@method_decorator(never_cache, name="dispatch")
class SectionView(Desk, DetailView):
    """One section: read, saved as one types or by the button, never overwritten unseen."""

    template_name = "portal/drafts/section.html"

    def get(self, request, *args, **kwargs):
        self.object = record = self.get_object()
        if not record.is_editable:
            messages.info(request, self.closed(record))
            return HttpResponseRedirect(self.address("record", record))
        draft = self.section.draft(record, request.user, blank=request.GET.get("blank"))
        return self.page(draft, page=uuid.uuid4().hex)

    def post(self, request, *args, **kwargs):
        # What a page shows besides is not needed to save.
        self.object = self.get_object(self.get_queryset().prefetch_related(None))
        sent = acted(request.POST, self.section)
        outcome = save_section(self.object, self.section, sent, by=request.user)
        self.object = outcome.record
        if request.headers.get("X-Autosave"):
            return self.told(outcome)
        return self.answered(outcome)

    def answered(self, outcome):
        """To a browser that sent the form by its button."""
        page = self.request.POST.get("page") or uuid.uuid4().hex
        if not outcome.is_saved:
            closed = self.closed(outcome.record) if outcome.is_closed else ""
            return self.page(
                outcome.draft, page, 409, conflict=outcome.conflict, closed=closed
            )
        problems = self.take_files(outcome)
        draft = outcome.draft
        if not draft.is_valid():
            draft.add_blank(self.request.POST.get("action", ""))
            return self.page(draft, page, 422, problems=problems)
        if problems:
            return self.page(draft.as_stored(), page, 422, problems=problems)
        self.act(outcome)
        return HttpResponseRedirect(self.after(outcome.record))

    def act(self, outcome):
        """What else the button does, once all is saved, and the sentence about it."""
        messages.success(self.request, _("Saved."))

    def told(self, outcome):
        """To the page's script."""
        record, answer = outcome.record, {"edition": outcome.record.edition}
        if outcome.is_closed:
            return JsonResponse(answer | {"closed": self.closed(record)}, status=409)
        if outcome.conflict:
            context = {"conflict": outcome.conflict, "here": self.request.path}
            html = render_to_string(
                "portal/drafts/conflict.html", context, self.request
            )
            return JsonResponse(answer | {"conflict": html}, status=409)
        return JsonResponse(
            answer
            | {
                "saved_at": saved_at(record, self.section),
                "errors": outcome.draft.errors(),
                "rows": outcome.draft.keys(),
            }
        )

    def take_files(self, outcome):
        """Sentences about files that were sent along and could not be taken.

        The record may have been handed in since its section was saved.
        """
        files, user = self.request.FILES, self.request.user
        if not files:
            return []
        with transaction.atomic():
            record = locked(outcome.record)
            if not record.is_editable:
                return [self.closed(record)]
            return self.section.take_files(outcome.record, files, by=user)

    def after(self, record):
        action = self.request.POST.get("action", "")
        following = self.neighbour(1)
        if action == "continue":
            if following is None:
                return self.address("check", record)
            return self.address("section", record, following.name)
        kind, _colon, what = action.partition(":")
        if kind == "add":
            return f"{self.request.path}?blank={what}#{what}"
        return self.request.path

    def page(self, draft, page, status=200, **context):
        context = self.get_context_data(draft=draft, page=page, **context)
        return self.render_to_response(context, status=status)

    def closed(self, record):
        return _("This record is “%(status)s” and cannot be changed now.") % {
            "status": record.get_status_display()
        }

    @property
    def section(self):
        for section in self.sections_of(self.object):
            if section.name == self.kwargs["section"]:
                return section
        raise Http404

    def neighbour(self, step):
        sections = self.sections_of(self.object)
        place = [one.name for one in sections].index(self.section.name) + step
        return sections[place] if 0 <= place < len(sections) else None

    def get_context_data(self, **context):
        record = self.object
        following, preceding = self.neighbour(1), self.neighbour(-1)
        return super().get_context_data(
            section=self.section,
            sections=[
                (section, self.address("section", record, section.name))
                for section in self.sections_of(record)
            ],
            following=following,
            back=self.address("section", record, preceding.name) if preceding else "",
            saved_at=saved_at(record, self.section),
            edition=record.edition,
            upload=UploadForm() if self.section.takes_files else None,
            here=self.request.path,
            organisations=Organisation.objects.verified().order_by("name_zh")[:500],
            **context,
        )


class DeskStepView(Desk, StepView):
    """Take a step; one with consequences is announced by a page that asks first."""

    http_method_names = ("get", "post", "options")
    template_name = "portal/drafts/step.html"
    done = {}

    @property
    def step(self):
        name = self.kwargs["step"]
        if name not in steps_of(self.model) or name in self.elsewhere:
            raise Http404
        return name

    @property
    def needs(self):
        method = steps_of(self.model)[self.step]
        return ("reason",) if "reason" in signature(method).parameters else ()

    def get(self, request, *args, **kwargs):
        self.object = record = self.get_object()
        steps = {step["name"]: step for step in self.steps(record)}
        if self.step not in steps or self.step not in self.consequences:
            return HttpResponseRedirect(self.address("record", record))
        context = self.get_context_data(
            step=steps[self.step],
            consequence=self.consequence(record),
            needs_reason=bool(self.needs),
        )
        return render(request, self.template_name, context)

    def consequence(self, record):
        if self.step == "withdraw" and record.published_at is None:
            return _(
                "A record that was never public leaves no page behind. "
                "This cannot be undone."
            )
        return self.consequences[self.step]

    def post(self, request, *args, **kwargs):
        record = self.get_object()
        if self.needs and not request.POST.get("reason", "").strip():
            messages.error(request, _("Give a reason: the other side reads it."))
            return HttpResponseRedirect(self.address("step", record, self.step))
        return super().post(request, *args, **kwargs)

    def get_done_message(self):
        return self.done.get(self.step) or super().get_done_message()

    def get_success_url(self, record):
        return self.address("record", record)
