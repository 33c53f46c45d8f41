"""The first cloth on real open data: load everything, see, scan every municipality, weigh.

Golden numbers: CBS, Kerncijfers wijken en buurten 2020 and 2024 (country rows and numbers of
areas as published).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from weefsel.atlas.indicator import CONDITIONS
from weefsel.atlas.load import load_file
from weefsel.atlas.store import Store
from weefsel.scan.recipe import ScanRecipe
from weefsel.scan.run import scan, scan_all

pytestmark = [pytest.mark.realdata, pytest.mark.xdist_group("real")]

FILES = [
    ("kwb", "kwb/cbs.v3.84799NED_TypedDataSet.parquet"),
    ("kwb", "derived/84799NED_kwb2020_typed.csv.gz"),
    ("kwb", "kwb/85984NED_kwb2024_leeftijd_geslacht.csv"),
    ("kwb", "kwb/84583NED_kwb2019_amsterdam.csv"),
    ("health", "sociaal/rivm_gezondheid_2012_18plus.xlsx"),
    ("health", "sociaal/rivm_gezondheid_2016_18plus.xlsx"),
    ("health", "sociaal/rivm_gezondheid_2020_18plus.xlsx"),
    ("areas", "geo/buurt_2019_gegeneraliseerd_wgs84.topojson"),
    ("areas", "geo/gemeente_2024_gegeneraliseerd_wgs84.geojson"),
]

EVERY = 20  # of this many municipalities one is asked how sure its scores are


@pytest.fixture(scope="module")
def store(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Give a store with all of it, loaded in the order in which a newcomer would."""
    filled = Store(tmp_path_factory.mktemp("real"))
    for kind, name in FILES:
        load_file(filled, kind, real_data / name)
    return filled


def test_the_status_shows_the_areas_and_residents_that_cbs_published(store: Store) -> None:
    shown = {row["source"]: row for row in store.status().real.iter_rows(named=True)}
    assert shown["84799NED-2020"]["areas"] == 17_341
    assert shown["84799NED-2020"]["population"] == 17_407_585
    assert shown["85984NED-2024"]["areas"] == 18_310
    assert shown["85984NED-2024"]["population"] == 17_942_942
    assert shown["84583NED-2019"]["population"] == 17_282_163
    for row in shown.values():
        assert row["licence"]
        assert row["attribution"]
        assert row["publisher"]


def test_loading_the_same_files_again_changes_nothing(store: Store, real_data: Path) -> None:
    before = store.manifest()
    for kind, name in FILES[:3]:
        assert not any(report.new for report in load_file(store, kind, real_data / name))
    assert store.manifest().files == before.files


def test_every_municipality_of_2020_gets_scores_or_a_reason(store: Store) -> None:
    results = scan_all(store, 2020)
    assert len(results) == 355
    assert sum(len(result.codes()) for result in results.values()) == 13_808
    for at, result in enumerate(results.values()):
        assert result.title.render("nl")
        for code in result.codes():
            for condition in CONDITIONS:
                scored = result.score_rows[code, condition]["score"] is not None
                assert scored == (result.reason(code, condition) is None)
                if scored:
                    assert 0 <= result.score_rows[code, condition]["score"] <= 100
                    assert len(result.filled(code, condition)) >= 3
                # How sure a score is takes a redraw of its municipality: of some.
                if at % EVERY == 0:
                    score = result.score(code, condition)
                    assert (score.value is None) != scored
                    assert scored or score.reason is not None


def test_hengelo_has_one_score_of_four_and_says_why(store: Store) -> None:
    result = scan(store, ScanRecipe(area="GM0164", year=2020))
    assert len(result.codes()) == 62
    scored = [c for c in result.codes() if result.score(c, "socio_economic_security").value]
    assert scored
    assert len(result.permitted("socio_economic_security")) == 8
    assert {len(result.filled(c, "socio_economic_security")) for c in scored} == {5}
    for condition in ("inclusion", "cohesion", "empowerment"):
        for code in result.codes():
            assert result.score(code, condition).value is None
            said = result.reason(code, condition)
            assert said is not None
            if code in scored:
                assert "te weinig cijfers voor een score" in said.render("nl").lower()


def test_every_neighbourhood_of_hengelo_has_a_boundary(store: Store) -> None:
    codes = scan(store, ScanRecipe(area="GM0164", year=2020)).codes()
    shapes = store.geometry(codes, year=2020)
    assert set(shapes) == set(codes)
    assert all(shape.is_valid and shape.area > 0 for shape in shapes.values())
