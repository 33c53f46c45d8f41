"""See: what answers about areas, scans and indicators hold; ``docs/scan-document.md`` in words."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field

from weefsel.web.api.compared_schema import (
    BesideOut,
    FigureSureOut,
    HotSpotMapOut,
    HotSpotOut,
    ResilienceOut,
    TrendOut,
)
from weefsel.web.api.provisions_near import ProvisionsNearOut
from weefsel.web.api.schema import FigureOut, Page, Record, Sentence, SourceOut


class MunicipalityOut(Record):
    """A municipality of which figures are loaded."""

    code: str
    name: str
    fictitious: bool


class Municipalities(Page):
    """A list of municipalities."""

    municipalities: list[MunicipalityOut]


class ScoreRangeOut(Record):
    """A range of a score at a size of the errors that are not published."""

    times: float = Field(description="Half, once or twice the assumed size.")
    low: float
    high: float
    chance_below_average: float
    certainty: str


class ScoreSureOut(Record):
    """How sure a score is: its range, its possible places and what may be said."""

    level: float = Field(description="Confidence of the range and of the places.")
    low: float
    high: float
    expected: float = Field(description="Where the score is expected with the noise taken out.")
    average: float
    chance_below_average: float
    certainty: str
    side: str | None = Field(description="lower, higher, or none when not distinguishable.")
    words: Sentence
    rank: int = Field(description="Among the scored areas of the municipality; 1 is highest.")
    rank_low: int
    rank_high: int
    of: int
    assumed_share: float = Field(description="Share of the weight whose error is assumed.")
    assumed: list[ScoreRangeOut]


class ScoreMethodOut(Record):
    """The places an area would have over every admissible way to make the score."""

    rank: int | None
    rank_low: int | None
    rank_high: int | None
    of: int | None = Field(description="How many areas are ranked.")
    ways: int | None = Field(description="How many ways were tried.")
    reason: Sentence | None = Field(description="Why this could not be worked out.")


class ScoreOut(Record):
    """A score of a condition, with what it rests on."""

    condition: str
    figure: FigureOut
    place: float | None
    permitted: int
    present: int
    filled: int
    weight_filled: float
    imputed: int
    model_share: float | None
    reason: str | None = Field(description="Why there is no score: an id.")
    sure: ScoreSureOut | None
    method: ScoreMethodOut | None
    missing: list[str]


class ValueOut(Record):
    """An indicator of an area, and where it stands among the reference."""

    indicator: str
    figure: FigureOut
    z: float | None
    place: float | None
    winsorised: bool
    error: float | None = Field(description="Standard error, in the unit of the figure.")
    error_basis: str | None = Field(
        description="exact, rounding, small_numbers, margin or assumed."
    )
    sure: FigureSureOut | None = Field(description="None of context without a comparison.")
    beside: BesideOut | None
    trend: TrendOut | None
    hot_spot: HotSpotOut | None


class PeerOut(Record):
    """An area that is compared with."""

    code: str
    distance: float | None = Field(description="In standard deviations; 0 is alike.")


class PeersOut(Record):
    """The areas that an area is compared with, and how they came to be."""

    areas: list[PeerOut]
    fixed: bool = Field(description="Whether somebody chose them.")
    traits: list[str]
    lacking: list[str]
    candidates: int
    reason: str | None
    sentence: Sentence


class VulnerabilityOut(Record):
    """The index of vulnerability: 0 is average, 1 a standard deviation more."""

    index: float | None
    filled: int
    permitted: int
    weight_filled: float
    model_share: float | None
    reason: str = Field(description="Empty, or why there is no index: an id.")
    words: Sentence | None


class StackingOut(Record):
    """Where disadvantages or advantages meet."""

    filled: int
    unfavourable: int
    favourable: int
    stacked: str | None = Field(description="disadvantage, advantage, empty; null: too few.")


class BlockFigureOut(Record):
    """A figure in a block."""

    indicator: str
    favourable: float | None = Field(description="Percent of the reference less favourable.")
    verdict: str | None = Field(description="strength, strain or none.")


class AreaBlockOut(Record):
    """A block of the neighbourhood scan, filled for an area."""

    block: str
    figures: list[BlockFigureOut]
    missing: list[str]


class TotalOut(Record):
    """The total of the four conditions, only when a recipe asks for it."""

    figure: FigureOut
    chance_below_average: float | None
    words: Sentence | None
    assumed_share: float | None


class AreaOut(Record):
    """An area of a scan, with everything that is known of it."""

    code: str
    name: str
    level: str
    district: str | None
    scores: list[ScoreOut]
    total: TotalOut | None = None
    indicators: list[ValueOut]
    peers: PeersOut
    vulnerability: VulnerabilityOut | None
    stacking: StackingOut | None
    blocks: list[AreaBlockOut]


class ReferenceOut(Record):
    """What the areas of the reference have of an indicator."""

    level: str
    indicator: str
    areas: int
    filled: int
    mean: float | None
    centre: float | None
    deviation: float | None
    winsorised: int
    low: float | None
    high: float | None
    skew: float | None
    kurtosis: float | None
    reason: str | None


class RegisterEntry(Record):
    """A heading of the text for the algorithm register."""

    heading: Sentence
    words: Sentence


class BlockOut(Record):
    """One of the twelve blocks of a neighbourhood scan."""

    block: str
    number: int
    name: Sentence
    add: Sentence | None = Field(description="What a municipality can add to it.")


class FixedPeersOut(Record):
    """The areas that somebody chose to compare an area with."""

    area: str
    codes: list[str]


class ScanOut(Record):
    """A scan of a municipality: the same document as ``weefsel scan --json``."""

    schema_: str = Field(alias="schema")
    weefsel: str
    recipe: dict[str, Any]
    year: int
    country: str
    fictitious: bool
    whole_country: bool
    title: Sentence
    lead: list[Sentence]
    notes: list[Sentence]
    areas: list[AreaOut]
    references: list[ReferenceOut]
    sources: list[SourceOut]
    blocks: list[BlockOut]
    hot_spot_maps: list[HotSpotMapOut]
    resilience: ResilienceOut
    algorithm_register: list[RegisterEntry]
    sensitivity: list[dict[str, Any]] | None = Field(
        description="Only from the command, with --sensitivity: it takes seconds."
    )
    fixed_peers: list[FixedPeersOut]
    features: dict[str, Any] | None = Field(
        description="Own features of vulnerability, none where those of Weefsel count."
    )


class ObservationOut(Record):
    """A value as its source states it."""

    indicator: str
    year: int
    value: float | None
    lower: float | None
    upper: float | None
    flag: str
    source: str


class PublishedOut(Record):
    """What a person published about an area after interpretation."""

    title: str
    language: str
    conclusion: str
    on: date
    role: Sentence
    house: str
    year: int
    standing: str
    standing_words: Sentence
    changed: bool = Field(description="Whether figures changed since.")


class AreaPage(Record):
    """One area: its scores, its indicators beside those around it, its values over the years."""

    code: str
    name: str
    level: str
    municipality: str
    fictitious: bool
    year: int
    finding_state: Literal["computed", "concept", "published"] = Field(
        description="A finding of a neighbourhood or district is a concept until published."
    )
    finding: Sentence | None = Field(
        description="Follows from the figures; none of a concept, unless one may see it."
    )
    published: PublishedOut | None
    area: AreaOut
    around: AreaOut = Field(description="The municipality, to compare with.")
    country: list[FigureOut] = Field(description="The country, to compare with.")
    observations: list[ObservationOut]
    provisions: ProvisionsNearOut | None = Field(
        description="None where nobody registered a provision."
    )
    sources: list[SourceOut]


class IndicatorOut(Record):
    """What an indicator is."""

    id: str
    name: Sentence
    unit: str
    condition: str = Field(description="A condition of social quality, or context.")
    core: bool
    weight: float
    direction: int = Field(description="1: higher is stronger; -1: higher is more strain; 0: no.")
    theme: str
    population: str
    maker_used_origin: str
    origin_trait: bool
    remark: Sentence
    provenance: str
    series: list[str] = Field(description="Series that fill it; none: a municipality adds it.")
    dated: str


class Indicators(Page):
    """A list of indicators."""

    indicators: list[IndicatorOut]


class ConditionOut(Record):
    """A condition of social quality."""

    id: str
    name: Sentence
    core: list[str]


class Conditions(Record):
    """The four conditions."""

    conditions: list[ConditionOut]
