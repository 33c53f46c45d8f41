"""Change a whole folder for another in one step that survives being killed at any moment.

What is new is made ready in ``.restoring/new`` beside what is there. Then one small file, the
journal, is written in one step: before it the old state holds and what was made ready is rubbish,
after it the new state holds and whoever opens the folder first finishes the renames. What was
there is never deleted: it moves to ``former/<stamp>``.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Collection
from pathlib import Path

from pydantic import Field, ValidationError

from weefsel.base.document import Document
from weefsel.base.durable import not_writable, settle, write_durably
from weefsel.base.errors import InputError
from weefsel.base.language import text

STAGE = ".restoring"
NEW = "new"
JOURNAL = "journal.json"
FORMER = "former"


class Journal(Document):
    """What must still be done: names that leave, names that come, what else was made ready."""

    stamp: str
    leaving: tuple[str, ...]
    coming: tuple[str, ...]
    # What a database needs to finish its own part.
    extra: dict[str, str] = Field(default_factory=dict)


def free_stamp(home: Path, moment: str) -> str:
    """Give a name for the former state that no other one has: the moment, if need be with more."""
    stamp, number = moment, 1
    while (home / FORMER / stamp).exists():
        number += 1
        stamp = f"{moment}-{number}"
    return stamp


def begin(home: Path) -> Path:
    """Give an empty folder in which the new state can be made ready.

    Call it only after ``finish``: what an earlier attempt left is rubbish then.
    """
    stage = home / STAGE
    try:
        shutil.rmtree(stage, ignore_errors=True)
        (stage / NEW).mkdir(parents=True, mode=0o700)
    except OSError as fault:
        raise not_writable(home, fault) from fault
    return stage / NEW


def commit(
    home: Path, stamp: str, known: Collection[str], extra: dict[str, str] | None = None
) -> None:
    """Decide for the new state: from here on it holds, whatever happens.

    ``known`` are the names in the folder that belong to the state; what of them is there
    leaves, what was made ready comes. All else in the folder stays. Call ``finish`` next.
    """
    coming = tuple(sorted(path.name for path in (home / STAGE / NEW).iterdir()))
    leaving = tuple(sorted(path.name for path in home.iterdir() if path.name in known))
    _make_last(home / STAGE / NEW)
    journal = Journal(stamp=stamp, leaving=leaving, coming=coming, extra=extra or {})
    write_durably(home / STAGE / JOURNAL, journal.model_dump_json(indent=1).encode())


def _make_last(folder: Path) -> None:
    """See to it that everything in a folder survives a power cut."""
    try:
        for path in sorted(folder.rglob("*")):
            if path.is_dir():
                settle(path)
                continue
            with path.open("rb+") as handle:
                os.fsync(handle.fileno())
        settle(folder)
    except OSError as fault:
        raise not_writable(folder, fault) from fault


def decided(home: Path) -> bool:
    """Tell whether a new state was decided for and is not wholly in its place yet."""
    return (home / STAGE / JOURNAL).exists()


def finish(home: Path, also: Callable[[Journal], None] | None = None) -> Path | None:
    """Bring a decided state to its place; give where the former one is kept, if any.

    Nothing is decided: nothing is done. ``also`` does what else is needed and may be asked
    twice. Raises ``InputError`` when a file cannot be moved; call it again when it can.
    """
    if not decided(home):
        return None
    journal = _read(home / STAGE / JOURNAL)
    former = home / FORMER / journal.stamp
    try:
        former.parent.mkdir(parents=True, exist_ok=True, mode=0o700)  # the mode is of the last one
        former.mkdir(exist_ok=True, mode=0o700)
        for name in journal.leaving:
            if (home / name).exists() and not (former / name).exists():
                os.replace(home / name, former / name)
        settle(former)
        settle(home)
        if also is not None:
            also(journal)
        for name in journal.coming:
            if (home / STAGE / NEW / name).exists():
                os.replace(home / STAGE / NEW / name, home / name)
        settle(home)
        (home / STAGE / JOURNAL).unlink()
        settle(home / STAGE)
    except OSError as fault:
        raise not_writable(home, fault) from fault
    shutil.rmtree(home / STAGE, ignore_errors=True)
    if not any(former.iterdir()):  # there was nothing to keep
        former.rmdir()
        return None
    return former


def _read(path: Path) -> Journal:
    try:
        return Journal.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as fault:
        raise InputError(
            text("the note of a restore that was broken off cannot be read."),
            where=str(path),
            todo=text("Ask somebody who knows this machine; nothing was deleted."),
        ) from fault
