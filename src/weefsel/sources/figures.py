"""Figures in text: marks for missing, decimal comma or point, thousands, provisional stars."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import polars as pl

from weefsel.base.errors import InputError
from weefsel.base.language import Text, text

# CBS, "Wat betekenen de symbolen": "." is unknown, unreliable or secret, blank cannot occur,
# a star is provisional; there is no sign for nil today ("-" means "up to"), in old tables "-"
# was nil and exporters write it for unknown. A dash is read as missing and counted in a note:
# taking it for 0 would be a guess. "x" was secret.
MISSING = ("", ".", "..", "*", "NA", "N/A", "#N/A", "NaN", "nan", "null", "NULL", "None", "<NA>")
SECRET = ("x", "X")
NIL = ("-", "\N{EN DASH}", "\N{MINUS SIGN}")
# Numbers that mean missing in the wijk- en buurtkaart of CBS and Kadaster: the first in
# editions to 2022; then, by the Toelichting of 30-10-2024: -99997 secret or absent, -99995 in
# a later edition, -99991 no longer published.
MISSING_NUMBERS = (-99999999.0, -99999997.0, -99997.0, -99995.0, -99991.0)

# How a cell with a comma or a point can be written; the first that fits counts.
_FORMS = {
    "grouped_point": r"^[+-]?\d{1,3}(?:,\d{3})+\.\d+$",
    "grouped_comma": r"^[+-]?\d{1,3}(?:\.\d{3})+,\d+$",
    "comma_groups": r"^[+-]?[1-9]\d{0,2}(?:,\d{3})+$",
    "point_groups": r"^[+-]?[1-9]\d{0,2}(?:\.\d{3})+$",
    "comma_decimal": r"^[+-]?\d*,\d+$",
    "point_decimal": r"^[+-]?\d*\.\d+(?:[eE][+-]?\d+)?$",
}


Wrong = Callable[[str, int, Text, Text], InputError]


@dataclass
class Style:
    """How a file writes numbers; found once a file from all its cells with a mark."""

    decimal: str = "."
    groups: str = ""


@dataclass
class Parsed:
    """Columns as numbers, and where a cell was secret or nil."""

    columns: dict[str, pl.Series] = field(default_factory=dict)
    secret: dict[str, pl.Series] = field(default_factory=dict)
    nil: int = 0


class MixedMarks(Exception):
    """A file uses both a decimal comma and a decimal point."""

    def __init__(self, comma: str, point: str) -> None:
        self.comma = comma
        self.point = point
        super().__init__(comma, point)


def find_style(cells: pl.Series) -> Style:
    """Find the decimal mark of a file from its cells that hold a comma or point.

    A group of exactly three digits after a mark counts as thousands unless other cells show
    that the mark is the decimal one: no table read here publishes three decimals. Raises
    ``MixedMarks`` with an example of each when both marks are used as a decimal mark.
    """
    form = pl.lit(None, pl.String)
    for name, shape in reversed(_FORMS.items()):
        form = pl.when(pl.col("cell").str.contains(shape)).then(pl.lit(name)).otherwise(form)
    seen: dict[str | None, str] = dict(
        cells.to_frame("cell")
        .group_by(form.alias("form"), maintain_order=True)
        .agg(pl.col("cell").first())
        .iter_rows()
    )
    comma = seen.get("comma_decimal") or seen.get("grouped_comma")
    point = seen.get("point_decimal") or seen.get("grouped_point")
    comma_groups = "comma_groups" in seen or "grouped_point" in seen
    point_groups = "point_groups" in seen or "grouped_comma" in seen
    if comma and point:
        raise MixedMarks(comma, point)
    if comma:
        return Style(",", "." if point_groups else "")
    if point:
        return Style(".", "," if comma_groups else "")
    if comma_groups and point_groups:
        return Style("", ",.")
    return Style(".", "," if comma_groups else "." if point_groups else "")


def parse(columns: dict[str, pl.Series], wrong: Wrong) -> Parsed:
    """Read columns of a file, text or number, as 64-bit numbers with null for missing.

    ``wrong`` makes the error for a cell, given its column, row, what and what to do. Raises
    ``InputError`` that names the row and column of the first cell that is no number.
    """
    result = Parsed()
    words: dict[str, pl.Series] = {}
    for name, given in columns.items():
        if given.dtype.is_numeric():
            number = given.cast(pl.Float64)
            gone = number.is_nan() | number.is_infinite() | number.is_in(list(MISSING_NUMBERS))
            result.columns[name] = number.zip_with(~gone.fill_null(False), _null(len(number)))
        elif given.dtype == pl.Null:
            result.columns[name] = _null(len(given))
        else:
            words[name] = _bare(given)
    try:
        style = find_style(_marked(words.values()))
    except MixedMarks as mixed:
        raise _mixed(words, mixed, wrong) from mixed
    for name, bare in words.items():
        result.columns[name] = _numbers(name, bare, style, wrong, result)
    return result


def _mixed(words: dict[str, pl.Series], mixed: MixedMarks, wrong: Wrong) -> InputError:
    name, row = next(
        (name, int((bare == mixed.point).fill_null(False).arg_max() or 0))
        for name, bare in words.items()
        if (bare == mixed.point).any()
    )
    return wrong(
        name,
        row,
        text(
            "the file uses both a decimal comma (%(comma)s) and a decimal point (%(point)s).",
            comma=mixed.comma,
            point=mixed.point,
        ),
        text("Save it again with one decimal mark."),
    )


def _null(length: int) -> pl.Series:
    return pl.Series(values=[None], dtype=pl.Float64).new_from_index(0, length)


def _bare(given: pl.Series) -> pl.Series:
    """Take off spaces (also the thin ones between thousands) and a provisional star."""
    if given.dtype.is_nested():
        given = pl.Series([None if cell is None else str(cell) for cell in given.to_list()])
    bare = given.cast(pl.String).str.replace_all(r"[\s\u{a0}\u{202f}\u{2009}]", "")
    starred = bare.str.contains(r"\d\*+$")
    return bare.str.strip_chars_end("*") if starred.any() else bare


def _marked(columns: Iterable[pl.Series]) -> pl.Series:
    """Give the distinct cells of each column that hold a digit and a comma or point."""
    marked = [pl.Series("cell", [], dtype=pl.String)]
    for bare in columns:
        held = bare.str.contains(r"\d.*[.,]|[.,].*\d").fill_null(False)
        marked.append(bare.filter(held).unique().rename("cell"))
    return pl.concat(marked)


def _numbers(
    name: str,
    bare: pl.Series,
    style: Style,
    wrong: Wrong,
    result: Parsed,
) -> pl.Series:
    secret = bare.is_in(list(SECRET)).fill_null(False)
    nil = bare.is_in(list(NIL)).fill_null(False)
    gone = bare.is_in(list(MISSING)).fill_null(True) | secret | nil
    if secret.any():
        result.secret[name] = secret
    result.nil += int(nil.sum())
    _refuse_doubtful(name, bare, style, wrong)
    plain = bare
    for mark in style.groups:
        plain = plain.str.replace_all(mark, "", literal=True)
    if style.decimal == ",":
        plain = plain.str.replace(",", ".", literal=True)
    number = plain.cast(pl.Float64, strict=False)
    odd = ~gone & (number.is_null() | number.is_nan() | number.is_infinite()).fill_null(True)
    if odd.any():
        row = int(odd.arg_max() or 0)
        raise wrong(
            name,
            row,
            text("'%(cell)s' is not a number.", cell=str(bare[row])[:40]),
            text("Correct the cell, or leave it empty when the value is missing."),
        )
    gone = gone | number.is_in(list(MISSING_NUMBERS)).fill_null(False)
    return number.zip_with(~gone, _null(len(number)))


def _refuse_doubtful(name: str, bare: pl.Series, style: Style, wrong: Wrong) -> None:
    """Refuse a column whose decimal mark may stand for thousands.

    In a file with a decimal point elsewhere, "1.560" residents would become 1.56. No table
    read here publishes three decimals, so a column in which every mark has three digits
    after it is not guessed at.
    """
    groups = {".": _FORMS["point_groups"], ",": _FORMS["comma_groups"]}.get(style.decimal)
    if groups is None or style.decimal in style.groups:
        return
    marked = bare.str.contains(style.decimal, literal=True).fill_null(False)
    grouped = bare.str.contains(groups).fill_null(False)
    if not grouped.any() or not (grouped == marked).all():
        return
    row = int(grouped.arg_max() or 0)
    raise wrong(
        name,
        row,
        text("'%(cell)s' can be thousands or decimals.", cell=str(bare[row])[:40]),
        text("Save the file again without marks between thousands."),
    )
