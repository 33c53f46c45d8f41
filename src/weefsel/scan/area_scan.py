"""The whole scan of one area: twelve blocks, the lens of brede welvaart, and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from weefsel.base.certainty import Certainty
from weefsel.base.figure import Figure
from weefsel.base.language import Text, text
from weefsel.scan import trend, words
from weefsel.scan.blocks import Line, Scan, neighbourhood_scan, prosperity_scan
from weefsel.scan.comparison import Comparison
from weefsel.scan.result import ScanResult
from weefsel.scan.stacking import ADVANTAGE, DISADVANTAGE, declared_stacking
from weefsel.sources.said import Number

NOT_COVERED = text(
    "Brede welvaart also asks what we put on people elsewhere in the world. The regional monitor "
    "does not measure that, so it is not here."
)
NO_STACK = text("Too few of the items have figures here to see whether they meet.")


@dataclass(frozen=True)
class AreaScan:
    """One area under twelve blocks and under the lens; words by indicator.

    ``certainty`` says where a figure stands beside the average of its reference, ``trends``
    how it went; ``stacked`` is the row of ``scan.stacking``, none where it was not counted.
    """

    result: ScanResult
    area: str
    blocks: Scan
    now: Scan  # the eight themes of here and now
    later: Scan  # the four capitals
    certainty: Mapping[str, Text]
    trends: Mapping[str, Text]
    stacked: Mapping[str, Any] | None

    @property
    def municipality(self) -> str:
        """Give the code of the municipality of the area."""
        return self.result.recipe.area

    def around(self, line: Line) -> Figure | None:
        """Give the figure of the municipality beside a line; none for a municipality itself."""
        if self.area == self.municipality:
            return None
        return self.result.figure(self.municipality, line.indicator.id)

    @property
    def stack(self) -> Text:
        """Say whether disadvantages or advantages meet here."""
        row = self.stacked
        if row is None or row["stacked"] is None:
            return NO_STACK
        said = {
            "low": Number(row["unfavourable"], 0),
            "high": Number(row["favourable"], 0),
            "of": Number(row["filled"], 0),
        }
        if row["stacked"] == DISADVANTAGE:
            return text(
                "Disadvantages meet here: %(low)s of the %(of)s items with a figure are among "
                "the least favourable quarter.",
                **said,
            )
        if row["stacked"] == ADVANTAGE:
            return text(
                "Advantages meet here: %(high)s of the %(of)s items with a figure are among the "
                "most favourable quarter.",
                **said,
            )
        return text(
            "Neither disadvantages nor advantages meet here: of the %(of)s items with a figure "
            "%(low)s are among the least and %(high)s among the most favourable quarter.",
            **said,
        )


def stack_method() -> Text:
    """Say how disadvantages are stacked, and that it says nothing of persons."""
    rules = declared_stacking()
    return text(
        "Statistics Netherlands counts this per person: unfavourable on %(low)s or more of %(of)s "
        "is an accumulation of disadvantage, favourable on %(high)s or more of advantage. Here "
        "the same lines count areas: it says where disadvantages meet, never how many people "
        "have several.",
        low=Number(rules.disadvantage_from.value, 0),
        high=Number(rules.advantage_from.value, 0),
        of=Number(rules.of.value, 0),
    )


def area_scan(result: ScanResult, area: str, comparison: Comparison | None = None) -> AreaScan:
    """Gather the scan of one area; without a comparison no trends and no stacking.

    A figure that cannot be told from the average is neither a strong point nor a strain.
    """
    sure = certainties(result, area)
    certainty = {key: one[0] for key, one in sure.items()}
    rows: dict[str, Mapping[str, Any]] = {}
    if comparison is not None:
        found = {one: comparison.trend(area, one) for one in result.catalogue}
        rows = {key: row for key, row in found.items() if row is not None}
    now, later = prosperity_scan(result, area, trends=rows, certainty=certainty)
    return AreaScan(
        result=result,
        area=area,
        blocks=neighbourhood_scan(result, area, trends=rows, certainty=certainty),
        now=now,
        later=later,
        certainty={key: one[1] for key, one in sure.items()},
        trends={key: trend.words(row) for key, row in rows.items()},
        stacked=None if comparison is None else comparison.stacked(area),
    )


def certainties(result: ScanResult, area: str) -> dict[str, tuple[Certainty, Text]]:
    """Give how sure each figure of an area is beside the average, as a class and in words."""
    found = {}
    for code, indicator in result.value_rows:
        if code == area and result.catalogue[indicator].direction:
            sure = result.indicator_sure(area, indicator)
            if sure is not None:
                found[indicator] = (sure.certainty, words.said(sure))
    return found
