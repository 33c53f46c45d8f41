"""Databases for tests: a PostgreSQL of their own where an address of a server is given."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import pytest

SERVER = os.environ.get("WEEFSEL_TEST_POSTGRES", "")
WHY_NOT = "set WEEFSEL_TEST_POSTGRES to postgresql://user:password@host:port/database"
needs_postgresql = pytest.mark.skipif(not SERVER, reason=WHY_NOT)
BOTH = ["sqlite", pytest.param("postgresql", marks=[needs_postgresql, pytest.mark.postgres])]


@contextmanager
def postgresql(template: str = "template0") -> Iterator[str]:
    """Give the address of a database of our own, and drop it afterwards.

    It is empty, or a copy of the database at another address.
    """
    psycopg = pytest.importorskip("psycopg", reason="install weefsel[postgres]")
    from psycopg import sql

    name = f"weefsel_test_{secrets.token_hex(6)}"
    source = template.rpartition("/")[2]
    make = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(make.format(sql.Identifier(name), sql.Identifier(source)))
        try:
            yield urlunsplit(urlsplit(SERVER)._replace(path=f"/{name}"))
        finally:
            server.execute(drop)
