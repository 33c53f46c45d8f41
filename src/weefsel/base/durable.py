"""Files that are there whole or not at all, also after a power cut."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.base.refusal import why

UNFINISHED = ".unfinished"  # how the name of a file ends while it is being written


def write_durably(target: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all, also after a power cut.

    Raises ``InputError`` that names the folder when it may not be written or is full.
    """
    with open_durably(target) as handle:
        handle.write(content)


@contextmanager
def open_durably(target: Path) -> Iterator[IO[bytes]]:
    """Open a file that is there whole at the end of the block, or not at all.

    What breaks off the block, a key press too, leaves nothing behind. Raises ``InputError``
    that names the folder when it may not be written or is full.
    """
    unfinished = target.with_name(f"{target.name}.{os.getpid()}{UNFINISHED}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("wb") as handle:
            yield handle
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(unfinished, target)
        settle(target.parent)
    except BaseException as fault:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        if isinstance(fault, OSError):
            raise not_writable(target.parent, fault) from fault
        raise


def not_writable(folder: Path, fault: OSError) -> InputError:
    """Make the error for a folder in which nothing can be written."""
    return InputError(
        text("nothing can be written there (%(fault)s).", fault=why(fault)),
        where=str(folder),
        todo=text("Make room, or check that you may write in that folder."),
    )


def settle(folder: Path) -> None:
    """Make a rename in a folder last; systems without open folders do so themselves."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
