"""Which column of a list of subsidies is what: proposed first, then as the user says."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Literal

from pydantic import ConfigDict, Field, field_validator

from weefsel.base.document import Document, check, write_toml
from weefsel.base.errors import InputError
from weefsel.base.language import Text, text
from weefsel.portfolio.amounts import (
    holds_amounts,
    in_thousands,
    larger_unit,
    not_granted,
    other_period,
    wrong_unit,
)
from weefsel.portfolio.vocabulary import ROLES, words
from weefsel.sources.local_grid import Cell, Grid
from weefsel.sources.local_rows import written
from weefsel.sources.names import slug

NEEDED = ("activity", "organisation", "amount")
FIRST_YEAR, LAST_YEAR = 2000, 2100  # of a grant: what lies outside is a typing error
SKIP = "skip"
_MOST_COLUMNS = 200
_SHOWN = 60  # signs of a heading in a sentence
_SOME = 5  # years that a note names
_SHORTEST = 5  # letters of a word that is looked for inside a longer heading
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")


class Columns(Document):
    """What each column of a file is, and the year where the file has no column for it."""

    model_config = ConfigDict(populate_by_name=True)

    schema_id: Literal["weefsel.portfolio-columns/1"] = Field(
        default="weefsel.portfolio-columns/1", alias="schema"
    )
    columns: dict[str, str] = Field(default_factory=dict, max_length=_MOST_COLUMNS)
    year: int | None = Field(default=None, ge=FIRST_YEAR, le=LAST_YEAR)

    @field_validator("columns")
    @classmethod
    def _are_roles(cls, columns: dict[str, str]) -> dict[str, str]:
        for heading, role in columns.items():
            if role not in ROLES:
                raise InputError(
                    text(
                        "column '%(column)s' cannot be '%(role)s'.",
                        column=heading[:60],
                        role=role[:60],
                    ),
                    where="columns",
                    todo=text("Use one of these: %(known)s.", known=", ".join(ROLES)),
                )
        return columns

    def of(self, role: str) -> str | None:
        """Give the heading that has a role, none when no column has it."""
        return next((heading for heading, one in self.columns.items() if one == role), None)

    def toml(self) -> str:
        """Write it as TOML, so that the same file loads the same way again."""
        return write_toml(self.model_dump(by_alias=True, exclude_none=True))


def columns_of(record: dict[str, Any], name: str = "columns") -> Columns:
    """Check columns that a screen or another program made; raises ``InputError``."""
    return check(Columns, record, name)


def propose(grid: Grid, given: Columns | None = None, *, year: int | None = None) -> Columns:
    """Propose a role for each column that ``given`` does not name.

    Each role goes to one column, an exact word before one inside a longer heading; of two
    amounts the one that names ``year``, the year the list is about. A heading that says
    nothing known stays without a role. Raises ``InputError`` when ``given`` names a column
    that the file does not have.
    """
    base = given or Columns()
    unknown = [heading for heading in base.columns if heading not in grid.columns]
    if unknown:
        raise InputError(
            text("the file has no column '%(column)s'.", column=unknown[0][:60]),
            where=grid.file,
            todo=text("Its columns are: %(known)s.", known=", ".join(grid.columns)[:300]),
        )
    found = dict(base.columns)
    taken = set(found.values()) - {SKIP}
    of_year = base.year or year
    order = sorted(grid.columns, key=lambda one: (wrong_unit(one), of_year not in years_in(one)))
    for guess in (_exact, _inside, _bare_year):
        for heading in order:
            role = None if heading in found else guess(heading)
            if role is None or role in taken or (role == "amount" and not_granted(heading)):
                continue
            if role == "amount" and guess is not _exact and not holds_amounts(grid, heading):
                continue
            found[heading] = role
            taken |= {role} - {SKIP}
    whole = base.year
    if whole is None and "year" not in found.values():
        whole = year or _said_year(found, grid)
    ordered = {heading: found[heading] for heading in grid.columns if heading in found}
    return Columns(columns=ordered, year=whole)


def roles_in(headings: Iterable[str]) -> set[str]:
    """Give the different roles that words of a row name exactly."""
    return {role for one in headings if (role := _exact(one)) is not None}


def recognised(headings: Iterable[str]) -> int:
    """Count the different roles that words of a row name exactly."""
    return len(roles_in(headings))


def is_year(said: str) -> bool:
    """Tell whether a heading is a year and nothing else."""
    return _YEAR.fullmatch(said.strip()) is not None


def lacking(columns: Columns, above: Iterable[str] = ()) -> list[Text]:
    """Say why a file cannot be read with these columns, nothing when it can.

    ``above`` are the titles above the table: they may say that amounts are in thousands.
    """
    said = {
        "activity": text("no column is the activity."),
        "organisation": text("no column is the organisation."),
        "amount": text("no column is the amount."),
    }
    missing = [said[role] for role in NEEDED if columns.of(role) is None]
    if columns.of("year") is None and columns.year is None:
        missing.append(text("no column is the year, and no year is given for the whole file."))
    roles = [role for role in columns.columns.values() if role != SKIP]
    for role in dict.fromkeys(one for one in roles if roles.count(one) > 1):
        missing.append(text("more than one column is '%(role)s'.", role=ROLES[role]))
    amount = columns.of("amount")
    if amount is not None:
        missing += _wrong_amount(amount, columns, tuple(above))
    return missing


def _wrong_amount(amount: str, columns: Columns, above: tuple[str, ...]) -> list[Text]:
    """Say why a column does not hold the euros of one year."""
    wrong = []
    title = next((one for one in above if larger_unit(one)), "")
    if in_thousands(amount) or title:
        wrong.append(
            text(
                "'%(words)s' says that the amounts are in thousands or millions: write whole euros"
                " in the file, and take those words out.",
                words=(amount if in_thousands(amount) else title)[:_SHOWN],
            )
        )
    if other_period(amount):
        wrong.append(
            text(
                "the column '%(column)s' says '%(words)s': Weefsel needs what an activity gets in"
                " a year, so choose another column or work the amounts out in the file.",
                column=amount[:_SHOWN],
                words=other_period(amount),
            )
        )
    years = years_in(amount)
    if len(years) > 1:
        wrong.append(
            text(
                "the column '%(column)s' names more than one year: give each year its own row and"
                " one year's amount.",
                column=amount[:_SHOWN],
            )
        )
    elif years and columns.of("year") is None and columns.year not in (None, *years):
        wrong.append(
            text(
                "the column '%(column)s' is of %(own)s, and the year of the lines is %(year)s:"
                " choose another column, or make the year %(own)s.",
                column=amount[:_SHOWN],
                own=str(min(years)),
                year=str(columns.year),
            )
        )
    return wrong


def years_in(said: str) -> set[int]:
    """Give the years that words name."""
    return {int(one) for one in _YEAR.findall(said)}


def years_said(columns: Columns, grid: Grid) -> list[Text]:
    """Say where the file names another year than its lines are stored for."""
    amount, column = columns.of("amount") or "", columns.of("year")
    if column is None:
        known = set() if columns.year is None else {columns.year}
    else:
        known = set().union(*(years_in(written(one)) for one in _cells(grid, column)))
    if not known:
        return []
    notes = []
    for said in (amount, *grid.above, grid.file):
        others = years_in(said) - known
        if others and not years_in(said) & known:
            notes.append(
                text(
                    "'%(words)s' names %(others)s, and the lines are of %(years)s: is this right?",
                    words=said[:_SHOWN],
                    others=", ".join(str(one) for one in sorted(others)),
                    years=", ".join(str(one) for one in sorted(known)[:_SOME]),
                )
            )
    return notes


def _cells(grid: Grid, heading: str) -> list[Cell]:
    return grid.cells(grid.columns.index(heading)) if heading in grid.columns else []


def _bare(heading: str) -> str:
    """Take off what stands between brackets, a year and what adds nothing."""
    bare = slug(_YEAR.sub("", _ASIDE.sub("", heading)))
    for tail in words().tail.words:
        if bare != tail and bare.endswith(tail):
            return bare.removesuffix(tail)
    return bare


def _exact(heading: str) -> str | None:
    return words().find("role", heading) or words().find("role", _bare(heading))


def _inside(heading: str) -> str | None:
    """Give the role of which a word stands inside a longer heading, when that is but one."""
    bare = _bare(heading)
    found = {
        role
        for role, known in words().role.items()
        if any(len(word) >= _SHORTEST and word in bare for word in known)
    }
    return next(iter(found)) if len(found) == 1 else None


def _bare_year(heading: str) -> str | None:
    """Take a heading that is only a year as the amount of that year."""
    return "amount" if is_year(heading) else None


def _said_year(found: dict[str, str], grid: Grid) -> int | None:
    """Give the year that the heading of the amount or a title names, when it is but one."""
    amount = next((heading for heading, role in found.items() if role == "amount"), "")
    for said in (amount, " ".join(grid.above), grid.file):
        years = years_in(said)
        if len(years) == 1:
            return years.pop()
    return None
