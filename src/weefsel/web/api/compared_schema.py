"""What answers say of areas beside others, over the years, in clusters and of resilience."""

from __future__ import annotations

from pydantic import Field

from weefsel.web.api.schema import Page, Record, Sentence


class FigureRangeOut(Record):
    """What may be said of a figure at a size of an error that is not published."""

    times: float = Field(description="Half, once or twice the assumed size.")
    chance_below_average: float
    certainty: str


class FigureSureOut(Record):
    """How sure a figure lies below or above the average of the reference."""

    level: float = Field(description="Confidence of the range.")
    low: float | None
    high: float | None
    expected: float = Field(description="Where it is expected with the noise taken out.")
    average: float
    chance_below_average: float
    certainty: str
    side: str | None = Field(description="lower, higher, or none when not distinguishable.")
    words: Sentence
    assumed: list[FigureRangeOut] = Field(description="Empty where the error is known.")


class BesideOut(Record):
    """What the figure of an area stands beside: its municipality, its peers, the country."""

    municipality: float | None
    municipality_year: int | None
    peers_filled: int = Field(description="Peers with a figure of the same year.")
    peers_other_year: int
    peers_lowest: float | None
    peers_middle: float | None = Field(description="Median of the peers.")
    peers_highest: float | None
    peers_lower: float | None = Field(description="Percent of the peers with a lower figure.")
    country: float | None
    country_year: int | None
    reason: Sentence | None = Field(description="Why it stands alone; none when it does not.")


class TrendOut(Record):
    """How a figure went: a trend from five comparable years, else the points."""

    state: str = Field(description="trend, few_years, one_year or classes.")
    years: int
    first_year: int
    last_year: int
    first: float
    last: float
    difference: float | None
    difference_error: float | None
    slope: float | None = Field(description="Per year; null without a trend.")
    low: float | None
    high: float | None
    level: float | None
    direction: str = Field(description="rising, falling, or empty when it cannot be told.")
    certainty: str | None
    meaning: str = Field(description="stronger, weaker or empty.")
    broken_by: str = Field(description="Why the line began: redivision, definition or empty.")
    unseen: int | None
    words: Sentence
    remarks: list[Sentence]


class HotSpotOut(Record):
    """The class of an area on the map of clusters of a figure; no p-value on an estimate."""

    state: str = Field(description="tested, or why not.")
    year: int
    model: bool = Field(description="Whether the figures are estimates of a model.")
    inference: str = Field(description="permutation or analytic.")
    family: int = Field(description="Areas tested together.")
    neighbours: int | None
    gi: float | None
    gi_p: float | None
    gi_q: float | None
    moran: float | None
    moran_p: float | None
    moran_q: float | None
    gi_class: str | None = Field(description="hot, cold, empty for none; null: not tested.")
    moran_class: str | None
    words: Sentence | None


class HotSpotMapOut(Record):
    """What was tested together on a map of clusters, and how."""

    level: str
    indicator: str
    year: int
    model: bool
    inference: str
    family: int
    false_discovery: float
    smallest_p: float | None
    sentences: list[Sentence]


class RelationOut(Record):
    """The straight line of nuisance on vulnerability over the country."""

    slope: float
    low: float
    high: float
    intercept: float
    explained: float
    areas: int


class ResilienceAreaOut(Record):
    """An area of a resilience map."""

    area: str
    state: str
    vulnerable: float | None
    nuisance: float | None
    vulnerable_z: float | None
    nuisance_z: float | None
    expected: float | None
    low: float | None
    high: float | None
    residual: float | None
    class_: str | None = Field(alias="class")


class ResilienceMapOut(Record):
    """One resilience map, or why it is refused."""

    form: str = Field(description="focus, relative_change or residual.")
    about: str = Field(description="levels or changes.")
    vulnerable: str
    nuisance: str
    years: list[Sentence]
    title: Sentence
    sentences: list[Sentence]
    refusal: Sentence | None
    experiment: Sentence | None
    models: list[str]
    sources: list[str]
    relation: RelationOut | None
    areas: list[ResilienceAreaOut]


class ResilienceOut(Record):
    """The resilience maps of a municipality: those that can be made, and why others not."""

    level: str
    vulnerable: str | None
    nuisance: str | None
    vulnerable_choices: list[str]
    nuisance_choices: list[str]
    nothing: Sentence | None
    maps: list[ResilienceMapOut]


class NamedPeerOut(Record):
    """An area that is compared with, by name."""

    code: str
    name: str
    municipality: str
    distance: float | None


class FigureBesideOut(BesideOut):
    """A figure of an area beside its peers."""

    indicator: str
    value: float
    year: int


class PeerList(Record):
    """The areas that an area is compared with, and its figures beside theirs."""

    code: str
    year: int
    fixed: bool
    sentence: Sentence
    peers: list[NamedPeerOut]
    figures: list[FigureBesideOut]


class IndicatorTrendOut(TrendOut):
    """How one figure of an area went."""

    indicator: str


class TrendList(Record):
    """How every figure of an area went."""

    code: str
    trends: list[IndicatorTrendOut]


class AreaHotSpotOut(HotSpotOut):
    """One area on the map of clusters of one figure."""

    area: str
    indicator: str


class HotSpotList(Page):
    """The areas of a municipality on its maps of clusters."""

    maps: list[HotSpotMapOut]
    hot_spots: list[AreaHotSpotOut]


class CountryAreaOut(Record):
    """An area of a country, with its score and how sure that differs from average."""

    code: str
    name: str
    municipality: str
    score: float | None
    low: float | None
    high: float | None
    chance_below_average: float | None
    certainty: str | None
    side: str | None
    words: Sentence | None
    place: float | None
    filled: int
    reason: str | None = Field(description="Why there is no score: an id.")


class CountryAreas(Page):
    """The areas of one level of a country on one condition, in order of code."""

    country: str
    year: int
    years: list[int] = Field(description="Years that can be asked for.")
    level: str
    condition: str
    fictitious: bool
    areas: list[CountryAreaOut]
