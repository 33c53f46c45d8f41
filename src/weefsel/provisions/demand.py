"""Who is in need where: residents of each neighbourhood by a rule of ``need.toml``.

The figures are of the newest year that most neighbourhoods have. An error is known only where
counts are rounded or a figure carries its margin; model estimates publish none.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from weefsel.atlas.centres import centres
from weefsel.atlas.indicator import Indicator, Named
from weefsel.atlas.local_error import LEVEL, two_sided
from weefsel.atlas.store import Store
from weefsel.base.errors import NotFoundError
from weefsel.base.figure import Flag
from weefsel.base.language import Text, text
from weefsel.provisions.need import RESIDENTS, Base, NeedFigure, NeedRule, Who, needs
from weefsel.provisions.need import rule as rule_named
from weefsel.provisions.pairs import Floats
from weefsel.sources.area_code import country_of

POPULATION = "population"
WHOLE = {"percent": 100.0, "per_1000": 1000.0, "per_100": 100.0}
AT_RANDOM = 6  # rounding to one of two steps: b**2 / 6, as in scan/error.py
NEAREST = 12  # rounding to the nearest step: b**2 / 12 (Sheppard 1898)


@dataclass(frozen=True)
class Demand:
    """Residents in need per neighbourhood; all arrays are ``(area)``.

    ``points`` is ``(area, 2)`` in metres (EPSG:28992). ``need`` and ``error`` (standard
    error) are NaN where unknown. ``figure`` is how it was counted, ``share`` the indicator
    of its share (none for a plain count) with its year; ``reason`` why nothing is known.
    """

    areas: tuple[str, ...]
    names: tuple[str, ...]
    districts: tuple[str, ...]
    points: Floats
    residents: Floats
    need: Floats
    error: Floats
    rule: NeedRule
    figure: NeedFigure | None
    share: Indicator | None
    base: Base | None
    year: int | None
    base_year: int | None
    estimate: bool
    sources: tuple[str, ...]
    reason: Text | None = None
    without_border: tuple[str, ...] = ()

    @property
    def who(self) -> Who:
        """Give who is counted."""
        return Who(self.rule, self.figure)

    @property
    def unit(self) -> str:
        """Give the unit of need."""
        return self.rule.unit

    @property
    def known(self) -> bool:
        """Tell whether the need of any area is known."""
        return bool((~np.isnan(self.need)).any())

    def said(self) -> Text:
        """Say what stands for the need, of which year, and whether it is an estimate."""
        if self.reason is not None:
            return self.reason
        if self.share is None:
            return text(
                "Need: the number of %(who)s in %(year)s.", who=self.who, year=self.base_year
            )
        if self.estimate:
            return text(
                "Need: '%(figure)s' (%(year)s), an estimate of a model without a published "
                "error, times %(base)s (%(base_year)s).",
                figure=Named(self.share),
                year=self.year,
                base=self.base,
                base_year=self.base_year,
            )
        return text(
            "Need: '%(figure)s' (%(year)s) times %(base)s (%(base_year)s).",
            figure=Named(self.share),
            year=self.year,
            base=self.base,
            base_year=self.base_year,
        )


class Inhabited:
    """The neighbourhoods of a municipality with a border, and their figures, read once.

    ``year`` is the newest year of figures to use. Raises ``NotFoundError`` when no
    neighbourhood of the municipality, or no border of any, is loaded.
    """

    def __init__(self, store: Store, municipality: str, *, year: int | None = None) -> None:
        country = country_of(municipality)
        rows, self.division = _areas(store, municipality, country, year)
        codes = rows["code"].to_list()
        self.border_year = store.geometry_year(codes, year=self.division, country=country)
        points = centres(store, codes, year=self.division, country=country)
        self.rows = rows.join(points, on="code").sort("code")
        self.without_border = tuple(sorted(set(rows["code"]) - set(self.rows["code"])))
        if self.rows.is_empty():
            raise NotFoundError(
                text(
                    "no boundaries of the neighbourhoods of %(code)s are loaded.",
                    code=municipality,
                ),
                todo=text("Load them with: weefsel load areas"),
            )
        self.values = _Values(store, self.rows["code"].to_list(), country, year)

    def demand(self, rule: NeedRule | None) -> Demand:
        """Count the residents in need by a rule; none gives residents without a need."""
        here, values = self.rows, self.values
        codes = here["code"].to_list()
        made = None if rule is None else next(
            (one for figure in rule.figures if (one := values.count(figure)) is not None), None
        )  # fmt: skip
        residents = values.of(POPULATION)
        nothing = np.full(len(codes), np.nan)
        return Demand(
            areas=tuple(codes),
            names=tuple(str(one or code) for one, code in zip(here["name"], codes, strict=True)),
            districts=tuple(str(one or "") for one in here["district"]),
            points=here.select("x", "y").to_numpy().astype(np.float64),
            residents=nothing if residents is None else residents.value,
            need=nothing if made is None else made.need,
            error=nothing if made is None else made.error,
            rule=rule or rule_named(RESIDENTS),
            figure=None if made is None else made.figure,
            share=None if made is None else made.share,
            base=None if made is None else needs().base[made.figure.of],
            year=None if made is None else made.year,
            base_year=None if made is None else made.base_year,
            estimate=made is not None and made.estimate,
            sources=() if made is None else made.sources,
            reason=_reason(rule) if made is None else None,
            without_border=self.without_border,
        )


def demand_of(
    store: Store, municipality: str, rule: NeedRule | None, *, year: int | None = None
) -> Demand:
    """Count the residents in need of every neighbourhood with a border, as ``Inhabited``."""
    return Inhabited(store, municipality, year=year).demand(rule)


def _reason(rule: NeedRule | None) -> Text:
    if rule is None:
        return text("no figure stands for the need of this kind")
    return text("no figure of %(who)s is loaded for these neighbourhoods", who=rule)


def _areas(
    store: Store, municipality: str, country: str, year: int | None
) -> tuple[pl.DataFrame, int]:
    for division in reversed(store.years(country)):
        if year is not None and division > year:
            continue
        found = store.areas(
            division, country=country, level="neighbourhood", municipality=municipality
        )
        if found.height:
            return found, division
    raise NotFoundError(
        text("no neighbourhoods of %(code)s are loaded.", code=municipality[:20]),
        todo=text("Choose a municipality on the start page, or load its figures first."),
    )


@dataclass(frozen=True)
class _Column:
    value: Floats
    error: Floats
    year: int
    sources: tuple[str, ...]
    estimate: bool


@dataclass(frozen=True)
class _Count:
    need: Floats
    error: Floats
    figure: NeedFigure
    share: Indicator | None
    year: int | None
    base_year: int | None
    estimate: bool
    sources: tuple[str, ...]


class _Values:
    """The figures of some neighbourhoods, each of the newest year that most of them have."""

    def __init__(self, store: Store, codes: list[str], country: str, year: int | None) -> None:
        self.store, self.codes, self.country, self.year = store, codes, country, year
        self.catalogue = store.catalogue(country)
        self._known: dict[str, _Column | None] = {}

    def of(self, key: str) -> _Column | None:
        """Give one figure, none when no neighbourhood has it."""
        if key not in self._known:
            self._known[key] = self._read(key)
        return self._known[key]

    def _read(self, key: str) -> _Column | None:
        frame = self.store.observations(
            indicators=[key], areas=self.codes, country=self.country
        ).drop_nulls(["value", "year"])
        if self.year is not None:
            frame = frame.filter(pl.col("year") <= self.year)
        if frame.is_empty():
            return None
        counts = frame.group_by("year").agg(pl.col("area").n_unique()).sort("year")
        most = counts["area"].max()
        assert isinstance(most, int)
        # The newest year that has at least half as many areas as the fullest one.
        newest = counts.filter(pl.col("area") * 2 >= most)["year"].max()
        frame = frame.filter(pl.col("year") == newest)
        held = pl.DataFrame({"area": self.codes}).join(
            frame, on="area", how="left", maintain_order="left"
        )
        return _Column(
            value=held["value"].cast(pl.Float64).fill_null(np.nan).to_numpy(),
            error=self._error(key, held),
            year=int(str(newest)),
            sources=tuple(f"edition:{one}" for one in sorted(frame["source"].unique())),
            estimate=bool((frame["flag"] == Flag.MODEL_ESTIMATE.value).any()),
        )

    def _error(self, key: str, held: pl.DataFrame) -> Floats:
        """Give the standard error of a figure where it is known, NaN where it is not."""
        model = self.catalogue[key].error
        step = model.base or 0.0
        nothing = np.zeros(held.height)
        if model.kind in ("model_estimate", "survey"):
            found = nothing + np.nan
        elif model.kind == "rounding":
            found = nothing + step / np.sqrt(AT_RANDOM)
        else:
            found = nothing + step / np.sqrt(NEAREST)
        found[(held["flag"] == Flag.MODEL_ESTIMATE.value).fill_null(False).to_numpy()] = np.nan
        margin = (held["upper"] - held["lower"]).cast(pl.Float64).fill_null(np.nan).to_numpy()
        return np.where(np.isnan(margin), found, margin / (2 * two_sided(LEVEL)))

    def count(self, figure: NeedFigure) -> _Count | None:
        """Count people or households by one figure, none when one of its columns is missing."""
        base = [(part.times, self.of(part.indicator)) for part in needs().base[figure.of].parts]
        if any(column is None for _, column in base):
            return None
        there = [(times, column) for times, column in base if column is not None]
        total = np.sum([times * column.value for times, column in there], axis=0)
        spread = np.sqrt(np.sum([(times * column.error) ** 2 for times, column in there], axis=0))
        year = max(column.year for _, column in there)
        sources = {one for _, column in there for one in column.sources}
        if not figure.share:
            return _Count(total, spread, figure, None, None, year, False, tuple(sorted(sources)))
        share = self.of(figure.share)
        if share is None:
            return None
        whole = WHOLE[self.catalogue[figure.share].unit]
        part = np.clip(share.value / whole, 0.0, 1.0)
        part = 1.0 - part if figure.complement else part
        error = np.hypot(total * share.error / whole, part * spread)
        return _Count(
            total * part, error, figure, self.catalogue[figure.share], share.year, year,
            share.estimate, tuple(sorted(sources | set(share.sources))),
        )  # fmt: skip
