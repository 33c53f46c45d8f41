"""Area codes for a file without them, borrowed from another file of the same table."""

from __future__ import annotations

import polars as pl

from weefsel.base.errors import InputError
from weefsel.base.language import Text, text
from weefsel.sources.content import Sheet
from weefsel.sources.metadata import Metadata
from weefsel.sources.wide import Layout, check_unique, figures_of, lay_out, read_codes

_RESIDENTS = ("aantalinwoners", "bevolkingaantalinwonersaantal", "ainw")


def borrow_codes(sheet: Sheet, layout: Layout, other: Sheet | None) -> tuple[pl.Series, Text]:
    """Take the codes of ``other`` after every row's name and residents agree, in order.

    Raises ``InputError`` that names the first row that differs.
    """
    if other is None:
        raise InputError(
            text("the file has no column with area codes."),
            where=sheet.file,
            todo=text("Give another file of the same table with --codes."),
        )
    theirs = lay_out(other, Metadata())
    if not theirs.has("code"):
        raise InputError(
            text("the file given for the codes has no column with area codes."),
            where=other.file,
            todo=text("Give a file of the same table that has the column Codering."),
        )
    if sheet.frame.height != other.frame.height:
        raise InputError(
            text(
                "%(mine)s rows against %(others)s in %(other)s.",
                mine=sheet.frame.height,
                others=other.frame.height,
                other=other.file,
            ),
            where=sheet.file,
            todo=text("Give two files of the same table and selection."),
        )
    for role in ("area", "municipality"):
        if layout.has(role) and theirs.has(role):
            _compare(
                sheet,
                layout.roles[role],
                _words(sheet, layout.roles[role]),
                _words(other, theirs.roles[role]),
                other,
            )
    mine_at, theirs_at = _residents(sheet, layout), _residents(other, theirs)
    _compare(sheet, mine_at, _numbers(sheet, mine_at), _numbers(other, theirs_at), other)
    codes = read_codes(other, theirs)
    check_unique(other, theirs.roles["code"], codes)
    note = text(
        "The area codes come from %(other)s: names and residents agree in all %(rows)s rows.",
        other=other.file,
        rows=sheet.frame.height,
    )
    return codes, note


def borrowed(other: Sheet | None) -> tuple[Sheet, Layout]:
    """Give the file with the codes and its layout: it says more of the areas."""
    if other is None:
        raise ValueError("no file with codes was given")
    return other, lay_out(other, Metadata())


def _words(sheet: Sheet, at: int) -> pl.Series:
    return sheet.column(at).cast(pl.String).str.strip_chars()


def _numbers(sheet: Sheet, at: int) -> pl.Series:
    return figures_of(sheet, [at]).columns[f"c{at}"]


def _residents(sheet: Sheet, layout: Layout) -> int:
    for at in layout.figures:
        if set(layout.headers[at].idents) & set(_RESIDENTS):
            return at
    raise InputError(
        text(
            "the file has no column with the number of residents, so its rows cannot be "
            "checked against the codes."
        ),
        where=sheet.file,
        todo=text("Export it again with Aantal inwoners."),
    )


def _compare(sheet: Sheet, at: int, mine: pl.Series, others: pl.Series, other: Sheet) -> None:
    differ = mine.ne_missing(others)
    if differ.any():
        row = int(differ.arg_max() or 0)
        raise sheet.wrong(
            at,
            row,
            text(
                "'%(mine)s' here, '%(others)s' in %(other)s.",
                mine=mine[row],
                others=others[row],
                other=other.file,
            ),
            text("The rows must be the same areas in the same order."),
        )
