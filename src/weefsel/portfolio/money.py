"""Euro amounts as people write them, to the cent: "€ 12.500", "12.500,00", "12500"."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from weefsel.base.language import Text, text
from weefsel.base.numbers import write_number
from weefsel.sources.local_grid import Cell, Percent

CENT = Decimal("0.01")
NOTHING = Decimal(0)
LARGEST = Decimal(10) ** 9  # euro: more than any Dutch municipality grants one activity
_NOISE = Decimal("0.000001")  # what binary arithmetic of a workbook leaves behind
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009']")
_EURO = re.compile(r"^(?:€|eur(?:o)?)|(?:€|eur(?:o)?)$", re.I)
_NO_CENTS = re.compile(r"[.,](?:-{1,2}|=|\u2013|\u2014)$")  # "12.500,-"
# Three digits behind a mark are thousands: cents have two. One or two digits are cents.
_WHOLE = re.compile(r"^\d+$|^\d{1,3}(?:\.\d{3})+$|^\d{1,3}(?:,\d{3})+$")
_CENTS = re.compile(r"^(\d+|\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3})+)([.,])(\d{1,2})$")


class NoAmount(ValueError):
    """A cell that is no amount of euros; ``what`` and ``todo`` say why and what to do."""

    def __init__(self, what: Text, todo: Text) -> None:
        super().__init__(what.render("en"))
        self.what, self.todo = what, todo


class Negative(NoAmount):
    """An amount that is less than nothing."""


def to_cents(value: Decimal) -> Decimal:
    """Round an amount half up to the cent."""
    return value.quantize(CENT, rounding=ROUND_HALF_UP)


def read_euro(cell: Cell) -> tuple[Decimal, bool]:
    """Give the amount of a cell, and whether it had to be rounded to the cent.

    Raises ``NoAmount`` when it is no amount of zero or more.
    """
    if cell is None:
        raise NoAmount(
            text("there is no amount."),
            text("Write the amount in euros, or take the row out of the file."),
        )
    if isinstance(cell, float):
        return _number(cell)
    if cell.lstrip("'").startswith("="):
        raise NoAmount(
            text("'%(said)s' is a formula, not an amount.", said=cell[:40]),
            text("Open the file in a spreadsheet program and save it there, or write the value."),
        )
    return _words(cell), False


def is_euro(cell: Cell) -> bool:
    """Tell whether a cell can be read as an amount."""
    try:
        read_euro(cell)
    except NoAmount:
        return False
    return True


def _number(cell: float) -> tuple[Decimal, bool]:
    exact = Decimal(repr(float(cell)))
    if isinstance(cell, Percent) or not exact.is_finite():
        raise _wrong(f"{cell:g}%" if isinstance(cell, Percent) else str(cell))
    if exact < 0:
        raise _negative(f"{cell:g}")
    if exact > LARGEST:
        raise _large(f"{cell:g}")
    amount = to_cents(exact)
    return amount, abs(amount - exact) > _NOISE


def _words(cell: str) -> Decimal:
    bare = _NO_CENTS.sub("", _EURO.sub("", _SPACES.sub("", cell), count=1))
    bare = _EURO.sub("", bare)
    if not bare:
        raise _wrong(cell)
    if bare[0] in "-\u2212" or (bare[0] == "(" and bare[-1] == ")"):
        raise _negative(cell)
    bare = bare.removeprefix("+")
    if _WHOLE.match(bare):
        amount = Decimal(re.sub(r"[.,]", "", bare))
    else:
        found = _CENTS.match(bare)
        if found is None or found[2] in found[1]:
            raise _wrong(cell)
        amount = Decimal(f"{re.sub('[.,]', '', found[1])}.{found[3]}")
    if amount > LARGEST:
        raise _large(cell)
    return to_cents(amount)


def _wrong(said: str) -> NoAmount:
    return NoAmount(
        text("'%(said)s' is not an amount in euros.", said=said[:40]),
        text("Write it as 12500, 12.500 or 12.500,00."),
    )


def _negative(said: str) -> NoAmount:
    return Negative(
        text("'%(said)s' is less than nothing.", said=said[:40]),
        text("Write what was granted; leave money that came back out of the list."),
    )


def _large(said: str) -> NoAmount:
    return NoAmount(
        text("'%(said)s' is more than one activity can get.", said=said[:40]),
        text("Check the amount: is it in euros, not in cents?"),
    )


def written(amount: Decimal, lang: str) -> str:
    """Write an amount without a unit: whole euros where it has no cents."""
    whole = amount == amount.to_integral_value()
    return write_number(float(amount), lang, 0 if whole else 2)


class Euro:
    """An amount inside a sentence, written in the reader's language: "€ 12.500"."""

    def __init__(self, amount: Decimal) -> None:
        self.amount = amount

    def render(self, lang: str) -> str:
        """Give the amount with its sign."""
        return f"\N{EURO SIGN}\N{NO-BREAK SPACE}{written(self.amount, lang)}"
