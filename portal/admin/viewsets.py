from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.admin.views.generic import history
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log, registry

from portal.admin.bulk import BulkView
from portal.admin.guards import CheckedRecord, VisibleRecords, VisibleRecordsPolicy
from portal.admin.lists import Spreadsheet, WordSearch
from portal.admin.record import history as changes
from portal.admin.rows import RecordIndex
from portal.admin.steps import StepButtons, StepView

LISTS = ("index_view_class",)
WITHOUT_RECORD = ("add_view_class", "bulk_view_class")


class GuardedModelViewSet(ModelViewSet):
    """A ModelViewSet whose every view asks whether this person sees the record."""

    copy_view_enabled = False
    inspect_view_enabled = True
    list_per_page = 50
    # Ours refer to nothing of Wagtail's; the index would cost each save queries.
    add_to_reference_index = False

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        for name in dir(cls):
            view = getattr(cls, name)
            if not name.endswith("_view_class") or name in WITHOUT_RECORD:
                continue
            listed = (Spreadsheet, WordSearch, VisibleRecords)
            guards = listed if name in LISTS else (CheckedRecord,)
            if not issubclass(view, guards[-1]):
                setattr(cls, name, type(f"Guarded{view.__name__}", (*guards, view), {}))

    @property
    def permission_policy(self):
        return VisibleRecordsPolicy(self.model)

    def get_common_view_kwargs(self, **kwargs):
        common = super().get_common_view_kwargs(**kwargs)
        if not self.add_to_reference_index:
            common["usage_url_name"] = None
        return common

    def get_urlpatterns(self):
        """Without the page of usages where nothing is known of them."""
        return [
            pattern
            for pattern in super().get_urlpatterns()
            if pattern.name != "usage" or self.add_to_reference_index
        ]


class Correctable:
    """Officers mend the wording of what they are to answer for, not of drafts."""

    correctable = None

    def is_correctable(self, record):
        return self.correctable is None or record.status in self.correctable


class RecordList(Correctable, RecordIndex):
    pass


class InspectRecord(Correctable, StepButtons, generic.InspectView):
    """The record with all that an officer must know of it, and its history."""

    template_name = "portal/admin/record.html"

    def get_edit_url(self):
        return super().get_edit_url() if self.is_correctable(self.object) else None

    def get_context_data(self, **kwargs):
        entries = registry.get_logs_for_instance(self.object).select_related("user")[
            :50
        ]
        sections = self.sections(self.object)
        if entries:
            sections.append(changes(self.object, entries))
        return super().get_context_data(
            sections=sections, public_url=self.public_url(self.object), **kwargs
        )

    def sections(self, record):
        raise NotImplementedError

    def public_url(self, record):
        public = type(record)._default_manager.public().filter(pk=record.pk)
        return record.get_absolute_url() if public.exists() else None


class EditRecord(Correctable, StepButtons, generic.EditView):
    """The log says which fields were changed."""

    refusal = gettext_lazy("Nobody corrects this record in its present state.")

    def dispatch(self, request, *args, **kwargs):
        if not self.is_correctable(self.get_object()):
            messages.error(request, self.refusal)
            return redirect(self.inspect_url_name, self.get_object().pk)
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self):
        return reverse(self.inspect_url_name, args=[self.object.pk])

    def save_instance(self):
        record = self.form.save(commit=False)
        record.save(update_fields=self.written_fields(record))
        self.form.save_m2m()
        self.has_content_changes = self.form.has_changed()
        log(
            record,
            "wagtail.edit",
            content_changed=self.has_content_changes,
            data={"fields": [*self.form.changed_data, *self.changed_rows()]},
        )
        return record

    def changed_rows(self):
        """What is edited with the record as rows of its own."""
        formsets = getattr(self.form, "formsets", {})
        return [name for name, rows in formsets.items() if rows.has_changed()]

    def written_fields(self, record):
        """Only what stands in the form: a step taken meanwhile keeps its status."""
        names = {*self.form.fields, "edition", "saves", "updated_at"}
        columns = [field.name for field in record._meta.concrete_fields]
        rows = getattr(self.form, "formsets", {})
        return [*(name for name in columns if name in names), *rows]


class RecordHistory(history.HistoryView):
    any_permission_required = ["view", "change"]

    @property
    def header_buttons(self):
        return []


class KeptRecordsPolicy(VisibleRecordsPolicy):
    """Records begin on the workbench and are never deleted."""

    def user_has_permission(self, user, action):
        kept = action in ("add", "delete")
        return not kept and super().user_has_permission(user, action)


class RecordViewSet(GuardedModelViewSet):
    """For records with a lifecycle: a page and a button for each step named here.

    `bulk_steps` are also taken for many rows of the list at once; `standard` and
    `exported` say which columns are shown and exported, see `ChosenColumns`.
    """

    steps = ()
    bulk_steps = ()
    standard = ()
    exported = {}
    correctable = None
    list_per_page = 20
    inspect_view_fields = ["pk"]  # Wagtail's own list of fields is not shown.
    index_view_class = RecordList
    inspect_view_class = InspectRecord
    edit_view_class = EditRecord
    history_view_class = RecordHistory
    step_view_class = StepView
    bulk_view_class = BulkView

    @property
    def permission_policy(self):
        return KeptRecordsPolicy(self.model)

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(
            steps=self.steps,
            correctable=self.correctable,
            step_url_name=self.get_url_name("step"),
            **kwargs,
        )

    def get_index_view_kwargs(self, **kwargs):
        return super().get_index_view_kwargs(
            bulk_steps=self.bulk_steps,
            bulk_url_name=self.get_url_name("bulk"),
            standard=self.standard,
            exported=self.exported,
            **kwargs,
        )

    @property
    def step_view(self):
        return self.construct_view(self.step_view_class)

    @property
    def bulk_view(self):
        return self.construct_view(self.bulk_view_class, bulk_steps=self.bulk_steps)

    def get_urlpatterns(self):
        patterns = super().get_urlpatterns()
        if self.steps:
            step = path("step/<int:pk>/<slug:step>/", self.step_view, name="step")
            patterns.append(step)
        if self.bulk_steps:
            patterns.append(path("bulk/", self.bulk_view, name="bulk"))
        return patterns
