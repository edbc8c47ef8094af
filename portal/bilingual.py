from django.utils.translation import get_language


def in_language(chinese, english):
    """The one in the reader's language, or the other where it was not given."""
    if (get_language() or "zh-hans").startswith("zh"):
        return chinese or english
    return english or chinese


class Bilingual:
    """The text in the reader's language, or in the other where it was not given.

    `title = Bilingual()` reads the fields `title_zh` and `title_en`.
    """

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, record, owner=None):
        if record is None:
            return self
        chinese = getattr(record, f"{self.name}_zh")
        return in_language(chinese, getattr(record, f"{self.name}_en"))
