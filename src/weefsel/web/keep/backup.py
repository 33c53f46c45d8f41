"""Take a backup: database, statistics and files of an install in one file, as of one moment.

It may run while the server does. The secret key and other secrets are not in it; accounts with
the seeds of their second factor are, so the file is as sensitive as the database itself.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.apps.registry import Apps
from django.db import connection
from filelock import FileLock, Timeout
from pydantic import Field, ValidationError

from weefsel import __version__
from weefsel.atlas.manifest import NAME as STORE_LIST
from weefsel.atlas.manifest import read_manifest
from weefsel.atlas.parts import PARTS
from weefsel.atlas.store import FOLDER as STORE
from weefsel.atlas.store import LOCK, PATIENCE_S
from weefsel.base.archive import BLOCK, ArchiveWriter, Contents, Part, read_archive, write_archive
from weefsel.base.document import Document
from weefsel.base.durable import not_writable, write_durably
from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.web.keep import place
from weefsel.web.keep.other import one_moment
from weefsel.web.keep.tables import (
    Migrations,
    Sum,
    Table,
    applied,
    kept,
    last_id,
    lines,
    state,
)

FORM = "weefsel.backup/1"
ENDING = ".weefsel-backup"
LAST = "last_backup.json"
IN_DATABASE, IN_STORE, IN_FILES = "database/", "store/", "files/"


class Backup(Contents):
    """What a backup holds."""

    weefsel: str
    made_at: str  # moment in UTC
    database: str  # sqlite or postgresql
    migrations: Migrations = Field(default_factory=dict)
    tables: tuple[Table, ...] = ()
    content: str  # checksum over everything people made, whatever the kind of database
    audit_head: str | None = None  # hash of the last entry of the audit log


class LastBackup(Document):
    """What an install remembers of its last backup."""

    made_at: str
    file: str
    content: str
    bytes: int
    sealed: bool = False
    audit_head: str | None = None


@dataclass(frozen=True)
class Made:
    """A backup that was taken."""

    path: Path
    backup: Backup
    bytes: int
    left_out: tuple[str, ...]  # names in the folder that Weefsel does not know


def content_sum(found: Iterable[Table], parts: Iterable[Part]) -> str:
    """Give the one checksum of what an install holds.

    Over the tables (rows in the order of their keys, in a form that both kinds of database
    share) and over the files; not over the moment, the version or the kind of database.
    """
    sums = [f"{one.model} {one.rows} {one.sha256}" for one in found]
    sums += [
        f"{part.path} {part.sha256}" for part in parts if not part.path.startswith(IN_DATABASE)
    ]
    return hashlib.sha256("\n".join(sorted(sums)).encode()).hexdigest()


def take(
    home: Path,
    target: Path,
    now: datetime,
    *,
    replace: bool = False,
    passphrase: bytes | None = None,
) -> Made:
    """Take a backup into a file, or into a folder under a name with the moment.

    The file is read back before it gets its name into ``last_backup.json``. Raises
    ``InputError`` when the file is there already, when nothing can be written, or when
    another backup or a restore is busy.
    """
    if target.is_dir():
        target = target / f"weefsel-{now:%Y%m%dT%H%M%SZ}{ENDING}"
    _check(target, replace)
    with (
        _one_at_a_time(home),
        tempfile.TemporaryDirectory(dir=_room(home)) as links,
        _state(home, Path(links)) as held,
        write_archive(target, passphrase) as archive,
    ):
        backup = _write(archive, home, held, now)
        archive.finish(backup)
    with read_archive(target, passphrase) as written:
        written.verify(written.contents(Backup, FORM))
    remember(home, target, backup, sealed=passphrase is not None)
    size = target.stat().st_size
    return Made(target, backup, size, tuple(place.strangers(home)))


def remember(home: Path, target: Path, backup: Backup, *, sealed: bool) -> None:
    """Write down which backup holds what is here, and where the audit log stood then.

    An audit log that was cut off afterwards does not have that entry any more.
    """
    last = LastBackup(
        made_at=backup.made_at,
        file=str(target.resolve()),
        content=backup.content,
        bytes=target.stat().st_size,
        sealed=sealed,
        audit_head=backup.audit_head,
    )
    write_durably(home / LAST, last.model_dump_json(indent=1).encode())


def last_backup(home: Path) -> LastBackup | None:
    """Give the last backup of an install, none when there never was one that is known."""
    try:
        return LastBackup.model_validate_json((home / LAST).read_bytes())
    except (OSError, ValidationError):
        return None


def _check(target: Path, replace: bool) -> None:
    if not target.parent.is_dir():
        raise InputError(
            text("the folder for this file does not exist."),
            where=str(target),
            todo=text("Make the folder first, or choose another place."),
        )
    if target.exists() and not replace:
        raise InputError(
            text("this file is there already."),
            where=str(target),
            todo=text("Choose another name, name a folder, or say --replace."),
        )


def _room(home: Path) -> Path:
    """Give a folder of our own on the disk of the store, so that files can be linked."""
    try:
        (home / "cache").mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as fault:
        raise not_writable(home, fault) from fault
    return home / "cache"


@contextmanager
def _one_at_a_time(home: Path) -> Iterator[None]:
    lock = FileLock(_room(home) / "backup.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise InputError(
            text("a restore or a backup is under way here."),
            where=str(home),
            todo=text("Try again when it is ready."),
        ) from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _state(home: Path, links: Path) -> Iterator[Path | None]:
    """Hold database and statistics as they are at one moment.

    A load waits while the names of the store are linked and the database is asked for its
    first row, which takes no time; from then on both may change without us noticing.
    """
    lock = FileLock(home / STORE / LOCK, timeout=PATIENCE_S)
    there = (home / STORE).is_dir()
    try:
        if there:
            lock.acquire()
    except Timeout:
        raise InputError(
            text("another load is busy with the store."),
            where=str(home / STORE),
            todo=text("Try again when it is ready."),
        ) from None
    try:
        held = _link_store(home, links) if there else None
        if has_database(home):
            with one_moment():
                lock.release()
                yield held
        else:
            lock.release()
            yield held
    finally:
        lock.release(force=True)


def has_database(home: Path) -> bool:
    """Tell whether there is a database: an install that was never served has none."""
    if connection.vendor == "sqlite" and not (home / place.DATABASE).exists():
        return False
    return "django_migrations" in connection.introspection.table_names()


def _link_store(home: Path, links: Path) -> Path:
    """Give every file of the store a second name, so that none can go while we read."""
    folder = home / STORE
    manifest = read_manifest(folder)
    (links / PARTS).mkdir()
    for name in sorted(manifest.files):
        _link(folder / PARTS / name, links / PARTS / name)
    if (folder / STORE_LIST).exists():
        shutil.copyfile(folder / STORE_LIST, links / STORE_LIST)
    return links


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise InputError(
            text("a file of the store is missing."),
            where=str(source),
            todo=text("Restore it from a backup, or remove the folder and load again."),
        ) from None
    except OSError:  # a disk without second names
        shutil.copyfile(source, target)


def _write(archive: ArchiveWriter, home: Path, held: Path | None, now: datetime) -> Backup:
    listed: list[Table] = []
    migrations: Migrations = {}
    head: str | None = None
    if has_database(home):
        migrations = applied()
        apps = state(migrations)
        head = _audit_head(apps)
        for table in kept(apps):
            found, path = Sum(table), f"{IN_DATABASE}{table.label}.jsonl"
            archive.add(path, found.over(lines(table)))
            listed.append(
                Table(
                    model=table.label,
                    columns=table.columns,
                    rows=found.rows,
                    last_id=last_id(table),
                    sha256=found.sha256,
                    part=path,
                )
            )
    if held is not None:
        for path in sorted(held.rglob("*")):
            if path.is_file():
                inner = IN_STORE + path.relative_to(held).as_posix()
                archive.add(inner, _blocks(path), packed=path.suffix == ".parquet")
    for name, path in place.files(home):
        archive.add(IN_FILES + name, _blocks(path))
    return Backup(
        form=FORM,
        weefsel=__version__,
        made_at=f"{now:%Y-%m-%dT%H:%M:%SZ}",
        database=connection.vendor,
        migrations=migrations,
        tables=tuple(listed),
        parts=tuple(archive.parts),
        content=content_sum(listed, archive.parts),
        audit_head=head,
    )


def _audit_head(apps: Apps) -> str | None:
    """Give the hash of the last entry of the audit log."""
    try:
        entries = apps.get_model("audit", "entry")._base_manager
    except LookupError:  # older than the audit log
        return None
    return entries.order_by("-pk").values_list("hash", flat=True).first()


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as handle:
        while block := handle.read(BLOCK):
            yield block
