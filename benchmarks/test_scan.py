"""Scores of the whole country beside the same scores in pandas and in a plain loop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import polars as pl
import pytest

from scan.plain_scan import newest_values, plain_scores
from weefsel.atlas.indicator import CONDITIONS, Indicator, catalogue
from weefsel.atlas.store import Store
from weefsel.scan.national import National, compute, prepare
from weefsel.scan.recipe import LEVELS, ScanRecipe
from weefsel.scan.run import scan, scan_all

from . import country

GROUP = "scores of 14,000 neighbourhoods, 2,800 districts and 350 municipalities"
RECIPE = ScanRecipe(area="GM0100", year=country.YEAR)
SLOW_ROUNDS = 2  # of what takes seconds


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Give a store with one year of the invented country."""
    held = Store(tmp_path_factory.mktemp("scan"))
    held.load(country.raw(), country.observations(country.scanned_indicators()))
    return held


@pytest.fixture(scope="module")
def observed(store: Store) -> pl.DataFrame:
    return store.observations()


@pytest.fixture(scope="module")
def places(store: Store) -> pl.DataFrame:
    return store.areas(country.YEAR)


@pytest.fixture(scope="module")
def national(places: pl.DataFrame, observed: pl.DataFrame) -> National:
    return compute(places, observed, RECIPE, year=country.YEAR)


Scores = dict[tuple[str, str], float]  # (area, condition) -> score


def by_pandas(
    observed: pd.DataFrame, levels: Mapping[str, Sequence[str]], known: Mapping[str, Indicator]
) -> Scores:
    """Score as an analyst would: newest value, pivot, winsorise, z-score, mean."""
    recent = observed[observed["year"].between(country.YEAR - 2, country.YEAR)]
    newest = recent.dropna(subset="value").sort_values("year")
    newest = newest.drop_duplicates(["area", "indicator"], keep="last")
    wide = newest.pivot(index="area", columns="indicator", values="value")
    scores: Scores = {}
    for codes in levels.values():
        of_level = wide.reindex(codes)
        within = of_level[country.RESIDENTS] >= 100
        for condition in CONDITIONS:
            core = [one for one in known.values() if one.condition == condition and one.core]
            z = {}
            for one in core:
                if one.id not in of_level:
                    continue
                values = of_level.loc[within, one.id].dropna()
                if len(values) < 0.5 * within.sum():
                    continue
                while abs(values.skew()) > 2 and values.kurt() > 3.5:
                    highest = values.max()
                    values = values.where(values < highest, values[values < highest].max())
                clipped = of_level[one.id].clip(values.min(), values.max())
                z[one.id] = one.direction * (clipped - values.mean()) / values.std()
            frame = pd.DataFrame(z, index=of_level.index)
            filled = frame.notna().sum(axis=1)
            enough = within & (filled >= 3) & (filled >= 0.5 * len(core))
            score = (50 + 10 * frame.mean(axis=1)).clip(0, 100).where(enough).dropna()
            scores.update({(str(area), condition): float(v) for area, v in score.items()})
    return scores


@pytest.fixture(scope="module")
def levels(places: pl.DataFrame) -> dict[str, list[str]]:
    return {
        level: places.filter(pl.col("level") == level)["code"].sort().to_list() for level in LEVELS
    }


@pytest.fixture(scope="module")
def core(observed: pl.DataFrame) -> pl.DataFrame:
    """Give only what a score needs: the plain sides read no more than that."""
    wanted = [one.id for one in catalogue().values() if one.core and one.condition in CONDITIONS]
    return observed.filter(pl.col("indicator").is_in([*wanted, country.RESIDENTS]))


def of(national: National) -> Scores:
    """Give the scores of a computed country."""
    return {
        (area, condition): score
        for level in national.levels.values()
        for area, condition, score in level.scores.select("area", "condition", "score").iter_rows()
        if score is not None
    }


def agree(mine: Scores, theirs: Scores) -> None:
    assert mine.keys() == theirs.keys()
    assert len(mine) > 10_000
    np.testing.assert_allclose(
        [mine[key] for key in mine], [theirs[key] for key in mine], rtol=1e-9
    )


def test_pandas_scores_the_country(timed, core, levels, national) -> None:
    frame = core.to_pandas()
    scores = timed(
        GROUP,
        "pandas, the scores only",
        lambda: by_pandas(frame, levels, catalogue()),
        baseline=True,
    )
    agree(of(national), scores)


def test_a_plain_loop_scores_the_country(timed, core, levels, national) -> None:
    rows = core.select("area", "indicator", "year", "value").rows()

    def plain() -> Scores:
        values = newest_values(rows, country.YEAR)
        return {
            (area, condition): score
            for codes in levels.values()
            for condition, found in plain_scores(values, codes, catalogue()).items()
            for area, score in zip(codes, found, strict=True)
            if score == score  # NaN: no score
        }

    scores = timed(GROUP, "plain Python loop, the scores only", plain, rounds=SLOW_ROUNDS)
    agree(of(national), scores)


def test_weefsel_scores_the_country(timed, places, core) -> None:
    made = timed(
        GROUP,
        "weefsel, from the same rows",
        lambda: compute(places, core, RECIPE, year=country.YEAR),
    )
    assert of(made)


def test_weefsel_compares_every_indicator_of_the_country(timed, places, observed) -> None:
    made = timed(
        GROUP,
        "weefsel, and every other indicator compared",
        lambda: compute(places, observed, RECIPE, year=country.YEAR),
    )
    assert of(made)


def test_weefsel_prepares_the_country_from_its_store(timed, store: Store, national) -> None:
    made = timed(GROUP, "weefsel, that and reading the store", lambda: prepare(store, RECIPE))
    assert of(made) == of(national)


def test_weefsel_scans_one_municipality_of_a_prepared_country(timed, store: Store) -> None:
    made = prepare(store, RECIPE)
    found = timed(
        GROUP, "weefsel, one municipality after that", lambda: scan(store, RECIPE, national=made)
    )
    assert found.scores.height


def test_weefsel_scans_every_municipality(timed, store: Store) -> None:
    found = timed(
        GROUP,
        "weefsel, all 350 municipalities from the store",
        lambda: scan_all(store, country.YEAR),
        rounds=SLOW_ROUNDS,
    )
    assert len(found) == country.MUNICIPALITIES
