"""What a municipality set otherwise than Weefsel, as the library takes it.

The set of indicators, the areas to compare with, the features of vulnerability: each change
with its reason. What no longer fits the catalogue counts nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils import timezone

from weefsel.atlas.indicator import Indicator, catalogue
from weefsel.base.errors import InputError
from weefsel.scan.signed import Signed
from weefsel.scan.vulnerability import Feature, Features, declared_features
from weefsel.scan.working_set import IndicatorChange, check_changes
from weefsel.web.accounts.models import House, Kind
from weefsel.web.see.models import FeatureSetting, IndicatorSetting, PeerSetting

EDIT = "working_set.edit"


@dataclass(frozen=True)
class LocalSettings:
    """The settings of one municipality; all empty where it keeps those of Weefsel.

    ``peers`` is by area; ``features`` replaces the declared ones.
    """

    indicator_changes: tuple[IndicatorChange, ...] = ()
    peers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    features: Features | None = None

    @property
    def mark(self) -> str:
        """Give words that are the same for the same settings: a key of what is kept."""
        told = [one.model_dump_json() for one in self.indicator_changes]
        told += [f"{area}={','.join(codes)}" for area, codes in sorted(self.peers.items())]
        told += [] if self.features is None else [self.features.model_dump_json()]
        return "\n".join(told)


def house_of(municipality: str) -> House | None:
    """Give the house whose settings count for a municipality: the first that was made."""
    held = House.objects.filter(kind=Kind.MUNICIPALITY, area=municipality)
    return held.order_by("made_at", "slug").first()


def of(municipality: str, known: Mapping[str, Indicator] | None = None) -> LocalSettings:
    """Give the settings of a municipality: one query, and three where it has a house.

    ``known`` are the indicators that can be named; those of Weefsel when not given.
    """
    house = house_of(municipality)
    if house is None:
        return LocalSettings()
    everything = catalogue() if known is None else known
    return LocalSettings(
        indicator_changes=tuple(
            change
            for one in IndicatorSetting.objects.filter(house=house, withdrawn_at__isnull=True)
            if (change := as_change(one)) and fits(change, everything, municipality)
        ),
        peers={
            one.area: tuple(one.codes)
            for one in PeerSetting.objects.filter(house=house, withdrawn_at__isnull=True)
        },
        features=features_of(house, everything),
    )


def as_change(one: IndicatorSetting) -> IndicatorChange | None:
    """Give a change as recipes hold it; none of one that no recipe can hold any more."""
    try:
        return IndicatorChange(
            condition=one.condition,  # type: ignore[arg-type]
            indicator=one.indicator,
            weight=one.weight,
            reason=one.reason,
            on=timezone.localdate(one.changed_at).isoformat(),
        )
    except (InputError, ValueError):
        return None


def fits(change: IndicatorChange, known: Mapping[str, Indicator], municipality: str) -> bool:
    """Tell whether a change still fits the catalogue, which may be renewed since."""
    try:
        check_changes(known, (change,), municipality)
    except InputError:
        return False
    return True


def features_of(house: House, known: Mapping[str, Indicator]) -> Features | None:
    """Give the features of vulnerability of a house; none where it keeps the declared ones.

    A feature left out keeps its place in the settings and counts nowhere. Where everything
    was left out the declared features stand.
    """
    held = {
        one.feature: one
        for one in FeatureSetting.objects.filter(house=house, withdrawn_at__isnull=True)
        if not one.indicator or may_stand(known.get(one.indicator))
    }
    if not held:
        return None
    declared = declared_features()
    made = [
        _changed(one, held[one.id]) if one.id in held else one
        for one in declared.feature
        if one.id not in held or held[one.id].weight > 0
    ]
    ours = {one.id for one in declared.feature}
    made += [
        _own(one, known[one.indicator])
        for one in held.values()
        if one.feature not in ours and one.indicator and one.weight > 0
    ]
    return declared.model_copy(update={"feature": tuple(made)}) if made else None


def may_stand(indicator: Indicator | None) -> bool:
    """Tell whether a figure may stand for a feature: known, and never of origin."""
    return indicator is not None and not indicator.origin_trait and not indicator.composite


def _changed(feature: Feature, one: FeatureSetting) -> Feature:
    given: dict[str, object] = {"weight": one.weight, "reason": one.reason}
    if one.indicator:
        given["figures"] = (Signed(indicator=one.indicator, sign=1 if one.sign > 0 else -1),)
    return feature.model_copy(update=given)


def _own(one: FeatureSetting, indicator: Indicator) -> Feature:
    return Feature(
        id=one.feature,
        name_nl=indicator.name("nl"),
        name_en=indicator.name("en"),
        figures=(Signed(indicator=indicator.id, sign=1 if one.sign > 0 else -1),),
        weight=one.weight,
        reason=one.reason,
    )
