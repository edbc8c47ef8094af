"""The owner's desk: my achievements, written section by section."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, View
from django.views.generic.detail import SingleObjectMixin

from achievements.registry.editing import SECTIONS
from achievements.registry.forms import StartForm
from achievements.registry.models import Achievement
from achievements.registry.starting import start_achievement, start_new_version
from portal.drafts.lists import DeskList
from portal.drafts.views import CheckView, Desk, DeskStepView, RecordView, SectionView
from portal.organisations.models import Organisation


class AchievementDesk(Desk):
    model = Achievement
    sections = SECTIONS
    namespace = "my-achievements"
    consequences = {
        "withdraw": _(
            "A withdrawn record is no longer shown; its address stays and says why. "
            "Listings that offer it leave the market. This cannot be undone."
        ),
    }

    def get_object(self, queryset=None):
        queryset = self.get_queryset().filter(version=self.kwargs["version"])
        self.kwargs["slug"] = self.kwargs["number"]
        return super().get_object(queryset)

    def get_slug_field(self):
        return "number"

    def key(self, record):
        return [record.number, record.version]


class AchievementList(DeskList):
    model = Achievement
    template_name = "achievements/registry/desk/list.html"


class StartView(LoginRequiredMixin, FormView):
    """A new achievement of one of the organisations to which the person belongs."""

    form_class = StartForm
    template_name = "achievements/registry/desk/start.html"

    def get_form_kwargs(self):
        own = Organisation.objects.of(self.request.user)
        organisations = Organisation.objects.filter(pk__in=own.values("pk"))
        return super().get_form_kwargs() | {"organisations": organisations}

    def form_valid(self, form):
        record = start_achievement(by=self.request.user, **form.cleaned_data)
        address = reverse(
            "my-achievements:section", args=[record.number, record.version, "basics"]
        )
        return HttpResponseRedirect(address)


class AchievementRecord(AchievementDesk, RecordView):
    template_name = "achievements/registry/desk/record.html"

    def get_context_data(self, **context):
        record, user = self.object, self.request.user
        versions = Achievement.objects.filter(number=record.number)
        others = versions.of_desk(user).exclude(pk=record.pk)
        is_published = record.status == Achievement.Status.PUBLISHED
        return super().get_context_data(
            versions=others.order_by("-version"),
            may_start_version=is_published and not versions.open().exists(),
            may_offer=record.status in Achievement.CURRENT,
            listings=record.listings.of_desk(user).order_by("pk"),
            **context,
        )


class AchievementCheck(AchievementDesk, CheckView):
    template_name = "portal/drafts/check.html"


class AchievementSection(AchievementDesk, SectionView):
    pass


class AchievementStep(AchievementDesk, DeskStepView):
    done = {
        "submit": _("The achievement has been submitted for checking."),
        "withdraw": _("The achievement has been withdrawn."),
    }


class NewVersion(AchievementDesk, SingleObjectMixin, View):
    http_method_names = ("post", "options")

    def post(self, request, *args, **kwargs):
        record = self.get_object()
        try:
            record = start_new_version(record, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(self.address("record", record))
