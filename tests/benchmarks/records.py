"""Twenty thousand public records for the benchmarks, from real titles and abstracts."""

import csv
from datetime import timedelta
from itertools import cycle, islice

from django.utils import timezone

from achievements.models import Achievement, Contributor, Output
from portal.models import Organisation, Term
from tests.benchmarks.relevance import DATA

COUNT = 20_000
SPREAD = 97


def texts():
    """Title, abstract and language, a third of them Chinese, over and over."""
    chinese = list(
        csv.DictReader((DATA / "articles/csl_zh.csv").open(encoding="utf-8"))
    )
    english = list(
        csv.DictReader((DATA / "projects/nsf_awards_fy2026.csv").open(encoding="utf-8"))
    )
    return cycle(chinese), cycle(english)


def make_records(count=COUNT):
    """In bulk: no signals, so that only the rebuild is measured."""
    organisations = Organisation.objects.bulk_create(
        Organisation(
            name_zh=f"第{number}计量研究院",
            name_en=f"Institute of Metrology No. {number}",
            kind=Organisation.Kind.INSTITUTE,
            region=region,
        )
        for number, region in enumerate(Term.objects.scheme("region")[:60])
    )
    now = timezone.now()
    achievements = Achievement.objects.bulk_create(
        (
            Achievement(
                number=f"B{number // 100_000 + 2026}-{number:05d}",
                status=Achievement.Status.PUBLISHED,
                published_at=now - timedelta(hours=number),
                holder=organisations[number % len(organisations)],
                trl=number % 9 + 1,
                **text,
            )
            for number, text in enumerate(islice(mixed(*texts()), count))
        ),
        batch_size=1_000,
    )
    describe(achievements)
    return achievements


def mixed(chinese, english):
    while True:
        yield in_chinese(next(chinese))
        for _ in range(2):
            yield in_english(next(english))


def in_chinese(row):
    return {
        "title_zh": row["title"][:300],
        "summary_zh": row["abstract"][:2000],
        "keywords_zh": row["keywords"][:300],
    }


def in_english(row):
    return {"title_en": row["title_clean"][:500], "summary_en": row["abstract"][:6000]}


def describe(achievements):
    """Codes, people and outputs, unevenly spread."""
    for field, scheme in (
        ("domains", "domain"),
        ("elements", "element"),
        ("industries", "industry"),
    ):
        through = getattr(Achievement, field).through
        terms = list(Term.objects.scheme(scheme))
        through.objects.bulk_create(
            (
                through(
                    achievement=record,
                    term=terms[(number * SPREAD + number // 7) % len(terms)],
                )
                for number, record in enumerate(achievements)
            ),
            batch_size=5_000,
        )
    Contributor.objects.bulk_create(
        (
            Contributor(
                achievement=record, position=place, name_zh=name_zh, name_en=name_en
            )
            for record in achievements
            for place, (name_zh, name_en) in enumerate(
                [("沈知衡", "Shen Zhiheng"), ("陆明远", "Lu Mingyuan")]
            )
        ),
        batch_size=5_000,
    )
    Output.objects.bulk_create(
        (
            Output(achievement=record, kind="standard", number=f"JJF {number}-2020")
            for number, record in enumerate(achievements)
        ),
        batch_size=5_000,
    )
