"""What the page of a neighbourhood scan shows of each block: figures, stories, what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from weefsel.atlas.indicator import Indicator
from weefsel.base.figure import Figure
from weefsel.base.language import Text
from weefsel.scan.area_scan import AreaScan
from weefsel.scan.blocks import Block, FilledBlock, Line
from weefsel.web.interpret.models import Story

FIRST = 4  # figures of a block that show at once; the others unfold


@dataclass(frozen=True)
class Row:
    """One figure of a block beside the municipality, with what is said of it."""

    line: Line
    municipality: Figure | None
    certainty: Text | None
    trend: Text | None
    stories: Sequence[Story]

    @property
    def key(self) -> str:
        """Give the id of the figure."""
        return self.line.indicator.id


@dataclass(frozen=True)
class Lacking:
    """Figures that are not there, for one and the same reason."""

    reason: Text
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True)
class Part:
    """One block, theme or capital of an area."""

    block: Block
    first: tuple[Row, ...]
    more: tuple[Row, ...]
    lacking: tuple[Lacking, ...]
    to_add: Text | None

    @property
    def anchor(self) -> str:
        """Give the anchor of the block on the page."""
        return f"block-{self.block.id.replace('_', '-')}"

    @property
    def told(self) -> list[tuple[Row, Sequence[Story]]]:
        """Give the figures of this block beside which there are stories."""
        return [(row, row.stories) for row in (*self.first, *self.more) if row.stories]


def parts(
    scan: AreaScan, blocks: Sequence[FilledBlock], stories: Mapping[str, Sequence[Story]]
) -> list[Part]:
    """Give each block: first what stands out or what people spoke of, then the others."""
    return [_part(scan, one, stories) for one in blocks]


def _part(scan: AreaScan, block: FilledBlock, stories: Mapping[str, Sequence[Story]]) -> Part:
    rows = [
        Row(
            line=line,
            municipality=scan.around(line),
            certainty=scan.certainty.get(line.indicator.id),
            trend=scan.trends.get(line.indicator.id),
            stories=stories.get(line.indicator.id, ()),
        )
        for line in block.lines
    ]
    rows.sort(key=lambda row: (not row.stories, not row.line.verdict))  # else as declared
    reasons: dict[str, tuple[Text, list[Indicator]]] = {}
    for indicator, reason in block.missing:
        reasons.setdefault(reason.render("en"), (reason, []))[1].append(indicator)
    return Part(
        block=block.block,
        first=tuple(rows[:FIRST]),
        more=tuple(rows[FIRST:]),
        lacking=tuple(Lacking(reason, tuple(ids)) for reason, ids in reasons.values()),
        to_add=block.to_add,
    )
