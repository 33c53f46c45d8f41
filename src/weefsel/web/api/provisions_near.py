"""What is there for people near an area, and whom nothing reaches: as its page shows it."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from weefsel.provisions.pillars import PILLAR_NUMBERS
from weefsel.web.api.schema import FigureOut, Record
from weefsel.web.social_map import known
from weefsel.web.social_map.find_search import near_area
from weefsel.web.social_map.reach_block import block_of
from weefsel.web.templatetags.find_near import MOST


class NearestOut(Record):
    """A provision near the middle of an area."""

    slug: str
    name: str
    kind: str
    distance: FigureOut | None = Field(description="A straight line.")


class GapNearOut(Record):
    """A kind of provision, and how many in need of it none reaches here."""

    kind: str
    not_reached: FigureOut


class PillarNearOut(Record):
    """How many provisions of a pillar the social map knows in a district."""

    pillar: int
    provisions: FigureOut


class ProvisionsNearOut(Record):
    """Provisions of one area: the nearest, the largest gaps, and of a district its pillars."""

    nearest: list[NearestOut]
    kinds_near: FigureOut | None
    kinds: FigureOut | None
    gaps: list[GapNearOut]
    pillars: list[PillarNearOut]


def provisions_near(code: str, municipality: str) -> dict[str, Any] | None:
    """Give what the page of an area says of provisions; none where nothing is registered."""
    if not known.entries(municipality):
        return None
    found, block = near_area(code, MOST), block_of(code)
    return {
        "nearest": [
            {
                "slug": row.entry.slug,
                "name": row.entry.name,
                "kind": row.entry.service.kind,
                "distance": None if row.distance is None else row.distance.document(),
            }
            for row in (found[1] if found else ())
        ],
        "kinds_near": block.near.document() if block and block.near else None,
        "kinds": block.of.document() if block and block.of else None,
        "gaps": [
            {"kind": row.kind.kind, "not_reached": row.gap.document()}
            for row in (block.gaps if block else ())
        ],
        "pillars": [
            {"pillar": number, "provisions": count.document()}
            for number, (_said, count) in zip(
                PILLAR_NUMBERS, block.pillars if block else (), strict=False
            )
        ],
    }
