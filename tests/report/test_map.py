from __future__ import annotations

import random
from dataclasses import replace

import pytest
import shapely
from shapely.geometry import MultiPolygon, Polygon, box

from report.svg_checks import assert_fits_strict_policy, words_of
from weefsel.report.classes import CLASS_NAMES
from weefsel.report.map import Classes, MapArea, _place, _to_rd, choropleth, from_geometry
from weefsel.report.map_legend import legend, sheet
from weefsel.report.theme import CLASS_COLOURS


def grid(rows: int = 3, columns: int = 4) -> list[MapArea]:
    """Make a fictitious municipality of squares near the middle of the Netherlands."""
    areas = []
    for row in range(rows):
        for column in range(columns):
            code = f"BU9990{row:02}{column:02}"
            shape = box(
                5.3 + column * 0.01, 52.1 + row * 0.006, 5.31 + column * 0.01, 52.106 + row * 0.006
            )
            level = None if row == column == 0 else (row * columns + column) % 5
            areas.append(
                MapArea(
                    code=code,
                    name=f"Buurt {row}.{column}",
                    geometry=shape,
                    level=level,
                    value="score 43" if level is not None else "",
                    reason="te weinig cijfers" if level is None else "",
                    href=f"/buurt/{code}/",
                )
            )
    return areas


def test_a_map_fits_a_strict_content_policy_and_can_be_walked_by_keyboard() -> None:
    drawn = choropleth(grid(), lang="nl", highlight="BU99900001")
    root = assert_fits_strict_policy(drawn.svg())
    links = [element for element in root.iter() if element.tag.endswith("}a")]
    assert root.get("role") == "group"  # the children of an image cannot be reached
    assert [link.get("href") for link in links] == sorted(area.href for area in grid())
    assert all(link.get("aria-label") for link in links)


def test_without_links_a_map_is_one_image_with_a_name() -> None:
    areas = [MapArea(area.code, area.name, area.geometry, area.level) for area in grid()]
    root = assert_fits_strict_policy(choropleth(areas, lang="nl").svg())
    assert root.get("role") == "img"
    assert root.get("aria-label", "").startswith("Kaart van 12 gebieden")


def test_every_area_says_its_name_class_and_reason() -> None:
    words = words_of(assert_fits_strict_policy(choropleth(grid(), lang="nl").svg()))
    assert "Buurt 0.0: geen score (te weinig cijfers)" in words
    assert "Buurt 0.1: score 43, wat onder druk" in words


def test_an_area_without_a_score_is_dotted_not_coloured() -> None:
    svg = choropleth(grid(), lang="nl").svg()
    root = assert_fits_strict_policy(svg)
    dotted = [one for one in root.iter() if one.get("class") == "map-no-score"]
    assert len(dotted) == 1
    assert dotted[0].get("fill", "").startswith("url(#dots-")


def test_an_area_that_cannot_be_told_from_average_is_hatched_in_its_own_colour() -> None:
    areas = [
        replace(area, hatched=area.level == 2, sure="niet te onderscheiden") for area in grid()
    ]
    drawn = choropleth(areas, lang="nl")
    root = assert_fits_strict_policy(drawn.svg())
    kinds = {one.get("class"): one.get("fill", "") for one in root.iter() if one.get("class")}
    assert kinds["map-class-3"].startswith("url(#hatch-")
    assert kinds["map-class-2"] == CLASS_COLOURS[1]
    pattern = next(one for one in root.iter() if one.get("id", "").startswith("hatch-"))
    assert pattern[0].get("fill") == CLASS_COLOURS[2]
    hatched = drawn.table.filter(drawn.table["hatched"])
    assert set(hatched["class"]) == {"rond het gemiddelde"}
    assert "niet te onderscheiden" in words_of(root)


def test_a_sheet_holds_title_map_legend_and_source() -> None:
    areas = [replace(area, hatched=area.level == 2) for area in grid()]
    made = sheet(
        choropleth(areas, lang="nl"),
        title="Een heel lange titel die niet op een regel past omdat hij maar doorgaat, eindeloos",
        lines=["Cijfers: CBS; 2023."],
    )
    words = words_of(assert_fits_strict_policy(made.svg))
    for each in ("Een heel lange", "Kaart van 12 gebieden", "Cijfers: CBS", "sterk", "gearceerd"):
        assert each in words
    assert made.png(1.0).startswith(b"\x89PNG")


def test_the_order_in_which_areas_come_changes_nothing() -> None:
    shuffled = grid()
    random.Random(1).shuffle(shuffled)
    assert choropleth(shuffled, lang="nl").svg() == choropleth(grid(), lang="nl").svg()


def test_two_maps_on_one_page_share_no_id() -> None:
    one = choropleth(grid(), lang="nl").svg()
    other = choropleth(grid(2, 2), lang="nl").svg()
    assert_fits_strict_policy(f"<div>{one}{other}{legend('nl')}</div>")


def test_names_of_areas_cannot_become_markup() -> None:
    area = MapArea("BU99900000", '"><script>x</script>', box(5, 52, 5.1, 52.1), 1, href='/a"b')
    svg = choropleth([area], lang="nl").svg()
    assert_fits_strict_policy(svg)
    assert "<script" not in svg


def test_the_map_is_drawn_in_the_dutch_grid() -> None:
    # Onze Lieve Vrouwetoren in Amersfoort, centre of the Dutch grid: x 155 000, y 463 000 m at
    # 52.155172897 N, 5.387203657 E (ETRS89; Nederlandse Samenwerking Geodetische
    # Infrastructuur, RDNAPTRANS); a few metres are lost without the correction grid.
    x, y = _to_rd().transform(5.387203657, 52.155172897)
    assert (x, y) == pytest.approx((155_000, 463_000), abs=5)


def test_north_is_up_and_shapes_keep_their_proportions() -> None:
    south, north = box(5.30, 52.10, 5.32, 52.11), box(5.30, 52.11, 5.32, 52.12)
    (low, high), width, height = _place([south, north])
    assert high.bounds[1] < low.bounds[1]
    # 0.02 degrees east is 1370 m at this latitude, 0.02 degrees north 2226 m.
    assert width / height == pytest.approx(1370 / 2226, rel=0.03)


def test_neighbours_keep_one_common_border_when_it_is_simplified() -> None:
    jagged = [(5.31 + (0.000004 if step % 2 else 0), 52.10 + step * 0.0001) for step in range(101)]
    west = Polygon([(5.30, 52.10), *jagged, (5.30, 52.11)])
    east = Polygon([(5.32, 52.10), *jagged, (5.32, 52.11)])
    (left, right), width, height = _place([west, east])
    assert shapely.get_num_coordinates(left) < 30
    assert left.intersection(right).area < 0.5
    assert shapely.union_all([left, right]).area == pytest.approx(
        (width - 8) * (height - 8), rel=0.02
    )


def test_parts_holes_and_stray_lines_are_drawn_or_left_out() -> None:
    ring = Polygon(
        [(5.30, 52.10), (5.34, 52.10), (5.34, 52.13), (5.30, 52.13)],
        [[(5.31, 52.11), (5.33, 52.11), (5.33, 52.12), (5.31, 52.12)]],
    )
    island = box(5.36, 52.10, 5.37, 52.11)
    stray = shapely.GeometryCollection([box(5.38, 52.1, 5.39, 52.11), shapely.Point(5.4, 52.1)])
    areas = [
        MapArea("BU99900001", "Ring", MultiPolygon([ring, island]), 0),
        MapArea("BU99900002", "Rest", stray, 1),
    ]
    root = assert_fits_strict_policy(choropleth(areas, lang="nl").svg())
    paths = [one.get("d", "") for one in root.iter() if one.get("class", "").startswith("map-c")]
    assert [path.count("M") for path in paths] == [3, 1]


def test_a_map_without_borders_is_refused() -> None:
    with pytest.raises(ValueError, match="no area"):
        choropleth([MapArea("BU99900001", "Leeg", Polygon(), 1)], lang="nl")


def test_the_table_says_what_the_map_shows() -> None:
    table = choropleth(grid(), lang="nl").table
    assert table.height == 12
    assert table.row(0) == (
        "BU99900000", "Buurt 0.0", "geen score", "", "", False, "te weinig cijfers",
    )  # fmt: skip


def test_other_classes_need_a_name_for_each_colour() -> None:
    with pytest.raises(ValueError, match="name"):
        Classes(colours=("#fff",), names=("laag", "hoog"))


def test_the_legend_names_every_class_the_hatching_and_what_has_none() -> None:
    root = assert_fits_strict_policy(legend("nl", hatched=[1, 2]))
    assert "gearceerd" in words_of(root)
    assert "gearceerd" not in words_of(assert_fits_strict_policy(legend("nl")))
    words = words_of(root)
    assert "onder druk" in words
    assert "sterk" in words
    assert "geen score" in words
    for name in CLASS_NAMES:
        assert name.render("nl") in root.get("aria-label", "")


def test_a_map_is_made_from_what_store_and_scan_give() -> None:
    geometry = {area.code: area.geometry for area in grid()}
    areas = from_geometry(geometry, {"BU99900001": 3}, {"BU99900001": "Noord"})
    table = choropleth(areas, lang="nl").table
    assert table.filter(table["name"] == "Noord")["class"].item() == "wat sterker"
    assert (table["class"] == "geen score").sum() == 11


def test_a_map_can_be_taken_away_as_an_image() -> None:
    assert choropleth(grid(), lang="nl").png(1.0).startswith(b"\x89PNG")


def test_a_hole_that_is_no_more_than_a_line_is_no_hindrance() -> None:
    # As the union of the neighbourhoods of Deventer leaves it (GM0150, boundaries of 2019).
    first, last = (6.1493953782612545, 52.25784054961494), (6.149395378261256, 52.25784054961494)
    hole = [first, last, (6.154704051590607, 52.259806620186765), first]
    ring = [(6.1, 52.2), (6.2, 52.2), (6.2, 52.3), (6.1, 52.3)]
    drawn = choropleth([MapArea("GM0150", "Deventer", Polygon(ring, [hole]), 1)], lang="nl")
    assert "map-class-2" in drawn.svg()
