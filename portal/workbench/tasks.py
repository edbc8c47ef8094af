"""What waits for a person, asked of every app then and there, never stored."""

from dataclasses import dataclass
from datetime import datetime

from wagtail import hooks

# The page shows no more of a kind at once; the next come up as these are done.
MOST = 20


@dataclass(frozen=True)
class Task:
    """One thing to do: the verb, the object, the link, and by when."""

    action: str
    subject: str
    url: str
    since: datetime | None = None
    due: datetime | None = None


def tasks_of(user):
    """What each app says, the most urgent first, then the longest waiting."""
    tasks = [task for ask in hooks.get_hooks("workbench_tasks") for task in ask(user)]
    far = float("inf")
    return sorted(
        tasks,
        key=lambda task: (
            task.due.timestamp() if task.due else far,
            task.since.timestamp() if task.since else far,
        ),
    )
