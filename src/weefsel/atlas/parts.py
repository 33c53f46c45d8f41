"""Part files of the store: written once, never changed, named after their content.

Nothing here decides what belongs to the store: that is the manifest's. A part that no
manifest names is an orphan, left by a load that was broken off, and may be deleted.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import polars as pl

from weefsel.base.errors import InputError
from weefsel.base.language import text

PARTS = "parts"
UNFINISHED = ".unfinished"

# Small enough that one municipality is one or two groups, large enough to compress well.
ROWS_A_GROUP = 50_000
_NAME_DIGITS = 24  # hexadecimal digits of the SHA-256 in a name: 96 bits


def write_durably(target: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all, also after a power cut.

    Raises ``InputError`` that names the folder when it may not be written or is full.
    """
    unfinished = target.with_name(f"{target.name}.{os.getpid()}{UNFINISHED}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(unfinished, target)
        _settle(target.parent)
    except OSError as fault:
        raise not_writable(target.parent, fault) from fault


def not_writable(folder: Path, fault: OSError) -> InputError:
    """Make the error for a folder in which nothing can be written."""
    return InputError(
        text("nothing can be written there (%(fault)s).", fault=fault.strerror or str(fault)),
        where=str(folder),
        todo=text("Make room, or check that you may write in that folder."),
    )


def _settle(folder: Path) -> None:
    """Make a rename in a folder last; systems without open folders do so themselves."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_part(folder: Path, name: str, frame: pl.DataFrame) -> str:
    """Write a frame as an immutable part; give its file name.

    ``name`` is for people; the content decides the rest, so the same frame is the same file.
    """
    memory = BytesIO()
    frame.write_parquet(memory, compression="zstd", row_group_size=ROWS_A_GROUP, statistics=True)
    content = memory.getvalue()
    digest = hashlib.sha256(content).hexdigest()[:_NAME_DIGITS]
    target = folder / PARTS / f"{name}.{digest}.parquet"
    if not target.exists():
        write_durably(target, content)
    return target.name


def delete_orphans(folder: Path, kept: Iterable[str]) -> int:
    """Delete what no manifest names; give how many files that were.

    Call it only under the lock of the store.
    """
    known = set(kept)
    unfinished = list(folder.glob(f"*{UNFINISHED}"))
    parts = [path for path in (folder / PARTS).glob("*") if path.name not in known]
    for path in unfinished + parts:
        path.unlink(missing_ok=True)
    return len(unfinished) + len(parts)
