"""Measures against a real PostgreSQL and Elasticsearch: `python -m tests.benchmarks`.

Names of parts (relevance, indexing, pages, lists, applications) choose among them.
"""

import os
import sys
import warnings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import override_settings, setup_test_environment  # noqa: E402

PARTS = ("relevance", "indexing", "pages", "lists", "applications")


def show(title, heads, rows):
    print(f"\n{title}\n")
    width = max(44, len(heads[0]))
    print(f"  {heads[0]:<{width}}" + "".join(f"{head:>14}" for head in heads[1:]))
    for name, *figures in rows:
        print(
            f"  {name:<{width}}"
            + "".join(f"{written(figure):>14}" for figure in figures),
            flush=True,
        )


def written(figure):
    if isinstance(figure, float):
        return f"{figure:.3f}" if figure < 1 else f"{figure:,.1f}"
    return "-" if figure is None else f"{figure:,}"


def show_relevance():
    from tests.benchmarks import relevance

    rows = (
        (f"{language}: {name}", *figures)
        for language, name, *figures in relevance.table()
    )
    show("Relevance, judged collections", ("query", "nDCG@10", "recall@100"), rows)


def show_indexing():
    from tests.benchmarks import indexing

    show("Indexing", ("what", "entries/s"), indexing.table())


def show_pages():
    from tests.benchmarks import pages

    heads = ("20,000 records, server time", "p50 ms", "p95 ms", "SQL queries")
    show("Pages", heads, pages.table())


def show_lists():
    from tests.benchmarks import lists

    heads = ("at most 12 SQL queries each", "one row", "many rows")
    show("Lists", heads, lists.table())


def show_applications():
    from tests.benchmarks import applications

    heads = ("page", "SQL queries", "CPU ms", "kB", "peer: SQL", "CPU ms", "kB")
    show("Applications, beside the peer's figures", heads, applications.table())
    heads = ("200 saves, one after the other", "SQL queries", "p50 ms", "p95 ms")
    show("Autosave", heads, [("a section of texts", *applications.autosaves())])


def remove_indexes():
    from search.documents.engine import patient

    for name in patient().indices.get(index=f"{settings.SEARCH_INDEX}*"):
        patient().indices.delete(index=name)


def main(wanted):
    unknown = set(wanted) - set(PARTS)
    if unknown:
        sys.exit(
            f"There is no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}."
        )
    wanted = wanted or PARTS
    warnings.simplefilter("ignore")
    setup_test_environment(debug=False)
    connection.settings_dict["TEST"]["NAME"] = f"{settings.PREFIX}_benchmarks"
    with override_settings(SEARCH_INDEX=f"{settings.PREFIX}-benchmarks"):
        if set(wanted) - {"relevance"}:
            make_database(with_records=set(wanted) & {"indexing", "pages", "lists"})
        try:
            for part in wanted:
                globals()[f"show_{part}"]()
        finally:
            remove_indexes()
            if set(wanted) - {"relevance"}:
                connection.creation.destroy_test_db(
                    connection.settings_dict["NAME"], verbosity=0
                )


def make_database(*, with_records):
    from search.outbox.rebuild import rebuild
    from tests.benchmarks.records import make_records

    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    call_command("load_vocabularies", verbosity=0)
    if with_records:
        make_records()
        rebuild()


if __name__ == "__main__":
    main(sys.argv[1:])
