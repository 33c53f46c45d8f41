"""Pages kept between runs: a download that was interrupted goes on where it stopped.

A shelf is a folder of one request, with an ``index.json`` that names its pages. A page is
written whole, then the index names it: whatever stops the process, the index never names a
page that is not there, and a page that was damaged since is fetched again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import BaseModel, ValidationError

from weefsel.base.durable import not_writable, write_durably
from weefsel.base.errors import InputError
from weefsel.base.language import text

FORM = "weefsel.pages/1"
INDEX = "index.json"
_SHORT = 20  # signs of a hash in the name of a folder


class Page(BaseModel):
    """One answer that is kept: its file, its address, and what the service said of it."""

    file: str
    sha256: str
    address: str
    rows: int = 0
    following: str | None = None  # the address of the next page
    etag: str | None = None
    modified: str | None = None


class Index(BaseModel):
    """What stands on a shelf: of which edition, and whether it is all of it."""

    form: str = FORM
    address: str = ""
    edition: str = ""
    complete: bool = False
    pages: list[Page] = []
    documents: dict[str, Page] = {}


class Shelf:
    """The pages and documents kept of one request."""

    def __init__(self, cache: Path, request: str) -> None:
        self.folder = cache / hashlib.sha256(request.encode()).hexdigest()[:_SHORT]
        self.request = request
        self.index = self._read()

    @contextmanager
    def alone(self) -> Iterator[Shelf]:
        """Hold the shelf for one process; raises ``InputError`` when another has it."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.folder / "lock", timeout=0)
            lock.acquire()
        except Timeout:
            raise InputError(
                text("another load is fetching the same."),
                where=str(self.folder),
                todo=text("Try again when it is ready."),
            ) from None
        except OSError as fault:
            raise not_writable(self.folder, fault) from fault
        try:
            self.index = self._read()
            yield self
        finally:
            lock.release()

    def _read(self) -> Index:
        try:
            found = Index.model_validate_json((self.folder / INDEX).read_bytes())
        except (OSError, ValidationError):
            return Index(address=self.request)
        if found.form != FORM or found.address != self.request:
            return Index(address=self.request)
        return found

    def begin(self, edition: str) -> bool:
        """Keep what is of this edition, else empty the shelf; tell whether it was emptied."""
        if self.index.edition == edition:
            return False
        had = bool(self.index.pages)
        old = self.index.pages
        self.index = self.index.model_copy(
            update={"edition": edition, "complete": False, "pages": []}
        )
        self._write()
        for page in old:
            with suppress(OSError):
                (self.folder / page.file).unlink(missing_ok=True)
        return had

    def intact(self) -> list[Page]:
        """Give the pages that are whole, up to the first that is not; forget the others."""
        kept: list[Page] = []
        for page in self.index.pages:
            if self.body(page) is None:
                self.index = self.index.model_copy(update={"pages": kept, "complete": False})
                self._write()
                break
            kept.append(page)
        return list(kept)

    def body(self, page: Page) -> bytes | None:
        """Give the content of a page, none when it is gone or damaged."""
        try:
            found = (self.folder / page.file).read_bytes()
        except OSError:
            return None
        return found if hashlib.sha256(found).hexdigest() == page.sha256 else None

    def path(self, page: Page) -> Path:
        """Give the file of a page."""
        return self.folder / page.file

    def add(self, page: Page, body: bytes) -> Page:
        """Put the next page on the shelf."""
        stored = self._store(page, f"{len(self.index.pages) + 1:05d}.json", body)
        self.index = self.index.model_copy(update={"pages": [*self.index.pages, stored]})
        self._write()
        return stored

    def add_document(self, name: str, page: Page, body: bytes) -> Page:
        """Keep a document beside the pages, in place of the one of that name."""
        stored = self._store(page, f"{name}.json", body)
        documents = {**self.index.documents, name: stored}
        self.index = self.index.model_copy(update={"documents": documents})
        self._write()
        return stored

    def finish(self) -> None:
        """Say that all pages are there."""
        self.index = self.index.model_copy(update={"complete": True})
        self._write()

    def clear(self) -> None:
        """Forget every page, not the documents."""
        self.index = self.index.model_copy(update={"edition": ""})
        self.begin("-")

    def _store(self, page: Page, file: str, body: bytes) -> Page:
        write_durably(self.folder / file, body)
        digest = hashlib.sha256(body).hexdigest()
        return page.model_copy(update={"file": file, "sha256": digest})

    def _write(self) -> None:
        write_durably(self.folder / INDEX, self.index.model_dump_json(indent=1).encode())
