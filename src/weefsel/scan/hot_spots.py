"""Clusters of high and low values: local Moran and Getis-Ord Gi*, told from chance.

Two-sided, with the share of false discoveries kept under a declared level over a stated
family of tests. On model estimates a cluster is shown as one of the model, without a
p-value: a model that borrows from neighbours makes neighbours alike.

References
----------
.. [1] Anselin, L. (1995). Local indicators of spatial association: LISA. Geographical
   Analysis 27, 93-115.
.. [2] Ord, J.K., Getis, A. (1995). Local spatial autocorrelation statistics: distributional
   issues and an application. Geographical Analysis 27, 286-306.
.. [3] Sokal, R.R., Oden, N.L., Thomson, B.A. (1998). Local spatial autocorrelation in a
   biological model. Geographical Analysis 30, 331-354: moments given the area's own value.
.. [4] Rey, S.J., Anselin, L. (2007). PySAL: a Python library of spatial analytical methods.
   The Review of Regional Studies 37, 5-27: esda, which the tests hold both statistics against.
.. [5] Benjamini, Y., Hochberg, Y. (1995). Controlling the false discovery rate. Journal of the
   Royal Statistical Society B 57, 289-300.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal

import numpy as np
import polars as pl
from scipy.special import ndtr

from weefsel.atlas.neighbours import Neighbours
from weefsel.base.document import Document, read_document
from weefsel.base.figure import Flag
from weefsel.base.language import Text, text
from weefsel.scan.matrix import Floats
from weefsel.scan.method import Value
from weefsel.scan.permutations import neighbour_chance
from weefsel.sources.said import Listed, Number

Inference = Literal["permutation", "analytic"]

# Why an area was not tested, and that it was.
TESTED = "tested"
EMPTY = "empty"  # no value
ISLAND = "island"  # no neighbour with a value
NO_SHAPE = "no_shape"  # its boundary is not loaded
FEW_RESIDENTS = "few_residents"
FEW = "few_areas"  # the map has too few areas

HIGH_HIGH, LOW_LOW, HIGH_LOW, LOW_HIGH = "high_high", "low_low", "high_low", "low_high"
HOT, COLD, NO_CLUSTER = "hot", "cold", ""

HOT_SPOT_COLUMNS = {
    "area": pl.String,
    "state": pl.String,
    "value": pl.Float64,
    "neighbours": pl.Int32,  # with a value
    "moran": pl.Float64,  # local Moran's I, row-standardised
    "moran_p": pl.Float64,  # two-sided; null on model estimates
    "moran_q": pl.Float64,  # the lowest false discovery rate at which it is marked
    "moran_class": pl.String,
    "gi": pl.Float64,  # Gi*, standard deviates
    "gi_p": pl.Float64,
    "gi_q": pl.Float64,
    "gi_class": pl.String,
    "permutations": pl.Int32,  # null when analytic
}


class HotSpotRules(Document):
    """The numbers of a map of clusters."""

    dated: str
    false_discovery: Value
    most_permutations: Value
    first_permutations: Value
    step: Value
    enough: Value
    minimum_areas: Value
    seed: Value


@cache
def hot_spot_rules() -> HotSpotRules:
    """Give the rules that come with Weefsel."""
    folder = Path(str(resources.files("weefsel.scan"))) / "declared"
    return read_document(HotSpotRules, folder / "hot_spots.toml")


@dataclass(frozen=True)
class HotSpots:
    """A map of clusters of one figure: ``areas`` has ``HOT_SPOT_COLUMNS``, one row an area.

    ``model`` tells that the figure rests on model estimates; ``family`` is the number of
    areas tested together, per statistic; ``smallest_p`` the least that permutations can tell.
    """

    areas: pl.DataFrame
    inference: Inference
    model: bool
    family: int
    false_discovery: float
    smallest_p: float | None
    year: int | None = None  # of all figures on the map

    def of_state(self, state: str) -> tuple[str, ...]:
        """Give the areas with a state."""
        return tuple(self.areas.filter(pl.col("state") == state)["area"])

    @property
    def sentences(self) -> tuple[Text, ...]:
        """Say what was tested together, how, and which areas were left out."""
        said = []
        if self.model:
            said.append(
                text(
                    "Cluster in a model estimate: the model makes neighbours alike, so no "
                    "p-value is given."
                )
            )
        if self.family and self.model:  # a share by chance rests on p-values: none here
            said.append(
                text(
                    "%(count)s areas are looked at together; how many are marked by chance "
                    "cannot be told of a model estimate.",
                    count=Number(self.family, 0),
                )
            )
        elif self.family:
            said.append(
                text(
                    "%(count)s areas are tested together, each statistic apart, two-sided; of "
                    "the marked areas at most %(share)s%% is expected to be marked by chance.",
                    count=Number(self.family, 0),
                    share=Number(self.false_discovery * 100),
                )
            )
        for state, sentence in (
            (FEW, text("There are too few areas with a figure and a neighbour for clusters.")),
            (
                ISLAND,
                text("Without a neighbour that has a figure: %(areas)s.", **self._names(ISLAND)),
            ),
            (EMPTY, text("Without a figure: %(areas)s.", **self._names(EMPTY))),
            (
                FEW_RESIDENTS,
                text("With too few residents: %(areas)s.", **self._names(FEW_RESIDENTS)),
            ),
            (NO_SHAPE, text("Without a boundary: %(areas)s.", **self._names(NO_SHAPE))),
        ):
            if self.of_state(state):
                said.append(sentence)
        return tuple(said)

    def _names(self, state: str) -> dict[str, Any]:
        return {"areas": Listed(self.of_state(state))}


def hot_spots(
    values: Mapping[str, float | None],
    neighbours: Neighbours,
    *,
    flags: Collection[str] = (),
    few_residents: Collection[str] = (),
    year: int | None = None,
    inference: Inference = "permutation",
    rules: HotSpotRules | None = None,
) -> HotSpots:
    """Find clusters among the areas with a value and a neighbour that has one.

    ``values`` holds every area of the map, none where there is no figure; ``flags`` are
    those of its figures, all of one ``year``. Areas with ``few_residents`` are left out, as
    from a score.
    """
    numbers = rules or hot_spot_rules()
    model = Flag.MODEL_ESTIMATE.value in flags
    small = set(few_residents)
    known = {
        code: float(value)
        for code, value in values.items()
        if value is not None and np.isfinite(value) and code not in small
    }
    shaped = set(neighbours.codes)
    among = neighbours.among([code for code in known if code in shaped])
    islands = set(among.islands)
    tested = among.among([code for code in among.codes if code not in islands])
    states = {
        code: FEW_RESIDENTS if code in small
        else EMPTY if code not in known
        else NO_SHAPE if code not in shaped
        else ISLAND if code in islands
        else TESTED
        for code in sorted(values)
    }  # fmt: skip
    few = len(tested.codes) < numbers.minimum_areas.value
    if few:
        states = {code: FEW if one == TESTED else one for code, one in states.items()}
    found = {} if few else _tested(known, tested, inference, numbers)
    rows = [
        _row(code, state, known.get(code), found.get(code), model=model)
        for code, state in states.items()
    ]
    smallest = 2.0 / (round(numbers.most_permutations.value) + 1)
    return HotSpots(
        areas=pl.DataFrame(rows, schema=HOT_SPOT_COLUMNS),
        inference=inference,
        model=model,
        family=len(found),
        false_discovery=numbers.false_discovery.value,
        smallest_p=smallest if inference == "permutation" and found and not model else None,
        year=year,
    )


def _tested(
    known: Mapping[str, float], tested: Neighbours, inference: Inference, rules: HotSpotRules
) -> dict[str, dict[str, Any]]:
    """Test every area; p, q and class of both statistics."""
    y = np.array([known[code] for code in tested.codes])
    if np.ptp(y) == 0:
        # Areas that do not differ have no clusters, and no statistic either.
        return {
            code: {"neighbours": int(count), "moran_p": 1.0, "moran_q": 1.0, "gi_p": 1.0,
                   "gi_q": 1.0, "moran_class": NO_CLUSTER, "gi_class": NO_CLUSTER}
            for code, count in zip(tested.codes, tested.count, strict=True)
        }  # fmt: skip
    moran, moran_z, quadrant, gi = statistics(y, tested)
    permutations: list[int] | None = None
    if inference == "analytic":
        moran_p, gi_p = (2.0 * ndtr(-np.abs(one)) for one in (moran_z, gi))
    else:
        chance = neighbour_chance(
            y,
            tested,
            seed=round(rules.seed.value),
            first=round(rules.first_permutations.value),
            step=round(rules.step.value),
            most=round(rules.most_permutations.value),
            enough=round(rules.enough.value),
        )
        moran_p = gi_p = chance.p
        permutations = chance.permutations.tolist()
    moran_q, gi_q = (_false_discovery(one) for one in (moran_p, gi_p))
    level = rules.false_discovery.value
    return {
        code: {
            "neighbours": int(tested.count[at]),
            "moran": float(moran[at]),
            "moran_p": float(moran_p[at]),
            "moran_q": float(moran_q[at]),
            "moran_class": quadrant[at] if moran_q[at] <= level else NO_CLUSTER,
            "gi": float(gi[at]),
            "gi_p": float(gi_p[at]),
            "gi_q": float(gi_q[at]),
            "gi_class": (HOT if gi[at] > 0 else COLD) if gi_q[at] <= level else NO_CLUSTER,
            "permutations": None if permutations is None else permutations[at],
        }
        for at, code in enumerate(tested.codes)
    }


def statistics(
    values: Floats, neighbours: Neighbours
) -> tuple[Floats, Floats, tuple[str, ...], Floats]:
    """Give local Moran's I, its standard deviate, its quadrant and Gi* ``(area)``.

    ``values`` ``(area)`` are not all equal and every area has a neighbour. Moran's weights
    add up to one per area, those of Gi* are one each, the area itself included. The deviate
    of Moran's I is that given the area's own value [3]_; 0 for an area at the mean.
    """
    n, z, count = values.size, values - values.mean(), neighbours.count
    square = float((z**2).mean())
    focal = np.repeat(np.arange(n), count)
    # Shares added up and not a sum shared out: so it rounds as esda's weights do.
    lag = np.bincount(focal, weights=z[neighbours.ends] / count[focal], minlength=n)
    moran = z * lag / square * (n - 1) / n
    # The moments A7 and A8 of [3]_; of an area that touches all others nothing is left to chance.
    expected = -(z**2) / ((n - 1) * square)
    variance = (z / square) ** 2 * (n / (n - 2)) * (1 / count - 1 / (n - 1))
    variance *= square - z**2 / (n - 1)
    # Formula 14.3 of [2]_: the sum of the area and its neighbours against its mean and spread.
    own = count + 1
    total = np.bincount(focal, weights=z[neighbours.ends], minlength=n) + z
    spread = square * own * (n - own) / (n - 1)
    names = {(True, True): HIGH_HIGH, (False, True): LOW_HIGH, (False, False): LOW_LOW,
             (True, False): HIGH_LOW}  # fmt: skip
    return (
        moran,
        _deviate(moran - expected, variance),
        tuple(names[mine, theirs] for mine, theirs in zip(z > 0, lag > 0, strict=True)),
        _deviate(total, spread),
    )


def _deviate(off: Floats, variance: Floats) -> Floats:
    """Give standard deviates ``(area)``; 0 where chance leaves no room."""
    found = np.zeros(off.size)
    room = variance > 0
    found[room] = off[room] / np.sqrt(variance[room])
    return found


def _false_discovery(p: Floats) -> Floats:
    """Give per p-value ``(area)`` the lowest rate of false discoveries that marks it [5]_."""
    order = np.argsort(p)
    share = p[order] * (p.size / np.arange(1, p.size + 1))
    found = np.empty(p.size)
    found[order] = np.minimum.accumulate(share[::-1])[::-1]
    return np.clip(found, 0.0, 1.0)


def _row(
    code: str, state: str, value: float | None, found: dict[str, Any] | None, *, model: bool
) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(HOT_SPOT_COLUMNS)
    row |= {"area": code, "state": state, "value": value}
    if found is None:
        return row
    row |= found
    if model:
        row |= dict.fromkeys(("moran_p", "moran_q", "gi_p", "gi_q"))
    return row


def class_words(kind: str, *, model: bool) -> Text:
    """Give the words for a class of either statistic."""
    if kind == NO_CLUSTER:
        return text("no cluster to be told from chance")
    said = {
        HIGH_HIGH: text("cluster of high values"),
        LOW_LOW: text("cluster of low values"),
        HIGH_LOW: text("high among low neighbours"),
        LOW_HIGH: text("low among high neighbours"),
        HOT: text("hot spot: high values together"),
        COLD: text("cold spot: low values together"),
    }[kind]
    return text("%(class)s, in a model estimate", **{"class": said}) if model else said
