"""Lets the audit log make way after a test that keeps rows; the database refuses that else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

TABLE = "audit_entry"


@contextmanager
def unguarded() -> Iterator[None]:
    """Take the triggers off the log for a moment, also to tamper with it in a test."""
    from django.db import connection

    if connection.vendor == "postgresql":
        off = [f"ALTER TABLE {TABLE} DISABLE TRIGGER USER"]
        on = [f"ALTER TABLE {TABLE} ENABLE TRIGGER USER"]
    else:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
                [TABLE],
            )
            triggers = cursor.fetchall()
        off = [f"DROP TRIGGER {name}" for name, _sql in triggers]
        on = [sql for _name, sql in triggers]
    with connection.cursor() as cursor:
        for each in off:
            cursor.execute(each)
    yield
    with connection.cursor() as cursor:
        for each in on:
            cursor.execute(each)


@pytest.fixture(scope="session", autouse=True)
def _log_makes_way() -> Iterator[None]:
    """Wrap the flush at the end of every test with ``transactional_db``."""
    from django.test import TransactionTestCase

    flush = TransactionTestCase._fixture_teardown

    def teardown(self: Any) -> None:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {TABLE})")
            empty = not cursor.fetchone()[0]
        if empty and connection.vendor == "sqlite":  # its triggers are for rows
            flush(self)
            return
        with unguarded():
            flush(self)

    TransactionTestCase._fixture_teardown = teardown
    yield
    TransactionTestCase._fixture_teardown = flush
