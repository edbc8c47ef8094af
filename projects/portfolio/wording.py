"""A project in two or three sentences, made of what is known of it."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.templatetags.figures import money, reads_chinese


def in_words(project):
    """Who leads it where, with whose money, from when to when."""
    sentences = (led(project), funded(project), lasted(project))
    return ("" if reads_chinese() else " ").join(filter(None, sentences))


def led(project):
    if project.leader_name and project.held_by:
        names = {"leader": project.leader_name, "organisation": project.held_by}
        return _("Led by %(leader)s at %(organisation)s.") % names
    if project.held_by:
        return _("Carried out by %(organisation)s.") % {"organisation": project.held_by}
    return ""


def funded(project):
    if project.amount is None or not project.programme_name:
        return ""
    return _("Funded with %(amount)s by %(programme)s.") % {
        "amount": money(project.amount, project.currency),
        "programme": project.programme_name,
    }


def lasted(project):
    if not (project.started and project.ended):
        return ""
    return _("From %(start)s to %(end)s.") % {
        "start": date_format(project.started, "YEAR_MONTH_FORMAT"),
        "end": date_format(project.ended, "YEAR_MONTH_FORMAT"),
    }
