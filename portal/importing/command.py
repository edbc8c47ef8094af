"""What every import's command does: options, progress, the report."""

from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from tqdm import tqdm

from portal.importing.finding import find_mapping, recognised
from portal.importing.importing import Import
from portal.importing.mapping import BadMapping
from portal.importing.reporting import write_rejects, write_report
from portal.importing.tables import BadFile

SHOWN = 20
INTERRUPTED = 130


class ImportCommand(BaseCommand):
    target = ""

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="a CSV, XLSX, JSON or JSONL file")
        parser.add_argument(
            "--mapping",
            help="a TOML file, or the name of a shipped mapping; without it the file is "
            "recognised by its columns",
        )
        parser.add_argument(
            "--source", default="", help="instead of the mapping's source"
        )
        parser.add_argument("--limit", type=int, help="only the first rows of the file")
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="say what would change, change nothing",
        )
        parser.add_argument(
            "--rejects", type=Path, help="where rejected rows go (a CSV file)"
        )
        parser.add_argument(
            "--report", type=Path, help="what became of each row (a CSV file)"
        )

    def handle(self, *, file, limit, source, dry_run, rejects, report, **options):
        self.refuse_odd_options(file, rejects, report, limit, source)
        running = None
        try:
            running = self.read(file, options["mapping"], limit)
            self.write(running, source, dry_run, options["verbosity"])
        except (BadFile, BadMapping) as fault:
            raise CommandError(str(fault)) from fault
        except KeyboardInterrupt:
            if running:
                self.tell(running, options["verbosity"])
            raise CommandError(
                _("Broken off. What is reported is in; run it again for the rest."),
                returncode=INTERRUPTED,
            ) from None
        self.tell(running, options["verbosity"])
        self.leave_files(running, rejects, report)
        if dry_run:
            self.stdout.write(_("This was a dry run: nothing was changed."))

    def refuse_odd_options(self, file, rejects, report, limit, source):
        for written in filter(None, (rejects, report)):
            if written.resolve() == file.resolve():
                raise CommandError(_("The file itself would be overwritten."))
        if limit is not None and limit < 1:
            raise CommandError(_("--limit must be at least 1."))
        if len(source) > 60:
            raise CommandError(_("--source has at most 60 characters."))

    def read(self, file, mapping, limit):
        find = (lambda columns: find_mapping(mapping)) if mapping else recognised
        running = Import(file, self.target, find)
        running.read(limit)
        return running

    def write(self, running, source, dry_run, verbosity):
        # Where no one looks on there is no bar.
        watch = partial(tqdm, disable=verbosity == 0 or None, leave=False)
        running.write(source, dry_run=dry_run, watch=watch)

    def tell(self, running, verbosity):
        """Each rejected row; with `--verbosity 2` every row; then the counts."""
        if not verbosity:
            return
        names = labels()
        self.stdout.write(_("Mapping: %(mapping)s") % {"mapping": running.mapping.name})
        lines = sorted(running.lines, key=lambda line: line.row)
        if verbosity < 2:
            lines = [
                line for line in lines if line.outcome in ("rejected", "held-back")
            ]
        shown = lines if verbosity > 1 else lines[:SHOWN]
        for line in shown:
            parts = filter(None, (names[line.outcome], line.number, line.remarks))
            told = {"row": line.row, "what": " – ".join(parts)}
            self.stdout.write(_("Row %(row)d: %(what)s") % told)
        if len(lines) > len(shown):
            more = _("… and %(count)d more") % {"count": len(lines) - len(shown)}
            self.stdout.write(more)
        counts = [f"{names[name]} {count}" for name, count in running.counts.items()]
        self.stdout.write(
            _("%(rows)d rows: %(counts)s; repaired %(repaired)d")
            % {
                "rows": len(running.lines),
                "counts": pgettext("list separator", ", ").join(counts),
                "repaired": running.repaired,
            }
        )

    def leave_files(self, running, rejects, report):
        if report:
            write_report(running, report)
            self.stdout.write(_("Report: %(file)s") % {"file": report})
        if running.rejected:
            path = rejects or default_path(running.path)
            write_rejects(running, path)
            self.stdout.write(
                _("Rejected rows, to be corrected and fed again: %(file)s")
                % {"file": path}
            )


def default_path(file):
    """The file fed may be such a file itself: it is never written over."""
    folder = settings.LOCAL_DIR / "imports"
    path = folder / f"{file.stem}.rejects.csv"
    return (
        path if path.resolve() != file.resolve() else folder / f"{file.stem}.again.csv"
    )


def labels():
    return {
        "added": pgettext("row of a file", "added"),
        "changed": pgettext("row of a file", "changed"),
        "unchanged": pgettext("row of a file", "unchanged"),
        "merged": pgettext("row of a file", "merged"),
        "held-back": pgettext("row of a file", "left alone"),
        "rejected": pgettext("row of a file", "rejected"),
    }
