"""Boundaries in the store: merged, derived, simplified, found for a year."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from atlas.tables import seen
from sources.boundary_examples import STEP, cells, neighbourhoods
from weefsel.atlas.detail import DETAILS, LOST_M, MUNICIPALITY, simplified, with_copy
from weefsel.atlas.store import Store
from weefsel.errors import ConflictError, InputError
from weefsel.sources.areas import GeometryTable, boundaries_edition, geometry_frame

CODES = neighbourhoods(4)  # two districts of two, in a row of four cells


def squares(count: int = 4, shift: float = 0.0) -> list[shapely.Geometry]:
    rings = cells(count, 1)
    return [shapely.Polygon([(x + shift, y) for x, y in ring]) for ring in rings]


def table(
    codes: list[str] = CODES,
    shapes: list[shapely.Geometry] | None = None,
    year: int = 2020,
    level: str = "neighbourhood",
    country: str = "XX00",
) -> GeometryTable:
    frame = geometry_frame(codes, squares(len(codes)) if shapes is None else shapes)
    return GeometryTable(boundaries_edition(level, year, country=country), level, frame)


def ask(store: Store, codes: list[str], year: int = 2020, **more):
    return store.shapes(codes, year=year, country="XX00", **more)


def test_a_boundary_comes_back_as_it_was_given(store: Store) -> None:
    store.load_geometry(table())
    assert ask(store, CODES[:1]).geometries[CODES[0]].equals(squares()[0])


def test_loading_the_same_boundaries_twice_changes_no_byte(store: Store) -> None:
    store.load_geometry(table())
    before = seen(store)
    turned = [shapely.Polygon(list(shape.exterior.coords)[1:]) for shape in squares()]
    for again in (table(), table(shapes=turned), table(shapes=squares(shift=1e-9))):
        assert not store.load_geometry(again).new
    assert seen(store) == before


def test_another_border_is_refused_by_code_unless_it_replaces(store: Store) -> None:
    store.load_geometry(table())
    before = seen(store)
    moved = table(shapes=[*squares()[:3], squares(shift=0.001)[3]])
    with pytest.raises(ConflictError, match=CODES[3]):
        store.load_geometry(moved)
    assert seen(store) == before
    assert store.load_geometry(moved, replace=True).changed == 1
    assert ask(store, CODES).geometries[CODES[3]].equals(squares(shift=0.001)[3])


class TestDerived:
    def test_districts_and_municipality_are_unions_and_marked(self, store: Store) -> None:
        store.load_geometry(table())
        found = ask(store, ["WK999000", "WK999001", "GM9990"])
        assert found.derived == {"WK999000", "WK999001", "GM9990"}
        assert found.geometries["WK999000"].equals(shapely.union_all(squares()[:2]))
        assert found.geometries["GM9990"].equals(shapely.box(3.9, 53.6, 3.9 + 4 * STEP, 53.61))
        assert found.sources == ("edition:EX-areas-neighbourhood-2020",)

    def test_a_given_boundary_goes_before_a_derived_one(self, store: Store) -> None:
        own = shapely.box(3.8, 53.5, 4.0, 53.7)
        store.load_geometry(table())
        store.load_geometry(table(["GM9990"], [own], level="municipality"))
        found = ask(store, ["GM9990"])
        assert found.geometries["GM9990"].equals(own)
        assert not found.derived

    def test_they_follow_when_a_neighbourhood_is_replaced(self, store: Store) -> None:
        store.load_geometry(table())
        larger = [*squares()[:3], shapely.box(3.93, 53.6, 3.99, 53.61)]
        store.load_geometry(table(shapes=larger), replace=True)
        assert ask(store, ["GM9990"]).geometries["GM9990"].bounds[2] == pytest.approx(3.99)

    def test_a_municipality_follows_from_districts_alone(self, store: Store) -> None:
        store.load_geometry(table(["WK999000", "WK999001"], level="district"))
        assert ask(store, ["GM9990"]).derived == {"GM9990"}


class TestNearestDivision:
    def test_the_nearest_year_that_has_the_codes_is_taken(self, store: Store) -> None:
        for year in (2014, 2019, 2024):
            store.load_geometry(table(year=year))
        for asked, found in ((2020, 2019), (2023, 2024), (2000, 2014), (2030, 2024)):
            assert store.geometry_year(CODES, year=asked, country="XX00") == found

    def test_of_two_equally_near_the_earlier_is_taken(self, store: Store) -> None:
        for year in (2018, 2022):
            store.load_geometry(table(year=year))
        assert ask(store, CODES).year == 2018

    def test_a_division_that_lacks_codes_gives_way_to_one_that_has_them(
        self, store: Store
    ) -> None:
        store.load_geometry(table(CODES[:3], year=2020))
        store.load_geometry(table(year=2016))
        assert ask(store, CODES).year == 2016
        assert ask(store, CODES[:2]).year == 2020

    def test_what_no_division_has_is_said(self, store: Store) -> None:
        store.load_geometry(table())
        found = ask(store, [CODES[0], "BU99909999"])
        assert found.missing == ("BU99909999",)
        nothing = ask(store, ["GM9999"])
        assert (nothing.year, nothing.geometries, nothing.missing) == (None, {}, ("GM9999",))


class TestSimplified:
    def wavy(self) -> list[shapely.Geometry]:
        """Two areas on either side of one wavy border."""
        border = [
            (3.91 + math.sin(n / 3) * 1e-4, 53.6 + n * STEP / 200) for n in range(201)
        ]  # waves of some seven metres
        west = shapely.Polygon([(3.9, 53.6), *border, (3.9, 53.61)])
        east = shapely.Polygon([*border, (3.92, 53.61), (3.92, 53.6)])
        return [west, east]

    def test_fewer_points_and_still_no_gap_between_neighbours(self, store: Store) -> None:
        store.load_geometry(table(CODES[:2], self.wavy()))
        simple = ask(store, CODES[:2], detail="municipality").geometries
        assert shapely.get_num_coordinates(list(simple.values())).sum() < 2 * 204 / 4
        west, east = simple[CODES[0]], simple[CODES[1]]
        whole = shapely.union_all(self.wavy())
        assert shapely.union_all([west, east]).geom_type == "Polygon"
        assert west.intersection(east).area == pytest.approx(0, abs=1e-15)
        assert shapely.union_all([west, east]).area == pytest.approx(whole.area, rel=1e-6)

    def test_waves_smaller_than_a_pixel_go_and_the_border_stays_in_place(
        self, store: Store
    ) -> None:
        store.load_geometry(table(CODES[:2], self.wavy()))
        simple = ask(store, CODES[:2], detail="municipality").geometries
        metres = 1 / 111_000  # a degree of latitude; a degree of longitude is less
        for code, shape in zip(CODES, self.wavy(), strict=False):
            off = shape.boundary.hausdorff_distance(simple[code].boundary)
            assert off <= LOST_M.municipality * metres / math.cos(math.radians(53.6))

    def test_overlapping_shapes_stay_whole(self, store: Store) -> None:
        shapes = [shapely.box(3.9, 53.6, 3.92, 53.61), shapely.box(3.91, 53.6, 3.93, 53.61)]
        store.load_geometry(table(CODES[:2], shapes))
        simple = ask(store, CODES[:2], detail="municipality").geometries
        assert all(shape.is_valid and not shape.is_empty for shape in simple.values())


class TestRefused:
    def test_a_code_of_another_level(self, store: Store) -> None:
        with pytest.raises(InputError, match="GM9990"):
            store.load_geometry(table(["GM9990"]))

    def test_a_code_that_stands_twice(self, store: Store) -> None:
        with pytest.raises(InputError, match=CODES[0]):
            store.load_geometry(table([CODES[0], CODES[0]]))

    def test_a_line(self, store: Store) -> None:
        with pytest.raises(InputError, match=CODES[0]):
            store.load_geometry(table(CODES[:1], [shapely.LineString([(3, 53), (4, 53)])]))

    def test_real_areas_in_a_fictitious_table(self, store: Store) -> None:
        with pytest.raises(InputError, match="BU00010000"):
            store.load_geometry(table(["BU00010000"]))


def test_real_and_fictitious_boundaries_never_meet(store: Store) -> None:
    store.load_geometry(table())
    store.load_geometry(table(["BU00010000"], squares(1), country="NL00"))
    assert store.geometry(CODES, year=2020) == {}
    assert store.geometry(["BU00010000"], year=2020, country="XX00") == {}
    assert store.geometry_year(["BU00010000"], year=2020) == 2020
    with store.change() as change:
        change.forget(country="XX00")
    assert ask(store, [*CODES, "GM9990"]).year is None


class TestCopiesByZoom:
    """Simplified together: no gap, no overlap, and no area is lost."""

    @staticmethod
    def fabric(seed: int, count: int) -> list[shapely.Geometry]:
        """Cut a square of 30 km into cells around points, and make every border wavy."""
        rng = np.random.default_rng(seed)
        frame = shapely.box(0, 0, 30_000, 30_000)
        points = shapely.MultiPoint(rng.uniform(0, 30_000, (count, 2)))
        cells_m = shapely.intersection(
            shapely.get_parts(shapely.voronoi_polygons(points, extend_to=frame)), frame
        )
        fine = shapely.segmentize(cells_m, 400)

        def to_degrees(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            # One displacement for one place, so that neighbours keep their common border: cut
            # from either side, a place may differ by less than a centimetre.
            x, y = np.round(x, 2), np.round(y, 2)
            dx, dy = 60 * np.sin(y / 170), 60 * np.sin(x / 190)
            return 3.2 + (x + dx) / 66_000, 53.4 + (y + dy) / 111_000

        return list(shapely.transform(fine, to_degrees, interleaved=False))

    @settings(max_examples=10, deadline=None)
    @given(seed=st.integers(0, 10_000), count=st.integers(3, 60))
    def test_neighbours_keep_one_border_and_every_area_survives(
        self, seed: int, count: int
    ) -> None:
        shapes = self.fabric(seed, count)
        assume(shapely.coverage_is_valid(shapes))
        for lost_m in (LOST_M.municipality, LOST_M.country):
            copies = simplified(np.array(shapes, dtype=object), lost_m)
            assert shapely.coverage_is_valid(copies)
            assert not shapely.is_empty(copies).any()
            together = shapely.union_all(copies)
            assert together.geom_type == "Polygon"
            assert len(together.interiors) == 0
            assert shapely.area(copies).sum() == pytest.approx(together.area, rel=1e-9)
            assert together.area == pytest.approx(shapely.union_all(shapes).area, rel=0.01)

    def test_a_smaller_zoom_has_fewer_points(self, store: Store) -> None:
        shapes = self.fabric(1, 30)
        codes = neighbourhoods(len(shapes))
        store.load_geometry(table(codes, shapes))
        points = [
            sum(
                shapely.get_num_coordinates(
                    list(ask(store, codes, detail=one).geometries.values())
                )
            )
            for one in DETAILS
        ]
        assert points[0] > points[1] > points[2]

    def test_a_copy_is_one_of_three(self, store: Store) -> None:
        with pytest.raises(ValueError, match="village"):
            ask(store, CODES, detail="village")

    def test_a_store_from_before_the_copies_answers_and_is_renewed_by_loading_again(
        self, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def as_before(frame: pl.DataFrame) -> pl.DataFrame:
            return with_copy(frame, MUNICIPALITY)

        shapes = self.fabric(2, 12)
        codes = neighbourhoods(len(shapes))
        with monkeypatch.context() as older:
            for place in ("change", "geometry"):
                older.setattr(f"weefsel.atlas.{place}.with_copies", as_before)
            store.load_geometry(table(codes, shapes))
        before = seen(store)
        computed = ask(store, codes, detail="country").geometries
        assert seen(store) == before
        assert not store.load_geometry(table(codes, shapes)).new
        assert seen(store) != before
        stored = ask(store, codes, detail="country").geometries
        assert all(stored[code].equals(computed[code]) for code in codes)
        again = seen(store)
        store.load_geometry(table(codes, shapes))
        assert seen(store) == again
