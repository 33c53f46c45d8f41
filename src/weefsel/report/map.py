"""A map of areas in classes, as SVG that may stand in a page under a strict content policy."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape

import numpy as np
import polars as pl
import shapely
import vl_convert
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from weefsel.base.figure import Figure
from weefsel.base.language import Text, plural, render, text
from weefsel.report.classes import CLASS_NAMES
from weefsel.report.fonts import FOLDER
from weefsel.report.theme import CLASS_COLOURS, INK, PAPER

TABLE_COLUMNS = {
    "code": pl.String,
    "name": pl.String,
    "class": pl.String,
    "value": pl.String,
    "certainty": pl.String,  # in words, empty where nothing is said
    "hatched": pl.Boolean,
    "reason": pl.String,
}
WIDTH = 560.0
_TALLEST = 1.25  # of the width: a tall municipality is drawn narrower, not higher
_MARGIN = 4.0
_DETAIL = 1.0  # a corner whose triangle is under the square of this, in pixels, is left out
_FINEST = 0.01  # pixels
_EDGE = 1.2
_HATCH = 6
_DOTS = 6

# An area without a figure is grey with dots, unlike every class by more than its colour.
NO_FIGURE, NO_FIGURE_DOTS = "#eceeef", "#8b959b"
HATCH_LINES, HATCH_STRENGTH = INK, 0.42


@dataclass(frozen=True)
class MapArea:
    """One area to draw: its borders in WGS84, its class or why it has none.

    ``level`` counts from the first colour; ``None`` is drawn grey with dots. ``value`` is what
    the area says beside its class ("score 43"), ``reason`` why there is no class. ``sure`` says
    how sure it is that the area differs from the average; ``hatched`` that it cannot be told.
    """

    code: str
    name: str
    geometry: BaseGeometry | None
    level: int | None
    value: str | Text | Figure = ""
    reason: str | Text = ""
    href: str = ""
    sure: str | Text = ""
    hatched: bool = False


NO_SCORE_WORDS = text("no score")


@dataclass(frozen=True)
class Classes:
    """The colours and names of the classes, in order, and the words for having none."""

    colours: tuple[str, ...] = CLASS_COLOURS
    names: tuple[Text | str, ...] = CLASS_NAMES
    without: Text = NO_SCORE_WORDS

    def __post_init__(self) -> None:
        """Refuse classes that are told apart by nothing."""
        if len(self.colours) != len(self.names):
            raise ValueError("a map needs a name for each colour")


STRAIN_TO_STRENGTH = Classes()


@dataclass(frozen=True)
class MapPicture:
    """A map, the sentence it says and its table; the same protocol as ``Picture``."""

    lang: str
    body: str
    width: float
    height: float
    links: bool
    sentence: Text
    table: pl.DataFrame

    @property
    def key(self) -> str:
        """Give the hash of what is drawn."""
        return _key(self.body)

    @property
    def label(self) -> str:
        """Give the sentence in the language of the map."""
        return self.sentence.render(self.lang)

    def svg(self, *, label: str | None = None, hidden: bool = False) -> str:
        """Give the map as SVG that scales with its column.

        With links its areas can be reached by keyboard; its accessible name is the
        sentence, or ``label``.
        """
        name = escape(self.label if label is None else label)
        role = "group" if self.links else "img"
        said = 'aria-hidden="true"' if hidden else f'role="{role}" aria-label="{name}"'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="chart chart-map" '
            f'viewBox="0 0 {_short(self.width)} {_short(self.height)}" '
            f'width="{_short(self.width)}" height="{_short(self.height)}" '
            f'{said} focusable="false">{self.body}</svg>'
        )

    def png(self, scale: float = 2.0) -> bytes:
        """Draw as PNG on white, ``scale`` pixels for each unit."""
        _fonts()
        svg = self.svg(hidden=True)
        start = svg.index(">") + 1
        ground = (
            f'<rect width="{_short(self.width)}" height="{_short(self.height)}" fill="white"/>'
        )
        return bytes(vl_convert.svg_to_png(svg[:start] + ground + svg[start:], scale=scale))


def choropleth(
    areas: Sequence[MapArea],
    *,
    lang: str,
    classes: Classes = STRAIN_TO_STRENGTH,
    highlight: str | None = None,
) -> MapPicture:
    """Draw areas in classes, in the projection of the Netherlands (EPSG:28992).

    Every area carries its name, class and value as a title, so that nothing is said by
    colour alone; areas without a class are dotted, those not distinguishable hatched. Areas
    are drawn in the order of their codes, ``highlight`` last with a heavy border. The same
    input gives the same bytes.

    Raises ``ValueError`` without an area with borders.
    """
    drawn = sorted(
        (area for area in areas if area.geometry is not None and not area.geometry.is_empty),
        key=lambda area: area.code,
    )
    if not drawn:
        raise ValueError("there is no area with borders to draw")
    shapes, width, height = _place([area.geometry for area in drawn])
    paths = [_path(shape) for shape in shapes]
    hatch = _key("".join(paths))
    parts = [patterns(drawn, classes, hatch)]
    for area, path in zip(drawn, paths, strict=True):
        if path:
            parts.append(_area(area, path, classes, hatch, lang))
    for area, path in zip(drawn, paths, strict=True):
        if path and area.code == highlight:
            parts.append(
                f'<path class="map-highlight" d="{path}" fill="none" stroke="{INK}" '
                f'stroke-width="3.5" stroke-linejoin="round" pointer-events="none" '
                f'aria-hidden="true"/>'
            )
    return MapPicture(
        lang=lang,
        body="".join(parts),
        width=width,
        height=height,
        links=any(area.href for area in drawn),
        sentence=sentence(drawn, classes),
        table=table(drawn, classes, lang),
    )


def from_geometry(
    geometry: Mapping[str, BaseGeometry],
    levels: Mapping[str, int | None],
    names: Mapping[str, str],
    *,
    values: Mapping[str, str | Text | Figure] | None = None,
    reasons: Mapping[str, str | Text] | None = None,
    href: Callable[[str], str] | None = None,
) -> list[MapArea]:
    """Make areas to draw from what the store and the scan give, each keyed by code."""
    return [
        MapArea(
            code=code,
            name=names.get(code, code),
            geometry=shape,
            level=levels.get(code),
            value=(values or {}).get(code, ""),
            reason=(reasons or {}).get(code, ""),
            href=href(code) if href else "",
        )
        for code, shape in geometry.items()
    ]


@cache
def _to_rd() -> Transformer:
    return Transformer.from_crs("EPSG:4326", "EPSG:28992", always_xy=True)


@cache
def _fonts() -> None:
    vl_convert.register_font_directory(str(FOLDER))


def _place(geometries: list[BaseGeometry]) -> tuple[list[BaseGeometry], float, float]:
    """Project to RD, fit in the drawing and simplify without tearing common borders."""
    transform = _to_rd().transform

    def project(points: np.ndarray) -> np.ndarray:
        return np.column_stack(transform(points[:, 0], points[:, 1]))

    metres = shapely.transform(np.array(geometries, dtype=object), project)
    left, bottom, right, top = shapely.total_bounds(metres)
    across, up = max(right - left, 1.0), max(top - bottom, 1.0)
    scale = min((WIDTH - 2 * _MARGIN) / across, (WIDTH * _TALLEST - 2 * _MARGIN) / up)
    width, height = across * scale + 2 * _MARGIN, up * scale + 2 * _MARGIN

    def fit(points: np.ndarray) -> np.ndarray:
        return np.column_stack(
            ((points[:, 0] - left) * scale + _MARGIN, (top - points[:, 1]) * scale + _MARGIN)
        )

    fitted = shapely.transform(metres, fit)
    flat = np.array([_surfaces(shape) for shape in fitted], dtype=object)
    return list(_simplified(flat)), math.ceil(width), math.ceil(height)


def _simplified(shapes: np.ndarray) -> np.ndarray:
    """Leave out what cannot be seen; a hole that is no more than a line is taken out first."""
    try:
        return np.asarray(shapely.coverage_simplify(shapes, _DETAIL))
    except shapely.errors.GEOSException:
        return np.asarray(
            shapely.coverage_simplify(shapely.set_precision(shapes, _FINEST), _DETAIL)
        )


def _surfaces(shape: BaseGeometry) -> BaseGeometry:
    """Keep what has a surface: a collection may hold stray lines from a repaired ring."""
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape
    return shapely.MultiPolygon(
        [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    )


def _path(shape: BaseGeometry) -> str:
    """Write a surface as path data, to a tenth of a pixel, rings too small to see left out."""
    rings = []
    for polygon in shapely.get_parts(shape):
        for ring in (polygon.exterior, *polygon.interiors):
            tenths = np.rint(shapely.get_coordinates(ring)[:-1] * 10).astype(int)
            keep = np.any(tenths != np.roll(tenths, 1, axis=0), axis=1)
            tenths = tenths[keep]
            if len(tenths) < 3:
                continue
            # Steps from point to point are shorter than places, and exact in whole tenths.
            steps = "".join(f"{_tenths(x)}{_tenths(y)}" for x, y in np.diff(tenths, axis=0))
            rings.append(f"M{_tenths(tenths[0, 0])}{_tenths(tenths[0, 1])}l{steps.lstrip()}z")
    return "".join(rings)


def _tenths(value: int) -> str:
    """Write tenths of a pixel with what parts them from the number before: 12 as " 1.2"."""
    words = f"{value / 10:.1f}".removesuffix(".0")
    words = words.replace("0.", ".", 1) if words.startswith(("0.", "-0.")) else words
    return words if words.startswith("-") else " " + words


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _area(area: MapArea, path: str, classes: Classes, hatch: str, lang: str) -> str:
    fill = _fill(area, classes, hatch)
    kind = "map-no-score" if area.level is None else f"map-class-{area.level + 1}"
    said = escape(area_words(area, classes, lang))
    shape = (
        f'<path class="{kind}" d="{path}" fill="{fill}" fill-rule="evenodd" stroke="{PAPER}" '
        f'stroke-width="{_EDGE}" stroke-linejoin="round"><title>{said}</title></path>'
    )
    if not area.href:
        return shape
    return (
        f'<a class="map-area" href="{escape(area.href)}" aria-label="{said}" '
        f'data-code="{escape(area.code)}">{shape}</a>'
    )


def _fill(area: MapArea, classes: Classes, hatch: str) -> str:
    if area.level is None:
        return f"url(#dots-{hatch})"
    return f"url(#hatch-{hatch}-{area.level})" if area.hatched else classes.colours[area.level]


def area_words(area: MapArea, classes: Classes, lang: str) -> str:
    """Say one area: its name, value, class and how sure that is, or why it has none."""
    value, reason = render(area.value, lang), render(area.reason, lang)
    if area.level is None:
        state = classes.without.render(lang)
        return f"{area.name}: {state} ({reason})" if reason else f"{area.name}: {state}"
    state, sure = render(classes.names[area.level], lang), render(area.sure, lang)
    said = [value, state] if sure == state else [value, state, sure]
    return f"{area.name}: {', '.join(one for one in said if one)}"


def patterns(areas: Sequence[MapArea], classes: Classes, name: str) -> str:
    """Give the patterns that some areas are filled with: dots, and hatching on each colour."""
    parts = []
    if any(area.level is None for area in areas):
        parts.append(
            f'<pattern id="dots-{name}" width="{_DOTS}" height="{_DOTS}" '
            f'patternUnits="userSpaceOnUse"><rect width="{_DOTS}" height="{_DOTS}" '
            f'fill="{NO_FIGURE}"/><circle cx="2" cy="2" r="1" fill="{NO_FIGURE_DOTS}"/></pattern>'
        )
    for level in sorted({area.level for area in areas if area.hatched and area.level is not None}):
        parts.append(
            f'<pattern id="hatch-{name}-{level}" width="{_HATCH}" height="{_HATCH}" '
            f'patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
            f'<rect width="{_HATCH}" height="{_HATCH}" fill="{classes.colours[level]}"/>'
            f'<path d="M0 0V{_HATCH}" stroke="{HATCH_LINES}" stroke-opacity="{HATCH_STRENGTH}" '
            f'stroke-width="1.8"/></pattern>'
        )
    return f"<defs>{''.join(parts)}</defs>" if parts else ""


def sentence(areas: Sequence[MapArea], classes: Classes = STRAIN_TO_STRENGTH) -> Text:
    """Say how many areas are in each class, and how many have none."""
    counts = [sum(area.level == level for area in areas) for level in range(len(classes.names))]
    without = sum(area.level is None for area in areas)
    said = [
        text("%(count)s %(name)s", name=name, count=_count(f"class_{level + 1}", number))
        for level, (name, number) in enumerate(zip(classes.names, counts, strict=True))
        if number
    ]
    if without:
        count = _count("without", without)
        said.append(text("%(count)s %(name)s", name=classes.without, count=count))
    joined = said[-1]
    for part in reversed(said[:-1]):
        joined = text("%(part)s; %(rest)s", part=part, rest=joined)
    return plural(
        "Map of %(count)s area: %(classes)s.",
        "Map of %(count)s areas: %(classes)s.",
        len(areas),
        count=_count("areas", len(areas)),
        classes=joined,
    )


def _count(what: str, number: int) -> Figure:
    return Figure(
        id=f"map:{what}",
        value=float(number),
        decimals=0,
        sources=("computed:map",),
        reason=text("a count of areas on the map"),
    )


def table(areas: Sequence[MapArea], classes: Classes, lang: str) -> pl.DataFrame:
    """Give the twin of the map: one row for each area."""
    rows = [
        (
            area.code,
            area.name,
            render(classes.without if area.level is None else classes.names[area.level], lang),
            render(area.value, lang),
            render(area.sure, lang),
            area.hatched and area.level is not None,
            render(area.reason, lang),
        )
        for area in areas
    ]
    return pl.DataFrame(rows, schema=TABLE_COLUMNS, orient="row")


def _key(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:10]
