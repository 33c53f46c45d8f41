"""What the folder of an install holds: what a backup takes along and what it leaves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from weefsel.atlas.store import FOLDER as STORE
from weefsel.base.durable import UNFINISHED
from weefsel.base.swap import FORMER, STAGE

DATABASE = "weefsel.sqlite3"
DATABASE_FILES = (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm")
# What people made or chose: a backup takes these along, a room that adds one names it here.
TAKEN = ("audit_head.json", "budgets", "choices", "provisions", "style.css")
# What is secret, can be made again or belongs to this machine: never in a backup.
LEFT = (
    "secret_key",
    "secret_key.old",
    "oidc_client_secret",
    "static",
    "cache",
    "recogniser",
    "faults",
    "running",
    "last_backup.json",
    STAGE,
    FORMER,
)


def files(home: Path) -> Iterator[tuple[str, Path]]:
    """Give the files that a backup takes along beside stores, each with its path inside."""
    for name in TAKEN:
        place = home / name
        if place.is_file():
            yield name, place
        for path in sorted(place.rglob("*")) if place.is_dir() else ():
            if path.is_file() and not path.is_symlink() and not path.name.endswith(UNFINISHED):
                yield path.relative_to(home).as_posix(), path


def strangers(home: Path) -> list[str]:
    """Give the names in the folder that Weefsel does not know: a backup leaves them, aloud."""
    if not home.is_dir():
        return []
    known = {STORE, *DATABASE_FILES, *TAKEN, *LEFT}
    return sorted(
        path.name
        for path in home.iterdir()
        if path.name not in known and not path.name.endswith(UNFINISHED)
    )
