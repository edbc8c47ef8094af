"""The holidays in Wagtail's admin: each year's notice is entered by an officer."""

from datetime import date

import django_filters
from django.db.models.functions import ExtractYear
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views import generic

from portal.admin import GuardedModelViewSet, VisibleRecordsPolicy
from portal.deadlines.holidays import work_calendar
from portal.deadlines.models import Holiday

# By then the State Council has usually announced the next year's.
NOTICE_MONTH = 11


class OnlyOwnAreDeleted(VisibleRecordsPolicy):
    """What came with the site would come again: it is corrected instead."""

    def user_has_any_permission_for_instance(self, user, actions, instance):
        if instance.origin == Holiday.Origin.SHIPPED:
            actions = [action for action in actions if action != "delete"]
        return super().user_has_any_permission_for_instance(user, actions, instance)


class HolidayForm(WagtailAdminModelForm):
    class Meta:
        model = Holiday
        fields = ["day", "name_zh", "name_en", "is_working_day"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["day"].disabled = self.instance.pk is not None


class HolidayFilters(WagtailFilterSet):
    year = django_filters.ChoiceFilter(label=gettext_lazy("year"), method="of_year")

    class Meta:
        model = Holiday
        fields = ["is_working_day", "origin"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        years = Holiday.objects.order_by().values_list(ExtractYear("day"), flat=True)
        known = sorted(years.distinct(), reverse=True)
        self.filters["year"].extra["choices"] = [(year, year) for year in known]

    def of_year(self, queryset, name, value):
        return queryset.filter(day__year=value)


class HolidayList(generic.IndexView):
    def get(self, request, *args, **kwargs):
        if not self.results_only:
            self.warn_of_a_missing_notice()
        return super().get(request, *args, **kwargs)

    def warn_of_a_missing_notice(self):
        today, calendar = timezone.localdate(), work_calendar()
        last = date(today.year + (today.month >= NOTICE_MONTH), 12, 31)
        for year in calendar.unseeded_years(today, last):
            text = _(
                "The holidays of %(year)s are not in the table yet. Until they are, "
                "working days of that year are counted by weekends alone. Enter the "
                "State Council's notice, with National Day."
            )
            messages.warning(self.request, text % {"year": year})


class EditHoliday(generic.EditView):
    """From now on the list that came with the site leaves this day alone."""

    def save_instance(self):
        self.form.instance.origin = Holiday.Origin.HERE
        return super().save_instance()


class HolidayViewSet(GuardedModelViewSet):
    model = Holiday
    name = "admin-holidays"
    url_prefix = "holidays"
    icon = "calendar"
    menu_label = gettext_lazy("Public holidays")
    index_view_class = HolidayList
    edit_view_class = EditHoliday
    filterset_class = HolidayFilters
    list_display = [
        "day",
        "name_zh",
        "name_en",
        BooleanColumn(
            "is_working_day",
            label=gettext_lazy("people work on this day"),
            sort_key="is_working_day",
        ),
        "origin",
    ]
    list_export = ["day", "name_zh", "name_en", "is_working_day", "origin"]
    search_fields = ["name_zh", "name_en"]
    inspect_view_fields = ["day", "name_zh", "name_en", "is_working_day", "origin"]

    @property
    def permission_policy(self):
        return OnlyOwnAreDeleted(self.model)

    def get_form_class(self, for_update=False):
        return HolidayForm
