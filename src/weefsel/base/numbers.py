"""How numbers are rounded and written, in one place for screen, memo and command line."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.numbers import format_decimal

MINUS = "\N{MINUS SIGN}"


def round_half_up(value: float, decimals: int = 0) -> float:
    """Round half away from zero, as people do (rule 10 of the design), not half to even."""
    step = Decimal(1).scaleb(-decimals)
    return float(Decimal(repr(float(value))).quantize(step, rounding=ROUND_HALF_UP))


def significant_decimals(value: float, digits: int = 2) -> int:
    """Give the number of decimals that keeps ``digits`` significant ones (may be negative)."""
    if value == 0 or not math.isfinite(value):
        return 0
    decimals = digits - 1 - math.floor(math.log10(abs(value)))
    # 0.996 rounds up to 1.0 at two digits: the number of digits before the point grows.
    if abs(round_half_up(value, decimals)) >= 10.0 ** (digits - decimals):
        decimals -= 1
    return decimals


def written_decimals(value: float) -> int:
    """Give the decimals that a source's own value was written with."""
    written = repr(value)
    if "e" in written or written.endswith(".0"):
        return 0
    return len(written.partition(".")[2])


def round_significant(value: float, digits: int = 2) -> float:
    """Round half up to a number of significant digits."""
    return round_half_up(value, significant_decimals(value, digits))


@lru_cache(maxsize=65_536)  # a page of a neighbourhood writes some thousand numbers
def write_number(value: float, lang: str, decimals: int = 0) -> str:
    """Write a number in a language: 1.234,5 in Dutch, 1,234.5 in English, a real minus sign."""
    shown = round_half_up(value, decimals)
    if shown == 0:
        shown = 0.0
    places = max(decimals, 0)
    pattern = "#,##0" + ("." + "0" * places if places else "")
    return format_decimal(shown, format=pattern, locale=lang).replace("-", MINUS)
