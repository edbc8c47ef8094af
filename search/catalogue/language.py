"""Of texts in two languages, the reader's."""

from django.utils.translation import get_language, pgettext


def language_order():
    """The reader's language, then the other."""
    return ("zh", "en") if (get_language() or "zh").startswith("zh") else ("en", "zh")


def in_my_language(texts):
    """The text in the reader's language, or in the other where it was not given."""
    texts = texts or {}
    return next((texts[code] for code in language_order() if texts.get(code)), "")


def listed(words):
    return pgettext("list separator", ", ").join(words)
