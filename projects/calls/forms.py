from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminAutoHeightTextInput

from portal.admin.fields import MomentField
from portal.admin.forms import CarefulForm
from portal.attachments.forms import FilesField
from portal.organisations.forms import ParentField
from portal.templatetags.figures import moment_with_zone
from portal.vocabularies.models import Term
from projects.calls.changing import ENDS, FROZEN, FROZEN_OF_TOPIC, ends_of
from projects.calls.models import Call
from projects.programmes.forms import EligibilityForm

WINDOW = _("Beijing time. Left empty: the rules’ window.")
FINAL = _("The call has opened: this stays as it was published.")
EXTENDED = _("The call has opened: use “Extend”.")


def ticked(scheme, label):
    return forms.ModelMultipleChoiceField(
        Term.objects.scheme(scheme).current(),
        label=label,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class TopicForm(WagtailAdminModelForm):
    """From the opening on only the wording of a topic is corrected."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        topic = self.instance
        if topic.pk and topic.call.has_opened:
            for name in FROZEN_OF_TOPIC:
                self.fields[name].disabled = True


class QuotaForm(WagtailAdminModelForm):
    organisation = ParentField(
        label=_("Organisation"),
        max_length=200,
        help_text=_("Its unified social credit code or its name."),
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if self.instance.organisation_id:
            self.initial["organisation"] = self.instance.organisation


class CallForm(CarefulForm, EligibilityForm):
    """A call of one programme; what it promised by opening is shown but not changed."""

    opens_at = MomentField(label=_("Opens at"), required=False)
    closes_at = MomentField(label=_("Closes at"), required=False)
    endorse_until = MomentField(
        label=_("Endorsement until"), required=False, help_text=WINDOW
    )
    recommend_until = MomentField(
        label=_("Recommendation until"), required=False, help_text=WINDOW
    )
    domains = ticked("domain", _("Domains"))
    elements = ticked("element", _("Elements"))

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        programme = self.instance.programme
        self.fields["rules"].queryset = programme.rules.order_by("-version")
        self.fields["questionnaire"].queryset = programme.questionnaires.all()
        if self.instance.has_opened:
            self.freeze()

    def freeze(self):
        for name in FROZEN:
            field = self.fields[name]
            field.disabled = True
            field.help_text = EXTENDED if name in ENDS else FINAL

    def clean(self):
        cleaned = super().clean()
        if self.instance.status == Call.Status.PUBLISHED:
            self.refuse_gaps()
        return cleaned

    def refuse_gaps(self):
        """What is public stays complete, and keeps the topics that people chose."""
        for name in ("guideline_zh", "guideline_en", "opens_at", "closes_at"):
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, _("A published call cannot go without this."))
        topics = self.formsets["topics"]
        if not topics.is_valid():
            return
        gone = [form for form in topics.deleted_forms if form.instance.pk]
        if gone and self.instance.has_opened:
            raise ValidationError(
                _("The call has opened: its topics stay. New ones may be added.")
            )
        if not any(form.has_changed() or form.instance.pk for form in topics.forms):
            raise ValidationError(_("Name at least one topic."))


class StepForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=AdminAutoHeightTextInput(attrs={"rows": 3}),
        help_text=_("Those concerned read it."),
    )


def may_extend(call, name):
    """Whether there is such an end, and a closing that has not yet passed."""
    if name == "closes_at":
        return call.closes_at > timezone.now()
    return call.asks("institution" if name == "endorse_until" else "bureau")


class ExtendForm(StepForm):
    """Later ends; what is left as it is stays."""

    closes_at = MomentField(label=_("Closes at"), required=False)
    endorse_until = MomentField(label=_("Endorsement until"), required=False)
    recommend_until = MomentField(label=_("Recommendation until"), required=False)
    field_order = [*ENDS, "reason"]

    def __init__(self, *args, call, **options):
        super().__init__(*args, **options)
        for name, moment in zip(ENDS, ends_of(call), strict=True):
            if not may_extend(call, name):
                del self.fields[name]
                continue
            now = {"moment": moment_with_zone(moment)}
            self.fields[name].help_text = _("Now %(moment)s.") % now


class AdmitLateForm(StepForm):
    person = forms.EmailField(
        label=_("Person"), help_text=_("The address with which he signs in.")
    )
    until = MomentField(label=_("May submit until"))
    field_order = ["person", "until", "reason"]


class FileForm(forms.Form):
    files = FilesField(label=_("Files"))
    caption_zh = forms.CharField(
        label=_("Caption in Chinese"), max_length=200, required=False
    )
    caption_en = forms.CharField(
        label=_("Caption in English"), max_length=200, required=False
    )
    is_internal = forms.BooleanField(
        label=_("Only for officers"),
        required=False,
        help_text=_("Otherwise everybody reads it who sees the page of the call."),
    )
