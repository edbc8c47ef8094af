"""What money is spent on, and where it comes from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.TextChoices):
    PURCHASE = "purchase", _("equipment: purchase")
    TRIAL = "trial", _("equipment: trial manufacture and refitting")
    RENTAL = "rental", _("equipment: rental")
    MATERIALS = "materials", _("materials")
    TESTING = "testing", _("testing, assay and processing")
    ENERGY = "energy", _("fuel and power")
    TRAVEL = "travel", _("travel, meetings, international cooperation")
    PUBLICATION = "publication", _("publication, literature, information, IP")
    OTHER = "other", _("other operating costs")
    LABOUR = "labour", _("labour")
    EXPERTS = "experts", _("expert fees")
    MANAGEMENT = "management", _("indirect: management")
    UTILITIES = "utilities", _("indirect: water, power, heating")
    PERFORMANCE = "performance", _("indirect: performance pay")
    LUMP = "lump", _("lump sum")


class Source(models.TextChoices):
    CENTRAL = "central", _("central budget")
    LOCAL = "local", _("local budget")
    OWN = "own", _("own funds")
    OTHER = "other", _("other")
