"""Step 14: which choice moves the ranks most: Sobol indices over method and noise.

The output is the mean absolute shift in rank against the score as it stands. Noise is a
factor like any other: its uniform number is the key of a table of chance.

References
----------
.. [1] Saisana, M., Saltelli, A. & Tarantola, S. (2005). Journal of the Royal Statistical
   Society A 168, 307-323.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.scan.ground import Ground
from weefsel.scan.matrix import Floats
from weefsel.scan.rank_sets import rank_of
from weefsel.scan.redraw import Construction, key
from weefsel.scan.sobol import Index, indices
from weefsel.scan.variants import Materials, Way, choices

NOISE = "noise"


@dataclass(frozen=True)
class Factor:
    """How much of the shift in ranks a choice explains, alone and with the others."""

    name: str
    choices: tuple[str, ...]
    first: Index
    total: Index

    def document(self) -> dict[str, Any]:
        """Give the factor as a plain record."""
        return {
            "name": self.name,
            "choices": list(self.choices),
            "first": self.first.document(),
            "total": self.total.document(),
        }


@dataclass(frozen=True)
class Sensitivity:
    """The factors, and the mean absolute shift in rank over all of them."""

    factors: tuple[Factor, ...]
    mean_shift: float
    evaluations: int
    level: float

    def document(self) -> dict[str, Any]:
        """Give the factors as a plain record, in the order of the steps."""
        return {
            "factors": [one.document() for one in self.factors],
            "mean_shift": self.mean_shift,
            "evaluations": self.evaluations,
            "level": self.level,
        }


def sensitivity(
    found: Materials,
    ground: Ground,
    *,
    vary: Sequence[str] | None = None,
    points: int,
    seed: int,
    level: float,
) -> Sensitivity:
    """Vary the steps of the method and the noise, and say what moves the ranks.

    ``vary`` names the factors; all that can be varied without it. Raises ``InputError`` for
    one that is not known or has nothing to choose: a factor that stands still would look
    harmless.
    """
    options: dict[str, tuple[Any, ...]] = {**choices(found), NOISE: ()}
    names = tuple(
        vary
        if vary is not None
        else [one for one, several in options.items() if one == NOISE or len(several) > 1]
    )
    for one in names:
        if one not in options:
            raise InputError(
                text("'%(factor)s' is not a step of the method.", factor=one[:60]),
                where="vary",
                todo=text("Choose one of: %(known)s.", known=", ".join(options)),
            )
        if one != NOISE and len(options[one]) < 2:
            raise InputError(
                text(
                    "the step '%(factor)s' cannot be varied here: there is one choice.", factor=one
                ),
                where="vary",
                todo=text("Leave this step out."),
            )
    shift = _shift(found, ground, names, options, seed)
    made = indices(shift, len(names), points=points, seed=seed, level=level)
    return Sensitivity(
        factors=tuple(
            Factor(name, tuple(_name(each) for each in options[name]), first, total)
            for name, first, total in zip(names, made.first, made.total, strict=True)
        ),
        mean_shift=made.mean,
        evaluations=made.evaluations,
        level=level,
    )


def _name(choice: Any) -> str:
    return choice if isinstance(choice, str) else " + ".join(choice)


def _shift(
    found: Materials,
    ground: Ground,
    names: tuple[str, ...],
    options: dict[str, tuple[Any, ...]],
    seed: int,
) -> Callable[[Floats], float]:
    """Give the function of uniform numbers whose variance is explained."""
    noisy = NOISE in names
    nominal = found.nominal_way
    before = rank_of(found.nominal.scores(found.values[nominal.missing][found.rows]))
    kept: dict[Way, Construction] = {}
    draws = _Draws(found, ground, seed)

    def construction(way: Way) -> Construction:
        if way not in kept:
            made = found.construction(way)
            kept[way] = draws.without_noise(made) if noisy else made
        return kept[way]

    def shift(uniform: Floats) -> float:
        chosen: dict[str, Any] = {
            "outliers": nominal.outliers,
            "missing": nominal.missing,
            "construction": (nominal.normalise, nominal.aggregate),
            "weights": nominal.weights,
        }
        table = None
        for name, one in zip(names, uniform, strict=True):
            if name == NOISE:
                table = float(one)
            else:
                chosen[name] = options[name][int(one * len(options[name]))]
        normalise, aggregate = chosen["construction"]
        way = Way(chosen["outliers"], chosen["missing"], normalise, aggregate, chosen["weights"])
        values = found.values[way.missing][found.rows]
        if table is not None:
            values = values + draws.errors(table)
        scores = construction(way).scores(values)
        return float(np.abs(rank_of(scores) - before).mean())

    return shift


class _Draws:
    """What noise adds to the values of the ranked areas: a table of chance a key."""

    def __init__(self, found: Materials, ground: Ground, seed: int) -> None:
        self.seed = seed
        self.prior = ground.prior
        after = ground.posterior(found.rows)
        held = self.prior
        in_values = held.deviation * held.direction
        observed = ground.values[found.rows]
        drawn_in = held.centre + after.mean * in_values
        self.moved = np.where(after.known, drawn_in - observed, 0.0)
        self.root = after.root
        self.in_values = in_values

    def errors(self, uniform: float) -> Floats:
        """Give one table ``(area, indicator)`` of drawn less observed values."""
        from weefsel.scan.draw_kernel import normals

        areas, count = self.moved.shape
        one = np.uint64(key(self.seed, NOISE, uniform.hex()))
        chance = normals(one, areas * count).reshape(areas, count, 1)
        return np.asarray(self.moved + (self.root @ chance)[:, :, 0] * self.in_values)

    def without_noise(self, made: Construction) -> Construction:
        """Hold a way's scale as the table would be without noise."""
        share = np.sqrt(self.prior.reliability)
        return replace(made, scale=made.scale.denoised(made.scale.deviation * share))
