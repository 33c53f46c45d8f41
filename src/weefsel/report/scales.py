"""Scales and places of labels, computed here so that page, memo and table agree."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from weefsel.base.language import Text, text
from weefsel.base.numbers import write_number

_STEPS = (0.2, 0.5, 1.0, 2.0, 5.0)  # a tick every 1, 2 or 5 of a power of ten
_LEVEL = 1e-9  # values that differ less than this are one level
_MILLION = 1_000_000.0
_THOUSAND = 1_000.0


@dataclass(frozen=True)
class Scale:
    """A straight scale: its ends and where its ticks stand, in the unit of the data."""

    low: float
    high: float
    ticks: tuple[float, ...]

    @property
    def decimals(self) -> int:
        """Give the decimals that tell the ticks apart."""
        step = self.ticks[1] - self.ticks[0] if len(self.ticks) > 1 else 1.0
        for places in range(3):
            if abs(step * 10**places - round(step * 10**places)) < 1e-6:
                return places
        return max(0, -math.floor(math.log10(step)) + 1)

    def pixel(self, value: float, length: float) -> float:
        """Give how far a value lies from the low end, in pixels of an axis of ``length``."""
        return (value - self.low) / (self.high - self.low) * length

    def value(self, pixel: float, length: float) -> float:
        """Give the value at a distance from the low end: the way back of ``pixel``."""
        return self.low + pixel / length * (self.high - self.low)


def nice_scale(values: Sequence[float], count: int = 6, *, zero: bool = True) -> Scale:
    """Make a scale with about ``count`` round ticks; ``zero`` keeps zero inside.

    Raises ``ValueError`` when there is no finite value.
    """
    finite = [float(value) for value in values if math.isfinite(value)]
    if not finite:
        raise ValueError("a scale needs at least one finite value")
    low, high = min(finite), max(finite)
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if high - low < _LEVEL * max(abs(low), abs(high), 1.0):
        high = low + (abs(low) or 1.0)
    power = 10.0 ** math.floor(math.log10((high - low) / max(count - 1, 1)))

    def ends(step: float) -> tuple[int, int]:
        return math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)

    def off(step: float) -> int:
        first, last = ends(step)
        return abs(last - first + 1 - count)

    step = min((power * part for part in _STEPS), key=off)
    first, last = ends(step)
    places = max(0, 2 - math.floor(math.log10(step)))
    ticks = tuple(round(number * step, places) + 0.0 for number in range(first, last + 1))
    return Scale(ticks[0], ticks[-1], ticks)


@dataclass(frozen=True)
class Money:
    """The unit in which amounts of a picture are written."""

    divisor: float
    unit: str  # key of base.figure.UNITS

    @property
    def words(self) -> Text:
        """Give the unit in words."""
        return {
            "eur": text("euro"),
            "thousand_eur": text("thousand euro"),
            "million_eur": text("million euro"),
        }[self.unit]


def money_unit(amounts: Sequence[float]) -> Money:
    """Choose euro, thousand euro or million euro so that the largest amount reads short."""
    largest = max((abs(amount) for amount in amounts), default=0.0)
    if largest >= _MILLION:
        return Money(_MILLION, "million_eur")
    if largest >= _THOUSAND * 10:
        return Money(_THOUSAND, "thousand_eur")
    return Money(1.0, "eur")


def signed(value: float, lang: str, decimals: int = 0) -> str:
    """Write an amount with its sign, plus as well as minus, and a bare zero."""
    shown = write_number(value, lang, decimals)
    zero = write_number(0.0, lang, decimals)
    if shown == zero:
        return "0"
    return "+" + shown if value > 0 else shown


def spread(
    places: Sequence[float], sizes: Sequence[float], low: float, high: float
) -> list[float]:
    """Move the middles of labels apart so that none overlap, as little as possible.

    ``sizes`` are the heights of the labels. They keep their order; those that would touch
    stand against each other, centred on where together they want to be, within ``low`` and
    ``high`` as far as they fit.
    """
    order = sorted(range(len(places)), key=lambda index: places[index])
    groups: list[tuple[float, list[int]]] = []  # top edge, members in order
    for index in order:
        members = [index]
        top = _top(members, places, sizes, low, high)
        while groups and groups[-1][0] + _height(groups[-1][1], sizes) > top:
            members = groups.pop()[1] + members
            top = _top(members, places, sizes, low, high)
        groups.append((top, members))
    result = [0.0] * len(places)
    for top, members in groups:
        for member in members:
            result[member] = top + sizes[member] / 2
            top += sizes[member]
    return result


def _height(members: Sequence[int], sizes: Sequence[float]) -> float:
    return sum(sizes[member] for member in members)


def _top(
    members: Sequence[int],
    places: Sequence[float],
    sizes: Sequence[float],
    low: float,
    high: float,
) -> float:
    """Give the top edge at which a group of labels lies closest to where each wants to be."""
    wanted, above = 0.0, 0.0
    for member in members:
        wanted += places[member] - above - sizes[member] / 2
        above += sizes[member]
    return max(min(wanted / len(members), high - above), low)
