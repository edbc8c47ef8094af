"""Which columns a list shows: chosen by the person, kept for the session."""

from django.utils.functional import cached_property

from portal.admin.models import SavedView

KEPT = "columns of lists"


class ChosenColumns:
    """`standard` names the columns that are shown to whoever has chosen none.

    An export holds what the columns shown stand for: `exported` names, for a
    column, the fields; without a choice it holds all of `list_export`.
    """

    standard = ()
    exported = {}
    results_template_name = "portal/admin/list_results.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if "columns" in request.GET:
            self.keep(request.GET.getlist("columns"))
        if self.is_export and self.chosen:
            fields = [self.exported.get(name, [name]) for name in self.shown]
            self.list_export = [name for group in fields for name in group]

    def keep(self, names):
        kept = self.request.session.get(KEPT, {})
        known = [column.name for column in self.list_display]
        names = [name for name in known if name in names]
        if kept.get(self.list_name) != names:
            self.request.session[KEPT] = kept | {self.list_name: names}

    @property
    def list_name(self):
        return self.index_url_name.partition(":")[0]

    @property
    def chosen(self):
        return self.request.session.get(KEPT, {}).get(self.list_name)

    @cached_property
    def shown(self):
        every = [column.name for column in self.list_display]
        wanted = self.chosen or self.standard or every
        return ["opening", *(name for name in every if name in wanted)]

    def shown_columns(self):
        return [column for column in self.list_display if column.name in self.shown]

    def get_context_data(self, *args, **kwargs):
        if self.is_export:
            return super().get_context_data(*args, **kwargs)
        choice = [
            (column.name, column.label, column.name in self.shown)
            for column in self.list_display
        ]
        views = SavedView.objects.visible_to(self.request.user)
        return super().get_context_data(
            *args,
            list_name=self.list_name,
            column_choice=choice,
            saved_views=views.of_list(self.list_name),
            query_to_save=self.query_to_save(),
            kept_parameters=self.kept_parameters(),
            **kwargs,
        )

    def query_to_save(self):
        parameters = self.request.GET.copy()
        parameters.setlist("columns", self.shown[1:])
        return parameters.urlencode()

    def kept_parameters(self):
        """What the form that chooses columns sends along."""
        return [
            (name, value)
            for name, values in self.request.GET.lists()
            for value in values
            if name not in ("columns", "p", "export", "_w_filter_fragment")
        ]
