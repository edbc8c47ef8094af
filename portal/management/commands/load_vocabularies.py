from datetime import date
from functools import partial
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from portal.deadlines.holidays import load_holidays
from portal.vocabularies.loading import load_file, load_shipped
from portal.vocabularies.models import Term
from portal.vocabularies.reading import BadList


class Command(BaseCommand):
    help = (
        "Loads the lists and public holidays that come with the site, or a newer or "
        "complete list from a file. Can be run again; terms are never deleted."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", type=Path, help="a CSV table")
        parser.add_argument(
            "--scheme", choices=Term.Scheme.values, help="which list it is"
        )
        parser.add_argument(
            "--edition", default="", help='for example "GB/T 4754-2017"'
        )
        parser.add_argument(
            "--complete",
            action="store_true",
            help="terms absent from the file have ended",
        )
        parser.add_argument(
            "--since",
            type=date.fromisoformat,
            help="first day of the new list, as 2026-01-31; today unless told",
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="say what would change, change nothing",
        )

    def handle(self, *, file, scheme, verbosity, dry_run, **options):
        common = {
            "dry_run": dry_run,
            # Where no one looks on there is no bar.
            "watch": partial(tqdm, disable=verbosity == 0 or None, leave=False),
        }
        if file is None and (scheme or options["complete"]):
            raise CommandError("--scheme and --complete belong to a file.")
        if file and not scheme:
            raise CommandError("Say with --scheme which list the file holds.")
        if len(options["edition"]) > Term._meta.get_field("version").max_length:
            raise CommandError("The edition's name is too long.")
        of_a_file = {key: options[key] for key in ("edition", "complete", "since")}
        try:
            if file:
                outcomes = [load_file(file, scheme, **of_a_file, **common)]
            else:
                outcomes = [*load_shipped(**common), load_holidays(dry_run=dry_run)]
        except (BadList, OSError) as fault:
            raise CommandError(str(fault)) from fault
        if verbosity:
            for outcome in outcomes:
                self.report(outcome)
            if dry_run:
                self.stdout.write("Nothing was changed.")

    def report(self, outcome):
        self.stdout.write(
            f"{outcome.scheme}: {outcome.added} added, {outcome.changed} changed, "
            f"{outcome.unchanged} as before, {outcome.ended} ended"
        )
