"""What the page of a municipality's working set shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from weefsel.atlas.indicator import CONDITIONS, Indicator
from weefsel.base.errors import InputError
from weefsel.base.figure import Figure, Source
from weefsel.base.language import Text, text
from weefsel.scan.peers import Peers, declared_traits
from weefsel.scan.reasons import CONDITION_NAMES
from weefsel.scan.result import COMPUTED, ScanResult
from weefsel.scan.vulnerability import declared_features
from weefsel.scan.working_set import why_never
from weefsel.sources.area_code import country_of, is_area_code, municipality_of
from weefsel.web import ask
from weefsel.web.accounts.models import House
from weefsel.web.accounts.roles import ROLE_NAMES
from weefsel.web.accounts.shown import lang
from weefsel.web.see.local_kinds import UNDATED, figures, never
from weefsel.web.see.local_settings import as_change, fits
from weefsel.web.see.models import FeatureSetting, IndicatorSetting, LocalSetting, PeerSetting
from weefsel.web.see.resilience_rows import accounted

CHOSEN = text("a weight is chosen, so it has no range")
WEIGHT_SOURCE = {
    "computed:weefsel_set": Source(
        id="computed:weefsel_set",
        title="Working set of Weefsel, not Schema A: equal weights",
        publisher="Weefsel",
    ),
    "computed:own_set": Source(
        id="computed:own_set",
        title="Working set of the municipality, with the reason on its page",
    ),
}


@dataclass(frozen=True)
class Line:
    """One indicator or feature: its weight, that of Weefsel, what fills it, what was changed."""

    key: str
    name: str
    weight: Figure
    original: Figure
    fills: str
    why: Text | None  # why it is not filled
    own: bool  # nobody has it: the municipality can add it
    setting: LocalSetting | None
    note: Text | str = ""
    fault: bool = False  # the setting no longer fits, and counts nowhere

    @property
    def there(self) -> bool:
        """Tell whether figures fill it."""
        return bool(self.fills)

    @property
    def changed(self) -> bool:
        """Tell whether the municipality set it otherwise, and that counts."""
        return self.setting is not None and self.setting.withdrawn_at is None and not self.fault

    @property
    def role(self) -> Text | str:
        """Give the role of who set it."""
        role = self.setting.author_role if self.setting is not None else ""
        return ROLE_NAMES.get(role, "")


@dataclass(frozen=True)
class Condition:
    """One condition: what counts in it, what can be taken in."""

    key: str
    name: Text
    filled: Figure
    permitted: Figure
    lines: tuple[Line, ...]
    others: tuple[Line, ...]  # permitted by the catalogue, not in the set

    @property
    def lacking(self) -> bool:
        """Tell whether an indicator of the set has no figures."""
        return self.filled.value != self.permitted.value

    @property
    def told(self) -> bool:
        """Tell whether the municipality ever set something here."""
        return any(one.setting is not None for one in self.lines)


def page_of(code: str, house: House | None, area: str) -> dict[str, Any]:
    """Give what the page shows; ``area`` is whose peers are looked at."""
    result = ask.scan_of(code)
    changes = _settings(IndicatorSetting, house, "indicator")
    conditions = [_condition(result, key, changes) for key in CONDITIONS]
    features = _features(code, house, result)
    whose = area if is_area_code(area) and municipality_of(area) == code else code
    peers, fault = _peers(whose)
    settings = _settings(PeerSetting, house, "area")
    held = [line for one in conditions for line in (*one.lines, *one.others)]
    return {
        "conditions": conditions,
        "changed": any(line.changed for line in held),
        "features": features,
        "features_told": any(one.setting is not None for one in features),
        "new_figures": figures(house) if house is not None else [],
        "peers": peers,
        "peer_rows": _peer_rows(peers, result.year),
        "peers_sentence": accounted(peers.sentence),
        "peers_fault": fault,
        "whose": whose,
        "whose_name": ask.name_of(whose),
        "whose_setting": settings.get(whose),
        "whose_role": _role(settings.get(whose)),
        "fixed": [
            {"code": key, "name": ask.name_of(key)}
            for key, one in settings.items()
            if one.withdrawn_at is None
        ],
        "areas": [(row["code"], str(row["name"] or row["code"]))
                  for row in result.areas.iter_rows(named=True)],
        "traits": _traits(code),
        "never": never(house, code),
        "undated": UNDATED,
        "year": result.year,
        "sources": {**ask.sources(), **result.sources, **COMPUTED, **WEIGHT_SOURCE},
    }  # fmt: skip


def _settings(model: Any, house: House | None, field: str) -> dict[str, Any]:
    if house is None:
        return {}
    return {getattr(one, field): one for one in model.objects.filter(house=house)}


def _role(setting: LocalSetting | None) -> Text | str:
    return ROLE_NAMES.get(setting.author_role, "") if setting is not None else ""


def _weight(key: str, value: float, *, own: bool) -> Figure:
    return Figure(
        id=f"weight:{key}:{'own' if own else 'weefsel'}",
        value=value,
        decimals=0 if value == int(value) else 2,
        sources=("computed:own_set" if own else "computed:weefsel_set",),
        reason=CHOSEN,
    )


def _count(result: ScanResult, name: str, value: int) -> Figure:
    return Figure(
        id=f"working-set:{result.recipe.area}:{name}",
        value=float(value),
        decimals=0,
        year=result.year,
        sources=("computed:scan_count",),
        reason=text("a count of indicators or areas has no range"),
    )


def _condition(result: ScanResult, key: str, changes: dict[str, IndicatorSetting]) -> Condition:
    mine = [
        one for one in result.catalogue.values() if one.condition == key and why_never(one) is None
    ]
    made = [_line(result, one, changes.get(one.id)) for one in mine]
    made.sort(key=lambda line: (not line.there, line.name.casefold()))
    inside = tuple(one for one in made if one.weight.value or one.changed)
    filled = sum(one.there and bool(one.weight.value) for one in inside)
    return Condition(
        key=key,
        name=CONDITION_NAMES[key],
        filled=_count(result, f"filled:{key}", filled),
        permitted=_count(
            result, f"permitted:{key}", sum(bool(one.weight.value) for one in inside)
        ),
        lines=inside,
        others=tuple(one for one in made if one not in inside),
    )


def _line(result: ScanResult, one: Indicator, setting: IndicatorSetting | None) -> Line:
    weights = result.weights(one.condition)
    original = one.weight if one.core else 0.0
    fault = _unfit(setting, result)
    codes = set(result.codes())
    rows = [row for (area, key), row in result.value_rows.items()
            if key == one.id and area in codes]  # fmt: skip
    titles = {
        ask.sources()[f"edition:{row['source']}"].title
        for row in rows
        if f"edition:{row['source']}" in ask.sources()
    }
    some = next(iter(codes), None)
    return Line(
        key=one.id,
        name=one.name(lang()),
        weight=_weight(one.id, weights.get(one.id, 0.0), own=setting is not None and not fault),
        original=_weight(one.id, original, own=False),
        fills=", ".join(sorted(titles)),
        why=None if rows or some is None else result.why_not(some, one.id),
        own=not one.origins and not rows,
        setting=setting,
        fault=fault,
    )


def _unfit(setting: IndicatorSetting | None, result: ScanResult) -> bool:
    if setting is None or setting.withdrawn_at is not None:
        return False
    change = as_change(setting)
    return change is None or not fits(change, result.catalogue, result.recipe.area)


def _features(code: str, house: House | None, result: ScanResult) -> list[Line]:
    settings = _settings(FeatureSetting, house, "feature")
    catalogue = result.catalogue
    declared = declared_features().feature
    found = []
    for one in declared:
        own = settings.pop(one.id, None)
        counts = own is not None and own.withdrawn_at is None
        figure = own.indicator if counts and own is not None else ""
        names = [figure] if figure else [each.indicator for each in one.figures]
        found.append(
            Line(
                key=one.id,
                name=one.render(lang()),
                weight=_weight(one.id, own.weight if counts else one.weight, own=counts),
                original=_weight(one.id, one.weight, own=False),
                fills=", ".join(
                    catalogue[each].name(lang()) for each in names if each in catalogue
                ),
                why=None,
                own=not names,
                setting=own,
                note=one.reason,
            )
        )
    for key, own in settings.items():
        if key in catalogue:
            counts = own.withdrawn_at is None
            found.append(
                Line(
                    key=key,
                    name=catalogue[key].name(lang()),
                    weight=_weight(key, own.weight if counts else 0.0, own=True),
                    original=_weight(key, 0.0, own=False),
                    fills=catalogue[key].name(lang()),
                    why=None,
                    own=False,
                    setting=own,
                )
            )
    return found


def _peers(area: str) -> tuple[Peers, str]:
    """Give the peers of an area, and the fault of a set that can no longer be."""
    comparison = ask.comparison_of(area)
    try:
        return comparison.peers(area), ""
    except InputError as wrong:
        reason = wrong.sentence(lang())
        return Peers(area, "", comparison.national.year), reason


def _peer_rows(peers: Peers, year: int) -> list[dict[str, Any]]:
    unknown = text("some of its traits have no figures")
    return [
        {
            "code": code,
            "name": ask.name_of(code),
            "url": ask.page_of(code),
            "distance": Figure(
                id=f"distance:{peers.area}:{code}",
                value=distance,
                unit="smd",
                decimals=1,
                year=year,
                sources=("computed:scan_distance",),
                reason=unknown if distance is None else text("a distance on figures as published"),
            ),
        }
        for code, distance in zip(peers.codes, peers.distances, strict=True)
    ]


def _traits(code: str) -> list[dict[str, Any]]:
    catalogue = ask.store().catalogue(country_of(code))
    return [
        {
            "name": catalogue[one.indicator].name(lang()),
            "weight": _weight(f"trait:{one.indicator}", one.weight, own=False),
            "reason": one.reason_nl if lang() == "nl" else one.reason_en,
        }
        for one in declared_traits().trait
        if one.indicator in catalogue
    ]
