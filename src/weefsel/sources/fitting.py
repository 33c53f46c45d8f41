"""Metadata is used only where it is proven to be of this file: keys change every year."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.sources.content import Sheet
from weefsel.sources.metadata import Metadata
from weefsel.sources.source import metadata_for
from weefsel.sources.tables import register, table_in
from weefsel.sources.wide import Layout, check_signature, lay_out


def fitting(metadata: Metadata, sheet: Sheet, layout: Layout, given: Path | None) -> Metadata:
    """Keep metadata that covers the columns or carries the file's table number, else none.

    Raises ``InputError`` when metadata that was given is of another table or does not know
    a column.
    """
    keys = [layout.headers[at].column for at in layout.figures if layout.headers[at].kind == "key"]
    table = table_in(" ".join([*sheet.words, sheet.file]))
    same = table is None or metadata.table is None or table == metadata.table
    if given is not None:
        refuse_other(metadata, sheet, table if not same else None, keys, metadata.topics)
        return metadata
    if same and keys and metadata.covers(keys):
        return metadata
    if same and table is not None and metadata.table == table:
        metadata.topics = {}
        return metadata
    return Metadata()


def recognised(
    sheet: Sheet, path: Path, table: str | None, given: Path | None, series: str
) -> tuple[Metadata, Layout]:
    """Find the metadata of a sheet and lay its columns out by it.

    Raises ``InputError`` when the sheet is not a table of the series, or when metadata that
    was given does not fit it.
    """
    likely = table or table_in(" ".join([sheet.file, path.name, *sheet.words]))
    found = metadata_for(path, likely, given)
    metadata = fitting(found, sheet, lay_out(sheet, found), given)
    layout = lay_out(sheet, metadata)
    known = register().series[series]
    check_signature(layout, metadata, known.signature, sheet, known.title)
    return metadata, layout


def refuse_other(
    metadata: Metadata, sheet: Sheet, other: str | None, keys: list[str], known: Container[str]
) -> None:
    """Refuse metadata of another table, or that does not know a column or measure.

    ``other`` is the file's own table when that differs; ``known`` are the keys that the
    metadata describes, empty when it describes none.
    """
    if other is not None:
        raise InputError(
            text(
                "the metadata is of table %(theirs)s, the file is table %(mine)s.",
                theirs=metadata.table,
                mine=other,
            ),
            where=sheet.file,
            todo=text("Give the metadata of the same table and year."),
        )
    missing = next((key for key in keys if key not in known), None)
    if known and missing is not None:
        raise InputError(
            text("the metadata does not know the column '%(column)s'.", column=missing),
            where=sheet.file,
            todo=text("Give the metadata of the same table and year."),
        )
