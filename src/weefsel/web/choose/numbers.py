"""Reads a number as people write it: "79.000,50", "€ 79 000", "30%", in either language."""

from __future__ import annotations

import math
import re
from decimal import Decimal

from weefsel.base.errors import InputError
from weefsel.base.language import text

NOISE = re.compile(r"[\s\u00a0\u2009\u202f'\u20ac]|euro|eur", re.IGNORECASE)
SHAPE = re.compile(r"^[+\-\u2212]?\d+(?:[.,]\d+)*$")
GROUPS = re.compile(r"^[+\-\u2212]?\d{1,3}(?:[.,]\d{3})+$")
MAX_CHARACTERS = 40
GROUP = 3  # digits between two marks for thousands
THOUSAND = {"nl": ".", "en": ","}


def read_number(written: str, lang: str) -> float:
    """Read a number; a percentage is given as it is written, so "30%" is 30.

    Raises ``InputError`` when it is no number, or when its comma or point can mean two
    things: "79,000" in Dutch is either seventy-nine or seventy-nine thousand.
    """
    bare = NOISE.sub("", written[:MAX_CHARACTERS]).removesuffix(",-").removesuffix("%")
    if not SHAPE.match(bare):
        raise _wrong(written)
    marks = set(re.findall(r"[.,]", bare))
    if not marks:
        return _float(bare, written)
    if len(marks) == 1:
        (mark,) = marks
        if bare.count(mark) > 1 or mark == THOUSAND[lang]:
            if GROUPS.match(bare):
                return _float(bare.replace(mark, ""), written)
            if bare.count(mark) > 1:
                raise _wrong(written)
            return _float(bare.replace(mark, "."), written)
        if GROUPS.match(bare) and not bare.lstrip("+-\u2212").startswith("0"):
            raise InputError(
                text("'%(written)s' can be read in two ways.", written=written.strip()),
                todo=text("Leave out the mark for thousands, or write fewer decimals."),
            )
        return _float(bare.replace(mark, "."), written)
    decimal = max(marks, key=bare.rfind)
    whole, _, fraction = bare.rpartition(decimal)
    if decimal in whole or not GROUPS.match(whole):
        raise _wrong(written)
    return _float(re.sub(r"[.,]", "", whole) + "." + fraction, written)


def _float(bare: str, written: str) -> float:
    value = float(bare.replace("\u2212", "-"))
    if not math.isfinite(value):
        raise _wrong(written)
    return value


def _wrong(written: str) -> InputError:
    return InputError(
        text("'%(written)s' is not a number.", written=written.strip()[:MAX_CHARACTERS]),
        todo=text("Write it with digits, such as 79.000 or 12,5."),
    )


def write_field(value: float | None, lang: str) -> str:
    """Write a number for a field so that it is read back as the same number."""
    if value is None:
        return ""
    plain = format(
        Decimal(f"{value:.12g}"), "f"
    )  # a percentage of 0.07 is 7, not 7.000000000000001
    whole, _, fraction = plain.partition(".")
    fraction = fraction.rstrip("0")
    if len(fraction) == GROUP:  # "1,234" would have two meanings
        fraction += "0"
    return whole + ("," if lang == "nl" else ".") + fraction if fraction else whole
