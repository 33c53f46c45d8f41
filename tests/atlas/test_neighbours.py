"""Which areas touch."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from weefsel.atlas.neighbours import from_pairs, neighbours
from weefsel.sources import areas


def squares(width: int, height: int) -> dict[str, shapely.Geometry]:
    """A board of squares of a hundredth of a degree; codes are column and row."""
    size = 0.01
    return {
        f"{x}{y}": shapely.box(x * size, y * size, (x + 1) * size, (y + 1) * size)
        for x in range(width)
        for y in range(height)
    }


def test_squares_touch_by_border_and_by_corner() -> None:
    found = neighbours(squares(3, 3))
    assert found.of("11") == ("00", "01", "02", "10", "12", "20", "21", "22")
    assert found.of("00") == ("01", "10", "11")
    assert found.count.tolist() == [3, 5, 3, 5, 8, 5, 3, 5, 3]
    assert found.islands == ()


def test_an_area_far_off_is_an_island_and_a_rounded_border_still_touches() -> None:
    board = squares(2, 1)
    board["10"] = shapely.transform(board["10"], lambda at: at + 5e-8)
    board["far"] = shapely.box(1, 1, 1.01, 1.01)
    found = neighbours(board)
    assert found.of("00") == ("10",)
    assert found.islands == ("far",)


def test_among_some_only_neighbours_there_count() -> None:
    found = neighbours(squares(3, 3)).among(["00", "01", "22"])
    assert found.codes == ("00", "01", "22")
    assert found.of("00") == ("01",)
    assert found.islands == ("22",)


def test_a_border_that_crosses_itself_after_simplifying_is_mended() -> None:
    bow = shapely.Polygon([(0, 0), (0.02, 0.02), (0.02, 0), (0, 0.02)])
    found = neighbours({"a": bow, "b": shapely.box(0.02, 0, 0.03, 0.02)})
    assert found.of("a") == ("b",)


def test_no_areas_have_no_neighbours() -> None:
    assert neighbours({}).codes == ()
    assert from_pairs([], []).islands == ()


@given(st.sets(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=20), st.data())
def test_being_neighbours_goes_both_ways_and_among_is_the_same_as_fewer_pairs(pairs, data) -> None:
    codes = [str(one) for one in range(9)]
    named = [(str(a), str(b)) for a, b in pairs]
    found = from_pairs(codes, named)
    for code in codes:
        assert code not in found.of(code)
        for other in found.of(code):
            assert code in found.of(other)
    some = data.draw(st.sets(st.sampled_from(codes)))
    left = found.among(some)
    right = from_pairs(sorted(some), [p for p in named if set(p) <= some])
    assert left.codes == right.codes
    np.testing.assert_array_equal(left.starts, right.starts)
    np.testing.assert_array_equal(left.ends, right.ends)


@pytest.mark.realdata
def test_the_five_municipalities_without_neighbours_are_the_wadden_islands(
    real_data: Path,
) -> None:
    (table,) = areas.read(real_data / "geo/gemeente_2024_gegeneraliseerd_wgs84.geojson")
    codes = table.frame["code"].to_list()
    shapes = dict(zip(codes, shapely.from_wkb(table.frame["geometry"].to_list()), strict=True))
    found = neighbours(shapes)
    assert len(codes) == 342
    # Ameland, Schiermonnikoog, Terschelling, Vlieland and Texel.
    assert found.islands == ("GM0060", "GM0088", "GM0093", "GM0096", "GM0448")
    assert set(found.of("GM0164")) >= {"GM0147", "GM0153"}  # Hengelo: Borne and Enschede
