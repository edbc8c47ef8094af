"""What an application has several of: people, organisations, indicators, milestones."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.drafts.files import AttachmentForm, Attachments
from portal.drafts.forms import DraftForm, field_for
from portal.drafts.rows import RowKind
from portal.templatetags.figures import plain
from projects.applications import inviting
from projects.applications.answers import answered_files
from projects.applications.gaps import is_within
from projects.applications.plan import Milestone
from projects.applications.team import Partner, TeamMember
from projects.indicators.models import Indicator
from projects.indicators.rows import IndicatorRows


class MemberForm(DraftForm):
    needed = ("name_zh", "email", "person_months")
    essential = ("name_zh",)
    # What a person was asked to agree to.
    agreed = (
        "name_zh",
        "name_en",
        "email",
        "organisation_name_zh",
        "organisation_name_en",
        "role",
        "person_months",
    )

    class Meta:
        model = TeamMember
        fields = (
            "name_zh",
            "name_en",
            "email",
            "role",
            "person_months",
            "job_title",
            "degree",
            "birth_year",
            "organisation_name_zh",
            "organisation_name_en",
            "duty_zh",
            "duty_en",
            "may_write",
        )
        formfield_callback = field_for
        labels = {
            "name_zh": _("Full name in Chinese"),
            "name_en": _("Full name in English"),
            "role": _("Role in the project"),
        }
        help_texts = {"email": _("The invitation goes there.")}

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        member = self.instance
        if member.is_author:
            del self.fields["email"], self.fields["may_write"]
        elif member.is_agreed:
            for name in self.agreed:
                self.fields[name].disabled = True

    def clean_email(self):
        """Nobody is invited to his own application."""
        address, author = self.cleaned_data["email"], self.instance.application
        if address and address.lower() == author.created_by.email.lower():
            raise ValidationError(_("The applicant is in the team already."))
        return address.lower()

    def clean(self):
        names = {self.cleaned_data.get(name) for name in ("name_zh", "name_en")}
        if not any(names):
            self.add_error("name_zh", _("Give the name in Chinese or English."))
        elif self.instance.is_author and self.is_renamed(names):
            self.add_error(
                "name_zh",
                _(
                    "The applicant’s own row carries his name, “%(name)s”. Add a row "
                    "for somebody else, who is then asked to consent."
                )
                % {"name": self.instance.user.name},
            )

    def is_renamed(self, names):
        """Else the applicant would consent in another’s name."""
        is_changed = {"name_zh", "name_en"} & set(self.changed_data)
        return bool(is_changed) and self.instance.user.name not in names


class Members(RowKind):
    name = "team"
    heading = _("Members")
    help = _(
        "Exactly one leader. Everybody else is invited by mail and has to consent; "
        "what somebody was asked to agree to can be changed only by inviting again."
    )
    nothing = _("Nobody is named yet.")
    one = _("Member")
    add_label = _("Add a member")
    form = MemberForm

    def existing(self, record):
        return record.team.all()

    def new(self, record):
        return TeamMember(application=record)

    def title(self, row):
        parts = (in_words(row), row.get_role_display(), months_of(row))
        details = " · ".join(str(part) for part in parts)
        return format_html('{} <span class="quiet">{}</span>', row.name, details)

    def is_settled(self, row):
        return row.is_agreed

    def buttons(self, row):
        status = TeamMember.Status
        if row.is_author:
            return
        if row.status in (status.NAMED, status.DECLINED):
            yield "invite", _("Save and invite"), ""
        if row.status == status.INVITED:
            yield "invite", _("Send again"), "secondary"
        if row.status in row.ASKED:
            yield "recall", _("Change and invite again"), "secondary"

    def remove(self, row, *, by):
        """Whoever was asked is told; the invitation and all sight end with the row."""
        if row.is_agreed:
            inviting.tell_removed(row, by=by)
        row.delete()

    def check(self, rows):
        seen = set()
        for row in rows:
            address = row.form.cleaned_data.get("email")
            if address and address in seen:
                row.form.add_error("email", _("This address is listed twice."))
            seen.add(address)


def in_words(member):
    """How far somebody is on the way into the team."""
    status = TeamMember.Status
    if member.is_author:
        return _("applicant")
    if member.status == status.INVITED:
        until = timezone.localtime(member.lapses_at)
        text = _("invited, open until %(moment)s")
        return text % {"moment": date_format(until, "Y-m-d H:i")}
    if member.answered_at is None:
        return member.get_status_display()
    return f"{member.get_status_display()} {timezone.localdate(member.answered_at)}"


def months_of(member):
    return _("%(count)s person-months") % {"count": plain(member.person_months)}


class PartnerForm(DraftForm):
    class Meta:
        model = Partner
        fields = ("organisation", "name_zh", "name_en", "duty_zh", "duty_en")
        formfield_callback = field_for
        labels = {
            "name_zh": _("Chinese name, if not registered here"),
            "name_en": _("English name, if not registered here"),
        }

    def clean(self):
        given = self.cleaned_data
        if self.errors.get("organisation") or given.get("organisation"):
            return
        if not (given.get("name_zh") or given.get("name_en")):
            self.add_error("organisation", _("Name the organisation."))


class Partners(RowKind):
    name = "partners"
    heading = _("Partner organisations")
    help = _("Those that take part beside the lead organisation.")
    nothing = _("No partner is named.")
    one = _("Partner")
    add_label = _("Add a partner")
    form = PartnerForm

    def existing(self, record):
        return record.partners.select_related("organisation")

    def new(self, record):
        return Partner(application=record)

    def check(self, rows):
        seen = {row.rows.record.organisation_id for row in rows}
        for row in rows:
            organisation = row.form.cleaned_data.get("organisation")
            if organisation and organisation.pk in seen:
                row.form.add_error(
                    "organisation", _("This organisation is named already.")
                )
            elif organisation:
                seen.add(organisation.pk)


class IndicatorForm(DraftForm):
    needed = ("name_zh", "target", "method")
    essential = ("name_zh",)

    class Meta:
        model = Indicator
        fields = (
            "name_zh",
            "name_en",
            "comparator",
            "baseline",
            "target",
            "unit",
            "method",
        )
        formfield_callback = field_for
        help_texts = {
            "baseline": _("What is reached today, by you or by others."),
            "target": _("A value or a range, such as 0.02 or 0–60."),
        }

    def clean_target(self):
        """A condition in words may stand beside the number, not in its place."""
        target = self.cleaned_data["target"]
        if target and not any(character.isdigit() for character in target):
            raise ValidationError(_("Give a number or a range of numbers."))
        return target

    def clean(self):
        if not (self.cleaned_data.get("name_zh") or self.cleaned_data.get("name_en")):
            self.add_error("name_zh", _("Name the indicator in Chinese or English."))


class Indicators(IndicatorRows):
    heading = pgettext_lazy("application", "Indicators")
    help = _("By these the project will be accepted: each is measured at the end.")
    one = pgettext_lazy("application", "Indicator")
    form = IndicatorForm

    def new(self, record):
        row = super().new(record)
        row.evidence = Indicator.Evidence.PROMISED
        return row


class MilestoneForm(DraftForm):
    needed = ("due", "title_zh")
    essential = ("title_zh",)

    class Meta:
        model = Milestone
        fields = ("due", "title_zh", "title_en", "result_zh", "result_en")
        formfield_callback = field_for
        help_texts = {"result_zh": _("What can be shown on that day.")}

    def clean(self):
        if not (self.cleaned_data.get("title_zh") or self.cleaned_data.get("title_en")):
            self.add_error("title_zh", _("Name the milestone in Chinese or English."))
        due, project = self.cleaned_data.get("due"), self.instance.application
        if due and not is_within(project, due):
            self.add_error("due", _("This day lies outside the project’s period."))


class Milestones(RowKind):
    name = "milestones"
    heading = _("Milestones")
    help = _("In the order of their days, all within the project’s period.")
    nothing = _("No milestone is named yet.")
    one = _("Milestone")
    add_label = _("Add a milestone")
    form = MilestoneForm

    def existing(self, record):
        return record.milestones.all()

    def new(self, record):
        return Milestone(application=record)


class OwnFileForm(AttachmentForm):
    """Whoever reads the application reads its files."""

    class Meta(AttachmentForm.Meta):
        fields = ("caption_zh", "caption_en")


class OwnFiles(Attachments):
    """Without those that answer one of the call's questions."""

    heading = _("Files of this application")
    form = OwnFileForm

    def existing(self, record):
        rows, answers = record.attachments.all(), answered_files(record)
        return rows.exclude(pk__in=answers) if answers else rows
