"""Who uses an install now: every server holds a lock that ends with its process."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from weefsel.base.durable import not_writable
from weefsel.base.errors import InputError
from weefsel.base.language import text

FOLDER = "running"
ALONE = "alone.lock"  # held by whoever must have the install to itself


def hold(home: Path) -> FileLock:
    """Say that this process uses the install; it holds until the process ends.

    Raises ``InputError`` while a restore is under way.
    """
    folder = home / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        own = FileLock(folder / f"{os.getpid()}.lock")
        own.acquire(timeout=0)
        with FileLock(folder / ALONE, timeout=0):
            return own
    except Timeout:
        raise InputError(
            text("a restore or a backup is under way here."),
            where=str(home),
            todo=text("Try again when it is ready."),
        ) from None
    except OSError as fault:
        raise not_writable(folder, fault) from fault


def users(home: Path) -> list[int]:
    """Give the processes that use the install now, this one left out."""
    found = []
    for path in sorted((home / FOLDER).glob("[0-9]*.lock")):
        number = int(path.stem)
        if number == os.getpid():
            continue
        lock = FileLock(path)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            found.append(number)
        else:
            lock.release()
            with suppress(OSError):
                path.unlink(missing_ok=True)
    return found


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Have the install to oneself; no server can start meanwhile.

    Raises ``InputError`` when another backup or restore is busy, or a server runs.
    """
    try:
        (home / FOLDER).mkdir(parents=True, exist_ok=True)
        lock = FileLock(home / FOLDER / ALONE)
        lock.acquire(timeout=0)
    except Timeout:
        raise InputError(
            text("a restore or a backup is under way here."),
            where=str(home),
            todo=text("Try again when it is ready."),
        ) from None
    except OSError as fault:
        raise not_writable(home, fault) from fault
    try:
        if found := users(home):
            raise InputError(
                text(
                    "Weefsel is running here (process %(number)s).",
                    number=", ".join(map(str, found)),
                ),
                where=str(home),
                todo=text("Stop it first, then try again."),
            )
        yield
    finally:
        lock.release()
