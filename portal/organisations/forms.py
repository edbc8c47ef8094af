from django import forms
from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc

from portal.organisations.models import Membership, Organisation
from portal.vocabularies.models import Term


class Regions(forms.models.ModelChoiceIterator):
    """Each province with its cities under it, in one query."""

    def __iter__(self):
        yield ("", self.field.empty_label)
        group, choices = None, []
        for term in self.queryset.order_by("path"):
            if "/" not in term.path:
                if group:
                    yield (group.name, choices)
                group, choices = term, [self.choice(term)]
            else:
                choices.append(self.choice(term))
        if group:
            yield (group.name, choices)


class RegionField(forms.ModelChoiceField):
    """A province or a city of the People's Republic."""

    iterator = Regions

    def __init__(self, **options):
        regions = Term.objects.scheme(Term.Scheme.REGION).current()
        options = {"label": _("Region"), "empty_label": _("Choose a region")} | options
        super().__init__(regions, **options)


class ParentField(forms.CharField):
    """Another organisation, by its code or a name that tells it from all others."""

    def prepare_value(self, value):
        return value.uscc or value.name if isinstance(value, Organisation) else value

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value):
        if isinstance(value, Organisation):  # as it stands, in a form that bars it
            return value
        words = super().clean(value).strip()
        if not words:
            return None
        verified = Organisation.objects.verified()
        exact = verified.filter(name_zh=words) | verified.filter(name_en__iexact=words)
        found = list(exact[:2]) or list(verified.named(words).for_listing()[:4])
        if len(found) == 1:
            return found[0]
        if not found:
            raise forms.ValidationError(
                _("No verified organisation has this code or name.")
            )
        names = "、".join(organisation.name for organisation in found)
        raise forms.ValidationError(
            _("Several organisations match: %(names)s. Give the code."),
            params={"names": names},
        )


class OrganisationForm(forms.ModelForm):
    uscc = forms.CharField(
        label=_("Unified social credit code"),
        max_length=18,
        required=False,
        help_text=_("18 characters. Leave it empty only for organisations abroad."),
    )
    region = RegionField(required=False)
    parent = ParentField(
        label=_("Parent organisation"),
        required=False,
        max_length=200,
        help_text=_("Its unified social credit code or its name."),
    )

    class Meta:
        model = Organisation
        fields = (
            "name_zh",
            "name_en",
            "uscc",
            "kind",
            "region",
            "parent",
            "website",
            "description_zh",
            "description_en",
            "address_zh",
            "address_en",
        )
        labels = {
            "name_zh": _("Name in Chinese"),
            "name_en": _("Name in English"),
            "kind": _("Kind of organisation"),
        }
        widgets = {
            "description_zh": forms.Textarea(attrs={"rows": 4}),
            "description_en": forms.Textarea(attrs={"rows": 4}),
        }

    # An officer has checked these against the register. By its region an authority
    # is the bureau of all who apply there.
    CHECKED = ("name_zh", "name_en", "uscc", "kind", "region", "parent")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.existing = None
        kinds = Organisation.Kind.choices
        self.fields["kind"].choices = [("", _("Choose a kind")), *kinds]
        self.initial["parent"] = self.instance.parent
        if self.instance.is_verified:
            for name in self.CHECKED:
                self.fields[name].disabled = True

    def clean_uscc(self):
        code = uscc.compact(self.cleaned_data["uscc"] or "").upper()
        if code and not self.instance.pk:
            self.existing = Organisation.objects.joinable().filter(uscc=code).first()
        return code or None


class FindForm(forms.Form):
    """What one looks for in the public list."""

    q = forms.CharField(label=_("Name or code"), max_length=100, required=False)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("All kinds")), *Organisation.Kind.choices],
        required=False,
    )
    region = forms.ModelChoiceField(
        Term.objects.none(),
        label=_("Region"),
        to_field_name="code",
        empty_label=_("All regions"),
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        provinces = Term.objects.scheme(Term.Scheme.REGION).current().roots()
        self.fields["region"].queryset = provinces

    def narrow(self, organisations):
        """Only those asked for; a wrong value in the address asks for nothing."""
        self.is_valid()
        asked = self.cleaned_data
        if asked.get("q"):
            organisations = organisations.named(asked["q"])
        if asked.get("kind"):
            organisations = organisations.filter(kind=asked["kind"])
        if asked.get("region"):
            organisations = organisations.in_region(asked["region"].path)
        return organisations


class JoinForm(forms.Form):
    """An organisation by its exact code, whether it is verified yet or not."""

    uscc = forms.CharField(label=_("Unified social credit code"), max_length=18)
    note = forms.CharField(
        label=_("Note to the administrators"),
        max_length=300,
        required=False,
        help_text=_("For example your department, or who knows you there."),
    )

    def clean_uscc(self):
        code = uscc.compact(self.cleaned_data["uscc"]).upper()
        found = Organisation.objects.joinable().filter(uscc=code).first()
        if found is None:
            raise forms.ValidationError(
                _("No organisation with this code is registered here.")
            )
        self.organisation = found
        return code


class NoteForm(forms.Form):
    note = JoinForm.base_fields["note"]


class AddressField(forms.EmailField):
    """In small letters, as accounts keep it, and no longer than they can."""

    def __init__(self, **options):
        longest = Membership._meta.get_field("invited_email").max_length
        super().__init__(max_length=longest, **options)

    def to_python(self, value):
        return super().to_python(value).lower()


class InviteForm(forms.Form):
    email = AddressField(label=_("E-mail address"))
    role = forms.ChoiceField(
        label=_("Role"),
        choices=Membership.Role,
        help_text=_(
            "A research office works on all records of the organisation; an "
            "administrator does so, too, and decides who belongs to it."
        ),
    )


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason, sent to the person"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
