"""From what a person typed to a query; no text is ever parsed by the engine."""

from django.utils import timezone
from elasticsearch.dsl import Q
from elasticsearch.dsl.query import Query

from search.catalogue.language import language_order
from search.documents.identifiers import sought
from search.documents.words import folded, is_chinese, runs, words

# Pairs of Chinese characters and English stems: what decides whether a record matches.
# One analyser for all (whitespace), so that a word may stand in any of them.
WORD_FIELDS = (
    "title_zh.bigram^2",
    "title_stems^2",
    "brief_zh.bigram^1.5",
    "brief_stems^1.5",
    "names.bigram",
    "body_zh.bigram",
    "body_stems",
)
# Single Chinese characters: they only add to the score of what matches.
CHARACTER_FIELDS = ("title_zh^2", "brief_zh^1.5", "body_zh", "names")
# As written: for phrases, and for words that have no stem.
PLAIN_FIELDS = (
    "title_zh^3",
    "title_en^3",
    "brief_zh",
    "brief_en",
    "names",
    "body_zh",
    "body_en",
)

# Two words: both. Three or four: all but one. More: two of them.
ENOUGH_WORDS = "2<-1 4<2"
ANY_WORD = "1"
ALL_WORDS = "100%"
MOST_WORDS = 60
# Longer than this it is a question: its very wording will not be met as a phrase.
QUESTION_WORDS = 6
CHARACTERS = 0.8
TITLE = 1.5
EXACT, LOOSE, MENTION = 1_000, 500, 50


def in_view() -> Query:
    """Whatever is asked: offers that hold today, guides in the reader's language."""
    # A listing's last day is over at midnight, the worker's next look a minute later.
    over = Q("range", valid_until={"lt": timezone.localdate().isoformat()})
    _mine, other = language_order()
    return ~over & ~Q("term", language=other)


def asked_words(text: str) -> list[str]:
    return words(text)[:MOST_WORDS]


def text_query(text: str, widened: bool = False) -> Query:
    """What matches, and how well; nothing typed matches everything.

    Widened, it is enough that a record has any of the words.
    """
    if not text.strip():
        return Q("match_all")
    asked = asked_words(text)
    exact, loose = sought(text)
    # Who names a number does not want what shares a part of it.
    enough = ALL_WORDS if exact else ANY_WORD if widened else ENOUGH_WORDS
    matching = by_words(text, asked, enough) if asked else plain(text)
    if exact:
        numbers = [
            Q("constant_score", filter=Q("terms", identifiers=exact), boost=EXACT),
            Q(
                "constant_score",
                filter=Q("terms", identifiers=exact + loose),
                boost=LOOSE,
            ),
            Q("constant_score", filter=Q("terms", mentions=exact), boost=MENTION),
        ]
        return Q("bool", should=[*numbers, matching], minimum_should_match=1)
    return matching


def by_words(text, asked, enough):
    required = matching_words(asked, enough)
    better = []
    if any(is_chinese(word) for word in asked):
        better.append(characters(text))
    if len(asked) > QUESTION_WORDS:
        if better and enough == ANY_WORD:
            required = Q("bool", should=[required, *better], minimum_should_match=1)
            better = []
    else:
        better.append(in_title(asked))
        if len(asked) > 1:
            better.append(as_phrase(text))
    return Q("bool", must=[required], should=better)


def matching_words(asked, enough=ENOUGH_WORDS):
    return Q(
        "combined_fields",
        query=" ".join(asked),
        fields=WORD_FIELDS,
        minimum_should_match=enough,
    )


def in_title(asked):
    """What is called so stands above what only mentions it."""
    fields, query = ("title_zh.bigram", "title_stems"), " ".join(asked)
    return Q("combined_fields", query=query, fields=fields, operator="and", boost=TITLE)


def characters(text):
    chinese = " ".join(run for run in runs(text) if is_chinese(run))
    return Q(
        "combined_fields", query=chinese, fields=CHARACTER_FIELDS, boost=CHARACTERS
    )


def as_phrase(text):
    return Q(
        "multi_match", query=folded(text), fields=PLAIN_FIELDS, type="phrase", slop=1
    )


def plain(text):
    """Stop words alone, signs, emoji: whatever the standard analyser makes of them."""
    return Q("multi_match", query=text, fields=PLAIN_FIELDS, operator="and")


def highlight_query(text: str) -> Query | None:
    """The words as they stand in texts: pairs as phrases, stems as beginnings."""
    marks = []
    for word in words(text)[:30]:
        if is_chinese(word):
            marks.append(Q("match_phrase", brief_zh=word))
        else:
            beginning = word.removesuffix("i")
            marks.append(Q("prefix", brief_en=beginning))
    return Q("bool", should=marks) if marks else None
