"""Which ways of normalising and adding up go together: the list, and the refusal of the rest.

References
----------
.. [1] OECD/JRC (2008). Handbook on Constructing Composite Indicators, steps 5 and 6: a
   geometric or harmonic mean needs strictly positive values on one ratio scale.
"""

from __future__ import annotations

from typing import Literal, get_args

from weefsel.base.errors import InputError
from weefsel.base.language import text

Normalise = Literal["z_score", "min_max", "percentile", "distance_to_target"]
Aggregate = Literal["arithmetic", "geometric", "harmonic"]
Weights = Literal["given", "equal", "pca"]
Missing = Literal["leave_out", "parent", "peers"]
Outliers = Literal["winsorise", "none"]

NORMALISE: tuple[Normalise, ...] = get_args(Normalise)
AGGREGATE: tuple[Aggregate, ...] = get_args(Aggregate)

# Every pair that is allowed. A z-score is negative for half of the areas and a percentile is
# an order, not an amount: neither can be multiplied. A distance to a target is clipped to 1
# to 100 here, but its zero is not the zero of the figure: it is added up only.
ADMISSIBLE: tuple[tuple[Normalise, Aggregate], ...] = (
    ("z_score", "arithmetic"),
    ("min_max", "arithmetic"),
    ("min_max", "geometric"),
    ("min_max", "harmonic"),
    ("percentile", "arithmetic"),
    ("distance_to_target", "arithmetic"),
)


def check(normalise: Normalise, aggregate: Aggregate) -> None:
    """Refuse a pair that is not in the list, with the pairs that are.

    Raises ``InputError``.
    """
    if (normalise, aggregate) in ADMISSIBLE:
        return
    raise InputError(
        text(
            "a %(aggregate)s mean after %(normalise)s is not possible: it needs values above zero "
            "on one scale.",
            aggregate=aggregate,
            normalise=normalise,
        ),
        where="aggregate",
        todo=text(
            "Choose one of: %(known)s.",
            known=", ".join(f"{one} + {other}" for one, other in ADMISSIBLE),
        ),
    )
