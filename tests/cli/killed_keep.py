"""Kill a backup or a restore at many moments, and tell what is there afterwards.

Run as ``python killed_keep.py backup FILE FILE`` or ``... restore FILE OTHER``, where the
content of OTHER is what is there now: each attempt is a fork of this process that kills itself
at its next moment. Prints a JSON list with one record an attempt: the moment and the checksum
of the content afterwards.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from weefsel.web.install import set_up

set_up()

from django.db import connection  # noqa: E402

from weefsel.base import archive, durable, swap  # noqa: E402
from weefsel.base.home import home  # noqa: E402
from weefsel.web.keep import backup, restore, schemas, tables  # noqa: E402


def die(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def at(place: Any, name: str, *, after: bool = False, time: int = 1) -> Callable[[], None]:
    """Give what makes this process die before or after the n-th call of a function."""

    def arm() -> None:
        act, calls = getattr(place, name), 0

        def armed(*given: Any, **named: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == time and not after:
                die()
            found = act(*given, **named)
            if calls == time and after:
                die()
            return found

        setattr(place, name, armed)

    return arm


WRITER = archive.ArchiveWriter
MOMENTS = {
    "backup": {
        "before the first part": at(WRITER, "add"),
        "after a table": at(WRITER, "add", after=True, time=9),
        "before the list": at(WRITER, "finish"),
        "before its name": at(os, "replace"),
        "with its name": at(os, "replace", after=True),
        "before it is read back": at(backup, "read_archive"),
        "before it is remembered": at(backup, "write_durably"),
    },
    "restore": {
        "with half the rows": at(tables, "fill", time=9),
        "while it is decided": at(durable.os, "replace"),
        "when it is decided": at(swap, "commit", after=True),
        "after the first move": at(swap.os, "replace", after=True, time=2),
        "before the database": at(schemas, "swap"),
        "after the database": at(schemas, "swap", after=True),
        "halfway the new": at(swap.os, "replace", after=True, time=6),
    },
}
# What is the same on either kind of database is tried on SQLite only, and what only PostgreSQL
# does in a step of its own only there: it takes seconds each.
ON_POSTGRESQL = {
    "after a table",
    "with its name",
    "with half the rows",
    "when it is decided",
    "before the database",
    "after the database",
}
NOT_ON_SQLITE = {"before the database", "after the database"}


def attempt(what: str, file: Path) -> None:
    if what == "backup":
        backup.take(home(), file, datetime.now(UTC), replace=True)
    else:
        restore.put_back(home(), file, datetime.now(UTC))


def content(target: Path) -> str:
    return backup.take(home(), target, datetime.now(UTC), replace=True).backup.content


def state(what: str, file: Path) -> dict[str, Any]:
    """Look as the next command does: it finishes first what was decided."""
    restore.finish(home())
    found: dict[str, Any] = {"content": content(file.parent / "look")}
    if what == "backup":
        found["file"] = file.exists()
        if file.exists():
            with archive.read_archive(file) as written:
                listed = written.contents(backup.Backup, backup.FORM)
                written.verify(listed)
                found["whole"] = listed.content
            file.unlink()
    else:
        found["unfinished"] = schemas.named(schemas.NEW)
    connection.close()
    return found


def tried_here(moment: str) -> bool:
    """Tell whether a moment can differ on this kind of database."""
    if connection.vendor == "sqlite":
        return moment not in NOT_ON_SQLITE
    return moment in ON_POSTGRESQL


if __name__ == "__main__":
    what, file, other = sys.argv[1], *map(Path, sys.argv[2:4])
    told = []
    for moment, arm in MOMENTS[what].items():
        if not tried_here(moment):
            continue
        connection.close()
        child = os.fork()
        if child == 0:
            arm()
            attempt(what, file)
            os._exit(0)
        _, ended = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(ended) and os.WTERMSIG(ended) == signal.SIGKILL
        record = {"moment": moment, "killed": killed, "decided": swap.decided(home())}
        told.append(record | {"aim": file.name} | state(what, file))
        if record["decided"]:  # the next goes the other way, so that there is something to change
            file, other = other, file
    print(json.dumps(told))
