"""The three resilience maps made from a store: which axes, which years, what is refused."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import polars as pl
import pytest

from weefsel.atlas.indicator import catalogue
from weefsel.atlas.store import Store
from weefsel.base.language import Text, text
from weefsel.scan.resilience_maps import INDEX, NOTHING, ResilienceMaps, maps_of
from weefsel.scan.signed import Signed
from weefsel.scan.vulnerability import declared_features
from weefsel.sources.area_code import REAL

AREA = "GM9990"
VIOLENCE = "violence_vandalism_per_1000"
NOISE = "noise_neighbours_18plus"
ANXIETY = "anxiety_depression_risk_18plus"
FORMS = {"focus", "relative_change", "residual"}


@pytest.fixture(scope="module")
def usual(weverdam: Store) -> ResilienceMaps:
    return maps_of(weverdam, AREA)


class Turned:
    """A store in which somebody changed some rows."""

    def __init__(self, store: Store, turn: Any, undated: tuple[str, ...] = ()) -> None:
        self._store, self._turn, self._undated = store, turn, undated

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def observations(self, **asked: Any) -> pl.DataFrame:
        rows = self._turn(self._store.observations(**asked))
        return rows.filter(~pl.col("indicator").is_in(self._undated))

    def undated(
        self,
        *,
        indicators: Collection[str] | None = None,
        areas: Collection[str] | None = None,
        country: str = REAL,
    ) -> pl.DataFrame:
        wanted = set(self._undated) & set(indicators or ())
        rows = self._store.observations(indicators=sorted(wanted), years=[2019], country=country)
        return rows.with_columns(year=pl.lit(None, pl.Int32))

    def period(self, source: str) -> Text:
        return text("%(period)s", period="2018 of 2019")


def same(rows: pl.DataFrame) -> pl.DataFrame:
    return rows


def test_weverdam_has_all_three_and_the_index_is_the_first_axis(usual: ResilienceMaps) -> None:
    assert set(usual.maps) == FORMS
    assert (usual.vulnerable, usual.nuisance) == (INDEX, VIOLENCE)
    assert all(one.refusal is None for one in usual.maps.values())
    assert usual.maps["focus"].about == "levels"
    assert usual.maps["relative_change"].about == usual.maps["residual"].about == "changes"
    assert "2016 tot 2022" in usual.maps["relative_change"].title.render("nl")


def test_a_feature_that_one_of_the_years_lacks_is_named_and_left_out(
    usual: ResilienceMaps,
) -> None:
    """Education has figures from 2018: the change since 2016 goes without it, the level not."""
    assert [one.id for one in usual.unchanged] == ["low_education"]
    assert usual.index is not None
    assert usual.index.used["low_education"] == "low_education_share_15_74"
    assert [one.id for one in usual.index.missing] == ["intellectual_disability"]


def test_areas_with_few_residents_are_named_and_never_classed(usual: ResilienceMaps) -> None:
    for one in usual.maps.values():
        small = one.areas.filter(pl.col("state") == "few_residents")
        assert small.height == 2
        for column in ("class", "vulnerable", "nuisance"):
            assert small[column].null_count() == small.height


@pytest.mark.parametrize("vulnerable", [ANXIETY, "stress_18plus"])
def test_two_figures_of_one_model_are_refused_in_every_form(
    weverdam: Store, vulnerable: str
) -> None:
    found = maps_of(weverdam, AREA, vulnerable=vulnerable, nuisance=NOISE)
    for one in found.maps.values():
        assert one.refusal is not None
        assert one.refusal.render("nl").startswith("Beide assen komen uit één model")


def test_against_a_figure_of_a_model_the_index_goes_without_that_model(weverdam: Store) -> None:
    found = maps_of(weverdam, AREA, vulnerable=INDEX, nuisance=NOISE)
    assert found.index is not None
    assert not found.index.models
    assert set(found.index.used) == {"low_income", "low_education"}
    assert found.maps["focus"].refusal is None


def test_an_axis_that_is_not_there_gives_the_first_that_is(
    weverdam: Store, usual: ResilienceMaps
) -> None:
    found = maps_of(weverdam, AREA, vulnerable="population", nuisance="x" * 80)
    assert (found.vulnerable, found.nuisance) == (usual.vulnerable, usual.nuisance)


def test_changing_the_columns_of_origin_changes_no_map_with_features_of_ones_own(
    weverdam: Store,
) -> None:
    origin = [one.id for one in catalogue().values() if one.origin_trait]
    features = declared_features()
    own = features.model_copy(
        update={
            "feature": (
                features.feature[0].model_copy(update={"weight": 3.0}),
                *features.feature[1:],
                features.feature[0].model_copy(
                    update={
                        "id": "single_person_households_share",
                        "figures": (Signed(indicator="single_person_households_share", sign=1),),
                    }
                ),
            )
        }
    )

    def turned(rows: pl.DataFrame) -> pl.DataFrame:
        value = pl.col("value")
        of_origin = pl.col("indicator").is_in(origin)
        return rows.with_columns(value=pl.when(of_origin).then(99.0 - value).otherwise(value))

    assert not weverdam.observations(indicators=origin, country="XX00").is_empty()
    before = maps_of(weverdam, AREA, features=own)
    after = maps_of(Turned(weverdam, turned), AREA, features=own)  # type: ignore[arg-type]
    for form, one in before.maps.items():
        assert one.areas.equals(after.maps[form].areas)
    # The features themselves do change the map: the check above sees something.
    plain = maps_of(weverdam, AREA).maps["focus"].areas
    assert not before.maps["focus"].areas.equals(plain)


def test_a_figure_without_a_stated_year_gives_an_experiment_and_refuses_the_rest(
    weverdam: Store,
) -> None:
    store = Turned(weverdam, same, undated=(VIOLENCE,))
    found = maps_of(store, AREA, vulnerable=ANXIETY)  # type: ignore[arg-type]
    assert found.nuisance == VIOLENCE
    assert found.maps["focus"].refusal is None
    assert found.maps["focus"].experiment is not None
    assert "overlast 2018 of 2019" in found.maps["focus"].title.render("nl")
    for form in ("relative_change", "residual"):
        assert found.maps[form].refusal is not None  # type: ignore[index]


def test_without_any_nuisance_there_is_no_map_and_the_reason(weverdam: Store) -> None:
    def without(rows: pl.DataFrame) -> pl.DataFrame:
        return rows.filter(~pl.col("indicator").is_in([VIOLENCE, NOISE]))

    found = maps_of(Turned(weverdam, without), AREA)  # type: ignore[arg-type]
    assert found.nothing == NOTHING
    assert not found.maps
