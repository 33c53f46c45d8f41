"""From a table and its columns to lines: every fault at once, or all lines and what was left out.

A sum, an empty row or a remark under the table is no line; each is named in a note with its
row, so that nothing disappears in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from weefsel.atlas.local_names import Places
from weefsel.base.errors import InputError
from weefsel.base.language import Text, text
from weefsel.portfolio.cells import (
    Unclear,
    is_date,
    read_aim,
    read_areas,
    read_form,
    read_groups,
    read_intervention,
    read_kind,
    read_people,
    read_year,
)
from weefsel.portfolio.columns import SKIP, Columns, lacking, years_said
from weefsel.portfolio.line import Line
from weefsel.portfolio.money import NOTHING, Euro, NoAmount, read_euro
from weefsel.portfolio.rows import Row, Sorted, sort_out
from weefsel.portfolio.sheet import Listed
from weefsel.portfolio.vocabulary import unguarded
from weefsel.sources.local_grid import Cell, Grid
from weefsel.sources.local_rows import Fault, Faults, written

MOST_LINES = 2_000  # of one municipality: more is another kind of list
MOST_WORDS = 200  # signs of a name
MOST_GOAL = 1_000  # signs of a goal
_NEEDED = {
    "activity": (text("there is no activity."), text("Write what is subsidised.")),
    "organisation": (text("there is no organisation."), text("Write who gets the money.")),
}


@dataclass(frozen=True)
class Note:
    """Something to know about a file: the row it is about, none for the whole file."""

    row: int | None
    words: Text

    @property
    def sentence(self) -> Text:
        """Give the note in one sentence."""
        if self.row is None:
            return self.words
        return text("row %(row)s: %(words)s", row=str(self.row), words=self.words)


@dataclass(frozen=True)
class Reading:
    """The lines of a file, their sum, and everything that was left out or noticed."""

    lines: tuple[Line, ...]
    notes: tuple[Note, ...]
    total: Decimal


def read_lines(grid: Grid, columns: Columns, places: Places) -> Reading:
    """Read all lines of a table.

    Raises ``InputError`` when a column is lacking or no row is a line, and ``Faults`` with
    every cell that cannot be used: then nothing is read.
    """
    _complete(grid, columns, grid.above)
    sorted_out = sort_out(grid, columns)
    _complete(grid, columns, _remarks(grid, sorted_out))
    faults: list[Fault] = []
    lines: list[Line] = []
    notes = [Note(row, words) for row, words in sorted_out.left_out]
    dated: list[Note] = []  # one is enough: a whole column may hold dates
    for row in sorted_out.lines:
        made = _Made(row.cells, row.headings, row.line)
        line = made.line(places, columns.year, f"line-{len(lines) + 1}", len(lines) + 1)
        faults += made.faults
        notes += [Note(row.line, remark) for remark in made.remarks]
        if made.dated and not dated:
            dated.append(Note(row.line, text("the year is taken from a date, here and below")))
        if line is not None:
            lines.append(line)
    if isinstance(grid, Listed):
        faults = [one for one in faults if (one.row, one.column) not in grid.covered]
        used = {one for one, role in columns.columns.items() if role != SKIP}
        known = [one for one in grid.faults if one.column in used]
        faults = sorted((*known, *faults), key=lambda one: one.row)
        notes += [Note(None, words) for words in grid.notes]
    if faults:
        raise Faults(grid.file, tuple(faults))
    if not lines:
        raise InputError(
            text("no row of this table is a line with an activity and an amount."),
            where=grid.file,
            todo=text("Check which column is the activity and which is the amount."),
        )
    if len(lines) > MOST_LINES:
        raise InputError(
            text("more than %(most)s lines.", most=str(MOST_LINES)),
            where=grid.file,
            todo=text("Check that this is the list of subsidies you meant."),
        )
    notes += _doubles(lines, sorted_out.lines)
    notes += _unused(grid, columns)
    notes += [Note(None, words) for words in years_said(columns, grid)]
    notes += dated
    notes.sort(key=lambda one: (one.row is not None, one.row or 0))
    total = sum((one.amount for one in lines), NOTHING)
    return Reading(tuple(lines), tuple(notes), total)


def _complete(grid: Grid, columns: Columns, said: Iterable[str]) -> None:
    """Refuse columns that do not do, and words around the table that change its amounts."""
    missing = lacking(columns, said)
    if missing:
        raise InputError(
            missing[0],
            where=grid.file,
            todo=text(
                "Say what each column is; the columns are: %(known)s.",
                known=", ".join(grid.columns)[:300],
            ),
        )


def _remarks(grid: Grid, sorted_out: Sorted) -> list[str]:
    """Give the words of the rows that were left out."""
    left = {row for row, _ in sorted_out.left_out}
    return [
        cell
        for line, row in zip(grid.lines, grid.rows, strict=True)
        if line in left
        for cell in row
        if isinstance(cell, str)
    ]


def line_of(
    said: Mapping[str, str],
    places: Places,
    *,
    key: str,
    number: int,
    title: str = "",
) -> Line:
    """Make one line of what somebody typed, by role, under the rules of a spreadsheet.

    Raises ``Faults`` with every field that cannot be used; ``column`` is its role.
    """
    cells: dict[str, Cell] = {role: words.strip() or None for role, words in said.items()}
    made = _Made(cells, {role: role for role in (*cells, *_NEEDED, "amount", "year")}, number)
    line = made.line(places, None, key, number)
    if line is None:
        raise Faults(title, tuple(made.faults))
    return line


class _Made:
    """Makes one line of its cells and keeps what is wrong with them."""

    def __init__(self, cells: Mapping[str, Cell], headings: Mapping[str, str], row: int) -> None:
        self.cells, self.headings, self.row = cells, headings, row
        self.faults: list[Fault] = []
        self.remarks: list[Text] = []
        self.dated = is_date(written(cells.get("year")))

    def line(self, places: Places, year: int | None, key: str, number: int) -> Line | None:
        """Give the line, none when a cell cannot be used."""
        named = read_intervention(self._words("intervention", MOST_WORDS))
        groups, others = read_groups(self._words("groups", MOST_WORDS))
        parts: dict[str, Any] = {
            "activity": self._needed("activity"),
            "organisation": self._needed("organisation"),
            "amount": self._amount(),
            "year": self._read("year", lambda said: read_year(said, year)),
            "areas": self._read("areas", lambda said: read_areas(said, places)),
            "participants": self._remarked("participants", read_people),
            "kind": self._read("kind", read_kind),
            "aim": self._remarked("aim", read_aim),
            "form": self._remarked("form", read_form),
            "goal": self._words("goal", MOST_GOAL),
        }
        if named.remark is not None:
            self.remarks.append(named.remark)
        if others:
            self.remarks.append(
                text("'%(said)s' is none of the nine groups: kept as words", said=others)
            )
        if self.faults:
            return None
        return Line(
            key=key,
            number=number,
            intervention=named.id,
            named=named.name,
            groups=groups,  # type: ignore[arg-type]
            for_whom=others,
            **parts,
        )

    def _fault(self, role: str, what: Text, todo: Text) -> None:
        heading = self.headings.get(role, role)
        self.faults.append(Fault(self.row, heading, what, todo))

    def _words(self, role: str, most: int) -> str:
        said = unguarded(written(self.cells.get(role)))
        if len(said) > most:
            self._fault(
                role,
                text("longer than %(most)s signs.", most=str(most)),
                text("Make it shorter."),
            )
            return said[:most]
        return said

    def _needed(self, role: str) -> str:
        said = self._words(role, MOST_WORDS)
        if not said:
            self._fault(role, *_NEEDED[role])
        return said

    def _amount(self) -> Decimal:
        try:
            amount, rounded = read_euro(self.cells.get("amount"))
        except NoAmount as fault:
            self._fault("amount", fault.what, fault.todo)
            return NOTHING
        if rounded:
            self.remarks.append(text("the amount is rounded to %(euro)s", euro=Euro(amount)))
        return amount

    def _read(self, role: str, how: Any) -> Any:
        # A long cell is refused as a whole; what it says is then no matter.
        said = self._words(role, MOST_GOAL)
        try:
            return how(said)
        except Unclear as fault:
            self._fault(role, fault.what, fault.todo)
            return None

    def _remarked(self, role: str, how: Any) -> Any:
        found = self._read(role, how)
        if found is None:
            return None
        value, remark = found
        if remark is not None:
            self.remarks.append(remark)
        return value


def _doubles(lines: list[Line], rows: tuple[Row, ...]) -> list[Note]:
    """Note lines with the same activity, organisation and year as an earlier one."""
    seen: dict[tuple[str, str, int], int] = {}
    notes = []
    for line, row in zip(lines, rows, strict=True):
        who = (line.activity.casefold(), line.organisation.casefold(), line.year)
        first = seen.setdefault(who, row.line)
        if first != row.line:
            said = text(
                "the same activity, organisation and year as row %(first)s; both are kept",
                first=str(first),
            )
            notes.append(Note(row.line, said))
    return notes


def _unused(grid: Grid, columns: Columns) -> list[Note]:
    """Note the columns that no role was given to."""
    unused = [one for one in grid.columns if columns.columns.get(one, SKIP) == SKIP]
    if not unused:
        return []
    return [Note(None, text("these columns are not used: %(names)s", names=", ".join(unused)))]
