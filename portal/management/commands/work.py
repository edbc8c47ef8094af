import logging
import signal
import time

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils.translation import gettext as _
from wagtail import hooks

logger = logging.getLogger("portal.work")

PAUSE = 0.5
MINUTE = 60
ENDS = (signal.SIGTERM, signal.SIGINT)


class Command(BaseCommand):
    help = "The one worker: index, mail, and what the clock demands."

    def add_arguments(self, parser):
        parser.add_argument(
            "--once", action="store_true", help="Work off what is there, then stop."
        )

    def handle(self, *, once, **options):
        self.stopping = False
        before = {end: signal.signal(end, self.stop) for end in ENDS}
        try:
            self.work(once)
        finally:
            for end, handler in before.items():
                signal.signal(end, handler)
        logger.info(_("The worker has stopped."))

    def work(self, once):
        last_minute = None
        while not self.stopping:
            if last_minute is None or time.monotonic() - last_minute >= MINUTE:
                last_minute = time.monotonic()
                run("every_minute")
            done = run("work_off")
            if once and not done:
                break
            if not done:
                time.sleep(PAUSE)

    def stop(self, *args):
        """Finish the step at hand; whatever is unfinished keeps its row."""
        self.stopping = True


def run(hook):
    """Call each app's part; one that fails is logged and does not stop the others."""
    close_old_connections()
    done = 0
    for part in hooks.get_hooks(hook):
        try:
            done += part() or 0
        except DatabaseError:
            logger.exception("%s: the database refused %s", hook, part.__name__)
            time.sleep(PAUSE)
        except Exception:  # the worker outlives a bad record
            logger.exception("%s: %s failed", hook, part.__name__)
            time.sleep(PAUSE)
    return done
