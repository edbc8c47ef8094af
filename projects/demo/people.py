"""Who applies and takes part: accounts with what a team's list says of them."""

from dataclasses import dataclass

from django.utils import timezone

from portal.accounts.models import User
from portal.demo.loading import Account, load_account
from portal.organisations.models import Organisation
from projects.demo.reading import both, rows
from projects.models import Project

OFFICES = {"jim": "office@example.org", "dhb": "bureau@example.org"}


@dataclass(frozen=True)
class Person:
    user: User
    organisation: Organisation
    row: dict

    @property
    def as_member(self):
        """The columns of a team's row."""
        return {
            "email": self.user.email,
            "name_zh": self.row["zh"],
            "name_en": self.row["en"],
            "organisation_name_zh": self.organisation.name_zh,
            "organisation_name_en": self.organisation.name_en,
            "job_title": self.row["title"],
            "degree": self.row["degree"],
            "birth_year": self.row["born"],
        }


def load_persons(organisations, people):
    """By their keys in the file; who has no account yet gets one."""
    found = {}
    for row in rows("people")["person"]:
        email = row.get("email") or f"{row['key']}@example.org"
        account = Account(email, row["zh"], "applicant", "", row["org"], "member")
        user = people.get(email) or load_account(account, organisations)
        found[row["key"]] = Person(user, organisations[row["org"]], row)
    return found


def office_of(organisation_key, people):
    address = OFFICES.get(organisation_key, f"{organisation_key}.office@example.org")
    return people[address]


def load_portfolio(persons, terms):
    """Projects that run, against which applications are checked, and some that ended."""
    for row in rows("portfolio")["project"]:
        leader = persons[row["leader"]]
        first, last = row["months"]
        project = Project.objects.create(
            **both(row, "title", "abstract"),
            status=row["status"],
            programme_name=row["programme"],
            organisation=leader.organisation,
            organisation_name=leader.organisation.name_zh,
            leader=leader.user,
            leader_name=leader.row["zh"],
            amount=row["amount"],
            started=month_from_now(first),
            ended=month_from_now(last),
        )
        for name, scheme in (("domains", "domain"), ("elements", "element")):
            getattr(project, name).set([terms[scheme, code] for code in row[name]])


def month_from_now(count):
    today = timezone.localdate()
    months = today.year * 12 + today.month - 1 + count
    return today.replace(year=months // 12, month=months % 12 + 1, day=1)
