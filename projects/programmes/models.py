from itertools import chain

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.models import ClusterableModel

from portal.bilingual import Bilingual
from portal.organisations.models import Organisation
from portal.parental import ParentalKey
from projects.programmes.querysets import OfProgrammeQuerySet, ProgrammeQuerySet


class Programme(models.Model):
    """A line of funding with its rules, and the officers who answer for it."""

    class Kind(models.TextChoices):
        KEY_SPECIAL = "key-special", _("key special project of NQI research")
        TECHNOLOGY_PLAN = "technology-plan", _("technology plan")
        EMERGENCY = "emergency", _("emergency technical support")
        PUBLIC_WELFARE = "public-welfare", _("public-welfare research")
        NATIONAL_KEY = "national-key", _("national key research and development")
        SUPPORT_PLAN = "support-plan", _("support plan")
        LOCAL = "local", _("local NQI innovation")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    name_zh = models.CharField(_("Chinese name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200)
    description_zh = models.TextField(_("description in Chinese"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)
    authority = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("authority"),
    )
    officers = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="programmes",
        limit_choices_to={"groups__name": "officer"},
        verbose_name=_("officers"),
        help_text=_("They alone see and decide what belongs to this programme."),
    )
    is_active = models.BooleanField(_("in use"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    name = Bilingual()
    description = Bilingual()

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ("position", "pk")

    def __str__(self):
        return self.name

    def is_in_scope_of(self, user):
        return Programme.objects.run_by(user).filter(pk=self.pk).exists()

    @property
    def current_rules(self):
        """The newest version that is in force today, for records that start now."""
        today = timezone.localdate()
        return self.rules.filter(in_force_from__lte=today).order_by("-version").first()


def known_stages(value):
    unknown = set(value) - set(Rules.Stage.values)
    if unknown:
        raise ValidationError(
            _("Unknown stages: %(names)s."), params={"names": ", ".join(unknown)}
        )


def known_kinds(value):
    unknown = set(value) - set(Organisation.Kind.values)
    if unknown:
        raise ValidationError(
            _("Unknown kinds of organisation: %(names)s."),
            params={"names": ", ".join(unknown)},
        )


class Eligibility(models.Model):
    """Who may apply: a programme's rules propose it, each call states its own."""

    class Degree(models.TextChoices):
        BACHELOR = "bachelor", _("bachelor")
        MASTER = "master", _("master")
        DOCTOR = "doctor", _("doctor")

    organisation_kinds = models.JSONField(
        _("kinds of organisation that may apply"),
        default=list,
        blank=True,
        validators=[known_kinds],
        help_text=_("None chosen: all may."),
    )
    max_age = models.PositiveSmallIntegerField(
        _("leader’s highest age"),
        null=True,
        blank=True,
        validators=[MinValueValidator(18), MaxValueValidator(99)],
        help_text=_("In the year in which the call closes."),
    )
    lowest_degree = models.CharField(
        _("leader’s lowest degree"), max_length=10, choices=Degree, blank=True
    )
    max_running_person = models.PositiveSmallIntegerField(
        _("most running projects of the leader"), null=True, blank=True
    )
    max_running_organisation = models.PositiveSmallIntegerField(
        _("most running projects of the organisation"), null=True, blank=True
    )
    refuses_running_title = models.BooleanField(
        _("refuses the title of a running project"), default=True
    )

    class Meta:
        abstract = True


ELIGIBILITY = tuple(field.name for field in Eligibility._meta.fields)


class Rules(ClusterableModel, Eligibility):
    """One version of a programme's rules; records that start under it keep it.

    A version that a call uses is never changed: a new one is made.
    """

    class Stage(models.TextChoices):
        ENDORSEMENT = "endorsement", _("endorsement by the institution")
        RECOMMENDATION = "recommendation", _("recommendation by the bureau")
        FORMAL_CHECK = "formal-check", _("formal check")
        LETTER_REVIEW = "letter-review", _("review by letter")
        PANEL_REVIEW = "panel-review", _("panel review")
        DEFENCE = "defence", _("defence")
        BUDGET_REVIEW = "budget-review", _("budget review")
        NOTICE = "notice", _("public notice")

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="rules", verbose_name=_("programme")
    )
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    in_force_from = models.DateField(_("in force from"), default=timezone.localdate)
    basis = models.CharField(
        _("legal basis"),
        max_length=300,
        blank=True,
        help_text=_("The measure or notice that these rules follow."),
    )
    stages = models.JSONField(
        _("stages switched on"), default=list, blank=True, validators=[known_stages]
    )
    is_lump_sum = models.BooleanField(
        _("lump sum"),
        default=False,
        help_text=_("The budget is given as sums, without categories."),
    )
    own_share_percent = models.DecimalField(
        _("least share of other sources in per cent"),
        max_digits=5,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    equipment_note_from = models.DecimalField(
        _("equipment to be explained from"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        default=500_000,
        validators=[MinValueValidator(0)],
        help_text=_(
            "In yuan. Where equipment costs as much or more, the budget names each "
            "item and gives the reasons. Left empty: never."
        ),
    )
    created_at = models.DateTimeField(_("entered at"), default=timezone.now)

    objects = OfProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("rules of a programme")
        verbose_name_plural = _("rules of programmes")
        ordering = ("programme", "-version")
        constraints = (
            models.UniqueConstraint(
                fields=["programme", "version"],
                name="rules_version_once",
                violation_error_message=_("There is a version of this number."),
            ),
        )

    def __str__(self):
        return _("%(programme)s, version %(version)s") % {
            "programme": self.programme,
            "version": self.version,
        }

    def is_in_scope_of(self, user):
        return self.programme.is_in_scope_of(user)

    @property
    def is_pinned(self):
        """A call stands on it, so that it can no longer change."""
        return self.calls.exists()

    def has_stage(self, stage):
        return stage in self.stages

    def window(self, code):
        """The window of this code, or None where the rules set none."""
        return next((row for row in self.windows.all() if row.code == code), None)

    def period(self, code):
        """Days and their unit for this, ours where the rules set no window."""
        window = self.window(code)
        return (window.days, window.unit) if window else DEFAULT_PERIODS[code]

    def clean(self):
        super().clean()
        if self.pk and self.is_pinned:
            raise ValidationError(
                _("A call stands on this version: make a new version instead.")
            )

    @transaction.atomic
    def new_version(self):
        """A copy with its rows that may be changed, in force from today.

        The programme's row is the turnstile: two at once do not get one number.
        """
        Programme.objects.select_for_update(no_key=True).get(pk=self.programme_id)
        rows = [list(rows.all()) for rows in (self.windows, self.caps, self.outcomes)]
        copy = Rules(
            **{name: getattr(self, name) for name in COPIED},
            programme=self.programme,
            version=Rules.objects.next_version(self.programme),
        )
        copy.save()
        for row in chain(*rows):
            row.pk, row.rules = None, copy
            row.save(force_insert=True)
        return copy


DEFAULT_PERIODS = {
    "endorse": (7, "calendar"),
    "recommend": (7, "calendar"),
    "check": (10, "working"),
    "mend": (10, "calendar"),
}
COPIED = (
    *ELIGIBILITY,
    "basis",
    "stages",
    "is_lump_sum",
    "own_share_percent",
    "equipment_note_from",
)


class Window(models.Model):
    """How long something may take: so many calendar or working days."""

    class Code(models.TextChoices):
        ENDORSE = "endorse", _("endorsement, from the closing of the call")
        RECOMMEND = "recommend", _("recommendation, from the end of endorsement")
        CHECK = "check", _("formal check, from arrival")
        MEND = "mend", _("mending after the formal check, from its return")

    class Unit(models.TextChoices):
        CALENDAR = "calendar", _("calendar days")
        WORKING = "working", _("working days")

    rules = ParentalKey(Rules, related_name="windows", verbose_name=_("rules"))
    code = models.CharField(_("for"), max_length=20, choices=Code)
    days = models.PositiveSmallIntegerField(
        _("days"), validators=[MinValueValidator(1), MaxValueValidator(400)]
    )
    unit = models.CharField(_("unit"), max_length=10, choices=Unit, default="calendar")

    class Meta:
        verbose_name = _("window")
        verbose_name_plural = _("windows")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["rules", "code"], name="window_once"),
        )

    def __str__(self):
        return f"{self.get_code_display()}: {self.days} {self.get_unit_display()}"


class Cap(models.Model):
    """A ceiling for a part of the budget, in per cent of a base, by bands.

    A band counts for that part of the base which lies above `above` (yuan) and
    below the next band: 30 % up to 5 million and 25 % of what lies above it are
    two rows. The usual figures follow 国办发〔2021〕32号 and are defaults to be
    edited, not constants.
    """

    class Part(models.TextChoices):
        EQUIPMENT = "equipment", pgettext_lazy("budget", "equipment")
        OPERATIONS = "operations", pgettext_lazy("budget", "operations")
        LABOUR = "labour", _("labour")
        EXPERTS = "experts", _("expert fees")
        INDIRECT = "indirect", _("indirect costs")
        PERFORMANCE = "performance", _("performance pay")

    class Base(models.TextChoices):
        DIRECT_LESS_PURCHASE = (
            "direct-less-purchase",
            _("direct costs less purchased equipment"),
        )
        DIRECT = "direct", _("direct costs")
        TOTAL = "total", _("the whole budget")

    rules = ParentalKey(Rules, related_name="caps", verbose_name=_("rules"))
    part = models.CharField(_("part"), max_length=20, choices=Part)
    base = models.CharField(_("per cent of"), max_length=25, choices=Base)
    above = models.DecimalField(
        _("for what lies above"),
        max_digits=14,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(0)],
        help_text=_("In yuan."),
    )
    percent = models.DecimalField(
        _("per cent"),
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )

    class Meta:
        verbose_name = _("budget cap")
        verbose_name_plural = _("budget caps")
        ordering = ("part", "above", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["rules", "part", "above"], name="cap_band_once"
            ),
            models.CheckConstraint(
                condition=Q(percent__range=(0, 100)), name="cap_percent_0_to_100"
            ),
        )

    def __str__(self):
        return f"{self.get_part_display()} ≤ {self.percent} %"


class Outcome(models.Model):
    """A result that a stage of this programme may have."""

    class Stage(models.TextChoices):
        FORMAL_CHECK = "formal-check", _("formal check")
        REVIEW = "review", _("expert review")
        ACCEPTANCE = "acceptance", _("acceptance")

    rules = ParentalKey(Rules, related_name="outcomes", verbose_name=_("rules"))
    stage = models.CharField(_("stage"), max_length=20, choices=Stage)
    code = models.SlugField(_("code"), max_length=40)
    name_zh = models.CharField(_("Chinese name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=100)
    is_good = models.BooleanField(_("lets the record go on"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    name = Bilingual()
    # The order in which the admin puts them.
    sort_order_field = "position"

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        ordering = ("stage", "position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["rules", "stage", "code"], name="outcome_once"
            ),
        )

    def __str__(self):
        return self.name
