"""What was given, a file or a folder with pages, brought to whole sheets."""

from __future__ import annotations

import hashlib
from itertools import pairwise
from pathlib import Path

import polars as pl

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.sources.content import Sheet, open_file
from weefsel.sources.map_attributes import beside_a_map
from weefsel.sources.metadata import Metadata, find_beside, is_metadata, read_metadata
from weefsel.sources.tables import table_in, year_in


def open_source(path: Path) -> list[Sheet]:
    """Open a file or every data file of a folder; pages of one table become one sheet.

    Pages belong together when they have the same columns and name no other table or year.
    Raises ``InputError`` when there is no data file, or when the last page points to a next
    one that was not given.
    """
    if not path.exists():
        raise InputError(
            text("there is no such file or folder."),
            where=path.name,
            todo=text("Check the name."),
        )
    files = (
        sorted(
            one
            for one in path.iterdir()
            if one.is_file() and not one.name.startswith(".") and not beside_a_map(one)
        )
        if path.is_dir()
        else [path]
    )
    parts = [part for one in files for part in open_file(one)]
    sheets = [part for part in parts if isinstance(part, Sheet) and not is_metadata(part)]
    if not sheets:
        known = any(is_metadata(part) for part in parts)
        raise InputError(
            text("this is metadata, not the figures themselves.")
            if known
            else text("no data file was found."),
            where=path.name,
            todo=text("Give the file with one row an area."),
        )
    groups: dict[tuple[object, ...], list[Sheet]] = {}
    for sheet in sheets:
        said = " ".join([*sheet.words, sheet.file])
        groups.setdefault((sheet.columns, table_in(said), year_in(said)), []).append(sheet)
    joined = [_join(pages) for pages in groups.values()]
    for sheet in joined:
        if sheet.frame.height == 0:
            raise InputError(
                text("the table has a heading but no rows."),
                where=sheet.file,
                todo=text("Download or export it again."),
            )
    return joined


def _join(pages: list[Sheet]) -> Sheet:
    if all(page.more for page in pages):
        raise InputError(
            text("the last page points to a next page that was not given."),
            where=pages[-1].file,
            todo=text("Put all pages in one folder and give the folder."),
        )
    if len(pages) == 1:
        return pages[0]
    _refuse_gap(pages)
    first = pages[0]
    words = tuple(dict.fromkeys(word for page in pages for word in page.words))
    digest = hashlib.sha256("".join(page.sha256 for page in pages).encode()).hexdigest()
    try:
        frame = pl.concat([page.frame for page in pages], how="vertical_relaxed")
    except pl.exceptions.PolarsError:
        frame = pl.concat(
            [page.frame.select(pl.all().cast(pl.String)) for page in pages], how="vertical"
        )
    return Sheet(
        f"{first.file} … {pages[-1].file}",
        first.columns,
        frame,
        row_of=first.row_of,
        words=words,
        sha256=digest,
    )


def _refuse_gap(pages: list[Sheet]) -> None:
    """Refuse pages between which one is missing: CBS numbers the rows of a table on."""
    found = [_numbers(page) for page in pages]
    spans = sorted(
        (first, last, page.file)
        for page, span in zip(pages, found, strict=True)
        if span is not None
        for first, last in (span,)
    )
    if len(spans) < len(pages):
        return
    for (_, last, before), (first, _, after) in pairwise(spans):
        if first > last + 1:
            raise InputError(
                text(
                    "between %(before)s and %(after)s rows are missing (ID %(first)s to "
                    "%(last)s).",
                    before=before,
                    after=after,
                    first=last + 1,
                    last=first - 1,
                ),
                where=before,
                todo=text("Put all pages in one folder and give the folder."),
            )


def _numbers(page: Sheet) -> tuple[int, int] | None:
    """Give the first and last ID of a page whose rows are numbered on, else nothing."""
    name = next((one for one in ("ID", "Id") if one in page.columns), None)
    if name is None or not page.frame.height:
        return None
    ids = page.column(page.columns.index(name)).cast(pl.Int64, strict=False)
    first, last = ids[0], ids[-1]
    if ids.null_count() or first is None or last is None or last - first + 1 != ids.len():
        return None
    return int(first), int(last)


def metadata_for(path: Path, table: str | None, given: Path | None) -> Metadata:
    """Give the metadata that was given, else what lies beside the file."""
    return read_metadata(given) if given is not None else find_beside(path, table)
