from django.utils.translation import gettext_lazy as _

from portal.drafts.rows import RowKind
from projects.indicators.models import Indicator, IndicatorTable


class IndicatorRows(RowKind):
    """The rows of a record's table; each record says in what form and what of them."""

    name = "indicators"
    nothing = _("No indicator is named yet.")
    add_label = _("Add an indicator")

    def existing(self, record):
        if record.indicator_table_id is None:
            return Indicator.objects.none()
        return record.indicator_table.rows.all()

    def new(self, record):
        return Indicator(table=record.indicator_table)

    def adopt(self, row, record):
        """The first row brings the table with it."""
        if record.indicator_table is None:
            record.indicator_table = IndicatorTable.objects.create()
        row.table = record.indicator_table
