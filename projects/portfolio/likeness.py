"""How alike two descriptions are, as a percentage that one can check by hand.

The words of a text are counted: of Chinese, each pair of neighbouring characters;
of all else, each word's stem. What every title says (研究, 基于, method …) is left
out. The likeness of two texts is the cosine of their counts: 100 where both use the
same words in the same proportions, 0 where they share none. Titles are compared
with titles and, where both sides have one, title and abstract with the same; the
greatest of these in either language is the percentage. A changed title over a
copied abstract is seen as well as a copied title, and a project of which only the
title is known is not taken for a different one.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

RUN = re.compile("[㐀-䶿一-鿿]+|[^\\W_㐀-䶿一-鿿]+")
SAID_BY_ALL = frozenset(
    [
        "研究",
        "基于",
        "方法",
        "理论",
        "应用",
        "及其",
        "以及",
        "关键",
        "技术",
        "项目",
        "进行",
        "通过",
        "问题",
        "分析",
        "我国",
        "中国",
        "本项",
        "开展",
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "for",
        "from",
        "has",
        "have",
        "in",
        "into",
        "is",
        "it",
        "its",
        "of",
        "on",
        "or",
        "our",
        "that",
        "the",
        "their",
        "these",
        "this",
        "to",
        "using",
        "we",
        "which",
        "will",
        "with",
        "method",
        "studi",
        "research",
        "project",
        "base",
    ]
)
stemmer = snowballstemmer.stemmer("english")


class NotNow(Exception):
    """Whoever is to find similar projects cannot do so at this moment."""


@dataclass(frozen=True)
class Description:
    """What is compared; either language may be empty, and so may the abstracts."""

    title_zh: str = ""
    title_en: str = ""
    abstract_zh: str = ""
    abstract_en: str = ""

    def titles(self) -> tuple[str, str]:
        return self.title_zh, self.title_en

    def wholes(self) -> tuple[str, str]:
        """Title and abstract together; nothing where there is no abstract."""
        return (
            f"{self.title_zh}\n{self.abstract_zh}" if self.abstract_zh else "",
            f"{self.title_en}\n{self.abstract_en}" if self.abstract_en else "",
        )


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    return stemmer.stemWord(word)


def words(text: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for run in RUN.findall(unicodedata.normalize("NFKC", text).lower()):
        if "㐀" <= run[0] <= "鿿":
            counts.update([run[at : at + 2] for at in range(len(run) - 1)] or [run])
        else:
            counts[stem(run)] += 1
    for word in SAID_BY_ALL:
        counts.pop(word, None)
    return counts


def cosine(one: Counter[str], other: Counter[str]) -> float:
    shared = sum(count * other[word] for word, count in one.items() if word in other)
    if not shared:
        return 0.0
    length = sum(count * count for count in one.values())
    others_length = sum(count * count for count in other.values())
    return shared / math.sqrt(length * others_length)


class Likeness:
    """Of one description to any number of others: its own words are counted once."""

    def __init__(self, description: Description):
        self.counted = counted(description)

    def percent(self, other: Description) -> int:
        pairs = zip(self.counted, counted(other), strict=True)
        return round(100 * max(cosine(one, another) for one, another in pairs))


def counted(description: Description) -> list[Counter[str]]:
    return [words(text) for text in (*description.titles(), *description.wholes())]


def percent(one: Description, other: Description) -> int:
    return Likeness(one).percent(other)


def most_alike(
    one: Description, others: Iterable[tuple[object, Description]], most: int
) -> list[tuple[int, object]]:
    """The others nearest to it, `(percentage, key)`, the nearest first."""
    likeness = Likeness(one)
    rated = [(likeness.percent(description), key) for key, description in others]
    return sorted(rated, key=lambda pair: -pair[0])[:most]
