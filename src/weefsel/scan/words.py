"""What may be said of a score beside the average: the words of certainty, with their side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weefsel.base.certainty import Certainty
from weefsel.base.language import Text, text

if TYPE_CHECKING:
    from weefsel.scan.indicator_sure import IndicatorSure
    from weefsel.scan.total import TotalSure
    from weefsel.scan.uncertainty import Sure

LOWER, HIGHER = "lower", "higher"
HALF = 0.5  # chance at which neither side is the likelier

SAID: dict[tuple[Certainty, str], Text] = {
    (Certainty.CERTAIN, LOWER): text("certainly lower than average"),
    (Certainty.CERTAIN, HIGHER): text("certainly higher than average"),
    (Certainty.LIKELY, LOWER): text("probably lower than average"),
    (Certainty.LIKELY, HIGHER): text("probably higher than average"),
}
# The classes of a map of certainty, from surely low to surely high.
_HOW = {Certainty.CERTAIN: "surely", Certainty.LIKELY: "likely"}
NEITHER = "not_distinguishable"
CLASSES: dict[str, Text] = {
    "surely_lower": text("certainly lower than average"),
    "likely_lower": text("probably lower than average"),
    NEITHER: text("not distinguishable from average"),
    "likely_higher": text("probably higher than average"),
    "surely_higher": text("certainly higher than average"),
}
NOT_APART = text("not distinguishable from average")
SAID_HERE: dict[tuple[Certainty, str], Text] = {
    (Certainty.CERTAIN, LOWER): text("certainly lower than the municipality"),
    (Certainty.CERTAIN, HIGHER): text("certainly higher than the municipality"),
    (Certainty.LIKELY, LOWER): text("probably lower than the municipality"),
    (Certainty.LIKELY, HIGHER): text("probably higher than the municipality"),
}
NOT_APART_HERE = text("not distinguishable from the municipality")
OUTSIDE = text(
    "the range lies beside the score: it leaves out what chance adds to the score and to the "
    "differences between areas"
)


def side(sure: Sure | IndicatorSure | TotalSure) -> str | None:
    """Give the side of the average that a score is at, none when it cannot be told."""
    if sure.certainty is Certainty.INDISTINGUISHABLE:
        return None
    return LOWER if sure.below > HALF else HIGHER


def said(sure: Sure | IndicatorSure | TotalSure, *, beside: str = "reference") -> Text:
    """Say where a score or figure stands beside the average, in words of certainty.

    ``beside`` "municipality": beside that of its own municipality.
    """
    at = side(sure)
    if beside == "municipality":
        return NOT_APART_HERE if at is None else SAID_HERE[sure.certainty, at]
    return NOT_APART if at is None else SAID[sure.certainty, at]


def class_of(sure: Sure | IndicatorSure) -> str:
    """Give the class of a map of certainty, one of ``CLASSES``."""
    at = side(sure)
    return NEITHER if at is None else f"{_HOW[sure.certainty]}_{at}"


def rank_said(sure: Sure) -> Text:
    """Say which places an area may have among those of its place, 1 the highest score."""
    if sure.rank_low == sure.rank_high:
        return text("place %(rank)s of %(of)s", rank=sure.rank_low, of=sure.of)
    return text(
        "place %(low)s to %(high)s of %(of)s",
        low=sure.rank_low,
        high=sure.rank_high,
        of=sure.of,
    )
