"""The demonstration's organisations, people and guides; loading again changes nothing."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from wagtail.models import Locale

from portal.accounts.models import User
from portal.organisations.models import Membership, Organisation
from portal.pages.models import GuidePage, HomePage
from portal.vocabularies.models import Term

HERE = Path(__file__).parent
PASSWORD = "nqi-demo-2026"  # noqa: S105 - printed for everybody who tries the demonstration


@dataclass(frozen=True)
class Account:
    """A demonstration account: who it is, and where in which role."""

    email: str
    name: str
    does: str
    group: str = ""
    organisation: str = ""
    role: str = ""
    language: str = "zh-hans"


ACCOUNTS = (
    Account("admin@example.org", "系统管理员", "administrator"),
    Account(
        "officer@example.org", "韩立诚", "officer of five programmes", group="officer"
    ),
    Account(
        "officer2@example.org", "魏衡岳", "officer of two programmes", group="officer"
    ),
    Account("editor@example.org", "苏文简", "editor", group="editor"),
    Account(
        "owner@example.org",
        "沈知衡",
        "owner of results, applicant",
        organisation="jim",
        role="member",
    ),
    Account(
        "member@example.org",
        "纪疏桐",
        "team member, of a university",
        organisation="qju",
        role="member",
    ),
    Account(
        "office@example.org",
        "江海院科研处",
        "research office",
        organisation="jim",
        role="research-office",
    ),
    Account(
        "bureau@example.org",
        "江海局科技处",
        "bureau, recommends",
        organisation="dhb",
        role="research-office",
    ),
    Account(
        "jim.admin@example.org",
        "周慎之",
        "organisation's administrator",
        organisation="jim",
        role="administrator",
    ),
    Account(
        "enterprise@example.org",
        "陆明远",
        "enterprise",
        organisation="qhz",
        role="administrator",
    ),
    Account(
        "buyer@example.org",
        "Gao Rui",
        "enterprise, in English",
        organisation="xhr",
        role="member",
        language="en",
    ),
    Account("visitor@example.org", "林初晓", "signed in, member of nothing"),
)

# Of every other organisation one researcher and one research office, to own its records.
RESEARCHERS = {
    "jhs": "顾言准",
    "lnt": "梁慧筠",
    "xse": "蒋承岳",
    "zfs": "宋禾青",
    "bcc": "秦信之",
    "qju": "叶振声",
    "jpl": "胡微澜",
    "mce": "吴量之",
    "qhz": "孙海岳",
    "xhr": "郭向阳",
    "dhb": "许公平",
}
# The provinces' bureaus recommend applications; their offices suffice.
BUREAUS = {
    "bj": "京华局科技处",
    "tj": "北辰局科技处",
    "js": "江南局科技处",
    "zj": "钱江局科技处",
    "sd": "海岱局科技处",
    "ha": "中原局科技处",
    "hb": "荆楚局科技处",
    "gd": "岭南局科技处",
    "sc": "西川局科技处",
    "sn": "关中局科技处",
}


def load_organisations():
    """Every organisation of the demonstration by its key."""
    rows = tomllib.loads((HERE / "organisations.toml").read_text())["organisation"]
    regions = Term.objects.scheme("region").in_bulk(field_name="pk")
    region_of = {term.code: term for term in regions.values()}
    found = {}
    for row in rows:
        fields = {k: v for k, v in row.items() if k not in ("key", "region", "parent")}
        found[row["key"]], _created = Organisation.objects.get_or_create(
            uscc=fields.pop("uscc"),
            defaults={
                **fields,
                "region": region_of[row["region"]] if "region" in row else None,
                "parent": found.get(row.get("parent")),
                "status": Organisation.Status.VERIFIED,
            },
        )
    return found


def all_accounts():
    """The accounts that are printed, then the two of every organisation."""
    for key, name in RESEARCHERS.items():
        yield Account(f"{key}.owner@example.org", name, "owner", "", key, "member")
    offices = {key: f"{key.upper()} 科研处" for key in RESEARCHERS} | BUREAUS
    for key, name in offices.items():
        address = f"{key}.office@example.org"
        yield Account(address, name, "research office", "", key, "research-office")
    yield from ACCOUNTS


def load_people(organisations):
    """Accounts with their memberships, by address."""
    return {
        account.email: load_account(account, organisations)
        for account in all_accounts()
    }


def load_account(account, organisations):
    user = User.objects.filter(email=account.email).first() or make_account(account)
    if account.organisation:
        Membership.objects.get_or_create(
            organisation=organisations[account.organisation],
            user=user,
            defaults={"role": account.role, "status": Membership.Status.ACTIVE},
        )
    return user


@cache
def password():
    """Hashed once: that is slow on purpose, and everybody knows the word."""
    return make_password(PASSWORD)


def make_account(account):
    user = User.objects.create(
        email=account.email,
        password=password(),
        name=account.name,
        language=account.language,
        is_superuser=account.does == "administrator",
        is_staff=account.does == "administrator",
    )
    EmailAddress.objects.create(
        user=user, email=user.email, verified=True, primary=True
    )
    if account.group:
        user.groups.add(Group.objects.get(name=account.group))
    return user


def load_guides():
    """A guide for each task, Chinese first and its translation beside it."""
    rows = tomllib.loads((HERE / "guides.toml").read_text())["guide"]
    home_of = {
        home.locale.language_code: home
        for home in HomePage.objects.select_related("locale")
    }
    for row in rows:
        if GuidePage.objects.filter(slug=row["slug"]).exists():
            continue
        first = None
        for language, suffix in (("zh-hans", "zh"), ("en", "en")):
            page = GuidePage(
                title=row[f"title_{suffix}"],
                slug=row["slug"],
                introduction=row[f"introduction_{suffix}"],
                body=[("text", row[f"body_{suffix}"])],
                locale=Locale.objects.get(language_code=language),
                show_in_menus=True,
            )
            if first:
                page.translation_key = first.translation_key
            # Each parent is read anew: treebeard moves its counters behind our back.
            HomePage.objects.get(pk=home_of[language].pk).add_child(instance=page)
            page.save_revision().publish()
            first = first or page


def load():
    """Organisations by key and people by address, for the apps above."""
    organisations = load_organisations()
    people = load_people(organisations)
    load_guides()
    return organisations, people
