"""What an achievement has several of: people, organisations, rights, outputs, indicators."""

from django.utils.translation import gettext_lazy as _

from achievements.registry.contents import Contributor, IPRight, Output, Participation
from portal.drafts.forms import DraftForm, field_for
from portal.drafts.rows import RowKind
from projects.indicators.models import Indicator
from projects.indicators.rows import IndicatorRows


class ContributorForm(DraftForm):
    needed = ("name_zh",)

    class Meta:
        model = Contributor
        fields = (
            "name_zh",
            "name_en",
            "organisation",
            "contribution_zh",
            "contribution_en",
        )
        formfield_callback = field_for

    def clean(self):
        if not (self.cleaned_data.get("name_zh") or self.cleaned_data.get("name_en")):
            self.add_error("name_zh", _("Give the name in Chinese or English."))


class Contributors(RowKind):
    name = "contributors"
    heading = _("Contributors")
    help = _("In the order of their contribution.")
    nothing = _("Nobody is named yet.")
    one = _("Contributor")
    add_label = _("Add a contributor")
    form = ContributorForm

    def existing(self, record):
        return record.contributors.select_related("organisation")

    def new(self, record):
        return Contributor(achievement=record)


class ParticipationForm(DraftForm):
    class Meta:
        model = Participation
        fields = ("organisation",)
        formfield_callback = field_for


class Participations(RowKind):
    name = "participations"
    heading = _("Participating organisations")
    help = _("In order, the holder first.")
    nothing = _("No organisation is named yet.")
    one = _("Organisation")
    add_label = _("Add an organisation")
    form = ParticipationForm

    def existing(self, record):
        return record.participations.select_related("organisation")

    def new(self, record):
        return Participation(achievement=record)

    def check(self, rows):
        seen = set()
        for row in rows:
            organisation = row.form.cleaned_data.get("organisation")
            if organisation and organisation.pk in seen:
                row.form.add_error(
                    "organisation", _("This organisation is listed twice.")
                )
            elif organisation:
                seen.add(organisation.pk)


class IPRightForm(DraftForm):
    together = (("filed", "granted", "expires"),)

    class Meta:
        model = IPRight
        fields = (
            "type",
            "number",
            "title_zh",
            "title_en",
            "legal_status",
            "filed",
            "granted",
            "expires",
        )
        formfield_callback = field_for

    def clean(self):
        filed, granted, expires = (
            self.cleaned_data.get(name) for name in ("filed", "granted", "expires")
        )
        if filed and granted and granted < filed:
            self.add_error("granted", _("It cannot be granted before it was filed."))
        if filed and expires and expires < filed:
            self.add_error("expires", _("It cannot expire before it was filed."))


class IPRights(RowKind):
    name = "ip_rights"
    heading = _("Intellectual property")
    nothing = _("No right is named yet.")
    one = _("Right")
    add_label = _("Add a right")
    form = IPRightForm

    def existing(self, record):
        return record.ip_rights.select_related("type")

    def new(self, record):
        return IPRight(achievement=record)


class OutputForm(DraftForm):
    class Meta:
        model = Output
        fields = ("kind", "number", "title_zh", "title_en", "role")
        formfield_callback = field_for


class Outputs(RowKind):
    name = "outputs"
    heading = _("Standards, reference materials and other outputs")
    help = _("What the result gave to the quality infrastructure.")
    nothing = _("No output is named yet.")
    one = _("Output")
    add_label = _("Add an output")
    form = OutputForm

    def existing(self, record):
        return record.outputs.all()

    def new(self, record):
        return Output(achievement=record)


class IndicatorForm(DraftForm):
    needed = ("name_zh",)

    class Meta:
        model = Indicator
        fields = (
            "name_zh",
            "name_en",
            "comparator",
            "target",
            "achieved",
            "unit",
            "evidence",
            "report_no",
            "report_body_zh",
            "report_body_en",
        )
        formfield_callback = field_for
        help_texts = {
            "target": _("A value or a range, such as 0.02 or 0–60."),
            "report_no": _("Of the report that states the value reached."),
        }

    def clean(self):
        if not (self.cleaned_data.get("name_zh") or self.cleaned_data.get("name_en")):
            self.add_error("name_zh", _("Name the indicator in Chinese or English."))
        by_others = self.cleaned_data.get("evidence") == Indicator.Evidence.THIRD_PARTY
        if by_others and not self.cleaned_data.get("report_no"):
            self.add_error(
                "report_no", _("Give the number of the third party’s report.")
            )


class Indicators(IndicatorRows):
    heading = _("Indicators")
    help = _("What was promised, what was reached, and who measured it.")
    one = _("Indicator")
    form = IndicatorForm
