"""Fetch a list that comes in pages, and documents beside it; keep what was fetched."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from weefsel.base.errors import InputError
from weefsel.base.language import Text, text
from weefsel.sources.network import faults
from weefsel.sources.network.fetch import Fetcher
from weefsel.sources.network.shelf import Page, Shelf
from weefsel.sources.said import Number

MOST_PAGES = 5_000  # a list that never ends is a fault, not a table

Progress = Callable[[int, int, Text], None]
Following = Callable[[dict[str, Any], str, int], str | None]

_SAFE = "$'(),:"  # signs that OData and WFS use in a query and that need no escape there


def silent(done: int, total: int, words: Text) -> None:
    """Show nothing of the progress."""


def address_of(base: str, params: dict[str, str]) -> str:
    """Give an address with a query, as these services write it."""
    return f"{base}?{urlencode(params, quote_via=quote, safe=_SAFE)}" if params else base


def query_of(address: str) -> dict[str, str]:
    """Give the query of an address."""
    return dict(parse_qsl(urlsplit(address).query, keep_blank_values=True))


def moved(address: str, link: str) -> str:
    """Give the next page at the place that was asked, whatever host the link names.

    A proxy or a mirror answers with the address of CBS in its links: only their query counts.
    """
    return address_of(address.partition("?")[0], query_of(link))


def document(fetcher: Fetcher, shelf: Shelf, name: str, address: str) -> dict[str, Any]:
    """Get a document; the copy on the shelf when the service says that it is unchanged.

    Raises ``NotThereError`` or ``UnreachableError``.
    """
    kept = shelf.index.documents.get(name)
    body = shelf.body(kept) if kept is not None and kept.address == address else None
    if kept is None or body is None:
        answer = fetcher.get_json(address)
    else:
        answer = fetcher.get_json(address, etag=kept.etag, modified=kept.modified)
    if answer.body is None:
        found: dict[str, Any] = fetcher.read(body or b"")
        return found
    page = Page(file="", sha256="", address=address, etag=answer.etag, modified=answer.modified)
    shelf.add_document(name, page, answer.body)
    content: dict[str, Any] = answer.content
    return content


def collect(
    fetcher: Fetcher,
    shelf: Shelf,
    name: str,
    first: str,
    *,
    key: str,
    following: Following,
    promised: int | None = None,
    progress: Progress = silent,
) -> list[Page]:
    """Fetch the pages that are not on the shelf yet; give all of them in order.

    ``key`` is where a page has its rows, ``following`` gives the address of the next page
    from a page, its address and its number of rows. Raises ``UnreachableError`` when a page
    cannot be had; those before it stay on the shelf.
    """
    pages = shelf.intact()
    if shelf.index.complete:
        return pages
    address = pages[-1].following if pages else first
    rows = sum(page.rows for page in pages)
    asked = {page.address for page in pages}
    while address is not None:
        if len(pages) >= MOST_PAGES or address in asked:
            raise _endless(fetcher, len(pages))
        progress(rows, promised or 0, _said(fetcher.service.about, name, rows, promised))
        asked.add(address)
        answer = fetcher.get_json(address)
        found = answer.content.get(key) if isinstance(answer.content, dict) else None
        if answer.body is None or not isinstance(found, list):
            raise faults.something_else(fetcher.service, name)
        page = Page(
            file="",
            sha256="",
            address=address,
            rows=len(found),
            following=following(answer.content, address, len(found)),
            etag=answer.etag,
            modified=answer.modified,
        )
        pages.append(shelf.add(page, answer.body))
        rows += len(found)
        address = page.following
    progress(rows, promised or 0, _said(fetcher.service.about, name, rows, promised))
    shelf.finish()
    return pages


def _said(about: str, name: str, rows: int, promised: int | None) -> Text:
    if promised is None:
        return text(
            "%(about)s, %(part)s: %(rows)s rows fetched",
            about=about,
            part=name,
            rows=Number(rows, 0),
        )
    return text(
        "%(about)s, %(part)s: %(rows)s of %(promised)s rows fetched",
        about=about,
        part=name,
        rows=Number(rows, 0),
        promised=Number(promised, 0),
    )


def _endless(fetcher: Fetcher, pages: int) -> InputError:
    return InputError(
        text("the table does not end after %(pages)s pages.", pages=Number(pages, 0)),
        where=fetcher.service.about,
        todo=fetcher.service.instead,
    )
