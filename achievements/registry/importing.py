"""What an import must know of achievements."""

from pathlib import Path

from achievements.registry.models import Achievement
from portal.importing.targets import Target, published


def beginning(mapping):
    language = {"language": mapping.language} if mapping.language else {}
    return published(mapping) | language


ACHIEVEMENTS = Target(
    name="achievement",
    model=Achievement,
    letter="A",
    mappings=Path(__file__).parent / "mappings",
    beginning=beginning,
    open_to_change=frozenset({Achievement.Status.PUBLISHED}),
    guarded=frozenset({"visibility", "embargo_until", "embargo_reason"}),
)
