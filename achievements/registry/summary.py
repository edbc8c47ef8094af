"""All of an achievement on one page, for the officer who checks it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from achievements.registry.models import Achievement
from portal.admin.record import Facts, Findings, facts, files, link, table, texts
from portal.attachments.models import Attachment


def sections(achievement, user):
    """Of other records only what this officer may see."""
    return [
        *findings(achievement),
        standing(achievement),
        texts(
            _("Texts"),
            achievement,
            (_("Title"), "title"),
            (_("Summary"), "summary"),
            (_("Problem"), "background"),
            (_("Novelty"), "innovation"),
            (_("Keywords"), "keywords"),
        ),
        classification(achievement),
        people(achievement),
        organisations(achievement),
        rights(achievement),
        outputs(achievement),
        indicators(achievement.indicator_table),
        files(Attachment.objects.of(achievement).for_listing()),
        versions(achievement, user),
        offers(achievement, user),
    ]


def findings(achievement):
    if achievement.status not in Achievement.OPEN:
        return []
    missing = [text for _name, text in achievement.missing()]
    return [Findings(_("Still missing"), missing)]


def standing(achievement):
    about = facts(
        _("Record"),
        achievement,
        "number",
        "version",
        "status",
        "status_reason",
        "visibility",
        "embargo_until",
        "embargo_reason",
        "created_by",
        "created_at",
        "updated_at",
        "published_at",
        "source",
    )
    return Facts(about.heading, [holder(achievement), *about.rows])


def holder(record):
    address = reverse("admin-organisations:inspect", args=[record.holder_id])
    return (_("Holder"), link(address, record.holder))


def classification(achievement):
    return facts(
        _("Classification"),
        achievement,
        "achievement_class",
        "form",
        "trl",
        "stage",
        "started",
        "finished",
        "domains",
        "elements",
        "industries",
        "disciplines",
        "ics",
        "ccs",
    )


def people(achievement):
    return table(
        _("Contributors"),
        achievement.contributors.all(),
        zh=(_("Name in Chinese"), "name_zh"),
        en=(_("Name in English"), "name_en"),
        at=(_("Organisation"), "organisation"),
        what=(_("Contribution"), "contribution"),
    )


def organisations(achievement):
    return table(
        _("Participating organisations"),
        achievement.participations.all(),
        name=(_("Organisation"), "organisation"),
    )


def rights(achievement):
    return table(
        _("Intellectual property"),
        achievement.ip_rights.all(),
        type=(_("Type"), "type"),
        number=(_("Number"), "number"),
        title=(_("Title"), "title"),
        status=(_("Legal status"), "legal_status"),
        filed=(_("Filed"), "filed"),
        granted=(_("Granted"), "granted"),
        expires=(_("Expires"), "expires"),
    )


def outputs(achievement):
    return table(
        _("Outputs for the quality infrastructure"),
        achievement.outputs.all(),
        kind=(_("Kind"), "kind"),
        number=(_("Number"), "number"),
        title=(_("Title"), "title"),
        role=(_("Role"), "role"),
    )


def indicators(indicator_table):
    return table(
        _("Indicators"),
        indicator_table.rows.all() if indicator_table else [],
        name=(_("Indicator"), "name"),
        comparator=(_("Comparator"), "comparator"),
        target=(_("Target"), "target"),
        achieved=(_("Achieved"), "achieved"),
        unit=(_("Unit"), "unit"),
        evidence=(_("Evidence"), "evidence"),
        report=(_("Report"), "report_no"),
        body=(_("Issued by"), "report_body"),
    )


def versions(achievement, user):
    visible = Achievement.objects.visible_to(user)
    others = visible.filter(number=achievement.number)
    return table(
        _("Other versions"),
        others.exclude(pk=achievement.pk).order_by("-version"),
        version=(_("Version"), lambda one: link(address(one), one.version)),
        status=(_("Status"), "status"),
        published=(_("Published on"), "published_at"),
    )


def address(achievement):
    return reverse("admin-achievements:inspect", args=[achievement.pk])


def offers(achievement, user):
    return table(
        _("Transfer listings"),
        achievement.listings.visible_to(user).order_by("pk"),
        number=(
            _("Number"),
            lambda one: link(
                reverse("admin-listings:inspect", args=[one.pk]), one.number
            ),
        ),
        title=(_("Title"), "title"),
        status=(_("Status"), "status"),
    )
