"""Marks on the words that were asked for, as safe HTML."""

import re

from django.utils.html import escape
from django.utils.safestring import mark_safe

from search.catalogue.facets import CLOSE, OPEN
from search.documents.words import HAN, RUN, folded, is_chinese, stem, words

ENGINES_MARKS = re.compile(f"[{OPEN}{CLOSE}]")
# A fragment begins where the engine cut, which may be behind a word.
LOOSE_ENDS = " \n;；,，.。、:："
# A row's text: longer ones are cut, at the end of a sentence where there is one.
LONGEST = 240
SENTENCES_END = re.compile(r"[。！？；\n]|[.!?;](?=\s)")
INSIDE_A_WORD = re.compile(f"[^\\W_{HAN}]{{2}}")


class Marker:
    """Marks of one question, by the same words that the search went by."""

    def __init__(self, question):
        self.wanted = frozenset(words(question))

    def spans(self, text):
        """Where the words stand; overlapping and touching Chinese pairs are one."""
        for match in RUN.finditer(text):
            run = folded(match[0])
            if not is_chinese(run):
                if stem(run) in self.wanted:
                    yield match.span()
            elif len(run) == len(match[0]):
                yield from self.chinese_spans(run, match.start())

    def chinese_spans(self, run, offset):
        start = end = None
        for at in range(len(run)):
            width = 2 if run[at : at + 2] in self.wanted else run[at] in self.wanted
            if not width:
                continue
            if end is None or at > end:
                if end is not None:
                    yield offset + start, offset + end
                start = at
            end = max(end or 0, min(at + int(width), len(run)))
        if end is not None:
            yield offset + start, offset + end

    def html(self, text):
        """Every piece escaped by itself: nothing of a text is taken for markup."""
        text = ENGINES_MARKS.sub("", text)
        pieces, last = [], 0
        for start, end in self.spans(text):
            pieces += [
                escape(text[last:start]),
                f"<mark>{escape(text[start:end])}</mark>",
            ]
            last = end
        pieces.append(escape(text[last:]))
        return mark_safe("".join(pieces))  # noqa: S308 - each piece is escaped

    def excerpt(self, text):
        """The beginning of a text, or the piece of it where the words first stand."""
        start, end = window(text, next(self.spans(text), (0, 0)))
        piece = text[start:end].strip()
        before = "…" if start and not ends_sentence(text[:start]) else ""
        after = "…" if end < len(text) and not ends_sentence(text[:end]) else ""
        return self.html(f"{before}{piece}{after}")

    def fragments(self, hit):
        """{field: html} of the pieces of text that the engine found words in."""
        found = getattr(hit.meta, "highlight", None)
        texts = found.to_dict() if found else {}
        html = {
            name: self.html(text[0].lstrip(LOOSE_ENDS).rstrip())
            for name, text in texts.items()
        }
        return {name: text for name, text in html.items() if is_marked(text)}


def window(text, wanted):
    """Where to cut so that whole sentences are left, and the wanted span is inside."""
    first, last = wanted
    start = 0
    if last > LONGEST:
        ends = [end.end() for end in SENTENCES_END.finditer(text, 0, first)]
        start = ends[-1] if ends else 0
        if last - start > LONGEST:
            start = between_words(text, max(start, first - LONGEST // 3))
    if len(text) - start <= LONGEST:
        return start, len(text)
    least = max(last, start + LONGEST // 2)
    ends = [end.end() for end in SENTENCES_END.finditer(text, least, start + LONGEST)]
    return start, ends[-1] if ends else max(between_words(text, start + LONGEST), least)


def between_words(text, at):
    """At this place or, where it is inside a word of letters, at the word's beginning."""
    while at > 0 and INSIDE_A_WORD.fullmatch(text[at - 1 : at + 1]):
        at -= 1
    return at


def ends_sentence(text):
    return SENTENCES_END.search(f"{text.rstrip(' ')[-1:]} ") is not None


def is_marked(html):
    return "<mark>" in html
