"""The scale of a construction: fixed numbers per indicator that turn values into points.

A scale is made once from the observed table and then held: draws, other weights and single
areas are put on it without moving it.

References
----------
.. [1] OECD/JRC (2008). Handbook on Constructing Composite Indicators, step 5.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.scan.admissible import Normalise
from weefsel.scan.matrix import Bools, Floats
from weefsel.scan.normalise import distance_to_target, mean_and_deviation, min_max, place


@dataclass(frozen=True)
class Scale:
    """What each indicator is measured against; every array is ``(indicator)``.

    ``table`` holds the values of the reference ``(area of the reference, indicator)`` after
    outliers were pulled in to ``low`` and ``high``, NaN where there are none. ``target`` is
    NaN where none is set. ``bottom`` and ``top`` are the ends of the bounded scales.
    """

    kind: Normalise
    direction: Floats
    low: Floats
    high: Floats
    centre: Floats
    deviation: Floats
    table: Floats
    target: Floats
    bottom: float
    top: float
    # Ends of min-max that were declared beforehand (goalposts), NaN where there is none.
    least: Floats | None = None
    most: Floats | None = None

    def ends(self) -> tuple[Floats, Floats]:
        """Give the values at the ends of min-max ``(indicator)``: declared, else of the table."""
        low = np.fmin.reduce(self.table, axis=0, initial=np.nan)
        high = np.fmax.reduce(self.table, axis=0, initial=np.nan)
        if self.least is not None and self.most is not None:
            low = np.where(np.isnan(self.least), low, self.least)
            high = np.where(np.isnan(self.most), high, self.most)
        return low, high

    def points(self, values: Floats) -> Floats:
        """Give values ``(area, indicator)`` in points: higher is stronger."""
        return self.points_of_clipped(np.clip(values, self.low, self.high))

    def points_of_clipped(self, values: Floats) -> Floats:
        """Give points of values whose outliers are already dealt with."""
        if self.kind == "z_score":
            return np.asarray((values - self.centre) / self.deviation * self.direction)
        found = np.full(values.shape, np.nan)
        for column in range(values.shape[1]):
            found[:, column] = self._column(values[:, column], column)
        return found

    def _column(self, values: Floats, column: int) -> Floats:
        table, direction = self.table[:, column], self.direction[column]
        if self.kind == "percentile":
            share = place(values, table)
            return share if direction > 0 else 100 - share
        low, high = (float(one[0]) for one in self.columns([column]).ends())
        ends = {"bottom": self.bottom, "top": self.top}
        if self.kind == "min_max":
            return min_max(values, low=low, high=high, direction=int(direction), **ends)
        worst = low if direction > 0 else high
        return distance_to_target(values, worst=worst, target=float(self.target[column]), **ends)

    def columns(self, chosen: list[int]) -> Scale:
        """Give the scale of some indicators."""
        return replace(
            self,
            **{
                name: getattr(self, name)[..., chosen]
                for name in (
                    "direction",
                    "low",
                    "high",
                    "centre",
                    "deviation",
                    "table",
                    "target",
                    "least",
                    "most",
                )
                if getattr(self, name) is not None
            },
        )

    def denoised(self, deviation: Floats) -> Scale:
        """Give the scale of a table without error, whose spread is ``deviation``.

        Every value of the table moves towards the mean in the same proportion, so that the
        extremes of noise do not set the ends of the scale.
        """
        with np.errstate(invalid="ignore", divide="ignore"):
            share = np.where(self.deviation > 0, deviation / self.deviation, 1.0)
        return replace(
            self,
            deviation=deviation,
            table=self.centre + (self.table - self.centre) * share,
        )


def scale(
    kind: Normalise,
    reference: Floats,
    direction: Floats,
    *,
    low: Floats,
    high: Floats,
    target: Floats | None = None,
    needed: Bools | None = None,
    bottom: float,
    top: float,
    least: Floats | None = None,
    most: Floats | None = None,
) -> Scale:
    """Make the scale of the values of the reference ``(area, indicator)``.

    ``least`` and ``most`` are ends of min-max declared beforehand, NaN for those of the table.
    ``needed`` ``(indicator)`` tells which must have a target when a target is asked for.
    Raises ``InputError`` when a target is asked for and an indicator has none, or when a
    target leaves nothing to go: it equals the worst value of the reference.
    """
    table = np.clip(reference, low, high)
    described = [mean_and_deviation(table[:, one]) for one in range(table.shape[1])]
    centre, deviation = np.array(described).reshape(-1, 2).T
    made = Scale(
        kind=kind,
        direction=direction,
        low=low,
        high=high,
        centre=centre,
        deviation=deviation,
        table=table,
        target=np.full(direction.shape, np.nan) if target is None else target,
        bottom=bottom,
        top=top,
        least=least,
        most=most,
    )
    if kind == "distance_to_target":
        _check_targets(made, np.ones(direction.size, np.bool_) if needed is None else needed)
    return made


def _check_targets(made: Scale, needed: Bools) -> None:
    for column in np.flatnonzero(needed):
        known = made.table[:, column][~np.isnan(made.table[:, column])]
        if not known.size or not made.direction[column]:
            continue
        worst = known.min() if made.direction[column] > 0 else known.max()
        way = (made.target[column] - worst) * made.direction[column]
        if not way > 0:
            raise InputError(
                text("distance to target needs a target for each indicator, beyond its worst."),
                where="targets",
                todo=text("Give the targets, or choose another way to normalise."),
            )
