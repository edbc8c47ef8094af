"""The lifecycle's steps in the admin: their buttons, and the page that confirms one."""

from inspect import Parameter, signature

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.admin.widgets.button import HeaderButton

from portal.lifecycle import WrongStatus, steps_of, steps_open_to

LABELS = {"reason": gettext_lazy("Reason"), "note": gettext_lazy("Note")}


def asked_for(step):
    """What the step wants to know besides who takes it: {name: required}."""
    return {
        name: parameter.default is Parameter.empty
        for name, parameter in signature(step).parameters.items()
        if name not in ("self", "by")
    }


def step_form(step):
    """A form with a text field for each thing that the step asks for."""
    fields = {
        name: forms.CharField(
            label=LABELS.get(name, capfirst(name)),
            required=required,
            max_length=2_000,
            widget=AdminAutoHeightTextInput(attrs={"rows": 4}),
        )
        for name, required in asked_for(step).items()
    }
    return type("StepForm", (forms.Form,), fields)


def open_by_role(names, user, record):
    """The steps open to this person by role alone: no query however many rows."""
    steps = steps_of(type(record))
    return [
        name
        for name in names
        if record.status in steps[name].sources
        and user.has_perm(steps[name].permission)
        and getattr(record, f"may_{name}", lambda user: True)(user)
    ]


class StepButtons:
    """A record's page with a button for each step that is open to this person."""

    steps = ()
    step_url_name = None
    first_step_priority = -100

    @cached_property
    def header_buttons(self):
        open_steps = steps_open_to(self.request.user, self.object)
        known = steps_of(type(self.object))
        return [
            HeaderButton(
                known[name].label,
                url=reverse(self.step_url_name, args=[self.object.pk, name]),
                priority=self.first_step_priority + position,
            )
            for position, name in enumerate(self.steps)
            if name in open_steps
        ]


class StepView(
    PermissionCheckedMixin, WagtailAdminTemplateMixin, BaseObjectMixin, FormView
):
    """Asks once more, and for the reason where the step needs one; then takes it."""

    steps = ()
    inspect_url_name = index_url_name = None
    any_permission_required = ["view", "change"]
    template_name = "portal/admin/step.html"

    def dispatch(self, request, *args, **kwargs):
        self.name = kwargs["step"]
        if self.name not in self.steps:
            raise Http404
        self.step = steps_of(self.model)[self.name]
        if not request.user.has_perm(self.step.permission, self.object):
            raise PermissionDenied
        if self.name not in steps_open_to(request.user, self.object):
            messages.error(request, self.refusal())
            return redirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)

    def refusal(self):
        if self.object.status not in self.step.sources:
            return WrongStatus(self.object.get_status_display()).messages[0]
        return _("Somebody else must take this step: you took part in an earlier one.")

    def get_form_class(self):
        return step_form(self.step)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(step_label=self.step.label, **kwargs)
        # Scripts of the fields, such as the choosers of days and hours.
        return context | {"media": context["form"].media}

    def form_valid(self, form):
        take = getattr(self.object, self.name)
        try:
            take(by=self.request.user, **form.cleaned_data)
        except WrongStatus as refused:
            messages.error(self.request, refused.messages[0])
        except ValidationError as refused:
            form.add_error(None, refused.messages)
            return self.form_invalid(form)
        else:
            messages.success(
                self.request,
                _("Done: “%(step)s” for %(record)s.")
                % {"step": self.step.label, "record": self.object},
            )
        return redirect(self.get_success_url())

    def get_success_url(self):
        return reverse(self.inspect_url_name, args=[self.object.pk])

    def get_page_title(self):
        return self.step.label

    def get_page_subtitle(self):
        return str(self.object)

    def get_breadcrumbs_items(self):
        plural = capfirst(self.model._meta.verbose_name_plural)
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": plural},
            {"url": self.get_success_url(), "label": str(self.object)},
            {"url": "", "label": self.step.label},
        ]
