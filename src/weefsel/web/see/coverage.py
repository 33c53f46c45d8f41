"""What there is and what is missing for each of the four conditions."""

from __future__ import annotations

from dataclasses import dataclass

from weefsel.atlas.indicator import CONDITIONS, Indicator
from weefsel.base.figure import Figure
from weefsel.base.language import Text, text
from weefsel.scan.reasons import CONDITION_NAMES
from weefsel.scan.result import ScanResult

COUNT = text("a count of indicators or areas has no range")


@dataclass(frozen=True)
class Permitted:
    """An indicator that may enter a condition, and whether it is there."""

    indicator: Indicator
    there: bool
    own: bool  # no open source has it and nobody brought it: the municipality can add it
    why: Text | None


@dataclass(frozen=True)
class Condition:
    """One condition of a municipality: how many areas have a score, and on what."""

    key: str
    name: Text
    scored: Figure
    areas: Figure
    filled: Figure
    permitted: Figure
    indicators: tuple[Permitted, ...]

    @property
    def has_scores(self) -> bool:
        """Tell whether any area has a score."""
        return bool(self.scored.value)


def conditions(result: ScanResult) -> list[Condition]:
    """Give the four conditions with what is there over all neighbourhoods together."""
    codes = result.codes()
    found = []
    for key in CONDITIONS:
        there = {one for code in codes for one in result.filled(code, key)}
        present = {indicator for area, indicator in result.value_rows if area in codes}
        known = [result.catalogue[one] for one in result.permitted(key)]
        found.append(
            Condition(
                key=key,
                name=CONDITION_NAMES[key],
                scored=_count(result, f"scored:{key}", len(result.scored(key))),
                areas=_count(result, "areas", len(codes)),
                filled=_count(result, f"filled:{key}", len(there)),
                permitted=_count(result, f"permitted:{key}", len(known)),
                indicators=tuple(
                    Permitted(
                        indicator=one,
                        there=one.id in there,
                        own=not one.origins and one.id not in present,
                        why=None
                        if one.id in there or not codes
                        else result.why_not(codes[0], one.id),
                    )
                    for one in sorted(known, key=lambda one: (one.id not in there, one.id))
                ),
            )
        )
    return found


def _count(result: ScanResult, name: str, value: int) -> Figure:
    return Figure(
        f"count:{result.recipe.area}:{name}",
        float(value),
        decimals=0,
        year=result.year,
        sources=("computed:scan_count",),
        reason=COUNT,
    )
