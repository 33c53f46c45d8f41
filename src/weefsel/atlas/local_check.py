"""Check own figures row by row: every fault is named, and one fault stops the whole file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from weefsel.atlas.bounds import LARGEST, PERCENT, WHOLE
from weefsel.atlas.indicator import Indicator
from weefsel.atlas.local_error import (
    EXACT,
    MARGIN,
    SAMPLING,
    UNKNOWN,
    margin_interval,
    share_interval,
)
from weefsel.atlas.local_names import Doubt, Places, Subjects
from weefsel.base.figure import Flag
from weefsel.base.language import Text, plural, text
from weefsel.sources.local_mapping import LocalMapping
from weefsel.sources.local_rows import Fault, LocalRow
from weefsel.sources.said import Number

# Areas that are older than this were merged since; no scan reaches them.
FIRST_YEAR = 2000
# DESIGN section 6, disclosure control: minimum cell 10. For a survey it is the least number of
# answers behind a figure: fewer people could be recognised by each other.
MINIMUM_N = 10
SURVEY, OWN_RECORDS, THINGS, PUBLISHED = "survey", "own_records", "things", "published"
FEW_FRACTIONS = 3  # figures from which a column of parts of one can be told

OWN_COLUMNS = {
    "area": pl.String,
    "indicator": pl.String,
    "year": pl.Int32,
    "value": pl.Float64,  # null when withheld
    "lower": pl.Float64,  # 95%
    "upper": pl.Float64,
    "flag": pl.String,
    "basis": pl.String,  # survey, own_records, things, published
    "n": pl.Float64,  # as given; null when withheld
    "margin": pl.Float64,  # as given, at its own confidence
    "confidence": pl.Float64,
    "error": pl.String,  # sampling, margin, unknown, exact
    "maker": pl.String,  # the source as the row gives it
}

# The door for counts about people: takes shares of own records (area, indicator, year, value,
# n) and what was shown before, gives each share with ``withheld`` and its value after the
# door, and what is shown now. Its maker is whoever may open that door.
Door = Callable[[pl.DataFrame, dict[str, Any]], tuple[pl.DataFrame, dict[str, Any]]]


@dataclass(frozen=True)
class Checked:
    """Own figures that passed every check (``OWN_COLUMNS``), and what is wrong with the rest."""

    frame: pl.DataFrame
    faults: tuple[Fault, ...]
    notes: tuple[Text, ...] = ()
    ledger: dict[str, Any] | None = None  # what is shown of own records once this is stored


@dataclass
class _Kept:
    rows: list[dict[str, object]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    seen: dict[tuple[str, str, int], LocalRow] = field(default_factory=dict)
    without_error: int = 0


def check(
    rows: tuple[LocalRow, ...],
    places: Mapping[int, Places],
    subjects: Subjects,
    mapping: LocalMapping,
    *,
    latest_year: int,
    door: Door | None = None,
    shown: dict[str, Any] | None = None,
) -> Checked:
    """Check every row and give its figure an error of its own.

    ``places`` holds the areas for each year of the rows; ``latest_year`` is the newest year
    that a figure can be of. Shares from own records pass ``door``, with what was ``shown``
    before; without a door they are refused.
    """
    kept = _Kept()
    rows, doubtful = _percentages(rows, subjects, mapping)
    kept.faults += doubtful
    stop = {(one.row, one.column) for one in doubtful}
    for row in rows:
        if (row.line, row.column) not in stop:
            _check_row(row, places, subjects, latest_year, kept)
    frame = pl.DataFrame(kept.rows, schema={**OWN_COLUMNS, "line": pl.Int64, "column": pl.String})
    own = frame.filter(pl.col("basis") == OWN_RECORDS)
    ledger: dict[str, Any] | None = None
    if own.height and door is None:
        kept.faults += [
            Fault(
                line,
                column,
                text("a figure about people from own records passes the door for counts."),
                text("Load it with the command or on the page: both have that door."),
            )
            for line, column in own.select("line", "column").iter_rows()
        ]
    elif own.height and door is not None and not kept.faults:
        frame, ledger = _through(door, shown or {}, frame, own)
    notes = []
    withheld = int((frame["flag"] == Flag.SUPPRESSED.value).sum())
    if withheld:
        notes.append(
            plural(
                "%(count)s figure is withheld: too few people are behind it (at least "
                "%(least)s are needed), or another figure could be worked out from it.",
                "%(count)s figures are withheld: too few people are behind them (at least "
                "%(least)s are needed), or another figure could be worked out from them.",
                withheld,
                count=Number(withheld, 0),
                least=MINIMUM_N,
            )
        )
    if kept.without_error:
        notes.append(
            text(
                "%(count)s figures have neither a number of answers nor a margin: their error "
                "is not known, and every page says so.",
                count=Number(kept.without_error, 0),
            )
        )
    return Checked(
        frame.select(*OWN_COLUMNS).sort("area", "indicator", "year"),
        tuple(sorted(kept.faults, key=lambda one: (one.row, one.column))),
        tuple(notes),
        ledger,
    )


def _percentages(
    rows: tuple[LocalRow, ...], subjects: Subjects, mapping: LocalMapping
) -> tuple[tuple[LocalRow, ...], list[Fault]]:
    """Bring parts of one to percentages; ask when a column may be either."""
    shares: dict[str, list[LocalRow]] = {}
    for row in rows:
        found = subjects.find(row.indicator)
        if isinstance(found, Indicator) and found.unit == PERCENT and not row.percent:
            shares.setdefault(found.id, []).append(row)
    if mapping.fractions:
        scaled = {id(row) for group in shares.values() for row in group}
        return tuple(_scaled(row) if id(row) in scaled else row for row in rows), []
    faults = []
    if mapping.fractions is None:
        for group in shares.values():
            values = [row.value or 0.0 for row in group]
            parts = [one for one in values if 0 < one < 1]
            if len(values) >= FEW_FRACTIONS and max(values) <= 1 and parts:
                faults += [
                    Fault(
                        row.line,
                        row.column,
                        text("all shares of this indicator lie between 0 and 1."),
                        text("Say whether 0.5 stands for half of the people or for half a "
                             "percent."),
                    )
                    for row in group
                ]  # fmt: skip
    return rows, faults


def _scaled(row: LocalRow) -> LocalRow:
    def percent(part: float | None) -> float | None:
        # Twelve digits: 0.55 is 55 percent and not a hair more.
        return None if part is None else float(f"{part * WHOLE:.12g}")

    return replace(row, value=percent(row.value), margin=percent(row.margin))


def _check_row(
    row: LocalRow,
    places: Mapping[int, Places],
    subjects: Subjects,
    latest_year: int,
    kept: _Kept,
) -> None:
    faults: list[Fault] = []

    def fault(column: str, what: Text, todo: Text) -> None:
        faults.append(Fault(row.line, column or row.column, what, todo))

    if not FIRST_YEAR <= row.year <= latest_year:
        fault(
            row.column,
            text(
                "a figure of %(year)s cannot be stored here: %(first)s to %(last)s.",
                year=row.year,
                first=FIRST_YEAR,
                last=latest_year,
            ),
            text("Correct the year."),
        )
    found = subjects.find(row.indicator)
    if isinstance(found, Doubt):
        fault(row.indicator_column, found.what, found.todo)
    area = places[row.year].find(row.code, row.area, row.level) if row.year in places else None
    if isinstance(area, Doubt):
        fault(row.area_column, area.what, area.todo)
    if row.basis is None:
        fault(
            row.column,
            text("it is not said what this figure rests on."),
            text("Say it for the file or in a column: a survey, own records about people, a "
                 "count of places or activities, or published before."),
        )  # fmt: skip
    if isinstance(found, Indicator):
        for what, todo in _impossible(row, found):
            fault(row.column, what, todo)
    if faults or not isinstance(found, Indicator) or not isinstance(area, str):
        kept.faults += faults
        return
    key = (area, found.id, row.year)
    before = kept.seen.setdefault(key, row)
    if before is not row:
        fault(
            row.column,
            text("row %(row)s holds the same area, indicator and year.", row=before.line),
            text("Keep one of the two rows."),
        )
        kept.faults += faults
        return
    kept.rows.append(_record(row, area, found, kept))


def _impossible(row: LocalRow, indicator: Indicator) -> list[tuple[Text, Text]]:
    """Say what cannot be of a figure: its size, its number of answers, its margin."""
    said: list[tuple[Text, Text]] = []
    correct = text("Correct it in the file.")
    value = row.value
    assert value is not None
    share = indicator.unit == PERCENT
    most = WHOLE if share else indicator.most or LARGEST
    shown = Number(value)
    if row.percent and not share:
        said.append((
            text("this indicator is not a percentage, and the cell has a percent sign."),
            text("Check which indicator this is."),
        ))  # fmt: skip
    if value > most:
        said.append((text("%(value)s is more than can be.", value=shown), correct))
    if value < 0 and not indicator.may_be_negative:
        said.append((text("%(value)s is less than nothing.", value=shown), correct))
    if row.n is not None and (row.n < 0 or not float(row.n).is_integer()):
        said.append((
            text("%(n)s is not a number of people.", n=Number(row.n)),
            text("Give a whole number."),
        ))  # fmt: skip
    if row.margin is not None and row.margin < 0:
        said.append((text("a margin is never less than nothing."), correct))
    if row.basis == OWN_RECORDS and share and row.n is None:
        said.append((
            text("a share from own records needs the number of people it is about."),
            text("Give that number in a column of its own."),
        ))  # fmt: skip
    if row.basis == OWN_RECORDS and not share:
        said.append((
            text("from own records only shares with their number of people can be stored."),
            text("Give the share and the number, or say that it is a count of places."),
        ))  # fmt: skip
    return said


def _record(row: LocalRow, area: str, indicator: Indicator, kept: _Kept) -> dict[str, object]:
    """Give a checked figure with its own error; a survey of too few people is withheld."""
    value, share = row.value, indicator.unit == PERCENT
    assert value is not None
    low: float | None = None
    high: float | None = None
    error = UNKNOWN
    if row.margin is not None:
        floor = None if indicator.may_be_negative else 0.0
        ceiling = WHOLE if share else indicator.most
        low, high = margin_interval(
            value, row.margin, row.confidence, lowest=floor, highest=ceiling
        )
        error = MARGIN
    elif row.n and share and row.basis == SURVEY:
        low, high = share_interval(value, row.n)
        error = SAMPLING
    elif row.basis in (THINGS, OWN_RECORDS):
        error = EXACT
    else:
        kept.without_error += 1
    withheld = row.basis == SURVEY and row.n is not None and row.n < MINIMUM_N
    return {
        "area": area,
        "indicator": indicator.id,
        "year": row.year,
        "value": None if withheld else value,
        "lower": None if withheld else low,
        "upper": None if withheld else high,
        "flag": Flag.SUPPRESSED.value if withheld else Flag.MEASURED.value,
        "basis": row.basis,
        "n": None if withheld else row.n,
        "margin": None if withheld else row.margin,
        "confidence": row.confidence if row.margin is not None and not withheld else None,
        "error": UNKNOWN if withheld else error,
        "maker": row.source,
        "line": row.line,
        "column": row.column,
    }


def _through(
    door: Door, shown: dict[str, Any], frame: pl.DataFrame, own: pl.DataFrame
) -> tuple[pl.DataFrame, dict[str, Any]]:
    """Pass the shares of own records through the door for counts; empty what it withholds."""
    key = ["area", "indicator", "year"]
    passed, ledger = door(own.select(*key, "value", "n"), shown)
    passed = passed.select(*key, "withheld", passed="value")
    beside = frame.join(passed, on=key, how="left", maintain_order="left")
    # A figure that the door does not give back did not pass it.
    mine = pl.col("basis") == OWN_RECORDS
    withheld = mine & pl.col("withheld").fill_null(True)
    emptied = ("lower", "upper", "n", "margin", "confidence")
    emptied_frame = beside.with_columns(
        *(pl.when(withheld).then(None).otherwise(pl.col(one)).alias(one) for one in emptied),
        value=pl.when(withheld)
        .then(None)
        .when(mine)
        .then(pl.col("passed"))
        .otherwise(pl.col("value")),
        flag=pl.when(withheld).then(pl.lit(Flag.SUPPRESSED.value)).otherwise(pl.col("flag")),
        error=pl.when(withheld).then(pl.lit(UNKNOWN)).otherwise(pl.col("error")),
    )
    return emptied_frame.drop("withheld", "passed"), ledger
