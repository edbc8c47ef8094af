"""What the portfolio stands against: too many running projects, a title that runs already.

These are certain before submission, so that an applicant learns them in time.
"""

from django.utils.translation import gettext as _

from projects.portfolio.models import Project


def gaps(application):
    """Pairs of a name in the form and a sentence, as other gaps."""
    return [
        *too_many("team", of_leader(application)),
        *too_many("organisation", of_organisation(application)),
        *same_title(application),
    ]


def too_many(name, limit):
    if limit and limit.is_reached:
        yield name, limit.sentence


class Limit:
    """So many run, so many are allowed; the one applied for would be one more."""

    def __init__(self, running, most, text):
        self.count, self.most, self.text = running.count(), most, text

    @property
    def is_reached(self):
        return self.count >= max(self.most, 1)

    @property
    def sentence(self):
        return str(self.text) % {"count": self.count, "most": self.most}


def leader_of(application):
    members = application.team.all()
    return next((one for one in members if one.role == one.Role.LEADER), None)


def of_leader(application):
    """By account: a name alone may be another person's."""
    leader, most = leader_of(application), application.call.max_running_person
    if most is None or leader is None or leader.user_id is None:
        return None
    running = Project.objects.running().led_by(leader.user_id)
    text = _(
        "Running projects that the leader leads: %(count)s. The call allows "
        "%(most)s, this one included."
    )
    return Limit(running, most, text)


def of_organisation(application):
    most = application.call.max_running_organisation
    if most is None:
        return None
    running = Project.objects.running().filter(organisation=application.organisation_id)
    text = _(
        "Running projects of the lead organisation: %(count)s. The call allows "
        "%(most)s, this one included."
    )
    return Limit(running, most, text)


def of_the_same_title(application):
    titles = (application.title_zh.strip(), application.title_en.strip())
    if not application.call.refuses_running_title or not any(titles):
        return None
    return Project.objects.running().titled(*titles).order_by("pk").first()


def same_title(application):
    project = of_the_same_title(application)
    if project:
        yield (
            "title_zh",
            _("The running project %(number)s has the same title: “%(title)s”.")
            % {"number": project.number, "title": project},
        )
