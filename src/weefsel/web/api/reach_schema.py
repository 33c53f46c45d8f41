"""What answers of reach, gaps and pillars hold; the same document as ``weefsel reach --json``."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from weefsel.web.api.schema import Record, Sentence, SourceOut


class ReachAreaOut(Record):
    """One neighbourhood and one kind of provision, unrounded."""

    area: str
    name: str
    residents: float | None
    need: float | None = Field(description="People or households in need; null when not known.")
    need_error: float | None = Field(description="Standard error; null when none is published.")
    nearest: float | None = Field(description="Metres, or minutes, to the nearest provision.")
    nearest_place: str | None
    access: float | None = Field(description="Capacity per one in need.")
    reach: float | None = Field(description="Share served; null unless one unit.")
    not_reached: float | None
    without: float | None = Field(description="In need without a provision within reach.")
    gap: float | None
    rank: int | None = Field(description="1 is the largest gap of this kind.")
    certainty: str | None = Field(description="That it is larger than the average gap.")


class ReachNeedOut(Record):
    """What stands for the need of a kind, and why."""

    id: str | None
    who: Sentence
    unit: str
    why: Sentence
    indicator: str | None
    year: int | None
    estimate: bool = Field(description="An estimate of a model without a published error.")
    sources: list[str]
    reason: Sentence | None = Field(description="Why nothing stands for this need.")


class ReachWaysOut(Record):
    """How distances were measured."""

    how: str
    detour: float | None
    within: float
    unit: str
    weights: list[float]
    said: Sentence


class ReachLeftOut(Record):
    """A provision that does not count, and why."""

    place: str
    reason: Sentence


class ReachKindOut(Record):
    """One kind of provision in every neighbourhood."""

    kind: str
    name: Sentence
    finding: Sentence
    need: ReachNeedOut
    ways: ReachWaysOut
    capacity_unit: str
    counted: str = Field(description="capacity, hours or places: what stands for how much.")
    counted_why: Sentence
    no_share: Sentence | None = Field(description="Why there is no share served.")
    places: list[str]
    left_out: list[ReachLeftOut]
    areas: list[ReachAreaOut]


class ReachAbsentOut(Record):
    """A kind that the social map does not hold: whether it is there is not known."""

    kind: str
    name: Sentence
    reason: Sentence


class PillarsOut(Record):
    """What the social map knows of the three pillars in one district."""

    area: str | None = Field(description="Null: of the whole municipality, or nobody said where.")
    name: str | None
    residents: float | None
    provisions: int
    pillars: list[int] = Field(description="Residents themselves, their networks, organised.")
    pillar_unknown: int
    kinds: dict[str, int]
    groups: dict[str, int]
    hours_a_week: float
    with_hours: int = Field(description="How many say their hours.")


class ReachOut(Record):
    """Reach, gaps and pillars of a municipality."""

    schema_: str = Field(alias="schema")
    weefsel: str
    recipe: dict[str, Any]
    municipality: str
    name: str
    division: int
    provisions: int
    finding: Sentence
    how_sure: Sentence | None
    kinds: list[ReachKindOut]
    absent: list[ReachAbsentOut]
    without_border: list[str]
    sources: list[SourceOut]
    pillars: list[PillarsOut]
