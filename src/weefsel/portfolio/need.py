"""How it goes where a line is done: scores and indicators of its areas, never about origin."""

from __future__ import annotations

from functools import cache
from importlib import resources
from math import sqrt
from pathlib import Path
from statistics import NormalDist, fmean

from weefsel.atlas.indicator import CONDITIONS, Indicator
from weefsel.atlas.local_error import two_sided
from weefsel.base.certainty import Certainty, certainty
from weefsel.base.document import Document, read_document
from weefsel.base.figure import Figure
from weefsel.base.language import Text, text
from weefsel.evidence.words import Words
from weefsel.portfolio.figures import MEAN, empty, listed
from weefsel.portfolio.line import Line
from weefsel.portfolio.reviewed import AreaNeed, Compared, Need, Side, Traits
from weefsel.scan import figures as scan_figures
from weefsel.scan.reasons import CONDITION_NAMES
from weefsel.scan.result import ScanResult

MOST_INDICATORS = 3  # beside a line without a group: what stands out, not a table
MARGINS = frozenset({"published_margin", "own_margin"})  # 95% intervals, as the store holds them
_LEVEL = 0.95
NO_FIGURES = text("no figures of this municipality are loaded")
NO_AREAS = text("nobody said in which neighbourhoods this is done")
WHOLE = text("it is for the whole municipality: there is no neighbourhood to compare")
NOT_COMPARED = text("the two figures cannot be compared")
NO_SURENESS = text("how sure the difference is, is not known: the figures have no published range")
SCORE_SURENESS = text("how sure the difference is, is not known: the score has no range")
NO_MEAN = text("no area of this municipality has a score")
NO_RANGE_OF_MEAN = text("a mean of scores; each score has its own range")


_ALL: dict[Side, Text] = {
    "lower": text("%(places)s: lower than the municipality on %(condition)s"),
    "higher": text("%(places)s: higher than the municipality on %(condition)s"),
    "equal": text("%(places)s: not distinguishable from the municipality on %(condition)s"),
}
_SOME: dict[Side, Text] = {
    "lower": text("lower in %(places)s"),
    "higher": text("higher in %(places)s"),
    "equal": text("not distinguishable in %(places)s"),
}


class _Needs(Document):
    groups: dict[str, tuple[str, ...]]


@cache
def indicators_of() -> dict[str, tuple[str, ...]]:
    """Give the indicators that say how it goes with a group."""
    path = Path(str(resources.files("weefsel.portfolio"))) / "needs.toml"
    return read_document(_Needs, path).groups


def need_of(line: Line, traits: Traits, scan: ScanResult | None) -> Need:
    """Give how it goes in the areas of a line, beside the municipality and the reference."""
    if not line.areas:
        return Need((), NO_AREAS, "unknown")
    if scan is None:
        return Need((), NO_FIGURES, "unknown")
    known = [code for code in line.areas if code in scan.area_rows]
    areas = tuple(_area(code, traits, scan) for code in known)
    smaller = tuple(one for one in areas if one.level != "municipality")
    if not smaller:
        return Need(areas, WHOLE if areas else NO_FIGURES, "unknown")
    condition = scan.main_condition
    if condition is None:
        said = text("No neighbourhood has a score, so need cannot be compared.")
        return Need(areas, said, "unknown")
    return Need(areas, *_summed(smaller, condition))


def _area(code: str, traits: Traits, scan: ScanResult) -> AreaNeed:
    level = scan.level(code)
    conditions = tuple(_condition(code, one, scan) for one in CONDITIONS)
    chosen: tuple[str, ...] = ()
    if level != "municipality":
        chosen = _for_groups(traits, scan) or _weakest(code, scan)
    indicators = tuple(_indicator(code, one, scan) for one in chosen)
    return AreaNeed(code, scan.name(code), level, conditions, indicators)


def _for_groups(traits: Traits, scan: ScanResult) -> tuple[str, ...]:
    wanted = [one for group in traits.groups for one in indicators_of().get(group, ())]
    return tuple(one for one in dict.fromkeys(wanted) if _may_be_shown(one, scan))


def _weakest(code: str, scan: ScanResult) -> tuple[str, ...]:
    """Give the indicators on which an area is furthest below its reference."""
    rows = [
        (row["z"], indicator)
        for (area, indicator), row in scan.value_rows.items()
        if area == code and row["z"] is not None and row["z"] < 0
        and _may_be_shown(indicator, scan)
    ]  # fmt: skip
    return tuple(indicator for _, indicator in sorted(rows)[:MOST_INDICATORS])


def _may_be_shown(indicator: str, scan: ScanResult) -> bool:
    """Tell whether an indicator is in the catalogue and says nothing of origin (rule 9)."""
    known = scan.catalogue.get(indicator)
    return known is not None and not known.origin_trait


def _condition(code: str, condition: str, scan: ScanResult) -> Compared:
    here, town = scan.score(code, condition), code == scan.recipe.area
    mean = _mean(scan, scan.level(code), condition)
    side = "unknown" if town else _side(here, mean)
    sure = None if side in ("unknown", "equal") else _sure_of_score(code, condition, mean, scan)
    reason = None
    if here.value is None:
        reason = here.reason
    elif town:
        reason = WHOLE
    elif sure is None and side != "equal":
        reason = SCORE_SURENESS
    return Compared(
        key=condition,
        what=CONDITION_NAMES[condition],
        here=here,
        municipality=mean,
        reference=scan.score_place(code, condition),
        side=side,
        weaker=None
        if side == "unknown" or sure is Certainty.INDISTINGUISHABLE
        else side == "lower",
        certainty=sure,
        reason=reason,
    )


def _mean(scan: ScanResult, level: str, condition: str) -> Figure:
    """Give the mean score of the municipality's areas of a level, each counted once.

    A score of the municipality itself stands on another scale: that of municipalities.
    """
    name = f"portfolio:mean:{level}:{condition}"
    found = [scan.score_rows[one, condition]["score"] for one in scan.scored(condition, level)]
    if not found:
        return empty(name, "score", NO_MEAN)
    return Figure(
        id=name,
        value=fmean(found),
        unit="score",
        decimals=scan_figures.SCORE_DECIMALS,
        year=scan.year,
        sources=(MEAN, "computed:scan_score"),
        reason=NO_RANGE_OF_MEAN,
    )


def _sure_of_score(code: str, condition: str, mean: Figure, scan: ScanResult) -> Certainty | None:
    """Give how sure it is on which side of the mean a score lies, none without its range.

    The scan draws scores with their noise; from P5 and P95 of those a normal spread is
    taken, and the mean of many areas as fixed.
    """
    here = scan.score(code, condition)
    spread = _spread(here)
    if not spread or here.value is None or mean.value is None:
        return None
    share = scan.score_rows[code, condition]["model_share"] or 0.0
    probability = NormalDist().cdf(abs(here.value - mean.value) / spread)
    return certainty(probability, model_share=share)


def _indicator(code: str, indicator: str, scan: ScanResult) -> Compared:
    here = scan.figure(code, indicator)
    whole = scan.figure(scan.recipe.area, indicator)
    known = scan.catalogue[indicator]
    side = _side(here, whole)
    sure = _certainty(here, whole)
    reason = None
    if here.value is None:
        reason = here.reason
    elif whole.value is None:
        reason = NOT_COMPARED
    elif sure is None:
        reason = NO_SURENESS
    return Compared(
        key=indicator,
        what=Words(known.name_nl, known.name_en).text(),
        here=here,
        municipality=whole,
        reference=scan.reference_mean(scan.level(code), indicator),
        side=side,
        weaker=None if sure is Certainty.INDISTINGUISHABLE else _weaker(known, side),
        certainty=sure,
        reason=reason,
    )


def _weaker(indicator: Indicator, side: Side) -> bool | None:
    """Tell whether a side is the unfavourable one; context has no good or bad side."""
    if side == "unknown" or not indicator.direction:
        return None
    return side == ("lower" if indicator.direction > 0 else "higher")


def _side(here: Figure, whole: Figure) -> Side:
    """Give the side of the municipality on which an area lies, at the decimals that are shown."""
    if here.value is None or whole.value is None:
        return "unknown"
    if here.number("en") == whole.number("en"):
        return "equal"
    return "lower" if here.value < whole.value else "higher"


def _certainty(here: Figure, whole: Figure) -> Certainty | None:
    """Give how sure the side is, where both figures have a published 95% interval.

    The two are taken as independent and normal; the area is a part of the municipality, so
    their difference is a little surer than this says.
    """
    spreads = [_spread(one) for one in (here, whole)]
    first, second = spreads
    if first is None or second is None or here.value is None or whole.value is None:
        return None
    spread = sqrt(first**2 + second**2)
    if not spread:
        return None
    return certainty(NormalDist().cdf(abs(here.value - whole.value) / spread))


def _spread(figure: Figure) -> float | None:
    """Give the standard error that a range stands for, none where it is no such range."""
    level = _LEVEL if figure.range_kind in MARGINS else figure.level
    if figure.low is None or figure.high is None or level is None:
        return None
    return (figure.high - figure.low) / (2 * two_sided(level))


def _summed(areas: tuple[AreaNeed, ...], condition: str) -> tuple[Text, Side]:
    """Say which areas lie lower, higher, or cannot be told apart; the side of most of them."""
    heaps: dict[Side, list[str]] = {"lower": [], "higher": [], "equal": [], "unknown": []}
    for area in areas:
        heaps[_clear_side(_of(area, condition))].append(area.name)
    known: dict[Side, list[str]] = {
        side: names for side, names in heaps.items() if names and side != "unknown"
    }
    name = CONDITION_NAMES[condition]
    if not known:
        places = listed(heaps["unknown"])
        return text("%(places)s: no score on %(condition)s", places=places, condition=name), (
            "unknown"
        )
    if len(known) == 1:
        side = next(iter(known))
        return text(_ALL[side].msgid, places=listed(known[side]), condition=name), side
    parts = [text(_SOME[side].msgid, places=listed(names)) for side, names in known.items()]
    said = text(
        "Beside the municipality on %(condition)s: %(parts)s", condition=name, parts=listed(parts)
    )
    most = max(known, key=lambda side: len(known[side]))
    tied = sum(len(names) == len(known[most]) for names in known.values()) > 1
    return said, "equal" if tied else most


def _clear_side(one: Compared) -> Side:
    """Give the side of a score, equal where it is not distinguishable from the municipality."""
    return "equal" if one.certainty is Certainty.INDISTINGUISHABLE else one.side


def _of(area: AreaNeed, condition: str) -> Compared:
    return next(one for one in area.conditions if one.key == condition)
