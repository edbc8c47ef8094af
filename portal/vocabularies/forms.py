from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from portal.vocabularies.codes import is_well_formed, shape_of, tidied
from portal.vocabularies.models import Term


class TermByCode(forms.ModelChoiceField):
    """A term of the same list, by its code: thousands are too many to choose from."""

    def __init__(self, **options):
        super().__init__(
            Term.objects.none(),
            to_field_name="code",
            required=False,
            widget=forms.TextInput,
            error_messages={
                "invalid_choice": _("This list has no term with this code.")
            },
            **options,
        )

    def choose_from(self, scheme):
        self.queryset = Term.objects.scheme(scheme)


class TermForm(WagtailAdminModelForm):
    parent = TermByCode(label=_("broader term"), help_text=_("Its code in this list."))
    replaced_by = TermByCode(
        label=_("successor"), help_text=_("Its code in this list.")
    )

    class Meta:
        model = Term
        fields = [
            "scheme",
            "code",
            "name_zh",
            "name_en",
            "definition_zh",
            "definition_en",
            "version",
            "parent",
            "position",
            "valid_from",
            "valid_to",
            "replaced_by",
        ]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        is_known = self.instance.pk is not None
        self.fields["scheme"].disabled = self.fields["code"].disabled = is_known
        scheme = self.instance.scheme if is_known else self.data.get("scheme", "")
        for name in ("parent", "replaced_by"):
            self.fields[name].choose_from(scheme)
            self.initial[name] = getattr(self.instance, name)

    def clean(self):
        cleaned = super().clean()
        scheme, code = cleaned.get("scheme"), cleaned.get("code")
        if scheme and code and self.instance.pk is None:
            cleaned["code"] = tidied(scheme, code)
            if not is_well_formed(scheme, cleaned["code"]):
                example = shape_of(scheme).example
                told = _("This is not a code of this list; one looks like %(example)s.")
                self.add_error("code", told % {"example": example})
        return cleaned
