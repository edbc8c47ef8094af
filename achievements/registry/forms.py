from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from achievements.registry.models import Achievement
from portal.drafts.forms import DraftForm, field_for
from portal.organisations.models import Organisation
from portal.vocabularies.models import Term


def readiness_levels():
    """The nine levels, each with its definition, and a way back to none."""
    levels = [
        (
            term.code,
            format_html("<span><b>{}</b> {}</span>", term.name, term.definition),
        )
        for term in Term.objects.scheme(Term.Scheme.TRL).current().order_by("position")
    ]
    return [("", _("not decided yet")), *levels]


class ReadinessField(forms.TypedChoiceField):
    widget = forms.RadioSelect

    def __init__(self, **options):
        options = {
            "label": _("Technology readiness level"),
            "required": False,
            "choices": readiness_levels,
            "coerce": int,
            "empty_value": None,
        } | options
        super().__init__(**options)


class BasicsForm(DraftForm):
    needed = ("title_zh", "title_en", "summary_zh", "summary_en", "form")

    class Meta:
        model = Achievement
        fields = (
            "title_zh",
            "title_en",
            "summary_zh",
            "summary_en",
            "keywords_zh",
            "keywords_en",
            "achievement_class",
            "form",
        )
        formfield_callback = field_for
        help_texts = {
            "title_zh": _("What was made, in one line: no slogan, no project name."),
            "summary_zh": _("What it is, what it does, what was shown."),
            "keywords_zh": _("Three to six, separated by commas."),
        }


class DescriptionForm(DraftForm):
    class Meta:
        model = Achievement
        fields = ("background_zh", "background_en", "innovation_zh", "innovation_en")
        formfield_callback = field_for
        help_texts = {
            "background_zh": _(
                "Which problem it answers, and how that was solved before."
            ),
            "innovation_zh": _("What is new, one point a line."),
        }


class ClassificationForm(DraftForm):
    together = (("started", "finished"),)
    needed = ("domains", "elements", "trl")
    trl = ReadinessField()

    class Meta:
        model = Achievement
        fields = (
            "domains",
            "elements",
            "trl",
            "stage",
            "started",
            "finished",
            "industries",
            "disciplines",
            "ics",
            "ccs",
        )
        formfield_callback = field_for

    def clean(self):
        started = self.cleaned_data.get("started")
        finished = self.cleaned_data.get("finished")
        if started and finished and finished < started:
            self.add_error("finished", _("The end lies before the start."))


class PeopleForm(DraftForm):
    holder = forms.ModelChoiceField(
        label=_("Holder"),
        queryset=Organisation.objects.none(),
        empty_label=None,
        help_text=_("The organisation that owns the result and answers for it."),
    )

    class Meta:
        model = Achievement
        fields = ("holder",)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        own = Organisation.objects.of(self.user)
        self.fields["holder"].queryset = Organisation.objects.filter(
            Q(pk__in=own.values("pk")) | Q(pk=self.instance.holder_id)
        ).order_by("name_zh")


class AccessForm(DraftForm):
    together = (("embargo_until", "embargo_reason"),)

    class Meta:
        model = Achievement
        fields = ("visibility", "embargo_until", "embargo_reason")
        formfield_callback = field_for
        help_texts = {
            "embargo_until": _(
                "Until then only you, the holder and officers see the record, "
                "even when it is published."
            ),
            "embargo_reason": _("For example: a patent is being filed."),
        }

    def clean(self):
        until = self.cleaned_data.get("embargo_until")
        if not until:
            return
        if "embargo_until" in self.changed_data and until <= timezone.now():
            self.add_error("embargo_until", _("Choose a time that is still to come."))
        if not self.cleaned_data.get("embargo_reason"):
            self.add_error("embargo_reason", _("Say why the record has to wait."))


class StartForm(forms.Form):
    holder = forms.ModelChoiceField(
        label=_("Holder"),
        queryset=Organisation.objects.none(),
        help_text=_("The organisation that owns the result and answers for it."),
    )
    title_zh = forms.CharField(
        label=_("Title in Chinese"), max_length=300, required=False
    )
    title_en = forms.CharField(
        label=_("Title in English"), max_length=500, required=False
    )

    def __init__(self, *args, organisations, **options):
        super().__init__(*args, **options)
        self.fields["holder"].queryset = organisations
        if len(organisations) == 1:
            self.fields["holder"].initial = organisations[0]

    def clean(self):
        if not (self.cleaned_data.get("title_zh") or self.cleaned_data.get("title_en")):
            self.add_error("title_zh", _("Give a title in Chinese or English."))
