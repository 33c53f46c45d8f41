"""What may be said of a score beside the average: the words of certainty, with their side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weefsel.base.certainty import Certainty
from weefsel.base.language import Text, text

if TYPE_CHECKING:
    from weefsel.scan.uncertainty import Sure

LOWER, HIGHER = "lower", "higher"
HALF = 0.5  # chance at which neither side is the likelier

SAID: dict[tuple[Certainty, str], Text] = {
    (Certainty.CERTAIN, LOWER): text("certainly lower than average"),
    (Certainty.CERTAIN, HIGHER): text("certainly higher than average"),
    (Certainty.LIKELY, LOWER): text("probably lower than average"),
    (Certainty.LIKELY, HIGHER): text("probably higher than average"),
}
NOT_APART = text("not distinguishable from average")
OUTSIDE = text(
    "the range lies beside the score: it leaves out what chance adds to the score and to the "
    "differences between areas"
)


def side(sure: Sure) -> str | None:
    """Give the side of the average that a score is at, none when it cannot be told."""
    if sure.certainty is Certainty.INDISTINGUISHABLE:
        return None
    return LOWER if sure.below > HALF else HIGHER


def said(sure: Sure) -> Text:
    """Say where a score stands beside the average, in words of certainty."""
    at = side(sure)
    return NOT_APART if at is None else SAID[sure.certainty, at]


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
