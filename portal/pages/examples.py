"""What the style guide shows its parts with."""

from datetime import timedelta
from types import SimpleNamespace

from django import forms
from django.core.paginator import Paginator
from django.utils import timezone


class ExampleForm(forms.Form):
    title = forms.CharField(
        label="Title in Chinese",
        max_length=120,
        help_text="What it is, in one line, without the name of the project.",
    )
    email = forms.EmailField(label="E-mail address")
    summary = forms.CharField(
        label="Summary", max_length=2_000, widget=forms.Textarea, required=False
    )
    trl = forms.ChoiceField(
        label="Technology readiness level",
        choices=[(n, f"TRL {n}") for n in range(1, 10)],
    )
    modes = forms.MultipleChoiceField(
        label="Ways of transfer",
        choices=[
            ("licence", "Licence"),
            ("assignment", "Assignment"),
            ("equity", "Equity"),
        ],
        widget=forms.CheckboxSelectMultiple,
        help_text="Choose all that you would consider.",
    )
    price_kind = forms.ChoiceField(
        label="Price",
        choices=[("fixed", "Fixed"), ("range", "A range"), ("agreed", "To be agreed")],
        widget=forms.RadioSelect,
    )
    valid_until = forms.DateField(
        label="Valid until", widget=forms.DateInput(attrs={"type": "date"})
    )
    file = forms.FileField(label="Test report", required=False)
    agreed = forms.BooleanField(
        label="The holder's research office knows of this listing."
    )


def everything(request):
    now = timezone.now()
    wrong = ExampleForm({"title": "流量" * 80, "email": "somebody"})
    return {
        "form": ExampleForm(),
        "wrong": wrong,
        "pages": Paginator(range(400), 20).get_page(request.GET.get("page", 4)),
        "now": now,
        "deadlines": [
            now + timedelta(days=12),
            now + timedelta(hours=7),
            now - timedelta(days=1),
        ],
        "amounts": [350, 12_345, 200_000, 3_655_000, 480_000_000],
        "statuses": [
            ("published", "Published"),
            ("submitted", "Submitted for checking"),
            ("returned", "Returned for changes"),
            ("withdrawn", "Withdrawn"),
            ("draft", "Draft"),
        ],
        "attachments": [
            SimpleNamespace(
                name="检测报告 JHT-2024-0318.pdf",
                size=1_482_301,
                caption="第三方检测报告",
                is_internal=False,
                get_absolute_url=lambda: "#",
            ),
            SimpleNamespace(
                name="drawing.dwg",
                size=812,
                caption="",
                is_internal=True,
                get_absolute_url=lambda: "#",
            ),
        ],
    }
