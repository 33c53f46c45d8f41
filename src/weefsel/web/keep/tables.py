"""Every table of the database, as its own migrations describe it: read, written, summed.

Not the models of today but those of the migrations that were run: so a backup of an older
version can be read by a newer one, which then runs what migrations are left.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.apps.registry import Apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import CharField, F, Field, Model, TextField
from django.db.models.functions import Collate

from weefsel.base.document import Document
from weefsel.web.keep.rows import for_database, read_row, row_for_sum, write_row

# Who was logged in is not kept: the key of a session opens the door to whoever reads it.
NOT_KEPT = {"sessions.session", "accounts.opensession"}
ROWS_AT_A_TIME = 500

Migrations = dict[str, tuple[str, ...]]


class Table(Document):
    """A table in a backup: what it holds and the checksum over its rows."""

    model: str  # "accounts.user"
    columns: tuple[str, ...]
    rows: int
    last_id: int | None = None  # the highest number ever given out, so that none comes back
    sha256: str
    part: str  # path in the archive


@dataclass(frozen=True)
class Kept:
    """A model with the columns of its table."""

    model: type[Model]

    @property
    def label(self) -> str:
        """Give its name."""
        return self.model._meta.label_lower

    @property
    def fields(self) -> list[Field]:
        """Give its columns."""
        return [
            field
            for field in self.model._meta.local_concrete_fields
            if not getattr(field, "generated", False)
        ]

    @property
    def columns(self) -> tuple[str, ...]:
        """Give the names of its columns."""
        return tuple(field.column for field in self.fields)


def applied() -> Migrations:
    """Give the migrations that were run on the database, by app."""
    found: dict[str, list[str]] = {}
    for app, name in MigrationRecorder(connection).applied_migrations():
        found.setdefault(app, []).append(name)
    return {app: tuple(sorted(names)) for app, names in sorted(found.items())}


def unknown(migrations: Migrations) -> list[str]:
    """Give the migrations that this version does not have: a newer one made them."""
    known = MigrationLoader(None).disk_migrations
    return [
        f"{app}.{name}"
        for app, names in migrations.items()
        for name in names
        if (app, name) not in known
    ]


def _ends(loader: MigrationLoader, migrations: Migrations) -> list[tuple[str, str]]:
    """Give per app the last of the migrations."""
    nodes = {
        (app, name)
        for app, names in migrations.items()
        for name in names
        if (app, name) in loader.graph.nodes
    }
    inner = {
        parent.key
        for node in nodes
        for parent in loader.graph.node_map[node].parents
        if parent.key[0] == node[0]
    }
    return sorted(nodes - inner)


def state(migrations: Migrations) -> Apps:
    """Give the models as some migrations leave them."""
    loader = MigrationLoader(None)
    return loader.project_state(_ends(loader, migrations)).apps


def migrate_to(migrations: Migrations) -> None:
    """Run these migrations and no others on an empty database."""
    executor = MigrationExecutor(connection)
    executor.migrate(_ends(executor.loader, migrations))


def ours(apps: Apps) -> list[Kept]:
    """Give every table of Weefsel, by name."""
    models = [
        Kept(model)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and not model._meta.swapped
    ]
    return sorted(models, key=lambda one: one.label)


def kept(apps: Apps) -> list[Kept]:
    """Give every table that belongs in a backup, by name."""
    return [one for one in ours(apps) if one.label not in NOT_KEPT]


def lines(table: Kept) -> Iterator[bytes]:
    """Give the rows of a table as lines, in the order of their keys."""
    fields = table.fields
    key = table.model._meta.pk
    order: Any = F(key.attname)
    if isinstance(key, CharField | TextField) and connection.vendor == "postgresql":
        order = Collate(order, "C")  # byte by byte, as SQLite does
    rows = (
        table.model._base_manager.order_by(order)
        .values_list(*(field.attname for field in fields))
        .iterator(chunk_size=ROWS_AT_A_TIME)
    )
    for row in rows:
        yield write_row(fields, row)


class Sum:
    """The checksum over the lines of a table, and how many there were."""

    def __init__(self, table: Kept) -> None:
        self._fields = table.fields
        self._digest = hashlib.sha256()
        self.rows = 0

    def over(self, found: Iterable[bytes]) -> Iterator[bytes]:
        """Pass the lines on while they are summed."""
        for line in found:
            self._digest.update(row_for_sum(self._fields, line))
            self.rows += 1
            yield line

    @property
    def sha256(self) -> str:
        """Give the sum."""
        return self._digest.hexdigest()


def sum_of(table: Kept) -> tuple[str, int]:
    """Give the checksum over a table in the database and how many rows it has."""
    found = Sum(table)
    for _ in found.over(lines(table)):
        pass
    return found.sha256, found.rows


def fill(table: Kept, found: Iterable[bytes]) -> None:
    """Write lines into an empty table; call it within ``transaction.atomic``.

    What a migration put there makes way. Raises ``ValueError`` or Django's ``DatabaseError``
    when a line does not fit.
    """
    fields = table.fields
    quote = connection.ops.quote_name
    name = quote(table.model._meta.db_table)
    columns = ", ".join(quote(column) for column in table.columns)
    places = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {name})")
        if cursor.fetchone()[0]:
            cursor.execute(f"DELETE FROM {name}")
        left = iter(found)
        while batch := [_for_insert(fields, line) for line in islice(left, ROWS_AT_A_TIME)]:
            cursor.executemany(f"INSERT INTO {name} ({columns}) VALUES ({places})", batch)


def _for_insert(fields: Sequence[Field], line: bytes) -> list[Any]:
    return [
        for_database(field, value, connection)
        for field, value in zip(fields, read_row(fields, line), strict=True)
    ]


def last_id(table: Kept) -> int | None:
    """Give the highest number that a table ever gave out, none where it gives none."""
    key = table.model._meta.pk
    if key.get_internal_type() not in {"AutoField", "BigAutoField", "SmallAutoField"}:
        return None
    name = table.model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT pg_sequence_last_value(pg_get_serial_sequence(%s, %s)::regclass)",
                [connection.ops.quote_name(name), key.column],
            )
        else:
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [name])
        found = cursor.fetchone()
    return found[0] if found and found[0] else None


def go_on_from(tables: list[tuple[Kept, int | None]]) -> None:
    """Let each table give out numbers after the highest it ever gave."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            models = [table.model for table, _ in tables]
            for statement in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(statement)
        for table, last in tables:
            if last is None:
                continue
            name, key = table.model._meta.db_table, table.model._meta.pk.column
            if connection.vendor == "postgresql":
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, %s)::regclass, %s)",
                    [connection.ops.quote_name(name), key, last],
                )
            else:
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [name])
                cursor.execute("INSERT INTO sqlite_sequence VALUES (%s, %s)", [name, last])


def fill_all(tables: Iterable[tuple[Kept, Table, Iterable[bytes]]]) -> None:
    """Write every table in one transaction, and check that what refers to a row finds it."""
    done: list[tuple[Kept, int | None]] = []
    with transaction.atomic():
        for table, listed, found in tables:
            fill(table, found)
            done.append((table, listed.last_id))
        go_on_from(done)
        connection.check_constraints()
