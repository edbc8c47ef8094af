"""Marks on the words that were asked for, as safe HTML."""

import re

from django.utils.html import escape
from django.utils.safestring import mark_safe

from search.catalogue.facets import CLOSE, OPEN
from search.documents.words import RUN, folded, is_chinese, stem, words

ENGINES_MARKS = re.compile(f"[{OPEN}{CLOSE}]")
# A fragment begins where the engine cut, which may be behind a word.
LOOSE_ENDS = " \n;；,，.。、:："


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

    def fragments(self, hit):
        """{field: html} of the pieces of text that the engine found words in."""
        found = getattr(hit.meta, "highlight", None)
        texts = found.to_dict() if found else {}
        html = {
            name: self.html(text[0].lstrip(LOOSE_ENDS).rstrip())
            for name, text in texts.items()
        }
        return {name: text for name, text in html.items() if is_marked(text)}


def is_marked(html):
    return "<mark>" in html
