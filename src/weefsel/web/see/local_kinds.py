"""The three kinds of things a municipality sets itself, and what each may be set to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from weefsel.atlas.indicator import Indicator
from weefsel.base.errors import InputError
from weefsel.base.language import Text, text
from weefsel.scan.peers import fixed_peers, trait_table
from weefsel.scan.vulnerability import declared_features
from weefsel.scan.working_set import why_never
from weefsel.sources.area_code import country_of, is_area_code, level_of, municipality_of
from weefsel.web import ask
from weefsel.web.accounts.models import House
from weefsel.web.accounts.shown import lang
from weefsel.web.see.local_forms import FeatureForm, PeersForm, WeightForm, written
from weefsel.web.see.local_settings import may_stand
from weefsel.web.see.models import FeatureSetting, IndicatorSetting, LocalSetting, PeerSetting

UNDATED = text("a source that does not state its year never enters a condition.")


@dataclass(frozen=True)
class Kind:
    """One kind: its model, the field that names the thing, its form, and how that begins.

    ``name`` raises ``LookupError`` for what does not exist here; ``never`` says why a thing
    cannot be set at all; ``check`` raises ``InputError`` for a setting that cannot be.
    """

    key: str  # in the address
    model: type[LocalSetting]
    field: str
    form: Callable[..., Any]
    name: Callable[[House, str], str]
    more: Callable[[House, str], dict[str, Any]]  # what the form is made with
    begin: Callable[[House, str, Any], dict[str, Any]]
    never: Callable[[House, str], Text | None]
    check: Callable[[House, str, dict[str, Any]], dict[str, Any]]  # gives the fields to store


def known(house: House) -> dict[str, Indicator]:
    """Give the indicators that a municipality can name."""
    held = ask.store().catalogue(country_of(house.area))
    return {key: one for key, one in held.items() if one.owner in ("", house.area)}


def _indicator(house: House, key: str) -> Indicator:
    return known(house)[key]


def _nothing(house: House, key: str) -> dict[str, Any]:
    return {}


def _begin_indicator(house: House, key: str, own: Any) -> dict[str, Any]:
    if own is not None:
        return {"weight": written(own.weight), "reason": own.reason}
    return {"weight": written(_indicator(house, key).weight)}


def _never_indicator(house: House, key: str) -> Text | None:
    return why_never(_indicator(house, key))


def _check_indicator(house: House, key: str, given: dict[str, Any]) -> dict[str, Any]:
    one = _indicator(house, key)
    if (why := why_never(one)) is not None:
        raise InputError(why, where=one.name(lang()))
    return {**given, "condition": one.condition}


def figures(house: House) -> list[tuple[str, str]]:
    """Give the figures that may stand for a feature of vulnerability, by name."""
    held = [one for one in known(house).values() if may_stand(one)]
    return sorted(((one.id, one.name(lang())) for one in held), key=lambda one: one[1].casefold())


def _feature_name(house: House, key: str) -> str:
    for one in declared_features().feature:
        if one.id == key:
            return one.render(lang())
    return _indicator(house, key).name(lang())


def _feature_more(house: House, key: str) -> dict[str, Any]:
    if key not in {one.id for one in declared_features().feature}:
        return {"figures": [(key, _indicator(house, key).name(lang()))]}
    as_declared = text("as Weefsel has it").render(lang())
    return {"figures": [("", as_declared), *figures(house)]}


def _begin_feature(house: House, key: str, own: Any) -> dict[str, Any]:
    if own is not None:
        return {"weight": written(own.weight), "reason": own.reason, "indicator": own.indicator,
                "sign": own.sign}  # fmt: skip
    one = next((one for one in declared_features().feature if one.id == key), None)
    if one is not None:
        return {"weight": written(one.weight), "sign": 1}
    return {"weight": written(1.0), "sign": 1, "indicator": key}


def _never_feature(house: House, key: str) -> Text | None:
    if key in {one.id for one in declared_features().feature} or may_stand(_indicator(house, key)):
        return None
    return text("a figure of origin, or a composite, never makes anyone vulnerable.")


def _check_feature(house: House, key: str, given: dict[str, Any]) -> dict[str, Any]:
    if (why := _never_feature(house, key)) is not None:
        raise InputError(why, where=_indicator(house, key).name(lang()))
    if key in {one.id for one in declared_features().feature}:
        return given
    return {**given, "indicator": key}


def _never_area(house: House, key: str) -> Text | None:
    return None


def _area_name(house: House, key: str) -> str:
    if not is_area_code(key) or municipality_of(key) != house.area:
        raise LookupError(key)
    return ask.name_of(key)


def _begin_peers(house: House, key: str, own: Any) -> dict[str, Any]:
    codes = own.codes if own is not None else ask.comparison_of(key).peers(key).codes
    lines = "\n".join(f"{code} {ask.name_of(code)}" for code in codes)
    return {"codes": lines} | ({} if own is None else {"reason": own.reason})


def _check_peers(house: House, key: str, given: dict[str, Any]) -> dict[str, Any]:
    _area_name(house, key)
    national = ask.comparison_of(key).national
    if not given["codes"]:
        raise InputError(
            text("no areas were chosen to compare with."),
            todo=text("Name at least one, or let Weefsel's own choice count again."),
        )
    table = trait_table(national, level_of(key))
    fixed_peers(table, key, given["codes"], areas=national.areas)
    return given


KINDS: dict[str, Kind] = {
    one.key: one
    for one in (
        Kind(
            "indicator", IndicatorSetting, "indicator", WeightForm,
            lambda house, key: _indicator(house, key).name(lang()),
            _nothing, _begin_indicator, _never_indicator, _check_indicator,
        ),
        Kind(
            "kenmerk", FeatureSetting, "feature", FeatureForm,
            _feature_name, _feature_more, _begin_feature, _never_feature, _check_feature,
        ),
        Kind(
            "vergelijking", PeerSetting, "area", PeersForm,
            _area_name, _nothing, _begin_peers, _never_area, _check_peers,
        ),
    )
}  # fmt: skip


def never(house: House | None, area: str) -> list[tuple[Text, list[str]]]:
    """Give what can never enter a condition, by why, with the names."""
    held = ask.store().catalogue(country_of(area)).values()
    found: dict[str, tuple[Text, list[str]]] = {}
    for one in held:
        if one.owner in ("", area) and (why := why_never(one)) is not None:
            found.setdefault(why.render("en"), (why, []))[1].append(one.name(lang()))
    return [(why, sorted(names, key=str.casefold)) for why, names in found.values()]
