from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.models import ClusterableModel
from wagtail.fields import RichTextField, StreamField

from portal.bilingual import Bilingual
from portal.lifecycle import refuse_gaps, transition
from portal.numbering import next_number
from portal.vocabularies.fields import terms
from projects.calls import changing, freezing, telling
from projects.calls.querysets import CallQuerySet
from projects.calls.questions import QuestionStream
from projects.programmes.models import Eligibility, Programme, Rules
from projects.programmes.querysets import OfProgrammeQuerySet


class Questionnaire(models.Model):
    """What a call asks beside the fixed parts of an application.

    Calls refer to it; none copies it. Once a call that uses it has opened, only the
    wording may be corrected, so that answers keep their questions.
    """

    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        related_name="questionnaires",
        verbose_name=_("programme"),
    )
    name = models.CharField(_("name of the questionnaire"), max_length=200)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    questions = StreamField(QuestionStream(), verbose_name=_("questions"), blank=True)
    previous = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("made from"),
    )
    created_at = models.DateTimeField(_("entered at"), default=timezone.now)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    objects = OfProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        ordering = ("programme", "name", "-version")
        constraints = (
            models.UniqueConstraint(
                fields=["programme", "name", "version"],
                name="questionnaire_version_once",
                violation_error_message=_(
                    "The programme has a questionnaire of this name and version."
                ),
            ),
        )

    def __str__(self):
        return _("%(name)s, version %(version)s") % {
            "name": self.name,
            "version": self.version,
        }

    def is_in_scope_of(self, user):
        return self.programme.is_in_scope_of(user)

    def clean(self):
        if self.is_frozen:
            stored = type(self).objects.get(pk=self.pk)
            freezing.refuse_new_structure(stored.questions, self.questions)

    @property
    def is_frozen(self):
        """A call has opened with it, even if it was cancelled afterwards."""
        if self.pk is None:
            return False
        return self.calls.public().filter(opens_at__lte=timezone.now()).exists()

    @property
    def successor(self):
        """The version that was made from this one."""
        return type(self).objects.filter(previous=self).first()

    @transaction.atomic
    def new_version(self, questions=None):
        """A copy to be changed, made once: asked again, it is the same one."""
        rows = type(self).objects.select_for_update()
        family = list(rows.filter(programme=self.programme_id, name=self.name))
        made = self.successor
        if made:
            return made
        return type(self).objects.create(
            programme_id=self.programme_id,
            name=self.name,
            version=max(one.version for one in family) + 1,
            questions=self.questions if questions is None else questions,
            previous=self,
        )


class Call(ClusterableModel, Eligibility):
    """An invitation to apply: what for, by whom, from when to when, with what form."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        CANCELLED = "cancelled", _("cancelled")

    class Phase(models.TextChoices):
        """What a published call is at this moment."""

        ANNOUNCED = "announced", pgettext_lazy("call", "announced")
        OPEN = "open", pgettext_lazy("call", "open")
        CLOSED = "closed", pgettext_lazy("call", "closed")

    class Endorsement(models.TextChoices):
        NONE = "none", _("none")
        INSTITUTION = "institution", _("by the institution")
        BOTH = "both", _("by the institution, then by the bureau")

    class Blindness(models.TextChoices):
        NONE = "none", _("names are shown to experts and applicants")
        SINGLE = "single", _("applicants do not see the experts’ names")
        DOUBLE = "double", _("neither side sees the other’s names")

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.DRAFT, editable=False
    )
    status_reason = models.TextField(_("reason"), blank=True, editable=False)
    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="calls", verbose_name=_("programme")
    )
    rules = models.ForeignKey(
        Rules,
        models.PROTECT,
        related_name="calls",
        verbose_name=_("rules"),
        help_text=_("Stages, windows, budget caps and outcomes; kept to the end."),
    )
    questionnaire = models.ForeignKey(
        Questionnaire,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="calls",
        verbose_name=_("questionnaire"),
    )
    year = models.PositiveSmallIntegerField(pgettext_lazy("call", "year"))
    title_zh = models.CharField(_("title in Chinese"), max_length=300)
    title_en = models.CharField(_("title in English"), max_length=500)
    summary_zh = models.TextField(_("summary in Chinese"), max_length=1_000, blank=True)
    summary_en = models.TextField(_("summary in English"), max_length=2_000, blank=True)
    guideline_zh = RichTextField(_("guideline in Chinese"), blank=True)
    guideline_en = RichTextField(_("guideline in English"), blank=True)
    commitments_zh = models.TextField(
        _("commitments in Chinese"), blank=True, help_text=_("One a line.")
    )
    commitments_en = models.TextField(
        _("commitments in English"), blank=True, help_text=_("One a line.")
    )
    contact_zh = models.CharField(_("contact in Chinese"), max_length=300, blank=True)
    contact_en = models.CharField(_("contact in English"), max_length=300, blank=True)
    opens_at = models.DateTimeField(_("opens at"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes at"), null=True, blank=True)
    endorse_until = models.DateTimeField(
        _("endorsement until"),
        null=True,
        blank=True,
        help_text=_("Left empty: the rules’ window after closing."),
    )
    recommend_until = models.DateTimeField(
        _("recommendation until"),
        null=True,
        blank=True,
        help_text=_("Left empty: the rules’ window after endorsement."),
    )
    endorsement = models.CharField(
        _("endorsement"),
        max_length=12,
        choices=Endorsement,
        default=Endorsement.INSTITUTION,
    )
    quota_institution = models.PositiveSmallIntegerField(
        _("most applications of an institution"), null=True, blank=True
    )
    quota_bureau = models.PositiveSmallIntegerField(
        _("most applications of a bureau"), null=True, blank=True
    )
    blindness = models.CharField(
        _("blind review"), max_length=10, choices=Blindness, default=Blindness.NONE
    )
    budget_total = models.DecimalField(
        _("money for the whole call"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("In yuan."),
    )
    budget_min = models.DecimalField(
        _("least public money for a project"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("In yuan."),
    )
    budget_max = models.DecimalField(
        _("most public money for a project"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("In yuan."),
    )
    months_min = models.PositiveSmallIntegerField(
        _("shortest duration in months"), null=True, blank=True
    )
    months_max = models.PositiveSmallIntegerField(
        _("longest duration in months"), null=True, blank=True
    )
    domains = terms("domain", _("market regulation domains"))
    elements = terms("element", _("quality infrastructure elements"))
    cloned_from = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("made from"),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("entered by"),
    )
    created_at = models.DateTimeField(
        _("entered at"), default=timezone.now, editable=False
    )
    updated_at = models.DateTimeField(_("changed at"), auto_now=True, editable=False)
    published_at = models.DateTimeField(
        _("published at"), null=True, blank=True, editable=False
    )

    title = Bilingual()
    summary = Bilingual()
    guideline = Bilingual()
    commitments = Bilingual()
    contact = Bilingual()

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ("-opens_at", "-pk")
        permissions = (("publish_call", _("Can publish and cancel calls")),)
        constraints = (
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
                name="call_closes_after_opening",
                violation_error_message=_("The call closes before it opens."),
            ),
            models.CheckConstraint(
                condition=Q(budget_max=None)
                | Q(budget_min=None)
                | Q(budget_max__gte=F("budget_min")),
                name="call_budget_in_order",
                violation_error_message=_(
                    "The most money for a project lies below the least."
                ),
            ),
        )
        indexes = (models.Index(fields=["status", "closes_at"]),)

    def __str__(self):
        return self.title or self.number

    def save(self, **kwargs):
        if not self.number:
            self.number = next_number("C")
        super().save(**kwargs)

    def get_absolute_url(self):
        return reverse("calls:detail", args=[self.number])

    def is_in_scope_of(self, user):
        return self.programme.is_in_scope_of(user)

    @property
    def phase(self):
        now = timezone.now()
        if self.opens_at is None or self.opens_at > now:
            return self.Phase.ANNOUNCED
        return self.Phase.OPEN if now < self.closes_at else self.Phase.CLOSED

    @property
    def is_open(self):
        """To everybody; a person may have been given longer, see `closes_for`."""
        return self.status == self.Status.PUBLISHED and self.phase == self.Phase.OPEN

    @property
    def has_opened(self):
        """From then on people write on it: what they were promised stays."""
        if self.status == self.Status.DRAFT or self.opens_at is None:
            return False
        return self.opens_at <= timezone.now()

    def closes_for(self, user):
        """Until when this person may submit: later than others where it was granted."""
        granted = self.late_submitters.all()
        later = [row.until for row in granted if row.user_id == user.pk]
        return max([self.closes_at, *later])

    def takes_from(self, user, moment=None):
        """Whether this person may start and submit, at this moment or the one given."""
        if self.status != self.Status.PUBLISHED or self.phase == self.Phase.ANNOUNCED:
            return False
        return (moment or timezone.now()) < self.closes_for(user)

    def asks(self, level):
        """Whether the chain has this link: `institution` or `bureau`."""
        if level == "bureau":
            return self.endorsement == self.Endorsement.BOTH
        return self.endorsement != self.Endorsement.NONE

    def may_extend(self, user):
        """Some end is left that can move: the closing, or one after it."""
        return self.asks("institution") or timezone.now() < self.closes_at

    def missing(self):
        """What must still be given before the call can be published."""
        wanted = (
            ("title_zh", _("Give the title in Chinese.")),
            ("title_en", _("Give the title in English.")),
            ("guideline_zh", _("Write the guideline in Chinese.")),
            ("guideline_en", _("Write the guideline in English.")),
            ("opens_at", _("Say when the call opens.")),
            ("closes_at", _("Say when the call closes.")),
        )
        gaps = [(name, text) for name, text in wanted if not getattr(self, name)]
        if not self.topics.exists():
            gaps.append(("topics", _("Name at least one topic.")))
        return gaps

    def clean(self):
        super().clean()
        changing.refuse_foreign(self)
        changing.refuse_out_of_order(self)
        changing.refuse_frozen(self)

    @transition(
        source=Status.DRAFT,
        target=Status.PUBLISHED,
        permission="projects.publish_call",
        label=_("Publish"),
    )
    def publish(self, *, by):
        refuse_gaps(self)
        if self.closes_at <= timezone.now():
            raise ValidationError(_("The closing time has passed: choose a later one."))
        self.published_at = timezone.now()

    @transition(
        source=Status.PUBLISHED,
        target=Status.CANCELLED,
        permission="projects.publish_call",
        label=_("Cancel call"),
    )
    def cancel(self, *, by, reason):
        self.status_reason = reason
        telling.tell_concerned(self, "calls.cancelled", by=by, reason=reason)

    @transition(
        source=Status.PUBLISHED,
        target=Status.PUBLISHED,
        permission="projects.publish_call",
        label=_("Extend"),
    )
    def extend(
        self, *, by, closes_at=None, endorse_until=None, recommend_until=None, reason
    ):
        """Give everybody longer: to submit, to endorse, to recommend."""
        wanted = (closes_at, endorse_until, recommend_until)
        changing.extend(self, dict(zip(changing.ENDS, wanted, strict=True)))
        telling.tell_extended(self, by=by, reason=reason)

    @transition(
        source=Status.PUBLISHED,
        target=Status.PUBLISHED,
        permission="projects.publish_call",
        label=_("Let one person submit later"),
    )
    def admit_late(self, *, by, person, until, reason):
        """Give one person, named by his address of mail, longer than others."""
        user = changing.late_submitter(self, person, until)
        self.late_submitters.update_or_create(
            user=user, defaults={"until": until, "reason": reason}
        )
        telling.tell_admitted(self, user, until=until, reason=reason)
