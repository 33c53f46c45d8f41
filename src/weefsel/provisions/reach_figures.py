"""The figures of access, reach, gaps and pillars: each with its source, or why it has none."""

from __future__ import annotations

from typing import Any

from weefsel.atlas.local_error import two_sided
from weefsel.base.certainty import Certainty
from weefsel.base.figure import Figure, Flag, Source
from weefsel.base.language import Text, text
from weefsel.provisions.pairs import MINUTES
from weefsel.provisions.pillars import DistrictPillars
from weefsel.provisions.reached import KindReach
from weefsel.provisions.ways import distances

PER = 1000.0  # access is printed per thousand in need
HUNDRED = 100.0
SOCIAL_MAP = "computed:social_map"
COMPUTED_REACH = {
    f"computed:{key}": Source(id=f"computed:{key}", title=title.msgid, publisher="Weefsel")
    for key, title in {
        "social_map": text("Social map of the municipality, as its owners keep it"),
        "reach_distance": text(
            "Distance to the nearest provision, from one point in a neighbourhood"
        ),
        "reach_need": text("Need: a published share times a published number of residents"),
        "reach_access": text("Access: enhanced two-step floating catchment (Luo & Qi 2009)"),
        "reach_share": text("Share served: residents divide themselves over provisions near by"),
        "reach_gap": text("Gap: residents in need whom nothing reaches"),
    }.items()
}

NO_DISTANCE_RANGE = text("no range: measured from one point in the neighbourhood")
NO_ACCESS_RANGE = text("no range: capacity and hours are taken as their owners say them")
ESTIMATE = text("no range: the maker of this estimate publishes no error")
COUNTED = text("no range: a count of what the social map knows")
NONE_NEAR = text("no provision of this kind is near")
NOT_KNOWN = text("the need of this neighbourhood is not known")
NO_CAPACITY = text("not every provision of this kind says how much it offers")


def nearest(one: KindReach, row: dict[str, Any]) -> Figure:
    """Give how far the nearest provision is."""
    value = row["nearest"]
    return Figure(
        id=f"reach:{row['area']}:{one.kind}:nearest",
        value=value,
        unit="min" if one.ways.unit == MINUTES else "m",
        decimals=0 if one.ways.unit == MINUTES else -1,
        sources=("computed:reach_distance", SOCIAL_MAP),
        reason=NONE_NEAR if value is None else NO_DISTANCE_RANGE,
    )


def need(one: KindReach, row: dict[str, Any]) -> Figure:
    """Give how many are in need, with a range where the error is known."""
    return _people(one, row, "need")


def gap(one: KindReach, row: dict[str, Any]) -> Figure:
    """Give how many in need nothing reaches, with a range where the error is known."""
    return _people(one, row, "gap")


def _people(one: KindReach, row: dict[str, Any], name: str) -> Figure:
    value, error = row[name], row["need_error"]
    reason, low, high = one.no_need or NOT_KNOWN, None, None
    level = distances().level.value
    if value is not None:
        reason = ESTIMATE if one.demand.estimate else COUNTED
        if error is not None and value > 0:
            wide = two_sided(level) * error
            low, high = max(0.0, value - wide), value + wide
    sure = row["certainty"] if name == "gap" else None
    return Figure(
        id=f"reach:{row['area']}:{one.kind}:{name}",
        value=value,
        unit="count",
        low=low,
        high=high,
        level=None if low is None else level,
        range_kind="none" if low is None else "p5_p95",
        decimals=0,
        year=one.demand.base_year,
        certainty=None if sure is None else Certainty(sure),
        flag=Flag.MODEL_ESTIMATE if one.demand.estimate else Flag.MEASURED,
        sources=(
            *one.demand.sources,
            "computed:reach_need" if name == "need" else "computed:reach_gap",
            *((SOCIAL_MAP,) if name == "gap" else ()),
        ),
        reason=reason,
    )


def access(one: KindReach, row: dict[str, Any]) -> Figure:
    """Give how much there is per thousand in need."""
    value = row["access"] if row["need"] is not None else None
    reason = NO_ACCESS_RANGE
    if value is None:
        reason = one.no_need or (NOT_KNOWN if row["need"] is None else NO_CAPACITY)
    return Figure(
        id=f"reach:{row['area']}:{one.kind}:access",
        value=None if value is None else value * PER,
        unit="count",
        decimals=1,
        flag=Flag.MODEL_ESTIMATE if one.demand.estimate else Flag.MEASURED,
        sources=(*one.demand.sources, "computed:reach_access", SOCIAL_MAP),
        reason=reason,
    )


def share(one: KindReach, row: dict[str, Any]) -> Figure:
    """Give the share of those in need who are served, or why there is none."""
    value = row["reach"]
    reason = NO_ACCESS_RANGE
    if value is None:
        reason = one.no_share or NOT_KNOWN
    return Figure(
        id=f"reach:{row['area']}:{one.kind}:share",
        value=None if value is None else value * HUNDRED,
        unit="percent",
        decimals=0,
        flag=Flag.MODEL_ESTIMATE if one.demand.estimate else Flag.MEASURED,
        sources=(*one.demand.sources, "computed:reach_share", SOCIAL_MAP),
        reason=reason,
    )


def whole_share(one: KindReach, value: float, what: str) -> Figure:
    """Give a share of all in need of the municipality, 0 to 1."""
    edge = min(value, 1.0 - value)
    return Figure(
        id=f"reach:{one.kind}:{what}",
        value=value * HUNDRED,
        unit="percent",
        # A hundredth of nobody or of everybody keeps a digit: nearly all is not all.
        decimals=1 if 0 < edge < 1 / HUNDRED else 0,
        flag=Flag.MODEL_ESTIMATE if one.demand.estimate else Flag.MEASURED,
        sources=(*one.demand.sources, "computed:reach_gap", SOCIAL_MAP),
        reason=ESTIMATE if one.demand.estimate else COUNTED,
    )


def distance(one: KindReach, value: float, what: str = "within") -> Figure:
    """Give a distance of a kind: the limit, or the middle one."""
    return Figure(
        id=f"reach:{one.kind}:{what}",
        value=value,
        unit="min" if one.ways.unit == MINUTES else "m",
        decimals=0,
        sources=("computed:reach_distance",),
        reason=text("no range: a limit that is set") if what == "within" else NO_DISTANCE_RANGE,
    )


def count(what: str, value: float, *, reason: Text = COUNTED) -> Figure:
    """Give a count of what the social map knows."""
    return Figure(
        id=f"reach:count:{what}",
        value=float(value),
        unit="count",
        decimals=0,
        sources=(SOCIAL_MAP,),
        reason=reason,
    )


def pillar(district: DistrictPillars, number: int) -> Figure:
    """Give how many provisions of a pillar are known in a district."""
    return count(f"{district.code}:pillar{number}", district.provisions.get(number, 0))


def per_thousand(district: DistrictPillars, sources: tuple[str, ...]) -> Figure:
    """Give how many provisions there are per thousand residents."""
    known = district.residents is not None and district.residents > 0
    assert district.residents is not None or not known
    value = district.total / district.residents * PER if known and district.residents else None
    return Figure(
        id=f"reach:{district.code}:provisions_per_1000",
        value=value,
        unit="per_1000",
        decimals=1,
        sources=(*sources, SOCIAL_MAP),
        reason=COUNTED if known else text("the number of residents is not known"),
    )
