from portal.importing.command import ImportCommand


class Command(ImportCommand):
    help = (
        "Brings listings in from a CSV, XLSX, JSON or JSONL file; see docs/importing.md. "
        "Can be run again: what is in already is not added twice."
    )
    target = "listing"
