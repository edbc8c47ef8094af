"""The demonstration's programmes with their rules, and its three calls."""

from datetime import datetime, time, timedelta

from django.utils import timezone
from wagtail.log_actions import log

from projects.calls.building import built
from projects.demo.reading import both, rows
from projects.models import (
    Call,
    Cap,
    Outcome,
    Programme,
    Questionnaire,
    Quota,
    Rules,
    Topic,
    Window,
)
from projects.programmes.models import ELIGIBILITY

RULES = (*ELIGIBILITY, "basis", "stages", "is_lump_sum", "own_share_percent")
FRAME = (
    "endorsement",
    "quota_institution",
    "quota_bureau",
    "blindness",
    "budget_total",
    "budget_min",
    "budget_max",
    "months_min",
    "months_max",
    "organisation_kinds",
)
WORDS = ("title", "summary", "guideline", "commitments", "contact")


def load_programmes(organisations, people):
    """By their codes; an officer answers for each."""
    file, found = rows("programmes"), {}
    for place, row in enumerate(file["programme"]):
        programme = Programme.objects.create(
            code=row["code"],
            kind=row["kind"],
            authority=organisations[row["authority"]],
            position=place,
            **both(row, "name", "description"),
        )
        programme.officers.add(people[row["officer"]])
        load_rules(programme, row, file)
        found[programme.code] = programme
    return found


def load_rules(programme, row, file):
    rules = Rules.objects.create(
        programme=programme,
        in_force_from=timezone.localdate().replace(month=1, day=1),
        **{name: row[name] for name in RULES if name in row},
    )
    Window.objects.bulk_create(
        Window(rules=rules, code=code, days=days, unit=unit)
        for code, (days, unit) in row["windows"].items()
    )
    Cap.objects.bulk_create(
        Cap(rules=rules, part=part, base=base, above=above, percent=percent)
        for part, base, above, percent in row["caps"]
    )
    check = [
        (one["code"], one["name_zh"], one["name_en"], one["is_good"])
        for one in file["check"]
    ]
    stages = {
        "formal-check": check,
        "acceptance": file["acceptance"][row["acceptance"]],
    }
    Outcome.objects.bulk_create(
        Outcome(
            rules=rules,
            stage=stage,
            code=code,
            name_zh=chinese,
            name_en=english,
            is_good=is_good,
            position=place,
        )
        for stage, outcomes in stages.items()
        for place, (code, chinese, english, is_good) in enumerate(outcomes)
    )


def load_calls(programmes, organisations, people):
    """By their keys in the file."""
    questions = {
        row["key"]: row["question"] for row in rows("questionnaires")["questionnaire"]
    }
    found = {}
    for row in rows("calls")["call"]:
        programme = programmes[row["programme"]]
        call = load_call(row, programme, questions.get(row.get("questionnaire")))
        log(call, "projects.publish", user=call.created_by, timestamp=call.published_at)
        Topic.objects.bulk_create(
            topic_of(call, place, topic) for place, topic in enumerate(row["topic"])
        )
        Quota.objects.bulk_create(
            Quota(call=call, organisation=organisations[key], most=most)
            for key, most in row.get("quotas", {}).items()
        )
        found[row["key"]] = call
    return found


def load_call(row, programme, questions):
    year = timezone.localdate().year
    rules = programme.current_rules
    names = {"year": year, "next": year + 1}
    texts = {
        name: text.format(**names) if name.startswith("title") else text
        for name, text in both(row, *WORDS).items()
    }
    return Call.objects.create(
        programme=programme,
        rules=rules,
        questionnaire=questionnaire_of(row, programme, questions),
        status=Call.Status.PUBLISHED,
        year=year + ("{next}" in row["title_zh"]),
        opens_at=moment(*row["opens"]),
        closes_at=moment(*row["closes"]),
        published_at=moment(*row["published"]),
        created_at=moment(row["published"][0] - 9, "14:30"),
        created_by=programme.officers.get(),
        **texts,
        **{name: getattr(rules, name) for name in ELIGIBILITY if name not in FRAME},
        **{name: row[name] for name in FRAME if name in row},
    )


def questionnaire_of(row, programme, questions):
    if questions is None:
        return None
    return Questionnaire.objects.create(
        programme=programme,
        name=row["questionnaire_name"],
        questions=built(questions),
    )


def topic_of(call, place, row):
    names = ("code", "mode", "budget_max", "most_projects")
    return Topic(
        call=call,
        position=place,
        **both(row, "title", "description"),
        **{name: row[name] for name in names if name in row},
    )


def moment(days, hour):
    """So many days from today, at this time of the day here."""
    day = timezone.localdate() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(hour)))
