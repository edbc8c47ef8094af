"""A page of the admin that asks once more before something is done with a record."""

from django import forms
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.views.generic import FormView
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin


class ConfirmView(
    PermissionCheckedMixin, WagtailAdminTemplateMixin, BaseObjectMixin, FormView
):
    """A subclass says what is asked, and in `act()` what is done and where one goes."""

    form_class = forms.Form
    template_name = "portal/admin/confirm.html"
    index_url_name = inspect_url_name = edit_url_name = None
    permission_required = "add"
    page_title = question = button = ""

    def act(self):
        raise NotImplementedError

    def form_valid(self, form):
        return redirect(self.act())

    def back(self):
        return reverse(self.inspect_url_name, args=[self.object.pk])

    def edit_address(self, record):
        return reverse(self.edit_url_name, args=[record.pk])

    def get_page_subtitle(self):
        return str(self.object)

    def get_breadcrumbs_items(self):
        plural = capfirst(self.model._meta.verbose_name_plural)
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": plural},
            {"url": self.back(), "label": str(self.object)},
            {"url": "", "label": self.page_title},
        ]
