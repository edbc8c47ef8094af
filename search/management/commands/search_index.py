from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from search.documents.engine import AWAY
from search.outbox.checking import differences, repair
from search.outbox.drain import drain_all
from search.outbox.rebuild import rebuild
from search.outbox.state import Busy

SHOWN = 20


class Command(BaseCommand):
    help = "Brings the search index up to date, builds it anew, or compares it."

    def add_arguments(self, parser):
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--rebuild", action="store_true", help="build a new index")
        what.add_argument("--check", action="store_true", help="say what differs")
        what.add_argument("--repair", action="store_true", help="mend what differs")

    def handle(self, *, rebuild, check, repair, verbosity, **options):
        self.quiet = verbosity == 0
        act = (
            (rebuild and self.rebuild)
            or (check and self.check_index)
            or (repair and self.repair)
            or self.drain
        )
        try:
            act()
        except AWAY as error:
            raise CommandError(
                _("Elasticsearch does not answer: %s") % error
            ) from error
        except Busy as error:
            raise CommandError(_("Another rebuild is at work.")) from error

    def progress(self, entries):
        return iter(tqdm(entries, unit=" entries", disable=self.quiet))

    def say(self, text):
        if not self.quiet:
            self.stdout.write(text)

    def drain(self):
        kept = drain_all()
        self.say(_("%s changes brought to the index.") % kept)

    def rebuild(self):
        count = rebuild(progress=self.progress)
        self.say(_("The new index holds %s entries.") % count)

    def check_index(self):
        found = differences(progress=self.progress)
        if found:
            raise CommandError(self.report(found))
        self.say(_("Index and database agree; %s changes wait.") % found.waiting)

    def repair(self):
        found = differences(progress=self.progress)
        if found:
            self.say(self.report(found))
            repair(found)
        self.check_index()

    def report(self, found):
        if found.rebuild:
            return _("The index is missing or older than its schema: use --rebuild.")
        lines = []
        for label, ids in (
            (_("missing in the index"), found.missing),
            (_("in the index, but not public"), found.surplus),
            (_("different in the index"), found.outdated),
        ):
            if ids:
                more = "" if len(ids) <= SHOWN else " …"
                lines.append(f"{len(ids)} {label}: {' '.join(ids[:SHOWN])}{more}")
        return "\n".join(lines)
