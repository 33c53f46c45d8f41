"""A map with numbered pins: every place is on it, near ones together, safe to put in a page."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
import shapely

from weefsel.report.pin_map import Pin, pin_map

LAND = {
    "BU1": shapely.box(5.0, 52.0, 5.1, 52.1),
    "BU2": shapely.box(5.1, 52.0, 5.2, 52.1),
}


def drawn(*pins: Pin, **given: object) -> ET.Element:
    return ET.fromstring(pin_map(LAND, pins, title="Kaart <van> hier", **given))


def test_each_pin_has_its_number_its_name_and_its_link() -> None:
    svg = drawn(Pin(1, "A & B", "/a/", (5.02, 52.02)), Pin(2, "C", "/c/", (5.18, 52.08)))
    links = svg.findall("a")
    assert [one.get("href") for one in links] == ["/a/", "/c/"]
    assert [one.get("aria-label") for one in links] == ["1. A & B", "2. C"]
    assert [one.findtext("text") for one in links] == ["1", "2"]
    assert svg.get("aria-label") == "Kaart <van> hier"


def test_north_is_up_and_east_is_right() -> None:
    svg = drawn(Pin(1, "A", "/a/", (5.02, 52.02)), Pin(2, "C", "/c/", (5.18, 52.08)))
    one, other = (each.find("circle") for each in svg.findall("a"))
    assert float(one.get("cx")) < float(other.get("cx"))
    assert float(one.get("cy")) > float(other.get("cy"))


def test_places_at_one_spot_are_one_pin_that_names_them_all() -> None:
    svg = drawn(Pin(1, "A", "/a/", (5.05, 52.05)), Pin(2, "B", "/b/", (5.0501, 52.05)))
    (one,) = svg.findall("a")
    assert one.findtext("text") == "1+"
    assert one.get("aria-label") == "1. A, 2. B"


def test_every_pin_lies_within_the_picture() -> None:
    corners = [(x, y) for x in (5.0, 5.2) for y in (52.0, 52.1)]
    svg = drawn(*(Pin(at, str(at), "/", spot) for at, spot in enumerate(corners, 1)))
    _x, _y, width, height = (float(one) for one in svg.get("viewBox").split())
    for circle in svg.iter("circle"):
        assert 0 < float(circle.get("cx")) < width
        assert 0 < float(circle.get("cy")) < height


def test_the_place_asked_for_and_its_area_stand_out() -> None:
    svg = pin_map(LAND, [], title="Kaart", here=(5.05, 52.05), highlight="BU1")
    assert "pin-here" in svg
    assert svg.count('stroke-width="2.5"') == 1
    assert not re.search(r"style=|<script", svg)


@pytest.mark.parametrize("pins", [[], [Pin(1, "A", "/a/", (5.0, 52.0))]])
def test_without_borders_there_is_no_map(pins: list[Pin]) -> None:
    assert pin_map({}, pins, title="Kaart") == ""
