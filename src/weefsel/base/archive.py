"""An archive: one file with many parts and a list that holds the checksum of each.

It is a zip file, so that anybody can look inside without Weefsel. It is there whole or not at
all: the parts are written beside it and the name is given last. Sealed with a passphrase
(``weefsel.base.sealed``) it is no zip file any more to whoever lacks the passphrase.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import IO, TypeVar, cast

from pydantic import ValidationError

from weefsel.base.document import Document
from weefsel.base.durable import UNFINISHED, not_writable, settle
from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.base.refusal import why
from weefsel.base.sealed import SealedReader, SealedWriter, is_sealed

LIST = "manifest.json"
BLOCK = 1 << 20  # bytes read at a time, so that no part need fit in memory
MOST_LIST_BYTES = 64 << 20  # a list of parts larger than this is no list of ours

Listed = TypeVar("Listed", bound="Contents")


class Part(Document):
    """One part of an archive."""

    path: str
    bytes: int
    sha256: str


class Contents(Document):
    """The list of an archive: its form and its parts."""

    form: str
    parts: tuple[Part, ...] = ()


class ArchiveWriter:
    """Writes the parts of an archive, one after the other."""

    def __init__(self, handle: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(handle, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        self.parts: list[Part] = []

    def add(self, path: str, chunks: Iterable[bytes], *, packed: bool = False) -> Part:
        """Write one part; ``packed`` says that it is compressed already.

        Give it with its size and checksum.
        """
        digest, size = hashlib.sha256(), 0
        entry = zipfile.ZipInfo(path)
        entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
        entry.external_attr = 0o600 << 16
        with self._zip.open(entry, "w", force_zip64=True) as inner:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                inner.write(chunk)
        part = Part(path=path, bytes=size, sha256=digest.hexdigest())
        self.parts.append(part)
        return part

    def finish(self, contents: Contents) -> None:
        """Write the list and close the archive."""
        self._zip.writestr(LIST, contents.model_dump_json(indent=1) + "\n")
        self._zip.close()

    def give_up(self) -> None:
        """Write nothing more: what was begun is thrown away."""
        self._zip.fp = None


@contextmanager
def write_archive(target: Path, passphrase: bytes | None = None) -> Iterator[ArchiveWriter]:
    """Open an archive for writing; it gets its name when the block ends well, else nothing stays.

    Only its owner may read it. Raises ``InputError`` that names the folder when it may not be
    written or is full.
    """
    unfinished = target.with_name(f"{target.name}{UNFINISHED}")
    try:
        number = os.open(unfinished, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(number, "wb") as raw:
            sealed = None if passphrase is None else SealedWriter(raw, passphrase)
            archive = ArchiveWriter(cast(IO[bytes], sealed or raw))
            try:
                yield archive
            except BaseException:
                archive.give_up()
                raise
            if sealed is not None:
                sealed.finish()
            raw.flush()
            os.fsync(raw.fileno())
        os.replace(unfinished, target)
        settle(target.parent)
    except OSError as fault:
        raise not_writable(target.parent, fault) from fault
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


class ArchiveReader:
    """Reads the parts of an archive."""

    def __init__(self, inner: zipfile.ZipFile, name: str) -> None:
        self._zip = inner
        self.name = name

    def contents(self, model: type[Listed], form: str) -> Listed:
        """Give the list of the archive.

        Raises ``InputError`` when there is none, when it is of another form, or when it
        names a part that could land outside a folder.
        """
        try:
            if self._zip.getinfo(LIST).file_size > MOST_LIST_BYTES:
                raise not_ours(self.name)
            record = self._zip.read(LIST)
        except (KeyError, *BROKEN) as fault:
            raise not_ours(self.name) from fault
        try:
            found = json.loads(record).get("form")
            if found != form:
                raise InputError(
                    text(
                        "this backup has the form '%(found)s' and this version reads '%(known)s'.",
                        found=str(found),
                        known=form,
                    ),
                    where=self.name,
                    todo=text("Restore it with the version of Weefsel that made it, or a newer."),
                )
            contents = model.model_validate_json(record)
        except (ValidationError, ValueError, AttributeError, TypeError) as fault:
            raise not_ours(self.name) from fault
        paths = [part.path for part in contents.parts]
        if len(set(paths)) < len(paths) or not all(map(_stays_inside, paths)):
            raise not_ours(self.name)
        return contents

    def read(self, part: Part) -> Iterator[bytes]:
        """Give a part block by block, and check it to its last byte.

        Raises ``InputError`` when it is not what the list says. Whoever uses the blocks
        must be able to undo that.
        """
        digest, size = hashlib.sha256(), 0
        try:
            with self._zip.open(part.path) as inner:
                while chunk := inner.read(BLOCK):
                    digest.update(chunk)
                    size += len(chunk)
                    if size > part.bytes:
                        break
                    yield chunk
        except (KeyError, *BROKEN) as fault:
            raise damaged(self.name, part.path) from fault
        if size != part.bytes or digest.hexdigest() != part.sha256:
            raise damaged(self.name, part.path)

    def verify(self, contents: Contents) -> None:
        """Read every part once; raises ``InputError`` at the first that is damaged."""
        for part in contents.parts:
            for _ in self.read(part):
                pass


BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


@contextmanager
def read_archive(path: Path, passphrase: bytes | None = None) -> Iterator[ArchiveReader]:
    """Open an archive for reading.

    Raises ``InputError`` when it is not there, is none, or is sealed and the passphrase is
    not the one it was sealed with.
    """
    try:
        raw: IO[bytes] = path.open("rb")
    except OSError as fault:
        raise InputError(
            text("the file cannot be opened (%(fault)s).", fault=why(fault)),
            where=str(path),
            todo=text("Check the name and that you may read it."),
        ) from fault
    with raw:
        handle: IO[bytes] = raw
        if is_sealed(raw):
            if passphrase is None:
                raise InputError(
                    text("this backup is sealed with a passphrase."),
                    where=path.name,
                    todo=text("Name the file that holds it with --passphrase-file."),
                )
            handle = cast(IO[bytes], SealedReader(raw, passphrase, path.name))
        try:
            inner = zipfile.ZipFile(handle)
        except BROKEN as fault:
            raise not_ours(path.name) from fault
        with inner:
            yield ArchiveReader(inner, path.name)


def not_ours(name: str) -> InputError:
    """Make the error for a file that is no backup of Weefsel."""
    return InputError(
        text("this is not a whole backup of Weefsel."),
        where=name,
        todo=text("Check that this is the file you meant, or take another backup."),
    )


def damaged(name: str, path: str) -> InputError:
    """Make the error for a part that is not what the list says."""
    return InputError(
        text("part %(path)s of this backup is damaged; nothing was changed.", path=path),
        where=name,
        todo=text("Take another backup."),
    )


def _stays_inside(path: str) -> bool:
    """Tell whether a name can only land inside the folder it is unpacked in."""
    pure = PurePosixPath(path)
    return (
        bool(path)
        and not pure.is_absolute()
        and pure.as_posix() == path
        and not any(part in {"", ".", ".."} for part in path.split("/"))
        and not any(one in path for one in "\\:\0")
    )
