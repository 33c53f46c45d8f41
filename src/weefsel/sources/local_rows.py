"""From a table and its mapping to rows of words: one area, one indicator, one year each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from weefsel.base.errors import InputError
from weefsel.base.language import Text, text
from weefsel.sources.local_grid import Cell, Grid
from weefsel.sources.local_mapping import Basis, LocalMapping, words
from weefsel.sources.local_numbers import NotANumber, Number, Read, read_numbers

_YEAR = re.compile(r"^\d{4}(?:[.,]0+)?$")
_WHOLE_CONFIDENCE = 1.0  # above this a confidence is written in percent


@dataclass(frozen=True)
class Fault:
    """What is wrong with one cell: the row in the file, its column, what, and what to do."""

    row: int
    column: str
    what: Text
    todo: Text

    @property
    def sentence(self) -> Text:
        """Give the fault in one sentence."""
        return text(
            "row %(row)s, column '%(column)s': %(what)s",
            row=self.row,
            column=self.column,
            what=self.what,
        )


class Faults(InputError):
    """Rows of a file that cannot be used; nothing of the file was stored."""

    def __init__(self, file: str, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        self.file = file
        first = faults[0]
        what = (
            first.sentence
            if len(faults) == 1
            else text(
                "%(count)s cells cannot be used, so nothing was stored. The first is %(first)s",
                count=len(faults),
                first=first.sentence,
            )
        )
        super().__init__(what, where=file, todo=first.todo)


@dataclass(frozen=True)
class LocalRow:
    """One figure as the file says it; area and indicator are still words."""

    line: int
    code: str  # as written, empty when there is no such column
    area: str  # as written
    level: str | None
    indicator: str  # id, name or word of the file
    year: int
    value: float | None
    percent: bool  # the cell had a percent sign
    n: float | None
    margin: float | None
    confidence: float
    basis: Basis | None
    source: str
    column: str  # heading of the value
    area_column: str
    indicator_column: str


@dataclass(frozen=True)
class LocalRows:
    """What a table says, cell by cell: its rows, its faults, and cells without a figure."""

    rows: tuple[LocalRow, ...]
    faults: tuple[Fault, ...]
    empty: int  # cells of a wide table without a figure


def rows_of(grid: Grid, mapping: LocalMapping) -> LocalRows:
    """Read the rows of a table.

    Raises ``InputError`` when the mapping lacks a column that every figure needs, for then
    no row can be read at all.
    """
    _complete(grid, mapping)
    reader = _Reader(grid, mapping)
    for at in range(len(grid.rows)):
        reader.read(at)
    return LocalRows(tuple(reader.rows), tuple(reader.faults), reader.empty)


def lacking(mapping: LocalMapping) -> list[Text]:
    """Say which columns a mapping still lacks, none when a file can be read with it."""
    wide = mapping.many("indicator")
    said = []
    if mapping.of("code") is None and mapping.of("area") is None:
        said.append(text("no column is the code or the name of the area."))
    if not wide and mapping.of("indicator") is None:
        said.append(text("no column is the indicator, and no column is one indicator's figures."))
    if not wide and mapping.of("value") is None:
        said.append(text("no column is the value."))
    if wide and (mapping.of("indicator") or mapping.of("value")):
        said.append(
            text("the table has both a column of values and columns of one indicator each.")
        )
    if mapping.of("year") is None and mapping.year is None:
        said.append(text("no column is the year, and no year is given for the whole file."))
    return said


def _complete(grid: Grid, mapping: LocalMapping) -> None:
    missing = lacking(mapping)
    if missing:
        raise InputError(
            missing[0],
            where=grid.file,
            todo=text("Say what each column is; the columns are: %(known)s.",
                      known=", ".join(grid.columns)[:300]),
        )  # fmt: skip


class _Reader:
    """Walks through the rows of a table and keeps figures and faults."""

    def __init__(self, grid: Grid, mapping: LocalMapping) -> None:
        self.grid, self.mapping = grid, mapping
        self.rows: list[LocalRow] = []
        self.faults: list[Fault] = []
        self.empty = 0
        place = {heading: at for at, heading in enumerate(grid.columns)}
        self.place = {
            role: place[heading] for heading, role in mapping.columns.items() if heading in place
        }
        wide = mapping.many("indicator")
        self.of_n = {of: place[heading] for heading, of in mapping.many("n").items()}
        self.of_margin = {of: place[heading] for heading, of in mapping.many("margin").items()}
        self.values = [(place[heading], of) for heading, of in wide.items()]
        numeric = {at for at, _ in self.values} | set(self.of_n.values())
        numeric |= set(self.of_margin.values())
        numeric |= {
            self.place[one] for one in ("value", "n", "margin", "confidence") if one in self.place
        }
        self.numbers = read_numbers(
            {at: grid.cells(at) for at in sorted(numeric)}, mapping.decimal
        )

    def read(self, at: int) -> None:
        """Read one row of the table: one figure, or one for each column of an indicator."""
        year = self._year(at)
        level = self._known(at, "level")
        basis = self._known(at, "basis")
        confidence = self._confidence(at)
        if year is None or level is False or basis is False or confidence is None:
            return
        for value_at, of in self._columns(at):
            found = self.numbers[value_at][at]
            if found is None and self.values:
                self.empty += 1
                continue
            if found is None:
                self._fault(
                    at, value_at, text("there is no value."),
                    text("Fill in the value, or take the row out of the file."),
                )  # fmt: skip
                continue
            value = self._number(at, value_at, found)
            n, n_fine = self._beside(at, "n", self.of_n.get(of))
            margin, margin_fine = self._beside(at, "margin", self.of_margin.get(of))
            if value is None or not (n_fine and margin_fine):
                continue
            self.rows.append(
                LocalRow(
                    line=self.grid.lines[at],
                    code=self._word(at, "code"),
                    area=self._word(at, "area"),
                    level=level if isinstance(level, str) else None,
                    indicator=of,
                    year=year,
                    value=value.value,
                    percent=value.percent,
                    n=n,
                    margin=margin,
                    confidence=confidence,
                    basis=basis or self.mapping.basis,  # type: ignore[arg-type]
                    source=self._word(at, "source"),
                    column=self.grid.columns[value_at],
                    area_column=self._heading("code", "area"),
                    indicator_column=self._heading("indicator")
                    or self.grid.columns[value_at],
                )
            )  # fmt: skip

    def _columns(self, at: int) -> Iterator[tuple[int, str]]:
        if self.values:
            yield from self.values
        else:
            yield self.place["value"], self._word(at, "indicator")

    def _heading(self, *roles: str) -> str:
        return next((self.grid.columns[self.place[one]] for one in roles if one in self.place), "")

    def _word(self, at: int, role: str) -> str:
        if role not in self.place:
            return ""
        return written(self.grid.rows[at][self.place[role]])

    def _fault(self, at: int, column: int | str, what: Text, todo: Text) -> None:
        heading = column if isinstance(column, str) else self.grid.columns[column]
        self.faults.append(Fault(self.grid.lines[at], heading, what, todo))

    def _number(self, at: int, column: int, found: Read) -> Number | None:
        if isinstance(found, NotANumber):
            self._fault(at, column, found.what, found.todo)
        return found if isinstance(found, Number) else None

    def _beside(self, at: int, role: str, own: int | None) -> tuple[float | None, bool]:
        """Give the n or margin of a figure, and whether it could be read."""
        column = self.place.get(role) if own is None else own
        if column is None:
            return None, True
        found = self.numbers[column][at]
        if found is None:
            return None, True
        number = self._number(at, column, found)
        return (None, False) if number is None else (number.value, True)

    def _year(self, at: int) -> int | None:
        said = self._word(at, "year")
        if not said and self.mapping.year is not None:
            return self.mapping.year
        if _YEAR.match(said):
            return int(said[:4])
        column = self.place.get("year", self._heading("code", "area"))
        self._fault(
            at, column,
            text("'%(said)s' is not a year.", said=said[:20]) if said
            else text("there is no year."),
            text("Write the year in four digits, such as 2023."),
        )  # fmt: skip
        return None

    def _known(self, at: int, kind: str) -> str | bool | None:
        """Give what a word of a kind stands for; ``False`` when it is not known."""
        said = self._word(at, kind)
        if not said:
            return getattr(self.mapping, kind)  # type: ignore[no-any-return]
        found = words().find(kind, said)
        if found is not None:
            return found
        self._fault(
            at, self.place[kind],
            text("'%(said)s' is not known here.", said=said[:40]),
            text("Use one of these: neighbourhood, district, municipality.") if kind == "level"
            else text("Use one of these: survey, own records, things, published."),
        )  # fmt: skip
        return False

    def _confidence(self, at: int) -> float | None:
        if "confidence" not in self.place:
            return self.mapping.confidence
        column = self.place["confidence"]
        found = self.numbers[column][at]
        if found is None:
            return self.mapping.confidence
        number = self._number(at, column, found)
        if number is None:
            return None
        share = number.value / 100 if number.value > _WHOLE_CONFIDENCE else number.value
        if not 0.5 < share < 1:
            self._fault(
                at, column, text("a confidence lies between 50%% and 100%%."),
                text("Write it in percent, such as 95."),
            )  # fmt: skip
            return None
        return share


def written(cell: Cell) -> str:
    """Give a cell as a word; a whole number of a workbook without its decimal."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() else f"{cell:g}"
    return " ".join(cell.split())
