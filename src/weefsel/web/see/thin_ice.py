"""What a municipality's scores rest on: estimates, single figures, and choices of method."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from weefsel.atlas.indicator import CONDITIONS, Indicator
from weefsel.base.certainty import Certainty
from weefsel.base.figure import Figure
from weefsel.base.language import Text, text
from weefsel.scan.reasons import CONDITION_NAMES
from weefsel.scan.result import ScanResult
from weefsel.scan.variants import MethodRange

NO_RANGE = text("it follows from the published figures; it has no range of its own")


@dataclass(frozen=True)
class Left:
    """What leaving out one figure does to the places."""

    indicator: Indicator
    mean: Figure
    largest: Figure
    area: str


@dataclass(frozen=True)
class Ice:
    """What the scores of one condition rest on."""

    key: str
    name: Text
    assumed: Figure  # share of the weight whose error is an assumption, mean over the areas
    left: tuple[Left, ...]
    method: Text | None  # why there is no range of the method
    method_mean: Figure | None  # places between the lowest and the highest, mean
    ways: Figure | None
    unsure: Figure  # areas that cannot be told apart from the average
    scored: Figure


def thin_ice(result: ScanResult) -> list[Ice]:
    """Give what the scores of each condition that has any rest on."""
    return [_of(result, key) for key in CONDITIONS if result.scored(key)]


def _of(result: ScanResult, key: str) -> Ice:
    codes = result.scored(key)
    sure = [one for code in codes if (one := result.sure(code, key)) is not None]
    ranges = [result.method_range(code, key) for code in codes]
    known = [one for one in ranges if isinstance(one, MethodRange)]
    refused = next((one for one in ranges if isinstance(one, Text)), None)
    unsure = sum(one.certainty is Certainty.INDISTINGUISHABLE for one in sure)
    return Ice(
        key=key,
        name=CONDITION_NAMES[key],
        assumed=_figure(
            result,
            f"assumed:{key}",
            100 * _mean([one.assumed_share for one in sure]),
            unit="percent",
            decimals=0,
        ),
        left=tuple(
            Left(
                result.catalogue[one.indicator],
                _figure(result, f"left:{key}:{one.indicator}", one.mean_shift),
                _figure(result, f"left-most:{key}:{one.indicator}", one.largest_shift, decimals=0),
                one.area,
            )
            for one in sorted(result.leave_one_out(key), key=lambda one: -one.mean_shift)
        ),
        method=refused,
        method_mean=None
        if not known
        else _figure(result, f"method:{key}", _mean([one.high - one.low for one in known])),
        ways=None if not known else _count(result, f"ways:{key}", known[0].ways),
        unsure=_count(result, f"unsure:{key}", unsure),
        scored=_count(result, f"scored:{key}", len(codes)),
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _figure(
    result: ScanResult, name: str, value: float, *, unit: str = "count", decimals: int = 1
) -> Figure:
    return Figure(
        id=f"{name}:{result.recipe.area}",
        value=float(value),
        unit=unit,
        decimals=decimals,
        year=result.year,
        sources=("computed:scan_shift",),
        reason=NO_RANGE,
    )


def _count(result: ScanResult, name: str, value: int) -> Figure:
    return Figure(
        id=f"count:{result.recipe.area}:{name}",
        value=float(value),
        decimals=0,
        year=result.year,
        sources=("computed:scan_count",),
        reason=NO_RANGE,
    )
