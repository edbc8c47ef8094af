"""The list of the records that a person works on."""

from functools import reduce
from operator import or_

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView


class DeskList(LoginRequiredMixin, ListView):
    """Filtered by status and by words of the title, sorted, in pages."""

    paginate_by = 20
    context_object_name = "records"
    searched = ("title_zh", "title_en", "number")
    sorts = {
        "changed": (_("last changed first"), ("-updated_at", "-pk")),
        "title": (_("by title"), ("title_zh", "title_en", "pk")),
        "status": (_("by status"), ("status", "-updated_at", "-pk")),
    }

    def get_queryset(self):
        records = self.model.objects.of_desk(self.request.user).for_listing()
        if self.status:
            records = records.filter(status=self.status)
        if self.words:
            found = (Q(**{f"{name}__icontains": self.words}) for name in self.searched)
            records = records.filter(reduce(or_, found))
        return records.order_by(*self.sorts[self.sort][1])

    @property
    def status(self):
        asked = self.request.GET.get("status", "")
        return asked if asked in self.model.Status.values else ""

    @property
    def words(self):
        return self.request.GET.get("q", "").replace("\0", "").strip()[:200]

    @property
    def sort(self):
        asked = self.request.GET.get("sort", "")
        return asked if asked in self.sorts else "changed"

    def get_context_data(self, **context):
        return super().get_context_data(
            statuses=self.model.Status.choices,
            status=self.status,
            words=self.words,
            sorts=[(name, label) for name, (label, _order) in self.sorts.items()],
            sort=self.sort,
            is_filtered=bool(self.status or self.words),
            **context,
        )
