"""Checks of what is stored: the database, its form, the statistics and their age."""

from __future__ import annotations

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.migrations.executor import MigrationExecutor

from weefsel.atlas.store import Store
from weefsel.base.language import text
from weefsel.web.keep import tables
from weefsel.web.keep.grading import Finding, Install, good, mind, wrong
from weefsel.web.recogniser import room

OLD_YEARS = 3  # a scan counts an indicator two years back at most (method of the scan)


def database(install: Install) -> Finding:
    """The kind of database, and whether it keeps what it says it keeps."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            version = cursor.fetchone()[0]
        return good(text("The database is PostgreSQL %(version)s.", version=version))
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        mode = cursor.fetchone()[0]
        cursor.execute("PRAGMA quick_check(1)")
        whole = cursor.fetchone()[0]
    if whole != "ok":
        return wrong(
            text("The database is damaged (%(what)s).", what=whole),
            text("What people entered may be lost."),
            text("Stop Weefsel and restore the last backup."),
        )
    if mode != "wal":
        return mind(
            text("The database keeps no log beside it (WAL) but '%(mode)s'.", mode=mode),
            text("Who reads waits for who writes. A folder on a network does this."),
            text("Put the home folder on a disk of the computer itself."),
        )
    return good(text("The database is SQLite with a log beside it (WAL), and it is whole."))


def migrations(install: Install) -> Finding:
    """The form of the database must be that of this version."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    left = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if newer := tables.unknown(tables.applied()):
        return wrong(
            text("A newer version of Weefsel changed the database (%(first)s).", first=newer[0]),
            text("This version does not know what it finds there."),
            text("Start the newer version again."),
        )
    if left:
        return wrong(
            text("The database lacks changes of this version: %(count)s.", count=len(left)),
            text("Pages that need them fail."),
            text("Take a backup and start Weefsel again: it makes the changes itself."),
        )
    return good(text("The form of the database is that of this version."))


def sources(install: Install) -> Finding:
    """Statistics grow old."""
    real = Store(install.home).status().real
    if real.is_empty():
        return mind(
            text("No official statistics are loaded."),
            text("Without them there is only the example municipality."),
            text("Load them: weefsel load."),
        )
    newest = real.select("series", "year").group_by("series").max().sort("series")
    old = [
        f"{series} {year}"
        for series, year in newest.iter_rows()
        if install.now.year - year > OLD_YEARS
    ]
    if old:
        return mind(
            text("Statistics of which the newest year is old: %(names)s.", names=", ".join(old)),
            text("A scan leaves out indicators that are too old."),
            text("Load a newer year: weefsel load."),
        )
    return good(text("The newest statistics are at most %(years)s years old.", years=OLD_YEARS))


def names_in_text(install: Install) -> Finding:
    """Names in free text are found best with the word lists of deduce."""
    folder = room(install.home).cache
    if folder.is_dir() and any(folder.iterdir()):
        return good(text("The word lists for names in free text are ready."))
    return mind(
        text("The word lists for names in free text are not made yet."),
        text("Until then rules alone find names, and the page says so."),
        text("Screen a text once: weefsel screen. It takes some minutes."),
    )
