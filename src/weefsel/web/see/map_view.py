"""What a map shows of each area, without its borders: class, value, how sure, or why nothing.

The drawing by the server, the live map, the legend and the table all read this one answer,
so that they cannot say different things.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from shapely.geometry.base import BaseGeometry

from weefsel.base.figure import Figure
from weefsel.base.language import Text, text
from weefsel.report.map import Classes, MapArea
from weefsel.report.theme import CLASS_COLOURS
from weefsel.scan.result import ScanResult
from weefsel.scan.words import CLASSES, NEITHER
from weefsel.web import ask
from weefsel.web.see.view import Subject

# How a map is coloured: by the height of the figure, by the words of certainty, or only what
# is certain. Values of the parameter ``zeker``.
HEIGHT, WORDS, CERTAIN = "", "woorden", "zeker"
MODES: dict[str, Text] = {
    HEIGHT: text("height of the figure"),
    WORDS: text("how sure it differs from average"),
    CERTAIN: text("only what certainly differs"),
}
LOW_TO_HIGH = tuple(CLASSES)
UNKNOWN = text("how sure it differs from average is not known")
NOT_SURE = text("not certainly different from average")


@dataclass(frozen=True)
class MapView:
    """A map's answer for every area: ``areas`` have no geometry yet."""

    key: str
    lang: str
    mode: str
    level: str
    year: int
    classes: Classes
    areas: tuple[MapArea, ...]

    @property
    def levels(self) -> dict[str, int | None]:
        """Give the class of each area."""
        return {area.code: area.level for area in self.areas}

    @property
    def hatched(self) -> list[int]:
        """Give the classes in which an area is hatched."""
        return sorted({a.level for a in self.areas if a.hatched and a.level is not None})

    @property
    def without(self) -> bool:
        """Tell whether some area has no class."""
        return any(area.level is None for area in self.areas)


def modes_for(sided: bool) -> list[str]:
    """Give the ways to colour a map: a figure without a good side has no sureness to show."""
    return list(MODES) if sided else [HEIGHT]


def value_words(figure: Figure, lang: str) -> str:
    """Say a value with its unit and its range, empty without a value."""
    if figure.value is None:
        return ""
    band = figure.range_words(lang)
    return f"{figure.render(lang)} ({band})" if band else figure.render(lang)


def view_of(result: ScanResult, subject: Subject, lang: str, mode: str, level: str) -> MapView:
    """Give what the map of one municipality shows of a subject."""
    sure = result.certainty_classes(subject.key, level) if subject.sided else {}
    codes = result.codes(level)
    areas = tuple(
        painted(
            code,
            result.name(code),
            subject.levels[code],
            value_words(subject.figures[code], lang),
            subject.reason(code),
            sure.get(code),
            mode=mode,
            sided=subject.sided,
            turned=_turned(subject),
        )
        for code in codes
    )
    classes = classes_of(subject.classes, mode, turned=_turned(subject))
    return MapView(subject.key, lang, mode, level, result.year, classes, areas)


def _turned(subject: Subject) -> bool:
    """Tell whether a higher figure is more strain."""
    return subject.indicator is not None and subject.indicator.direction < 0


def classes_of(height: Classes, mode: str, *, turned: bool) -> Classes:
    """Give the classes of a way to colour, from strain to strength.

    ``height`` are those of the figure itself, ``turned`` tells that a higher figure is strain.
    """
    if mode == HEIGHT:
        return height
    names = tuple(CLASSES[one] for one in (reversed(LOW_TO_HIGH) if turned else LOW_TO_HIGH))
    if mode == WORDS:
        return Classes(CLASS_COLOURS, names, height.without)
    first, middle, last = CLASS_COLOURS[0], CLASS_COLOURS[2], CLASS_COLOURS[-1]
    return Classes((first, middle, last), (names[0], NOT_SURE, names[-1]), height.without)


def painted(
    code: str,
    name: str,
    level: int | None,
    value: str,
    reason: str | Text,
    sure: str | None,
    *,
    mode: str,
    sided: bool,
    turned: bool,
) -> MapArea:
    """Give one area in its class. ``sure`` is one of ``scan.words.CLASSES``, if known."""
    said: str | Text = ""
    if level is not None and sided:
        said = UNKNOWN if sure is None else CLASSES[sure]
    if mode != HEIGHT and level is not None:
        level, reason = _by_sureness(sure, mode, turned, reason)
    elif level is not None:
        reason = ""
    shown = level is not None
    return MapArea(
        code=code,
        name=name,
        geometry=None,
        level=level,
        value=value,
        reason=reason,
        href=ask.page_of(code) or "",
        sure=said,
        hatched=shown and (sure == NEITHER or (mode == CERTAIN and level == 1)),
    )


def _by_sureness(
    sure: str | None, mode: str, turned: bool, reason: str | Text
) -> tuple[int | None, str | Text]:
    """Give the class by the words of certainty, 0 for strain."""
    if sure is None:
        return None, UNKNOWN
    last = len(LOW_TO_HIGH) - 1
    at = LOW_TO_HIGH.index(sure)
    at = last - at if turned else at
    if mode == WORDS:
        return at, ""
    return {0: 0, last: 2}.get(at, 1), ""


def with_borders(view: MapView, geometries: Mapping[str, BaseGeometry]) -> list[MapArea]:
    """Put the borders with the areas that have them."""
    return [
        replace(area, geometry=geometries[area.code])
        for area in view.areas
        if area.code in geometries
    ]
