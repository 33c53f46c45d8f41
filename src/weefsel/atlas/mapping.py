"""From measures of a source to indicators of the catalogue, by name and unit, never by a guess."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from weefsel.atlas.bounds import blurred_note, within_bounds
from weefsel.atlas.indicator import CONDITIONS, Indicator, Named, Origin
from weefsel.atlas.matching import Doubt, Index, find, index_of, names_of
from weefsel.base.figure import Flag
from weefsel.base.language import Text, text
from weefsel.sources.model import RawTable

OBSERVATION_COLUMNS = {
    "area": pl.String,
    "indicator": pl.String,
    "year": pl.Int32,
    "value": pl.Float64,  # null = missing
    "lower": pl.Float64,  # bounds of the maker's interval, null when not published
    "upper": pl.Float64,
    "flag": pl.String,  # base.figure.Flag
    "source": pl.String,  # edition id
    "fictitious": pl.Boolean,
}


@dataclass(frozen=True)
class Observed:
    """The observations of one edition and what became of the catalogue's indicators.

    ``filled`` have at least one value, ``empty`` were found without any; ``absent`` could
    come from this series and year but were not in the file, or not without doubt.
    ``unmatched`` are columns of the file that no indicator uses.
    """

    frame: pl.DataFrame
    filled: tuple[str, ...]
    unmatched: tuple[str, ...]
    notes: tuple[Text, ...] = ()
    empty: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()


@dataclass(frozen=True)
class Coverage:
    """Which indicators of a condition are permitted, are its core set, and are filled."""

    condition: str
    permitted: tuple[str, ...]
    core: tuple[str, ...]
    filled: tuple[str, ...]

    @property
    def core_filled(self) -> tuple[str, ...]:
        """Give the indicators of the core set that have values."""
        return tuple(one for one in self.core if one in self.filled)


def observe(raw: RawTable, catalogue: Mapping[str, Indicator]) -> Observed:
    """Turn a raw table into observations of the indicators in the catalogue.

    A measure is found by its full path, title and unit; else by a bare title and unit that
    one column has; else, only where the file has no titles, by its key without suffix. When
    several columns answer, none is taken and a note says so. A share needs all its parts
    and a denominator above zero.
    """
    index = index_of(raw.measures, _names(catalogue, raw.edition.series))
    by_measure: dict[str, pl.DataFrame] = {}
    if raw.values.height:
        by_measure = {
            str(key[0]): part
            for key, part in raw.values.partition_by("measure", as_dict=True).items()
        }
    frames: list[pl.DataFrame] = []
    filled: list[str] = []
    empty: list[str] = []
    absent: list[str] = []
    used: set[str] = set()
    notes: list[Text] = []
    blurred: list[tuple[Named, int]] = []
    for one in catalogue.values():
        origins = [origin for origin in one.origins if _applies(origin, raw)]
        if not origins:
            continue
        found, doubt, names = _compute(origins, index, by_measure)
        used |= names
        if doubt is not None:
            notes.append(
                text(
                    "'%(indicator)s' was not filled: more than one column can be it "
                    "(%(columns)s).",
                    indicator=Named(one),
                    columns="; ".join(doubt.names),
                )
            )
        if found is None:
            absent.append(one.id)
            continue
        found, left_out = within_bounds(found, one, raw.edition, names)
        if left_out:
            blurred.append((Named(one), left_out))
        frames.append(found.with_columns(pl.lit(one.id).alias("indicator")))
        (filled if found["value"].is_not_null().any() else empty).append(one.id)
    return Observed(
        frame=_finish(frames, raw),
        filled=tuple(filled),
        unmatched=tuple(name for name in raw.measures["measure"] if name not in used),
        notes=(*notes, *blurred_note(blurred)),
        empty=tuple(empty),
        absent=tuple(absent),
    )


def filled(observations: pl.DataFrame, catalogue: Mapping[str, Indicator]) -> list[Coverage]:
    """Tell per condition which indicators are permitted and which have values here.

    ``observations`` has at least the columns indicator and value.
    """
    present = set(
        observations.filter(pl.col("value").is_not_null())["indicator"].unique().to_list()
    )
    result = []
    for condition in CONDITIONS:
        permitted = [one for one in catalogue.values() if one.condition == condition]
        result.append(
            Coverage(
                condition=condition,
                permitted=tuple(one.id for one in permitted),
                core=tuple(one.id for one in permitted if one.core),
                filled=tuple(one.id for one in permitted if one.id in present),
            )
        )
    return result


def _names(catalogue: Mapping[str, Indicator], series: str) -> frozenset[str]:
    """Give every name under which the catalogue knows a measure of a series."""
    return names_of(
        measure
        for one in catalogue.values()
        for origin in one.origins
        if origin.series == series
        for measure in (origin.measure, *origin.numerator, *origin.denominator)
        if measure is not None
    )


def _applies(origin: Origin, raw: RawTable) -> bool:
    edition = raw.edition
    return (
        origin.series == edition.series
        and origin.population == edition.population
        # of an undated file: in every year that it can be of
        and all(
            (origin.first_year is None or year >= origin.first_year)
            and (origin.last_year is None or year <= origin.last_year)
            for year in edition.undated or (edition.year,)
        )
    )


def _compute(
    origins: list[Origin], index: Index, by_measure: Mapping[str, pl.DataFrame]
) -> tuple[pl.DataFrame | None, Doubt | None, set[str]]:
    """Try the ways to fill an indicator in order; a doubtful one ends the search.

    Gives the values, the doubt and the columns used.
    """
    for origin in origins:
        try:
            if origin.measure is not None:
                name = find(origin.measure, index)
                if name is not None:
                    return _taken(by_measure[name], origin.scale), None, {name}
                continue
            top = [find(part, index) for part in origin.numerator]
            bottom = [find(part, index) for part in origin.denominator]
        except Doubt as doubt:
            return None, doubt, set()
        above = [name for name in top if name is not None]
        below = [name for name in bottom if name is not None]
        if above and len(above) == len(top) and len(below) == len(bottom):
            share = _share(
                [by_measure[name] for name in above],
                [by_measure[name] for name in below],
                origin.scale,
            )
            return share, None, {*above, *below}
    return None, None, set()


def _taken(part: pl.DataFrame, scale: float) -> pl.DataFrame:
    bounds = [
        (pl.col(name) * scale if name in part.columns else pl.lit(None, dtype=pl.Float64)).alias(
            name
        )
        for name in ("lower", "upper")
    ]
    excess = pl.lit(None, dtype=pl.Float64).alias("excess")
    return part.select("area", pl.col("value") * scale, *bounds, "flag", excess)


def _share(top: list[pl.DataFrame], bottom: list[pl.DataFrame], scale: float) -> pl.DataFrame:
    """Divide sums of measures, or give the sum; one missing part makes it missing."""
    wide = top[0].select("area")
    for kind, parts in (("top", top), ("bottom", bottom)):
        for at, part in enumerate(parts):
            wide = wide.join(
                part.select(
                    "area",
                    pl.col("value").alias(f"{kind}{at}"),
                    (pl.col("flag") == Flag.SUPPRESSED.value).alias(f"secret_{kind}{at}"),
                ),
                on="area",
                how="left",
                maintain_order="left",
            )
    # null + x is null: a missing part makes the whole sum missing, as it should
    numerator = _sum("top", len(top))
    value, excess = numerator * scale, pl.lit(None, dtype=pl.Float64)
    if bottom:
        denominator = _sum("bottom", len(bottom))
        value = pl.when(denominator > 0).then(numerator / denominator * scale)
        excess = numerator - denominator
    wide = wide.with_columns(value=value, secret=pl.any_horizontal(pl.col("^secret_.*$")))
    return wide.select(
        "area",
        "value",
        pl.lit(None, dtype=pl.Float64).alias("lower"),
        pl.lit(None, dtype=pl.Float64).alias("upper"),
        pl.when(pl.col("value").is_not_null())
        .then(pl.lit(Flag.MEASURED.value))
        .when(pl.col("secret"))
        .then(pl.lit(Flag.SUPPRESSED.value))
        .otherwise(pl.lit(Flag.MISSING.value))
        .alias("flag"),
        excess.alias("excess"),
    )


def _sum(kind: str, count: int) -> pl.Expr:
    total = pl.col(f"{kind}0")
    for at in range(1, count):
        total = total + pl.col(f"{kind}{at}")
    return total


def _finish(frames: list[pl.DataFrame], raw: RawTable) -> pl.DataFrame:
    if not frames:
        return pl.DataFrame(schema=OBSERVATION_COLUMNS)
    edition = raw.edition
    return (
        pl.concat(frames)
        .with_columns(
            pl.lit(edition.year, dtype=pl.Int32).alias("year"),
            pl.lit(edition.id).alias("source"),
            pl.lit(edition.fictitious).alias("fictitious"),
        )
        .select(list(OBSERVATION_COLUMNS))
    )
