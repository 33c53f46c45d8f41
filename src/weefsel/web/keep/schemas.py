"""On PostgreSQL a restore fills a schema of its own, which then takes the name of the present.

What was there keeps all it has under another name, so nothing is lost and a restore can be
undone by hand. On SQLite the database is a file and nothing here does anything.
"""

from __future__ import annotations

from django.db import DatabaseError, connection, transaction

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.base.swap import Journal
from weefsel.web.keep import tables

NEW, FORMER = "weefsel_new_", "weefsel_former_"


def check_alone() -> None:
    """See that nobody else uses the database and that it holds nothing but Weefsel.

    Raises ``InputError`` that says what stands in the way.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        others = cursor.fetchone()[0]
        if others:
            raise InputError(
                text("%(count)s other connections use the database.", count=others),
                where=_name(),
                todo=text("Stop Weefsel and all else that uses it, then try again."),
            )
    known = {one.model._meta.db_table for one in tables.ours(tables.state(tables.applied()))}
    known.add("django_migrations")
    strange = sorted(set(connection.introspection.table_names()) - known)
    if strange:
        raise InputError(
            text(
                "the database also holds tables that are not Weefsel's: %(first)s.",
                first=strange[0],
            ),
            where=_name(),
            todo=text("Give Weefsel a database of its own."),
        )


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def make(stamp: str) -> dict[str, str]:
    """Make an empty schema; give its name, the present one's and the one that gets."""
    drop_unfinished()
    name = stamp.lower().replace("-", "_")
    new, former = NEW + name, FORMER + name
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_schema()")
            present = cursor.fetchone()[0] or "public"
            cursor.execute(f"CREATE SCHEMA {connection.ops.quote_name(new)}")
        _try(present, former)
    except DatabaseError as fault:
        raise _may_not(fault) from fault
    return {"new": new, "present": present, "former": former}


def _try(present: str, former: str) -> None:
    """See that the swap may be done, before anything is decided."""
    quote = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"ALTER SCHEMA {quote(present)} RENAME TO {quote(former)}")
        transaction.set_rollback(True)


def drop_unfinished() -> None:
    """Drop the schemas that restores left which were broken off before they were decided."""
    for name in named(NEW):
        with connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA {connection.ops.quote_name(name)} CASCADE")


def named(begin: str) -> list[str]:
    """Give the schemas whose names begin so; none on SQLite."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nspname FROM pg_namespace WHERE starts_with(nspname::text, %s)", [begin]
        )
        return [name for (name,) in cursor.fetchall()]


def swap(journal: Journal) -> None:
    """Give the new schema the name of the present one, in one transaction; once is enough."""
    new, present = journal.extra.get("new"), journal.extra.get("present")
    if new is None or present is None or new not in named(NEW):
        return
    quote = connection.ops.quote_name
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            former = quote(journal.extra["former"])
            cursor.execute(f"ALTER SCHEMA {quote(present)} RENAME TO {former}")
            cursor.execute(f"ALTER SCHEMA {quote(new)} RENAME TO {quote(present)}")
            cursor.execute(
                "SELECT NOT EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n "
                "ON n.oid = c.relnamespace WHERE n.nspname = %s)",
                [journal.extra["former"]],
            )
            if cursor.fetchone()[0]:  # there was nothing to keep
                cursor.execute(f"DROP SCHEMA {former}")
    except DatabaseError as fault:
        raise _may_not(fault) from fault
    finally:
        connection.close()


def _may_not(fault: DatabaseError) -> InputError:
    return InputError(
        text("the database refuses to make room for the new state (%(fault)s).", fault=str(fault)),
        where=_name(),
        todo=text("Let the user of Weefsel own the database, then try again."),
    )
