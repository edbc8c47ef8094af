from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from achievements.registry.forms import ReadinessField
from achievements.registry.models import Achievement
from achievements.transfer.models import Listing
from achievements.transfer.pricing import price_problems
from portal.drafts.forms import DraftForm, field_for

# An open licence is offered to everybody on the same terms.
CLOSED_LICENCES = {"exclusive", "sole"}


class OfferForm(DraftForm):
    needed = ("title_zh", "title_en", "value_zh", "value_en", "trl")
    trl = ReadinessField()

    class Meta:
        model = Listing
        fields = (
            "title_zh",
            "title_en",
            "value_zh",
            "value_en",
            "description_zh",
            "description_en",
            "keywords_zh",
            "keywords_en",
            "domains",
            "elements",
            "trl",
            "industries",
        )
        formfield_callback = field_for
        help_texts = {
            "title_zh": _("What the buyer gets, not how the project was called."),
            "value_zh": _("One line: for whom, and what it brings."),
            "keywords_zh": _("Three to six, separated by commas."),
        }


class ProblemForm(DraftForm):
    needed = ("problem_zh", "problem_en")

    class Meta:
        model = Listing
        fields = (
            "problem_zh",
            "problem_en",
            "process_step_zh",
            "process_step_en",
            "symptom_zh",
            "symptom_en",
            "comparison_zh",
            "comparison_en",
        )
        formfield_callback = field_for
        help_texts = {
            "problem_zh": _("What goes wrong today, in the words of the plant."),
            "process_step_zh": _("At which step of production or service it arises."),
            "symptom_zh": _("How one notices it."),
            "comparison_zh": _(
                "Against the usual solution, with figures where there are."
            ),
        }


class TermsForm(DraftForm):
    together = (("price_kind", "price_min", "price_max"),)
    needed = ("modes", "valid_until")

    class Meta:
        model = Listing
        fields = (
            "modes",
            "licence_kinds",
            "pricing",
            "price_kind",
            "price_min",
            "price_max",
            "royalty_percent",
            "valid_until",
            "patent_number",
            "patent_expires",
        )
        formfield_callback = field_for
        help_texts = {
            "licence_kinds": _("Only where a licence is one of the ways of transfer."),
            "valid_until": _(
                "After this day the listing leaves the market; it can be renewed."
            ),
        }

    def clean(self):
        given = self.cleaned_data
        amounts = given.get("price_min"), given.get("price_max")
        for name, text in price_problems(given.get("price_kind"), *amounts):
            self.add_error(name, text)
        until = given.get("valid_until")
        if (
            until
            and "valid_until" in self.changed_data
            and until < timezone.localdate()
        ):
            self.add_error("valid_until", _("This day has passed."))
        licences = {licence.code for licence in given.get("licence_kinds") or ()}
        if "open" in licences and licences & CLOSED_LICENCES:
            self.add_error(
                "licence_kinds",
                _("An open licence cannot be exclusive or sole as well."),
            )


class PartnerForm(DraftForm):
    class Meta:
        model = Listing
        fields = ("partner_zh", "partner_en", "support_zh", "support_en")
        formfield_callback = field_for
        help_texts = {
            "partner_zh": _(
                "What kind of enterprise you look for, and what it must bring."
            ),
            "support_zh": _("Training, pilot line, testing, people on site …"),
        }


class StartForm(forms.Form):
    achievement = forms.ModelChoiceField(
        label=_("Achievement"), queryset=Achievement.objects.none()
    )

    def __init__(self, *args, achievements, **options):
        super().__init__(*args, **options)
        self.fields["achievement"].queryset = achievements
        self.fields["achievement"].label_from_instance = described


def described(achievement):
    return f"{achievement.number} · {achievement.title} ({achievement.get_status_display()})"
