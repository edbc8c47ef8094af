"""Text as words: the same cutting for what is indexed and for what is asked.

Chinese becomes overlapping pairs of characters, everything else becomes
English stems. Both are made here and not by the engine, whose core has neither.
"""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

HAN = "㐀-䶿一-鿿豈-﫿\U00020000-\U0003fffd"
WORD = f"[^\\W_{HAN}]+(?:['’][^\\W_{HAN}]+)*"
RUN = re.compile(f"[{HAN}]+|{WORD}")
NOT_CHINESE = re.compile(WORD)
NOT_TEXT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufffe\uffff]"
)
IS_HAN = re.compile(f"[{HAN}]")
MARKS = re.compile("[\u0300-\u036f]")

# What English sentences are full of and nobody searches for.
STOPPED = (
    "a an and are as at be but by for from has have if in into is it its no not of on or"
    " such that the their then there these they this to was were which will with"
)
STOP_WORDS = frozenset(STOPPED.split())
# The same in Chinese questions: asking words and particles, longest first.
ASKING = re.compile(
    "请问|是否|怎么办|怎么样|怎么|怎样|如何|为什么|什么|哪些|哪个|哪里|多少|可不可以|能不能"
    "|可以|能否|应该|需要|有没有|吗|呢|吧|了(?!解)|(?<!目)的|啊|呀|嘛"
)

stemmer = snowballstemmer.stemmer("english")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    return stemmer.stemWord(word)


def clean(text: str) -> str:
    """Without what is no text: controls, lone surrogates, private characters."""
    return NOT_TEXT.sub(" ", text)


def folded(text: str) -> str:
    """Full width to half width, lower case, without accents."""
    text = unicodedata.normalize("NFKC", clean(text)).lower()
    if text.isascii():
        return text
    bare = MARKS.sub("", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", bare)


def runs(text: str) -> list[str]:
    """Stretches of Chinese characters and single words of anything else, in order."""
    return RUN.findall(folded(text))


def is_chinese(run: str) -> bool:
    return IS_HAN.match(run) is not None


def pairs(run: str) -> list[str]:
    """计量院 as 计量 and 量院; a single character stays."""
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


def stems(*texts: str) -> str:
    """What the stem fields hold: the stems of all that is not Chinese."""
    found = NOT_CHINESE.findall(folded("\n".join(filter(None, texts))))
    return " ".join([stem(word) for word in found if word not in STOP_WORDS])


def words(text: str) -> list[str]:
    """What a question is made of: pairs of Chinese characters, English stems."""
    found = []
    for run in runs(ASKING.sub(" ", text) if ASKING.sub("", text).strip() else text):
        if is_chinese(run):
            found += pairs(run)
        elif run not in STOP_WORDS:
            found.append(stem(run))
    return list(dict.fromkeys(found))
