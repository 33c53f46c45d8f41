"""The ledger of communicating vessels: what leaves heavy care must be met nearby.

Per district and year: beds or places out, people who live at home instead, basic capacity in.
What a moved client needs of the base is the user's own figure with its source; nobody published
one. Where it is not given the shortage is unknown, and only the warning stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from pydantic import Field

from weefsel.base.document import Document, read_document
from weefsel.base.errors import InputError
from weefsel.base.language import Text, text

MONTHS_A_YEAR = 12


class Rules(Document):
    """How long the base has to follow, and where that comes from."""

    source: str
    months: int = Field(ge=1)


@cache
def rules() -> Rules:
    """Give the rules that come with Weefsel."""
    folder = Path(str(resources.files("weefsel.weigh")))
    return read_document(Rules, folder / "vessel_ledger.toml")


class Entry(Document):
    """What changed in a district in a year; an empty number is unknown, never zero.

    ``heavy_out`` beds or places that left (negative: that came), ``home`` people who live at
    home instead, ``base_in`` basic capacity that came (negative: that left) in ``unit``.
    """

    district: str = Field(min_length=1, max_length=10)
    year: int = Field(ge=2000, le=2100)
    heavy_out: float | None = None
    home: float | None = None
    base_in: float | None = None
    unit: str = Field(default="", max_length=40)
    source: str = Field(min_length=1, max_length=500)


@dataclass(frozen=True)
class Row:
    """One district and year: what is needed, what came, the shortage, and the warning.

    ``needed`` and ``shortage`` are in the unit of the base, summed from the first year on;
    ``None`` where something is unknown, and then ``unknown`` says what.
    """

    district: str
    year: int
    heavy_out: float | None
    home: float | None
    base_in: float | None
    needed: float | None
    shortage: float | None
    unknown: Text | None
    warning: Text | None


def ledger(entries: Sequence[Entry], *, per_client: float | None = None) -> tuple[Row, ...]:
    """Work out the ledger by district and year.

    ``per_client`` is what one person who lives at home instead needs of the base a year, in
    the unit of ``base_in``. Raises ``InputError`` when a district has a year twice, two units,
    or ``per_client`` is below zero.
    """
    if per_client is not None and per_client < 0:
        raise InputError(
            text("what a client needs cannot be below zero."),
            where="per_client",
            todo=text("Correct it and try again."),
        )
    rows: list[Row] = []
    for district in sorted({one.district for one in entries}):
        held = sorted(
            (one for one in entries if one.district == district), key=lambda one: one.year
        )
        _check(district, held)
        needed: float | None = 0.0
        came: float | None = 0.0
        for one in held:
            needed = _added(needed, one.home, per_client)
            came = None if came is None or one.base_in is None else came + one.base_in
            shortage = None if needed is None or came is None else max(0.0, needed - came)
            rows.append(
                Row(
                    district,
                    one.year,
                    one.heavy_out,
                    one.home,
                    one.base_in,
                    needed,
                    shortage,
                    _unknown(one, per_client, shortage),
                    _warning(one, held),
                )
            )
    return tuple(rows)


def _check(district: str, held: Sequence[Entry]) -> None:
    years = [one.year for one in held]
    if len(set(years)) != len(years):
        raise InputError(
            text("the district has a year twice."),
            where=district,
            todo=text("Put what happened in one year in one line."),
        )
    if len({one.unit for one in held if one.base_in is not None}) > 1:
        raise InputError(
            text("the basic capacity stands in more than one unit."),
            where=district,
            todo=text("Use one unit, such as hours a year."),
        )


def _added(so_far: float | None, home: float | None, per_client: float | None) -> float | None:
    if so_far is None or home is None or (per_client is None and home != 0):
        return None
    return so_far + home * (per_client or 0.0)


def _unknown(one: Entry, per_client: float | None, shortage: float | None) -> Text | None:
    if shortage is not None:
        return None
    if one.home is None:
        return text("how many people live at home instead is not known")
    if one.base_in is None:
        return text("how much basic capacity came is not known")
    if per_client is None:
        return text("what one person needs of the social base nobody has said")
    return text("an earlier year is not known")


def _warning(one: Entry, held: Sequence[Entry]) -> Text | None:
    """Warn when heavy care fell and the base did not rise within the term, or went as well."""
    if one.heavy_out is None or one.heavy_out <= 0:
        return None
    last = one.year + rules().months // MONTHS_A_YEAR
    followed = [other for other in held if one.year <= other.year <= last]
    if any(other.base_in is not None and other.base_in > 0 for other in followed):
        return None
    if any(other.base_in is None for other in followed):
        return text("heavy care fell; whether the social base rose is not known")
    if max(other.year for other in held) < last and all(other.base_in == 0 for other in followed):
        return text("heavy care fell and the social base has not risen yet")
    return text(
        "heavy care fell and the social base did not rise within %(months)s months",
        months=str(rules().months),
    )
