"""The owner's desk: my offers, written section by section."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from achievements.registry.models import Achievement
from achievements.transfer.editing import SECTIONS
from achievements.transfer.forms import StartForm
from achievements.transfer.models import Listing
from achievements.transfer.starting import start_listing
from portal.drafts.lists import DeskList
from portal.drafts.views import CheckView, Desk, DeskStepView, RecordView, SectionView


class ListingDesk(Desk):
    model = Listing
    sections = SECTIONS
    namespace = "my-listings"
    slug_field = "number"
    slug_url_kwarg = "number"
    consequences = {
        "withdraw": _(
            "A withdrawn listing leaves the market; its address stays and says why. "
            "This cannot be undone."
        ),
        "send_back": _(
            "The author gets the listing back with your reason and changes it."
        ),
        "revise": _(
            "The listing leaves the market while you change it, and is checked again "
            "before it comes back."
        ),
    }

    def get_queryset(self):
        return super().get_queryset().select_related("holder", "achievement")


class ListingList(DeskList):
    model = Listing
    template_name = "achievements/transfer/desk/list.html"


class StartView(LoginRequiredMixin, FormView):
    """A new offer of an achievement that the person may change."""

    form_class = StartForm
    template_name = "achievements/transfer/desk/start.html"

    def get_form_kwargs(self):
        achievements = (
            Achievement.objects.of_desk(self.request.user)
            .filter(status__in=Achievement.CURRENT)
            .order_by("-updated_at")
        )
        return super().get_form_kwargs() | {"achievements": achievements}

    def get_initial(self):
        return {"achievement": self.request.GET.get("achievement")}

    def form_valid(self, form):
        try:
            listing = start_listing(
                form.cleaned_data["achievement"], by=self.request.user
            )
        except ValidationError as error:
            form.add_error("achievement", error)
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("The listing has been filled in as far as the record tells."),
        )
        return HttpResponseRedirect(
            reverse("my-listings:section", args=[listing.number, "offer"])
        )


class ListingRecord(ListingDesk, RecordView):
    template_name = "achievements/transfer/desk/record.html"

    def get_context_data(self, **context):
        record = self.object
        achievement = record.achievement
        hidden = achievement is not None and not (
            Achievement.objects.public().filter(pk=achievement.pk).exists()
        )
        return super().get_context_data(
            achievement_is_hidden=hidden,
            is_by_oneself=not record.may_endorse(self.request.user),
            **context,
        )


class ListingCheck(ListingDesk, CheckView):
    template_name = "portal/drafts/check.html"


class ListingSection(ListingDesk, SectionView):
    pass


class ListingStep(ListingDesk, DeskStepView):
    done = {
        "submit": _("The listing has been submitted to the research office."),
        "endorse": _("The listing has been endorsed; an officer publishes it."),
        "send_back": _("The listing has been returned to its author."),
        "revise": _("The listing is a draft again."),
        "renew": _("The listing is valid for another year."),
        "withdraw": _("The listing has been withdrawn."),
    }
