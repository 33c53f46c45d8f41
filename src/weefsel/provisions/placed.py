"""Which neighbourhood a place lies in, by its point."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import shapely

from weefsel.base.language import Text, text
from weefsel.provisions.social_map import SocialMap


def placed(
    found: SocialMap, shapes: Mapping[str, shapely.Geometry]
) -> tuple[SocialMap, Text | None]:
    """Fill the neighbourhood of every location with a point and without one.

    ``shapes`` are the neighbourhoods of the municipality by code, in longitude and latitude.
    Also gives a remark when points lie in none of them. A point on a border goes to the
    first of its neighbourhoods in order of code.
    """
    asked = [
        one
        for one in found.locations.values()
        if not one.neighbourhood and one.longitude is not None and one.latitude is not None
    ]
    if not asked or not shapes:
        return found, None
    codes = sorted(shapes)
    points = shapely.points(
        np.array([[one.longitude, one.latitude] for one in asked], dtype=np.float64)
    )
    tree = shapely.STRtree([shapes[code] for code in codes])
    point_at, shape_at = tree.query(points, predicate="intersects")
    best: dict[int, int] = {}
    for which, where in zip(point_at.tolist(), shape_at.tolist(), strict=True):
        best[which] = min(where, best.get(which, where))
    locations = dict(found.locations)
    for which, where in best.items():
        one = asked[which]
        locations[one.id] = one.model_copy(update={"neighbourhood": codes[where]})
    outside = len(asked) - len(best)
    said = (
        text("places outside every neighbourhood of this municipality: %(count)s.", count=outside)
        if outside
        else None
    )
    return replace(found, locations=locations), said


def within(found: SocialMap, shapes: Mapping[str, shapely.Geometry]) -> tuple[SocialMap, int]:
    """Leave out the offers whose point lies in none of these areas; give how many those were.

    Offers without a point stay. Records that nothing refers to any more go too.
    """
    if not shapes:
        return found, 0
    whole = shapely.union_all(list(shapes.values()))
    shapely.prepare(whole)
    kept = {}
    for one in found.offers.values():
        place = found.locations.get(one.location) if one.location is not None else None
        if (
            place is None
            or place.longitude is None
            or place.latitude is None
            or shapely.intersects_xy(whole, place.longitude, place.latitude)
        ):
            kept[one.id] = one
    services = {one.service for one in kept.values()}
    places = {one.location for one in kept.values()}
    whose = {found.services[one].organisation for one in services}
    return (
        SocialMap(
            {key: one for key, one in found.organisations.items() if key in whose},
            {key: one for key, one in found.services.items() if key in services},
            {key: one for key, one in found.locations.items() if key in places},
            kept,
        ),
        len(found.offers) - len(kept),
    )
