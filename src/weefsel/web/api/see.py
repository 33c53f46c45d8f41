"""See: municipalities, scans, areas with everything known of them, indicators."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from weefsel.atlas.indicator import CONDITIONS, Indicator, catalogue
from weefsel.atlas.indicator import indicator as indicator_of
from weefsel.base.errors import NotFoundError
from weefsel.base.language import text
from weefsel.scan.output import area_record, shown_indicators
from weefsel.scan.reasons import CONDITION_NAMES
from weefsel.scan.register import register
from weefsel.scan.result import ScanResult
from weefsel.sources.area_code import country_of
from weefsel.web import ask
from weefsel.web.accounts.doors import needs
from weefsel.web.api.answer import answer, paged
from weefsel.web.api.schema import FigureOut, Page, Problem, Record, Sentence, SourceOut, sentence

router = Router(tags=["see"], by_alias=True)
NOT_HERE = {404: Problem}
ASKED_WRONG = {400: Problem}
MOST_ON_A_PAGE = 500
PageNumber = Annotated[int, Query(ge=1, le=100_000, description="Which page, from 1.")]
PageSize = Annotated[int, Query(ge=1, le=MOST_ON_A_PAGE, alias="pageSize")]
Words = Annotated[str, Query(max_length=80, description="Part of a name, or a code.")]
MunicipalityCode = Annotated[str, Field(pattern=r"^GM[0-9]{4}$")]
AreaCode = Annotated[str, Field(pattern=r"^(GM[0-9]{4}|WK[0-9]{6}|BU[0-9]{8})$")]


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


class AreaOut(Record):
    """An area of a scan."""

    code: str
    name: str
    level: str
    district: str | None
    scores: list[ScoreOut]
    indicators: list[ValueOut]


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
    algorithm_register: list[RegisterEntry]


class ObservationOut(Record):
    """A value as its source states it."""

    indicator: str
    year: int
    value: float | None
    lower: float | None
    upper: float | None
    flag: str
    source: str


class AreaPage(Record):
    """One area: its scores, its indicators beside those around it, its values over the years."""

    code: str
    name: str
    level: str
    municipality: str
    fictitious: bool
    year: int
    finding: Sentence
    area: AreaOut
    around: AreaOut = Field(description="The municipality, to compare with.")
    country: list[FigureOut] = Field(description="The country, to compare with.")
    observations: list[ObservationOut]
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


@router.get("/municipalities", response={200: Municipalities, **ASKED_WRONG})
@needs("statistics.see")
def municipalities(
    request: HttpRequest, q: Words = "", page: PageNumber = 1, page_size: PageSize = 100
) -> HttpResponse:
    """Give the municipalities whose name or code has these words; all of them without."""
    found = ask.municipalities(q)

    def one(each: ask.Municipality) -> dict[str, Any]:
        return {"code": each.code, "name": each.name, "fictitious": each.fictitious}

    return paged(request, "municipalities", found, page, page_size, one)


@router.get("/municipalities/{code}/scan", response={200: ScanOut, **ASKED_WRONG, **NOT_HERE})
@needs("statistics.see")
def scan(request: HttpRequest, code: MunicipalityCode) -> HttpResponse:
    """Give the scan of a municipality: every area, score and indicator."""
    return answer(scan_document(ask.scan_of(code)))


def scan_document(result: ScanResult) -> dict[str, Any]:
    """Give the document of a scan with its text for the algorithm register."""
    entries = register(result.recipe)
    return {
        **result.document(),
        "algorithm_register": [
            {"heading": sentence(one.heading), "words": sentence(one.words)} for one in entries
        ],
    }


@router.get("/areas/{code}", response={200: AreaPage, **ASKED_WRONG, **NOT_HERE})
@needs("statistics.see")
def area(request: HttpRequest, code: AreaCode) -> HttpResponse:
    """Give everything that is known of one municipality, district or neighbourhood."""
    result = ask.scan_of(code)
    if code not in result.area_rows:
        raise NotFoundError(
            text("the area '%(code)s' is not loaded here.", code=code),
            todo=text("Choose a municipality on the start page, or load its figures first."),
        )
    shown = shown_indicators(result)
    here = area_record(result, code, shown)
    frame = ask.store().observations(areas=[code], country=country_of(code))
    rows = frame.sort("indicator", "year").iter_rows(named=True)
    finding = result.area_finding(code)
    return answer(
        {
            "code": code,
            "name": here["name"],
            "level": here["level"],
            "municipality": result.recipe.area,
            "fictitious": result.fictitious,
            "year": result.year,
            "finding": sentence(finding),
            "area": here,
            "around": area_record(result, result.recipe.area, shown),
            "country": [result.country_figure(one).document() for one in shown],
            "observations": [
                {name: row[name] for name in ObservationOut.model_fields} for row in rows
            ],
            "sources": [one.document() for _, one in sorted(result.sources.items())],
        }
    )


@router.get("/conditions", response={200: Conditions})
@needs("statistics.see")
def conditions(request: HttpRequest) -> HttpResponse:
    """Give the four conditions of social quality and the core set of each."""
    return answer(
        {
            "conditions": [
                {
                    "id": key,
                    "name": sentence(CONDITION_NAMES[key]),
                    "core": sorted(
                        one.id for one in catalogue().values() if one.condition == key and one.core
                    ),
                }
                for key in CONDITIONS
            ]
        }
    )


@router.get("/indicators", response={200: Indicators, **ASKED_WRONG})
@needs("statistics.see")
def indicators(
    request: HttpRequest, page: PageNumber = 1, page_size: PageSize = 100
) -> HttpResponse:
    """Give the catalogue of indicators."""
    rows = sorted(catalogue().values(), key=lambda one: one.id)
    return paged(request, "indicators", rows, page, page_size, _indicator)


@router.get("/indicators/{id}", response={200: IndicatorOut, **ASKED_WRONG, **NOT_HERE})
@needs("statistics.see")
def indicator(
    request: HttpRequest, id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,79}$")]
) -> HttpResponse:
    """Give one indicator."""
    return answer(_indicator(indicator_of(id)))


def _indicator(one: Indicator) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": {"nl": one.name_nl, "en": one.name_en},
        "unit": one.unit,
        "condition": one.condition,
        "core": one.core,
        "weight": one.weight,
        "direction": one.direction,
        "theme": one.theme,
        "population": one.population,
        "maker_used_origin": one.maker_used_origin,
        "origin_trait": one.origin_trait,
        "remark": {"nl": one.remark_nl, "en": one.remark_en},
        "provenance": one.provenance,
        "series": list(dict.fromkeys(origin.series for origin in one.origins)),
        "dated": one.dated,
    }
