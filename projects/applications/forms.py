from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.drafts.fields import PlainText
from portal.drafts.forms import DraftForm, field_for
from portal.organisations.models import Organisation
from portal.vocabularies.models import Term
from projects.applications.models import Application
from projects.calls.parts import Topic


def readiness_levels():
    levels = Term.objects.scheme(Term.Scheme.TRL).current().order_by("position")
    return [("", _("not decided yet")), *levels.as_choices()]


class ReadinessField(forms.TypedChoiceField):
    def __init__(self, **options):
        shape = {"choices": readiness_levels, "coerce": int, "empty_value": None}
        super().__init__(required=False, **shape, **options)


class BasicsForm(DraftForm):
    together = (("starts", "ends"), ("trl_start", "trl_end"))
    needed = (
        "title_zh",
        "title_en",
        "abstract_zh",
        "abstract_en",
        "topic",
        "starts",
        "ends",
    )
    trl_start = ReadinessField(label=_("Readiness level at the start"))
    trl_end = ReadinessField(label=_("Readiness level at the end"))

    class Meta:
        model = Application
        fields = (
            "topic",
            "title_zh",
            "title_en",
            "abstract_zh",
            "abstract_en",
            "keywords_zh",
            "keywords_en",
            "starts",
            "ends",
            "trl_start",
            "trl_end",
            "domains",
            "elements",
            "disciplines",
        )
        formfield_callback = field_for
        widgets = {
            "abstract_zh": PlainText(attrs={"rows": 9}),
            "abstract_en": PlainText(attrs={"rows": 9}),
        }
        help_texts = {
            "title_zh": _("What is to be found out or made, in one line."),
            "abstract_zh": _(
                "The problem, what you will do, what will exist at the end."
            ),
            "keywords_zh": _("Three to six, separated by commas."),
        }

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        call = self.instance.call
        self.fields["topic"].queryset = call.topics.all()
        self.fields["topic"].empty_label = _("not chosen yet")
        self.fields["ends"].help_text = duration(call)

    def clean(self):
        starts, ends = (self.cleaned_data.get(name) for name in ("starts", "ends"))
        if starts and ends and ends <= starts:
            self.add_error("ends", _("The project ends before it starts."))
        before, after = (
            self.cleaned_data.get(name) for name in ("trl_start", "trl_end")
        )
        if before and after and after < before:
            self.add_error("trl_end", _("The level at the end lies below the start’s."))


def duration(call):
    """How long the call wants a project to last."""
    least, most = call.months_min, call.months_max
    if least and most:
        text = _("The call asks for %(least)s to %(most)s months.")
    elif least:
        text = _("The call asks for %(least)s months at least.")
    else:
        text = _("The call allows %(most)s months at most.") if most else ""
    return text % {"least": least, "most": most} if text else ""


class OrganisationsForm(DraftForm):
    organisation = forms.ModelChoiceField(
        label=_("Lead organisation"),
        queryset=Organisation.objects.none(),
        empty_label=None,
        help_text=_("One to which the applicant belongs; its office endorses."),
    )

    class Meta:
        model = Application
        fields = ("organisation",)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        author, lead = self.instance.created_by, self.instance.organisation_id
        own = Organisation.objects.of(author).values("pk")
        field = self.fields["organisation"]
        field.queryset = Organisation.objects.filter(Q(pk__in=own) | Q(pk=lead))
        # Another organisation would be another office, and other rights.
        field.disabled = self.user is not None and self.user.pk != author.pk
        if self.instance.submitted_at:
            field.disabled = True
            field.help_text = _("Its office has read it: it stays as it was submitted.")


class CommitmentsForm(DraftForm):
    needed = ("is_committed",)

    class Meta:
        model = Application
        fields = ("is_committed",)
        labels = {"is_committed": _("We make these commitments")}


class StartForm(forms.Form):
    organisation = forms.ModelChoiceField(
        label=_("Lead organisation"),
        queryset=Organisation.objects.none(),
        help_text=_("It answers for the project; its research office endorses."),
    )
    topic = forms.ModelChoiceField(
        label=_("Topic"),
        queryset=Topic.objects.none(),
        required=False,
        empty_label=_("not chosen yet"),
    )
    title_zh = forms.CharField(
        label=_("Title in Chinese"),
        max_length=300,
        required=False,
        help_text=_("In one of the two languages to begin with."),
    )
    title_en = forms.CharField(
        label=_("Title in English"), max_length=500, required=False
    )
    is_another = forms.BooleanField(
        label=_("Begin another application for this call"), required=False
    )

    def __init__(self, *args, call, organisations, drafts, **options):
        super().__init__(*args, **options)
        self.drafts = drafts
        self.fields["topic"].queryset = call.topics.all()
        self.fields["organisation"].queryset = organisations
        if len(organisations) == 1:
            self.fields["organisation"].initial = organisations[0]
        if not drafts:
            del self.fields["is_another"]

    def clean(self):
        if not (self.cleaned_data.get("title_zh") or self.cleaned_data.get("title_en")):
            self.add_error("title_zh", _("Give a title in Chinese or English."))
        if self.drafts and not self.cleaned_data.get("is_another"):
            self.add_error(
                "is_another", _("You have one already: say that you want another.")
            )
