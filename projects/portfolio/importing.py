"""What an import must know of projects of the past."""

from pathlib import Path

from django.utils import timezone

from portal.importing.targets import Target
from projects.portfolio.models import Project


def status_of(values):
    """A project of the past is over when its last day is."""
    ended = values.get("ended")
    is_over = ended is not None and ended < timezone.localdate()
    return {"status": Project.Status.FINISHED if is_over else Project.Status.RUNNING}


# A source names hundreds of institutions that nobody here has verified: their names
# are kept, and only one that bears the name of a verified organisation is linked.
PROJECTS = Target(
    name="project",
    model=Project,
    letter="P",
    mappings=Path(__file__).parent / "mappings",
    follows=status_of,
    open_to_change=frozenset(Project.Status.values),
    holder="organisation",
    needs_holder=False,
    guarded=frozenset({"status", "leader"}),
)
