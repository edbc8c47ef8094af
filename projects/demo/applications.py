"""The demonstration's applications in every state, whole, with their past."""

from datetime import date, timedelta

from wagtail.log_actions import log

from portal.accounts import grants
from portal.notifications.models import Notification
from projects.applications import endorsing, inviting, submitting, telling
from projects.calls import answering
from projects.demo import budgets
from projects.demo.calls import moment
from projects.demo.files import add_file
from projects.demo.people import office_of
from projects.demo.reading import both
from projects.models import (
    Application,
    BudgetLine,
    BudgetNote,
    Indicator,
    IndicatorTable,
    Milestone,
    Partner,
    TeamMember,
)

TERMS = {"domains": "domain", "elements": "element", "disciplines": "discipline"}
INDICATOR = {
    "zh": "name_zh",
    "en": "name_en",
    "is": "comparator",
    "now": "baseline",
    "goal": "target",
    "unit": "unit",
    "by": "method",
}


class Loader:
    """What every application needs to be put together."""

    def __init__(self, calls, organisations, people, persons, terms):
        self.calls, self.organisations = calls, organisations
        self.people, self.persons, self.terms = people, persons, terms
        self.year = moment(0, "12:00").year + 1

    def load(self, row, number):
        """One application with all that belongs to it, and the way it has come."""
        application = self.create(row, number)
        application.give_rights_to_author()
        self.describe(application, row)
        self.name_team(application, row)
        self.plan(application, row)
        add_file(application, row)
        Past(self, application, row).retell()
        return application

    def create(self, row, number):
        key = "open" if row["key"].startswith("o") else "closed"
        call, author = self.calls[key], self.persons[row["by"]]
        first, last = row.get("trl", (None, None))
        is_whole = row["status"] != "draft" and "submitted" in row["at"]
        return Application.objects.create(
            number=number,
            call=call,
            topic=call.topics.filter(code=row.get("topic")).first(),
            organisation=author.organisation,
            created_by=author.user,
            created_at=at(row, "created"),
            **both(row, "title", "abstract", "keywords"),
            trl_start=first,
            trl_end=last,
            starts=date(self.year, 1, 1) if "months" in row else None,
            ends=last_day(self.year, row["months"]) if "months" in row else None,
            is_committed=row.get("committed", is_whole),
            answers=self.answers(call, row.get("answers", {})),
        )

    def answers(self, call, given):
        """As the form would have kept them, whatever the kind of question."""
        questions = answering.questions_of(call.questionnaire.questions)
        raw = {name.replace("_", "-"): value for name, value in given.items()}
        return {
            question.id: self.answer(question, raw[question.id])
            for question in questions
            if question.id in raw
        }

    def answer(self, question, value):
        if question.kind == "date":
            value = last_day(self.year, value)
        if question.kind == "table":
            columns = question.field.columns
            value = [dict(zip(columns, cells, strict=True)) for cells in value]
        return question.field.answer(question.field.clean(value))

    def describe(self, application, row):
        for name, scheme in TERMS.items():
            codes = row.get(name, ())
            getattr(application, name).add(*(self.terms[scheme, c] for c in codes))
        application.indicator_table = IndicatorTable.objects.create()
        Indicator.objects.bulk_create(
            Indicator(
                table=application.indicator_table,
                position=place,
                evidence=Indicator.Evidence.PROMISED,
                **{INDICATOR[name]: value for name, value in one.items()},
            )
            for place, one in enumerate(row.get("indicators", ()))
        )

    def name_team(self, application, row):
        Partner.objects.bulk_create(
            Partner(
                application=application,
                position=place,
                organisation=self.organisations[one["org"]],
                duty_zh=one["zh"],
                duty_en=one["en"],
            )
            for place, one in enumerate(row.get("partners", ()))
        )
        team = row.get("team") or [{"who": row["by"], "months": 0, "zh": "", "en": ""}]
        for place, one in enumerate(team):
            member = self.member(application, row, place, one)
            if member.status == member.Status.CONSENTED and member.user:
                rights = ("view_application", "change_application")
                grants.give(member.user, application, *rights)

    def member(self, application, row, place, one):
        person = self.persons.get(one.get("who"))
        status = status_of(one, person)
        asked = at(row, "created") + timedelta(days=1, hours=place)
        # Nobody is asked again whose invitation has lapsed in the demonstration.
        asked = max(asked, moment(-12, "10:00")) if status == "invited" else asked
        columns = person.as_member if person else outsider(one)
        return TeamMember.objects.create(
            application=application,
            position=place,
            status=status,
            user=person.user if person and status == "consented" else None,
            role=one.get("role", "key" if place else "leader"),
            person_months=one["months"],
            duty_zh=one["zh"],
            duty_en=one["en"],
            may_write=one.get("writes", False),
            invited_at=None if status == "named" else asked,
            answered_at=asked + timedelta(hours=5) if status == "consented" else None,
            **columns,
        )

    def plan(self, application, row):
        Milestone.objects.bulk_create(
            Milestone(
                application=application,
                position=place,
                due=last_day(self.year, one["m"]),
                title_zh=one["zh"],
                title_en=one["en"],
                result_zh=one["rzh"],
                result_en=one["ren"],
            )
            for place, one in enumerate(row.get("milestones", ()))
        )
        if "budget" in row:
            BudgetLine.objects.bulk_create(budgets.lines(application, row))
        BudgetNote.objects.bulk_create(
            BudgetNote(
                application=application,
                category=category,
                text_zh=row[f"{name}_zh"],
                text_en=row[f"{name}_en"],
            )
            for category, name in (("purchase", "equipment"), ("trial", "making"))
            if f"{name}_zh" in row
        )


class Past:
    """The steps that an application has taken, as its history and versions tell them.

    The steps themselves would look at the clock and refuse: their results are written.
    """

    def __init__(self, loader, application, row):
        self.loader, self.application, self.row = loader, application, row
        self.author = application.created_by
        self.office = office_of(self.organisation_key, loader.people)
        self.has_bureau = application.call.asks("bureau")

    @property
    def organisation_key(self):
        return self.loader.persons[self.row["by"]].row["org"]

    def at(self, name):
        return at(self.row, name)

    def retell(self):
        """Each moment that the file names, in order; then where that has led."""
        log(
            self.application,
            "wagtail.create",
            user=self.author,
            timestamp=self.at("created"),
        )
        for name in self.row["at"]:
            step = getattr(self, name, None)
            if step:
                step(self.at(name))
        reason = self.row.get("reason", "")
        last = max(self.at(name) for name in self.row["at"])
        self.write(status=self.row["status"], status_reason=reason, updated_at=last)

    def write(self, **columns):
        """Without `save()`, which would set the time of the last change to now."""
        application = self.application
        columns = {"indicator_table": application.indicator_table} | columns
        Application.objects.filter(pk=application.pk).update(**columns)
        for name, value in columns.items():
            setattr(application, name, value)

    def log(self, step, user, moment, **data):
        action = f"projects.{step}"
        log(self.application, action, user=user, timestamp=moment, data=data)

    def submitted(self, moment):
        columns = {"submitted_at": moment, "submitted_by": self.author}
        if self.has_bureau:
            columns["bureau"] = endorsing.bureau_of(self.application)
        self.write(**columns)
        submitting.keep_submission(self.application, self.author)
        self.log("submit", self.author, moment)

    resubmitted = submitted

    def endorsed(self, moment):
        columns = {"endorsed_at": moment, "endorsed_by": self.office}
        if not self.has_bureau:
            columns["received_at"] = moment
        self.write(**columns)
        self.log("endorse", self.office, moment)

    endorsed_again = endorsed

    def recommended(self, moment):
        self.write(recommended_at=moment, received_at=moment)
        self.log("recommend", None, moment)

    def returned(self, moment):
        desk = self.row.get("returned_by", "officer")
        steps = {
            "institution": ("send_back", self.office),
            "bureau": ("send_back_by_bureau", self.loader.people["bureau@example.org"]),
            "officer": ("return_for_changes", self.officer),
        }
        self.write(returned_by=desk, **self.mending(desk, moment))
        step, user = steps[desk]
        self.log(step, user, moment, reason=self.row.get("reason", ""))

    def mending(self, desk, moment):
        if desk != "officer":
            return {"mend_until": endorsing.until(self.application, desk)}
        until = endorsing.window_from(self.application.call.rules, "mend", moment)
        return {"mend_until": until, "officer_mend_until": until, "officer_returns": 1}

    def decided(self, moment):
        step = "pass_check" if self.row["status"] == "passed" else "refuse"
        self.write(decided_at=moment)
        self.log(step, self.officer, moment, reason=self.row.get("reason", ""))

    def withdrawn(self, moment):
        self.log("withdraw", self.author, moment, reason=self.row["reason"])

    @property
    def officer(self):
        return self.application.call.created_by


def status_of(one, person):
    for status in ("invited", "named"):
        if one.get(status):
            return status
    return "consented" if person or one.get("consented") else "named"


def outsider(one):
    """Somebody without an account here."""
    return both(one, "name") | {
        "email": one["email"],
        "organisation_name_zh": one["organisation_zh"],
        "organisation_name_en": one["organisation_en"],
    }


def at(row, name):
    days, _space, hour = row["at"][name].partition(" ")
    return moment(-int(days), hour)


def last_day(year, months):
    """Of the month that is so many months after the start of this year."""
    following = date(year + months // 12, months % 12 + 1, 1)
    return following - timedelta(days=1)


def tell(applications):
    """Word in the inboxes of those who show how it goes; nobody is mailed about it."""
    known = set(Notification.objects.values_list("pk", flat=True))
    invited = TeamMember.objects.open_invitations().select_related("application")
    for member in invited:
        inviting.send_invitation(member, member.application.created_by)
    for application in applications:
        say(application)
    new = Notification.objects.exclude(pk__in=known)
    for notification in new:
        moment = getattr(notification.record, "updated_at", notification.created_at)
        notification.created_at = notification.mailed_at = moment
    Notification.objects.bulk_update(new, ["created_at", "mailed_at"])


def say(application):
    status, author = application.status, application.created_by
    if status == "submitted":
        telling.tell_submitted(application, author)
    if status == "endorsed" or (status == "received" and not application.bureau):
        by = application.endorsed_by
        telling.tell_step(application, "applications.endorsed", by=by)
    if status == "received" and application.bureau:
        telling.tell_step(application, "applications.recommended", by=None)
    if status in ("returned", "passed", "refused"):
        details = {} if status == "passed" else {"reason": application.status_reason}
        telling.tell_step(application, f"applications.{status}", by=None, **details)
