"""Rows that are edited together with their record, in one form of Wagtail's admin."""

from django.utils.functional import cached_property
from modelcluster.fields import ChildObjectsDescriptor
from modelcluster.fields import ParentalKey as DeferringKey


class RowsDescriptor(ChildObjectsDescriptor):
    """As modelcluster's, but `record.rows.create(…)` writes the row, as in Django."""

    @cached_property
    def child_object_manager_cls(self):
        deferring = super().child_object_manager_cls
        key = self.field.name

        class RowsManager(deferring):
            def create(self, **values):
                return self.model.objects.create(**{key: self.instance} | values)

        return RowsManager


class ParentalKey(DeferringKey):
    """The key of a row to its record; while a form is open rows may be unsaved."""

    related_accessor_class = RowsDescriptor
