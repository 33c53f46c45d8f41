"""Part files of the store: written once, never changed, named after their content.

Nothing here decides what belongs to the store: that is the manifest's. A part that no
manifest names is an orphan, left by a load that was broken off, and may be deleted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import polars as pl

from weefsel.base.durable import UNFINISHED, write_durably
from weefsel.base.errors import InputError
from weefsel.base.language import text

PARTS = "parts"

# What Polars raises on a part that was cut off or written over by something else.
DAMAGED = (
    pl.exceptions.ComputeError,
    pl.exceptions.SchemaError,
    pl.exceptions.ColumnNotFoundError,
    pl.exceptions.PanicException,
)

# Small enough that one municipality is one or two groups, large enough to compress well.
ROWS_A_GROUP = 50_000
_NAME_DIGITS = 24  # hexadecimal digits of the SHA-256 in a name: 96 bits


def damaged(place: Path) -> InputError:
    """Make the error for a file of the store that is no longer what was written."""
    return InputError(
        text("a file of the store is damaged."),
        where=str(place),
        todo=text("Restore it from a backup, or remove the folder and load again."),
    )


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
