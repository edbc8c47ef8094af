"""Registers what search does in the worker."""

from wagtail import hooks

from search.catalogue.similar import similar_projects
from search.outbox import clock
from search.outbox.drain import NoIndex, drain
from search.outbox.rebuild import rebuild
from search.outbox.state import Busy


@hooks.register("work_off")
def keep_promises():
    """Bring changes to the index; where it is missing, as on a new engine, make it."""
    try:
        return drain()
    except NoIndex:
        return rebuild_unless_busy()


def rebuild_unless_busy():
    try:
        return rebuild()
    except Busy:
        return 0


@hooks.register("every_minute")
def look_at_the_clock():
    clock.look_at_the_clock()


hooks.register("similar_projects", similar_projects)
