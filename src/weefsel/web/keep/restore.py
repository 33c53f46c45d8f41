"""Put a backup back: all of it or nothing, and what was there is kept aside.

First everything is made ready beside what is there: files in a folder of their own, the
database in a new file or, on PostgreSQL, in a schema of its own. Then its checksum is taken
from what was written. Only when that is the one of the backup does the new state take the
place of the old, in a step that survives being killed (``weefsel.base.swap``).
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.core.management import call_command
from django.db import DatabaseError, connection
from filelock import FileLock, Timeout

from weefsel.atlas.store import FOLDER as STORE
from weefsel.atlas.store import LOCK
from weefsel.base import swap
from weefsel.base.archive import ArchiveReader, Part, damaged, read_archive
from weefsel.base.durable import not_writable
from weefsel.base.errors import InputError
from weefsel.base.language import Text, text
from weefsel.web.keep import place, schemas, tables
from weefsel.web.keep.backup import (
    FORM,
    IN_DATABASE,
    IN_FILES,
    IN_STORE,
    Backup,
    content_sum,
    remember,
)
from weefsel.web.keep.other import default_database, in_schema, sqlite_at
from weefsel.web.keep.running import FOLDER, alone

Say = Callable[[Text], None]
ROOM = 1.2  # free space wanted, as a multiple of what the backup holds; a margin of our own


@dataclass(frozen=True)
class Restored:
    """A backup that was put back."""

    backup: Backup
    former: Path | None  # where the files are that were there
    former_schema: str | None  # where the tables are that were there, on PostgreSQL


def put_back(
    home: Path,
    source: Path,
    now: datetime,
    *,
    passphrase: bytes | None = None,
    say: Say = lambda words: None,
) -> Restored:
    """Restore a backup into an install; the database is the one that the settings name.

    Raises ``InputError`` when the file is damaged or made by a newer version, when the
    install is in use, or when there is no room; nothing has changed then.
    """
    with read_archive(source, passphrase) as archive, alone(home), _no_load(home):
        finish(home)
        backup = archive.contents(Backup, FORM)
        _check(home, archive, backup)
        say(text("The file is whole: every part has its checksum."))
        schemas.check_alone()
        stamp = swap.free_stamp(home, f"{now:%Y%m%dT%H%M%SZ}")
        new = swap.begin(home)
        try:
            extra = _make_ready(archive, backup, new, stamp, say)
        except BaseException:
            shutil.rmtree(home / swap.STAGE, ignore_errors=True)
            schemas.drop_unfinished()
            raise
        known = {STORE, *place.TAKEN}
        if connection.vendor == "sqlite":
            known |= set(place.DATABASE_FILES)
        swap.commit(home, stamp, known, extra)
        connection.close()
        former = swap.finish(home, schemas.swap)
        connection.close()
    remember(home, source, backup, sealed=passphrase is not None)
    kept = extra.get("former")
    return Restored(backup, former, kept if kept in schemas.named(schemas.FORMER) else None)


def finish(home: Path) -> None:
    """Finish a restore that was decided and then broken off; do nothing where there is none."""
    if swap.decided(home):
        with FileLock(home / FOLDER / "finish.lock"):  # of several servers one does it
            swap.finish(home, schemas.swap)


def _check(home: Path, archive: ArchiveReader, backup: Backup) -> None:
    """See that the backup is whole, is ours to read and fits on the disk."""
    if newer := tables.unknown(backup.migrations):
        raise InputError(
            text(
                "this backup was made by version %(version)s, which has changes to the database "
                "that this version does not know (%(first)s).",
                version=backup.weefsel,
                first=newer[0],
            ),
            where=archive.name,
            todo=text("Restore it with the version of Weefsel that made it, or a newer."),
        )
    if content_sum(backup.tables, backup.parts) != backup.content:
        raise damaged(archive.name, "manifest.json")
    there = {part.path for part in backup.parts if part.path.startswith(IN_DATABASE)}
    for one in backup.tables:
        if one.part not in there:
            raise damaged(archive.name, one.part)
    home.mkdir(parents=True, exist_ok=True)
    needed = int(sum(part.bytes for part in backup.parts) * ROOM)
    if shutil.disk_usage(home).free < needed:
        raise InputError(
            text("there is not enough room: %(needed)s MB is needed.", needed=needed >> 20),
            where=str(home),
            todo=text("Make room first; nothing was changed."),
        )
    archive.verify(backup)


@contextmanager
def _no_load(home: Path) -> Iterator[None]:
    """Keep loads out while the store is changed for another."""
    with ExitStack() as stack:
        if (home / STORE).is_dir():
            try:
                stack.enter_context(FileLock(home / STORE / LOCK, timeout=0))
            except Timeout:
                raise InputError(
                    text("another load is busy with the store."),
                    where=str(home / STORE),
                    todo=text("Try again when it is ready."),
                ) from None
        yield


def _make_ready(
    archive: ArchiveReader, backup: Backup, new: Path, stamp: str, say: Say
) -> dict[str, str]:
    """Write the new state beside the old one and check it; give what the swap must know."""
    for part in backup.parts:
        if part.path.startswith(IN_STORE):
            _write(new / STORE / part.path.removeprefix(IN_STORE), archive.read(part))
        elif part.path.startswith(IN_FILES) and _taken(part):
            _write(new / part.path.removeprefix(IN_FILES), archive.read(part))
    extra: dict[str, str] = {}
    if connection.vendor == "postgresql":
        extra = schemas.make(stamp)
        settings = in_schema(extra["new"])
    else:
        settings = sqlite_at(new / place.DATABASE)
    with default_database(settings):
        found = _fill(archive, backup)
        again = content_sum(found, _sums_on_disk(new, backup.parts))
        if again != backup.content:
            raise InputError(
                text("what was written has another checksum than the backup."),
                where=archive.name,
                todo=text("Nothing was changed. Please report this: it is a fault of Weefsel."),
            )
        say(text("What was written has the checksum of the backup: %(sum)s.", sum=again))
        call_command("migrate", interactive=False, verbosity=0)
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            (new / place.DATABASE).chmod(0o600)
    return extra


def _taken(part: Part) -> bool:
    return part.path.removeprefix(IN_FILES).split("/")[0] in place.TAKEN


def _write(target: Path, blocks: Iterable[bytes]) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as handle:
            for block in blocks:
                handle.write(block)
    except OSError as fault:
        raise not_writable(target.parent, fault) from fault


def _fill(archive: ArchiveReader, backup: Backup) -> list[tables.Table]:
    """Fill an empty database and give its tables with the checksums of what is there now."""
    tables.migrate_to(backup.migrations)
    by_label = {one.label: one for one in tables.kept(tables.state(backup.migrations))}
    parts = {part.path: part for part in backup.parts if part.path.startswith(IN_DATABASE)}
    listed = [
        (by_label[one.model], one, _lines(archive, parts[one.part]))
        for one in backup.tables
        if one.model in by_label and by_label[one.model].columns == one.columns
    ]
    if len(listed) < len(backup.tables):
        raise damaged(archive.name, IN_DATABASE)
    try:
        tables.fill_all(listed)
    except (DatabaseError, ValueError) as fault:
        raise InputError(
            text("the database does not take what the backup holds (%(fault)s).", fault=fault),
            where=archive.name,
            todo=text("Nothing was changed. Restore it on the kind of database it came from."),
        ) from fault
    found = []
    for table, one, _ in listed:
        sha256, rows = tables.sum_of(table)
        found.append(one.model_copy(update={"sha256": sha256, "rows": rows}))
    return found


def _lines(archive: ArchiveReader, part: Part) -> Iterator[bytes]:
    """Give the lines of a part, whatever the blocks it is read in."""
    left = b""
    for block in archive.read(part):
        whole = (left + block).split(b"\n")
        left = whole.pop()
        for line in whole:
            yield line + b"\n"
    if left:
        raise ValueError("the last line of a table is cut off")


def _sums_on_disk(new: Path, parts: Iterable[Part]) -> Iterator[Part]:
    """Give the parts that are files, with the checksum of what stands on the disk now."""
    for part in parts:
        if part.path.startswith(IN_DATABASE):
            continue
        inner = part.path.removeprefix(IN_FILES)
        with (new / inner).open("rb") as handle:
            digest = hashlib.file_digest(handle, "sha256").hexdigest()
        yield part.model_copy(update={"sha256": digest})
