"""The shared lists that records are described with: one table, a scheme for each list."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.bilingual import Bilingual


class TermQuerySet(models.QuerySet):
    def scheme(self, scheme):
        return self.filter(scheme=scheme)

    def visible_to(self, user):
        """The lists are public."""
        return self.all()

    def current(self, on=None):
        """The terms in force on a day; both ends of a term's life count."""
        on = on or timezone.localdate()
        begun = Q(valid_from=None) | Q(valid_from__lte=on)
        not_ended = Q(valid_to=None) | Q(valid_to__gte=on)
        return self.filter(begun, not_ended)

    def roots(self):
        return self.filter(parent=None)

    def with_descendants(self):
        """These terms and all that stands below them in their trees."""
        branches = Q(pk__in=[])
        for scheme, path in self.order_by().values_list("scheme", "path"):
            below = Q(path=path) | Q(path__startswith=f"{path}/")
            branches |= Q(scheme=scheme) & below
        return type(self)(self.model, using=self._db).filter(branches)

    def as_choices(self):
        """Pairs of code and name, for a form's choices."""
        return [(term.code, term.name) for term in self]

    def labels(self, wanted):
        """Terms by scheme and code, in one query whatever is asked for.

        Ask for whole schemes, ``labels(["domain", "trl"])``, or only for the codes that a
        page shows, ``labels({"domain": None, "discipline": ["F03", "E05"]})``.
        """
        if not isinstance(wanted, Mapping):
            wanted = dict.fromkeys(wanted)
        asked = Q(scheme__in=[key for key, codes in wanted.items() if codes is None])
        for scheme, codes in wanted.items():
            if codes:
                asked |= Q(scheme=scheme, code__in=list(codes))
        found = {str(scheme): {} for scheme in wanted}
        for term in self.filter(asked):
            found[term.scheme][term.code] = term
        return found


class Term(models.Model):
    """One entry of a list: a domain, an industry, a region, a class of standards …"""

    class Scheme(models.TextChoices):
        DOMAIN = "domain", _("market regulation domain")
        ELEMENT = "element", _("quality infrastructure element")
        TRL = "trl", _("technology readiness level")
        STAGE = "stage", _("stage of maturity")
        IP_TYPE = "ip-type", _("type of intellectual property")
        TRANSFER_WAY = "transfer-way", _("way of transfer")
        LICENCE_KIND = "licence-kind", _("kind of licence")
        PRICING = "pricing", _("way of pricing")
        INDUSTRY = "industry", _("industry")
        REGION = "region", _("region")
        ICS = "ics", _("international class of standards (ICS)")
        CCS = "ccs", _("Chinese class of standards (CCS)")
        DISCIPLINE = "discipline", _("discipline")

    class Origin(models.TextChoices):
        SHIPPED = "shipped", _("came with the site")
        LOADED = "loaded", _("loaded from a list")
        HERE = "here", _("entered or changed on this site")

    scheme = models.CharField(_("list"), max_length=32, choices=Scheme.choices)
    code = models.CharField(_("code"), max_length=32)
    name_zh = models.CharField(_("name in Chinese"), max_length=255, blank=True)
    name_en = models.CharField(_("name in English"), max_length=255, blank=True)
    definition_zh = models.TextField(_("definition in Chinese"), blank=True)
    definition_en = models.TextField(_("definition in English"), blank=True)
    version = models.CharField(
        _("edition"),
        max_length=64,
        blank=True,
        help_text=_(
            "The standard that the term comes from, for example GB/T 4754-2017."
        ),
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("broader term"),
    )
    path = models.CharField(
        _("path"),
        max_length=255,
        editable=False,
        db_index=True,
        help_text=_("The codes from the top of the tree down to this term."),
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    valid_from = models.DateField(_("first day in force"), null=True, blank=True)
    valid_to = models.DateField(_("last day in force"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name=_("successor"),
    )
    origin = models.CharField(
        _("origin"),
        max_length=8,
        choices=Origin.choices,
        default=Origin.HERE,
        editable=False,
        help_text=_(
            "The lists that come with the site refresh only what they brought."
        ),
    )

    name = Bilingual()
    definition = Bilingual()

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("vocabulary term")
        verbose_name_plural = _("vocabulary terms")
        ordering = ["scheme", "position", "path"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "code"],
                name="term_code_once_in_a_list",
                violation_error_message=_(
                    "This list has a term with this code already."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(name_zh="", name_en=""),
                name="term_has_a_name",
                violation_error_message=_("A term needs a name in Chinese or English."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None)
                | Q(valid_from=None)
                | Q(valid_to__gte=models.F("valid_from")),
                name="term_ends_after_it_begins",
                violation_error_message=_("A term cannot end before it begins."),
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, **options):
        """Keep the path true, here and below: it is this row's place, written out."""
        before = self.path
        self.path = f"{self.parent.path}/{self.code}" if self.parent else self.code
        super().save(**options)
        if before and before != self.path:
            for child in self.children.all():
                child.parent = self
                child.save()

    @property
    def ancestors_and_self(self):
        """The codes from the top of the tree down to this term."""
        return self.path.split("/")

    @property
    def is_current(self):
        today = timezone.localdate()
        begun = self.valid_from is None or self.valid_from <= today
        return begun and (self.valid_to is None or self.valid_to >= today)

    def clean(self):
        for field, other in [
            ("parent", self.parent),
            ("replaced_by", self.replaced_by),
        ]:
            if other and other.scheme != self.scheme:
                raise ValidationError({field: _("This term stands in another list.")})
        if self.parent and self.code in self.parent.ancestors_and_self:
            raise ValidationError({"parent": _("A term cannot stand below itself.")})
        if self.replaced_by and self.replaced_by == self:
            raise ValidationError({"replaced_by": _("A term cannot succeed itself.")})
