"""Let Django's own database be another one for a while, in a process that does nothing else.

Migrations and queries speak to the database "default". A restore fills a database that is not
in use yet, a backup reads all tables as they were at one moment: both put another connection
in its place. Never do this in a server.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction

REPEATABLE_READ = 3  # psycopg's IsolationLevel.REPEATABLE_READ


@contextmanager
def default_database(settings: dict[str, Any]) -> Iterator[None]:
    """Let the default database be one with these settings until the block ends."""
    before = connections.settings[DEFAULT_DB_ALIAS]
    _place({**before, **settings})
    try:
        yield
    finally:
        _place(before)


def _place(settings: dict[str, Any]) -> None:
    connections[DEFAULT_DB_ALIAS].close()
    del connections[DEFAULT_DB_ALIAS]
    connections.settings[DEFAULT_DB_ALIAS] = settings


@contextmanager
def one_moment() -> Iterator[None]:
    """See the database as it is now until the block ends, whatever others write meanwhile.

    Nobody has to wait: SQLite in WAL mode and PostgreSQL both keep the old rows for us.
    """
    present = connections.settings[DEFAULT_DB_ALIAS]
    options = dict(present["OPTIONS"])
    if present["ENGINE"].endswith("sqlite3"):
        options["transaction_mode"] = "DEFERRED"
    else:
        options["isolation_level"] = REPEATABLE_READ
    with default_database({"OPTIONS": options}), transaction.atomic():
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM django_migrations")  # the moment is now
        yield


def sqlite_at(path: Path) -> dict[str, Any]:
    """Give the settings of a SQLite database in a file, to be written fast and once."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {"init_command": "PRAGMA synchronous=OFF;", "timeout": 20},
        "USER": "",
        "PASSWORD": "",
        "HOST": "",
        "PORT": "",
    }


def in_schema(name: str) -> dict[str, Any]:
    """Give the settings of the present PostgreSQL database with another schema before it."""
    options = dict(connections.settings[DEFAULT_DB_ALIAS]["OPTIONS"])
    options["options"] = f"{options.get('options', '')} -c search_path={name}".strip()
    return {"OPTIONS": options}
