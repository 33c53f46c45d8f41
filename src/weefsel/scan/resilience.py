"""The resilience map: how many residents are vulnerable, beside how much nuisance there is.

Three forms: where both rose more than elsewhere in the municipality (relative change), where
there is more or less nuisance than the national relation leads one to expect (residual), and
where both are high (focus). It opens a conversation and is no verdict on an area.

References
----------
.. [1] RIGO (2018, 2020, 2023). Veerkracht in het corporatiebezit; Aedes (2021), Top 10
   toepassingen veerkrachtkaarten. Their formulas were not found; these are Weefsel's own.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import polars as pl

from weefsel.base.language import Text, text
from weefsel.scan.matrix import Floats
from weefsel.scan.method import method
from weefsel.scan.normalise import mean_and_deviation
from weefsel.scan.reference import holds_country
from weefsel.scan.relation import fit
from weefsel.scan.resilience_axis import Axis
from weefsel.scan.resilience_map import (
    AS_EXPECTED,
    FEW_RESIDENTS,
    LESS_RESILIENT,
    MAPPED,
    MORE_RESILIENT,
    NO_FIGURE,
    NO_SIGNAL,
    NUISANCE_ONLY,
    REDIVIDED,
    RESILIENCE_COLUMNS,
    SIGNAL,
    VULNERABLE_ONLY,
    About,
    Form,
    ResilienceMap,
    resilience_rules,
)
from weefsel.sources.said import Number


def relative_change_map(
    vulnerable: Axis,
    nuisance: Axis,
    *,
    residents: Mapping[str, float],
    municipality: Collection[str],
    changed: pl.DataFrame | None = None,
) -> ResilienceMap:
    """Show where both rose more than elsewhere in the municipality.

    ``municipality`` are its areas of one level, ``residents`` their residents; ``changed``
    (area, since) the years in which a code or boundary changed. Changes are brought to
    standard deviations within the municipality.
    """
    rules = resilience_rules()
    shared = sorted(set(vulnerable.years) & set(nuisance.years))
    refusal = _one_model(vulnerable, nuisance)
    if refusal is None and len(shared) < 2:
        refusal = text(
            "A map of change needs two equal years of both axes: vulnerability has %(first)s, "
            "nuisance has %(second)s.",
            first=_years(vulnerable),
            second=_years(nuisance),
        )
    if refusal is not None:
        return _refused("relative_change", "changes", vulnerable, nuisance, refusal)
    first, last = shared[0], shared[-1]
    states = _states(municipality, residents, _moved(changed, first, last))
    rows = _paired(
        states, _difference(vulnerable, first, last), _difference(nuisance, first, last)
    )
    mapped = rows.filter(pl.col("state") == MAPPED)
    refusal = _too_few(mapped, rules.minimum_areas.value)
    if refusal is not None:
        return _refused("relative_change", "changes", vulnerable, nuisance, refusal)
    k, o = (_within(rows[name].to_numpy()) for name in ("vulnerable", "nuisance"))
    line = rules.signal_from.value
    both = np.where(
        (k >= line) & (o >= line),
        SIGNAL,
        np.where(k >= line, VULNERABLE_ONLY, np.where(o >= line, NUISANCE_ONLY, NO_SIGNAL)),
    )
    span = text("%(first)s to %(last)s", first=first, last=last)
    return ResilienceMap(
        form="relative_change",
        about="changes",
        vulnerable=vulnerable,
        nuisance=nuisance,
        years=(span, span),
        areas=_framed(rows, both, vulnerable_z=k, nuisance_z=o),
    )


def residual_map(
    vulnerable: Axis,
    nuisance: Axis,
    *,
    residents: Mapping[str, float],
    municipality: Collection[str],
    country_residents: float | None,
    changed: pl.DataFrame | None = None,
) -> ResilienceMap:
    """Show where there is more or less nuisance than the national relation leads to expect.

    Changes where both axes have two equal years, else levels. ``residents`` are those of
    every area of the level in the country; ``country_residents`` is the country's total,
    none when the reference is its own (the fictitious country).
    """
    rules = resilience_rules()
    shared = sorted(set(vulnerable.years) & set(nuisance.years))
    about: About = "changes" if len(shared) > 1 else "levels"
    refusal = _one_model(vulnerable, nuisance) or _undated(vulnerable, nuisance)
    if refusal is None and about == "levels":
        apart = abs(vulnerable.years[-1] - nuisance.years[-1])
        if apart > rules.most_years_apart.value:
            refusal = text(
                "The years of both axes lie too far apart: vulnerability %(first)s, nuisance "
                "%(second)s.",
                first=vulnerable.years[-1],
                second=nuisance.years[-1],
            )
    if refusal is not None:
        return _refused("residual", about, vulnerable, nuisance, refusal)
    moved: set[str] = set()
    if about == "changes":
        first, last = shared[0], shared[-1]
        k_of, o_of = (_difference(one, first, last) for one in (vulnerable, nuisance))
        moved = _moved(changed, first, last)
        span = text("%(first)s to %(last)s", first=first, last=last)
        years = (span, span)
    else:
        k_of, o_of = (one.of(one.years[-1]) for one in (vulnerable, nuisance))
        years = (
            vulnerable.words(vulnerable.years[-1]),
            nuisance.words(nuisance.years[-1]),
        )
    rows = _paired(_states(residents, residents, moved), k_of, o_of)
    mapped = rows.filter(pl.col("state") == MAPPED)
    held = sum(residents[code] for code in mapped["area"])
    share = method().number("minimum_country_share")
    if country_residents is not None and not holds_country(held, country_residents, share):
        refusal = text(
            "The national relation cannot be known: both figures are there for a part of the "
            "country only."
        )
        return _refused("residual", about, vulnerable, nuisance, refusal)
    refusal = _too_few(mapped, rules.minimum_fit_areas.value)
    if refusal is not None:
        return _refused("residual", about, vulnerable, nuisance, refusal)
    fitted = fit(rows["vulnerable"].to_numpy(), rows["nuisance"].to_numpy(), rules.level.value)
    relation, expected, low, high, residual, line = fitted
    kind = np.where(
        residual > line, LESS_RESILIENT, np.where(residual < -line, MORE_RESILIENT, AS_EXPECTED)
    )
    frame = _framed(rows, kind, expected=expected, low=low, high=high, residual=residual)
    return ResilienceMap(
        form="residual",
        about=about,
        vulnerable=vulnerable,
        nuisance=nuisance,
        years=years,
        areas=frame.filter(pl.col("area").is_in(list(municipality))),
        relation=relation,
    )


def focus_map(
    vulnerable: Axis,
    nuisance: Axis,
    *,
    residents: Mapping[str, float],
    municipality: Collection[str],
) -> ResilienceMap:
    """Show where both are high: classes of equal size on each axis within the municipality.

    Levels of the newest year of each axis. With a source that does not state its year the
    map is an experiment, and says so.
    """
    rules = resilience_rules()
    refusal = _one_model(vulnerable, nuisance)
    if refusal is not None:
        return _refused("focus", "levels", vulnerable, nuisance, refusal)
    newest = [one.years[-1] if one.dated else None for one in (vulnerable, nuisance)]
    rows = _paired(
        _states(municipality, residents, set()), vulnerable.of(newest[0]), nuisance.of(newest[1])
    )
    mapped = rows.filter(pl.col("state") == MAPPED)
    refusal = _too_few(mapped, rules.minimum_areas.value)
    if refusal is not None:
        return _refused("focus", "levels", vulnerable, nuisance, refusal)
    most = round(rules.focus_classes.value)
    k, o = (_tiles(rows[name].to_numpy(), most) for name in ("vulnerable", "nuisance"))
    kind = np.array(
        [f"{int(a)}-{int(b)}" for a, b in zip(np.nan_to_num(k), np.nan_to_num(o), strict=True)]
    )
    undated = next((one for one in (vulnerable, nuisance) if not one.dated), None)
    return ResilienceMap(
        form="focus",
        about="levels",
        vulnerable=vulnerable,
        nuisance=nuisance,
        years=(vulnerable.words(newest[0]), nuisance.words(newest[1])),
        areas=_framed(rows, kind),
        experiment=None
        if undated is None
        else text(
            "An experiment: the source of '%(axis)s' does not state its year (%(period)s).",
            axis=undated.name,
            period=undated.words(None),
        ),
    )


def _one_model(vulnerable: Axis, nuisance: Axis) -> Text | None:
    """Refuse two axes that one model made: it would be seen agreeing with itself."""
    if not vulnerable.models & nuisance.models:
        return None
    return text(
        "Both axes come from one model, which made them alike: this map would show the model, "
        "not the neighbourhoods."
    )


def _undated(vulnerable: Axis, nuisance: Axis) -> Text | None:
    """Refuse an axis whose year is not known where years must match."""
    for one in (vulnerable, nuisance):
        if not one.dated:
            return text(
                "The national relation cannot be known: '%(axis)s' has no stated year "
                "(%(period)s).",
                axis=one.name,
                period=one.words(None),
            )
    return None


def _too_few(mapped: pl.DataFrame, minimum: float) -> Text | None:
    if mapped.height >= minimum:
        return None
    return text(
        "Too few areas have both figures: %(count)s, at least %(minimum)s are needed.",
        count=Number(mapped.height, 0),
        minimum=Number(minimum),
    )


def _years(axis: Axis) -> Text:
    if not axis.dated:
        return axis.words(None)
    return text("%(years)s", years=", ".join(str(one) for one in axis.years))


def _refused(
    form: Form, about: About, vulnerable: Axis, nuisance: Axis, reason: Text
) -> ResilienceMap:
    return ResilienceMap(
        form=form,
        about=about,
        vulnerable=vulnerable,
        nuisance=nuisance,
        years=(_years(vulnerable), _years(nuisance)),
        areas=pl.DataFrame(schema=RESILIENCE_COLUMNS),
        refusal=reason,
    )


def _moved(changed: pl.DataFrame | None, first: int, last: int) -> set[str]:
    """Give the areas whose code or boundary changed between two years."""
    if changed is None:
        return set()
    between = (pl.col("since") > first) & (pl.col("since") <= last)
    return set(changed.filter(between)["area"])


def _states(
    areas: Collection[str], residents: Mapping[str, float], moved: set[str]
) -> dict[str, str]:
    """Say of each area whether it may be on the map."""
    fewest = method().number("minimum_residents")
    return {
        code: FEW_RESIDENTS
        if not residents.get(code, 0.0) >= fewest
        else REDIVIDED
        if code in moved
        else MAPPED
        for code in sorted(areas)
    }


def _difference(axis: Axis, first: int, last: int) -> dict[str, float]:
    before, after = axis.of(first), axis.of(last)
    return {code: after[code] - before[code] for code in after.keys() & before.keys()}


def _paired(
    states: Mapping[str, str], vulnerable: Mapping[str, float], nuisance: Mapping[str, float]
) -> pl.DataFrame:
    """Put both figures beside each area; null in both where it is not mapped."""
    rows = []
    for code, state in states.items():
        k, o = vulnerable.get(code), nuisance.get(code)
        there = k is not None and o is not None and bool(np.isfinite(k) and np.isfinite(o))
        known = state == MAPPED and there
        rows.append(
            {
                "area": code,
                "state": NO_FIGURE if state == MAPPED and not there else state,
                "vulnerable": k if known else None,
                "nuisance": o if known else None,
            }
        )
    kinds = {
        name: RESILIENCE_COLUMNS[name] for name in ("area", "state", "vulnerable", "nuisance")
    }
    return pl.DataFrame(rows, schema=kinds)


def _within(values: Floats) -> Floats:
    """Bring changes to standard deviations; areas that all changed alike do not differ."""
    mean, deviation = mean_and_deviation(values)
    return (
        (values - mean) / deviation if deviation > 0 else np.where(np.isnan(values), np.nan, 0.0)
    )


def _tiles(values: Floats, most: int) -> Floats:
    """Give the class of each value, 1 to ``most`` from low to high, of equal size but for ties."""
    known = values[~np.isnan(values)]
    edges = np.quantile(known, np.arange(1, most) / most)
    return np.where(np.isnan(values), np.nan, 1 + (values[:, None] > edges[None, :]).sum(axis=1))


def _framed(rows: pl.DataFrame, kind: np.ndarray[Any, Any], **columns: Floats) -> pl.DataFrame:
    """Put the classes and other columns beside the areas; null where an area is not mapped."""
    mapped = pl.col("state") == MAPPED
    frame = rows.with_columns(
        pl.Series("class", kind.tolist(), dtype=pl.String),
        *(pl.Series(name, values, dtype=pl.Float64) for name, values in columns.items()),
    ).with_columns(pl.when(mapped).then(pl.col("class")).alias("class"))
    missing = [pl.lit(None, kind_).alias(name) for name, kind_ in RESILIENCE_COLUMNS.items()
               if name not in frame.columns]  # fmt: skip
    return frame.with_columns(missing).select(
        pl.col(name).cast(kind_).fill_nan(None) if kind_ == pl.Float64 else pl.col(name)
        for name, kind_ in RESILIENCE_COLUMNS.items()
    )
