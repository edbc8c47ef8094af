"""Saving a list of the admin under a name, and forgetting it."""

from django import forms
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import NoReverseMatch, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from django.views.generic.edit import FormView
from wagtail.admin import messages

from portal.admin.models import SavedView

# Of an address, what belongs to a moment and not to the view.
PASSING = ("p", "export", "_w_filter_fragment")


def lasting(query):
    """The query string without page and export; too long a one is refused later."""
    parameters = QueryDict(query, mutable=True)
    for name in PASSING:
        parameters.pop(name, None)
    for name in [*parameters]:
        values = [value for value in parameters.getlist(name) if value]
        parameters.setlist(name, values)
    return parameters.urlencode()


def address_of(name):
    """Of one of our lists, by the name of its viewset."""
    if not name.startswith("admin-"):
        raise Http404
    try:
        return reverse(f"{name}:index")
    except NoReverseMatch as error:
        raise Http404 from error


class SavedViewForm(forms.ModelForm):
    is_shared = forms.BooleanField(
        label=gettext_lazy("Share with my group"), required=False
    )

    class Meta:
        model = SavedView
        fields = ("name", "query")

    def clean_query(self):
        return lasting(self.cleaned_data["query"])


class SaveView(FormView):
    """A second one of the same name takes the place of the first."""

    http_method_names = ("post", "options")
    form_class = SavedViewForm

    def form_valid(self, form):
        user, values = self.request.user, form.cleaned_data
        SavedView.objects.update_or_create(
            user=user,
            list=self.kwargs["list"],
            name=values["name"],
            defaults={
                "query": values["query"],
                "group": user.groups.order_by("pk").first()
                if values["is_shared"]
                else None,
            },
        )
        messages.success(
            self.request, _("The view “%(name)s” has been saved.") % values
        )
        return redirect(f"{address_of(self.kwargs['list'])}?{values['query']}")

    def form_invalid(self, form):
        for errors in form.errors.values():
            messages.error(self.request, " ".join(errors))
        return redirect(address_of(self.kwargs["list"]))

    def dispatch(self, request, *args, **kwargs):
        address_of(kwargs["list"])
        return super().dispatch(request, *args, **kwargs)


class DeleteView(View):
    """One's own only; a colleague's shared view stays."""

    http_method_names = ("post", "options")

    def post(self, request, pk):
        view = get_object_or_404(SavedView, pk=pk, user=request.user)
        view.delete()
        messages.success(request, _("The view “%(name)s” is gone.") % {"name": view})
        return redirect(address_of(view.list))


app_name = "admin-views"
urlpatterns = [
    path("<slug:list>/save/", SaveView.as_view(), name="save"),
    path("<int:pk>/delete/", DeleteView.as_view(), name="delete"),
]
