"""Whether two uncertain figures can be told apart, or why they are not set against each other.

The difference of two figures with independent errors is taken to be normal, with the root of
the sum of their squared standard errors. Figures of one model go up and down together: there
the word is never *certain*.

References
----------
.. [1] Schenker, N. & Gentleman, J. F. (2001). On judging the significance of differences by
   examining the overlap between confidence intervals. The American Statistician 55, 182-186:
   why two ranges that overlap do not say that figures are alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import copysign, hypot, inf

from scipy.special import ndtr

from weefsel.base.certainty import Certainty, certainty
from weefsel.base.errors import InputError
from weefsel.base.language import Text, text
from weefsel.sources.area_code import country_of

HALF = 0.5  # chance of a side when there is nothing to tell
LOWER, HIGHER = "lower", "higher"


@dataclass(frozen=True)
class Uncertain:
    """A figure of an area with its standard error in its own unit, none when it is not known.

    ``kind`` tells apart what is measured in different ways: official or own, counted or
    estimated; ``assumed`` that the error is an assumption of ours.
    """

    area: str
    value: float | None
    error: float | None
    year: int | None
    kind: str = ""
    assumed: bool = False


@dataclass(frozen=True)
class Difference:
    """The first figure minus the second, and what may be said of it.

    ``reason`` says why nothing can be said; then there is no certainty. ``above`` is the
    chance that the first is truly the higher one.
    """

    value: float | None = None
    error: float | None = None
    above: float | None = None
    certainty: Certainty | None = None
    reason: Text | None = None

    @property
    def side(self) -> str | None:
        """Give the side at which the first figure is, none when that cannot be told."""
        if self.above is None or self.certainty in (None, Certainty.INDISTINGUISHABLE):
            return None
        return HIGHER if self.above > HALF else LOWER

    @property
    def words(self) -> Text:
        """Say whether the two can be told apart, in words of certainty."""
        if self.reason is not None:
            return self.reason
        if self.side is None or self.certainty is None:
            return text("not distinguishable")
        return SAID[self.certainty, self.side]


SAID: dict[tuple[Certainty, str], Text] = {
    (Certainty.CERTAIN, LOWER): text("certainly lower"),
    (Certainty.CERTAIN, HIGHER): text("certainly higher"),
    (Certainty.LIKELY, LOWER): text("probably lower"),
    (Certainty.LIKELY, HIGHER): text("probably higher"),
}
NO_FIGURE = text("one of the two has no figure")
OTHER_YEAR = text("of different years: not compared")
OTHER_KIND = text("measured in different ways: not compared")
NO_ERROR = text("the error is not known: nothing can be said of the difference")


def difference(one: Uncertain, other: Uncertain) -> Difference:
    """Set two figures of one indicator against each other.

    Raises ``InputError`` when one is real and the other made up.
    """
    refuse_mixed((one.area, other.area))
    if one.value is None or other.value is None:
        return Difference(reason=NO_FIGURE)
    if one.year != other.year:
        return Difference(reason=OTHER_YEAR)
    if one.kind != other.kind:
        return Difference(reason=OTHER_KIND)
    apart = one.value - other.value
    if one.error is None or other.error is None:
        return Difference(value=apart, reason=NO_ERROR)
    error = hypot(one.error, other.error)
    # Without any error a difference is what it is; none has no side.
    ratio = apart / error if error else copysign(inf, apart) if apart else 0.0
    above = float(ndtr(ratio))
    word = certainty(above, model_share=float(one.assumed or other.assumed))
    return Difference(apart, error, above, word)


def refuse_mixed(areas: tuple[str, ...] | list[str]) -> None:
    """Raise ``InputError`` when real and fictitious areas stand together."""
    if len({country_of(one) for one in areas}) > 1:
        raise InputError(
            text("real and fictitious areas are never compared with each other."),
            where=", ".join(areas),
            todo=text("Choose areas of the same country."),
        )
