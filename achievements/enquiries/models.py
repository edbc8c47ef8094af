from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase

from achievements.transfer.models import Listing
from portal.accounts import grants
from portal.lifecycle import transition
from portal.numbering import next_number
from portal.organisations.models import Organisation


class EnquiryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The two sides of the conversation, and officers; nobody else.

        Whoever asked or offers sees it while a member of the organisation for
        which that was done; another one, even of the other side, does not count.
        """
        if user.has_perm("achievements.view_enquiry"):
            return self
        if not user.is_authenticated:
            return self.none()
        own = grants.granted(user, "view_enquiry", Enquiry.objects.all())
        offices = Organisation.objects.represented_by(user)
        organisations = Organisation.objects.of(user)
        ours = Q(from_user=user, from_organisation__in=organisations.values("pk")) | Q(
            listing__created_by=user, listing__holder__in=organisations.values("pk")
        )
        return self.filter(
            Q(ours, pk__in=own.values("pk"))
            | Q(listing__holder__in=offices.values("pk"))
        )

    def open(self):
        return self.exclude(status=Enquiry.Status.CLOSED)

    def for_listing(self):
        return self.select_related(
            "listing", "listing__holder", "from_organisation", "from_user"
        ).order_by("-updated_at", "-pk")


class Enquiry(models.Model):
    """An enterprise asks about a listing; the holder answers; both see all of it."""

    class Status(models.TextChoices):
        OPEN = "open", _("waiting for the holder")
        ANSWERED = "answered", _("answered")
        CLOSED = "closed", _("closed")

    class Purpose(models.TextChoices):
        LEARN = "learn", _("learn more")
        TRIAL = "trial", _("trial")
        LICENCE = "licence", _("licence")
        ASSIGNMENT = "assignment", _("assignment")
        EQUITY = "equity", _("equity")
        COOPERATION = "cooperation", _("joint development")
        TESTING = "testing", _("testing or calibration")

    class CloseReason(models.TextChoices):
        AGREED = "agreed", _("agreement reached")
        PRICE = "price", _("price")
        TOO_EARLY = "too-early", _("too early for use")
        NO_BENEFIT = "no-benefit", _("benefit over what exists unclear")
        UNCLEAR = "unclear", _("description unclear")
        IP = "ip", _("rights not available")
        CAPACITY = "capacity", _("no capacity to take it up")
        STANDARD_MISSING = "standard-missing", _("standard or certificate missing")
        NO_ANSWER = "no-answer", _("no answer from the other side")
        OTHER = "other", _("other")

    ACTIVE = (Status.OPEN, Status.ANSWERED)
    ANSWER = "achievements.answer_enquiry"
    ASK = "achievements.ask_enquiry"

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    listing = models.ForeignKey(
        Listing,
        models.PROTECT,
        related_name="enquiries",
        verbose_name=_("transfer listing"),
    )
    from_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="enquiries",
        verbose_name=_("asked by"),
    )
    from_organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="enquiries",
        verbose_name=_("on behalf of"),
    )
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose)
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.OPEN, editable=False
    )
    close_reason = models.CharField(
        _("reason for closing"), max_length=20, choices=CloseReason, blank=True
    )
    close_note = models.TextField(_("note on closing"), max_length=1_000, blank=True)
    created_at = models.DateTimeField(
        _("sent at"), default=timezone.now, editable=False
    )
    updated_at = models.DateTimeField(
        _("last change"), default=timezone.now, editable=False
    )

    office_permissions = (
        "achievements.view_enquiry",
        ANSWER,
        "achievements.close_enquiry",
    )

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        ordering = ("-updated_at", "-pk")
        permissions = (
            ("answer_enquiry", _("Can answer for the holder")),
            ("ask_enquiry", _("Can write for the enquirer")),
            ("close_enquiry", _("Can close enquiries")),
        )
        constraints = (
            models.CheckConstraint(
                condition=~Q(status="closed") | ~Q(close_reason=""),
                name="closed_enquiry_has_a_reason",
            ),
        )
        indexes = (models.Index(fields=["-updated_at", "-id"]),)

    def __str__(self):
        return f"{self.number} {self.listing}"

    def save(self, *args, **kwargs):
        if not self.number:
            self.number = next_number("E")
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("enquiries:detail", args=[self.number])

    @property
    def office_organisation_id(self):
        return self.listing.holder_id

    def organisations_for(self, user, permission):
        """On whose behalf this person may hold it: the enquirer's, the holder's.

        Answering is the holder's alone, writing again the enquirer's; seeing and
        closing go with the side on which the person was given the right.
        """
        found = []
        if user.pk == self.from_user_id and permission != self.ANSWER:
            found.append(self.from_organisation_id)
        if user.pk == self.listing.created_by_id and permission != self.ASK:
            found.append(self.listing.holder_id)
        return found

    @transition(
        source=ACTIVE,
        target=Status.ANSWERED,
        permission=ANSWER,
        label=_("Answer"),
    )
    def answer(self, *, by):
        """The holder's side wrote; see `conversation.answer`."""
        self.updated_at = timezone.now()

    @transition(
        source=ACTIVE,
        target=Status.OPEN,
        permission=ASK,
        label=_("Write again"),
    )
    def ask_again(self, *, by):
        """The enquirer's side wrote; see `conversation.ask_again`."""
        self.updated_at = timezone.now()

    @transition(
        source=ACTIVE,
        target=Status.CLOSED,
        permission="achievements.close_enquiry",
        label=_("Close"),
    )
    def close(self, *, by, reason, note=""):
        self.close_reason, self.close_note = reason, note
        self.updated_at = timezone.now()


class EnquiryUserObjectPermission(UserObjectPermissionBase):
    content_object = models.ForeignKey(Enquiry, models.CASCADE)


class EnquiryMessageQuerySet(models.QuerySet):
    def visible_to(self, user):
        visible = Enquiry.objects.visible_to(user)
        return self.filter(enquiry__in=visible.values("pk"))


class EnquiryMessage(models.Model):
    """One message of an enquiry; addresses are never shown."""

    class Side(models.TextChoices):
        ENQUIRER = "enquirer", _("enquirer")
        HOLDER = "holder", _("holder")

    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="messages")
    side = models.CharField(_("side"), max_length=10, choices=Side)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("author"),
    )
    text = models.TextField(_("message"), max_length=5_000)
    sent_at = models.DateTimeField(_("sent at"), default=timezone.now)

    objects = EnquiryMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ("sent_at", "pk")

    def __str__(self):
        return self.text[:60]
