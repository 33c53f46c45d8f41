"""The map on a page: what was asked, the chooser, the drawing and where the live map reads.

A page gives its scan, the partial ``see/map.html`` draws the rest. The drawing of the server
is always there; ``static/js/map.js`` puts the live map in its place where it can.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from weefsel.base.language import Text, text
from weefsel.report.map_legend import entries, swatch
from weefsel.scan.result import ScanResult
from weefsel.web import ask
from weefsel.web.map_background import MAKERS, TILES
from weefsel.web.see.map_view import HEIGHT, MODES, MapView, modes_for
from weefsel.web.see.maps import Map, drawn_map
from weefsel.web.see.view import Subject, choices, subject_of
from weefsel.web.see.within import INSIDE, is_within
from weefsel.web.see.within import KEY as WITHIN

SHOW, SURE, YEAR, LEVEL = "toon", "zeker", "jaar", "niveau"
LONGEST = 80  # letters of an indicator's id
LEVELS = {"buurt": "neighbourhood", "wijk": "district", "gemeente": "municipality"}
LEVEL_KEYS = {level: key for key, level in LEVELS.items()}
PER_LEVEL: dict[str, Text] = {
    "neighbourhood": text("per neighbourhood"),
    "district": text("per district"),
    "municipality": text("per municipality"),
}
LEVEL_NAMES: dict[str, Text] = {
    "neighbourhood": text("neighbourhoods"),
    "district": text("districts"),
    "municipality": text("municipalities"),
}


@dataclass(frozen=True)
class Asked:
    """What the address of a page asks of its map; what is not understood is left empty."""

    show: str
    mode: str
    year: int | None
    level: str

    @property
    def query(self) -> dict[str, str]:
        """Give the parameters of the address, without what is usual."""
        said = {
            SHOW: self.show,
            SURE: self.mode,
            YEAR: "" if self.year is None else str(self.year),
            LEVEL: LEVEL_KEYS.get(self.level, ""),
        }
        return {key: value for key, value in said.items() if value}


def asked(request: HttpRequest) -> Asked:
    """Read what is asked of the map."""
    year = request.GET.get(YEAR, "")
    mode = request.GET.get(SURE, "")
    return Asked(
        show=request.GET.get(SHOW, "")[:LONGEST],
        mode=mode if mode in MODES else HEIGHT,
        year=int(year) if len(year) == len("2020") and year.isdecimal() else None,
        level=LEVELS.get(request.GET.get(LEVEL, ""), ""),
    )


@dataclass(frozen=True)
class Option:
    """One choice in a list of the chooser."""

    value: str
    name: str
    chosen: bool


@dataclass(frozen=True)
class LiveMap:
    """Everything that the partial draws."""

    view: MapView
    drawn: Map | None
    border_year: int | None
    name: str  # of what is shown
    per: str  # "per neighbourhood"
    groups: list[dict[str, Any]]
    modes: list[Option]
    years: list[Option]
    levels: list[Option]
    hidden: list[tuple[str, str]]
    sentence: Text | None
    legend: list[tuple[str, str]]
    areas_url: str
    svg_url: str
    png_url: str
    highlight: str = ""
    image_url: str = ""  # where there are too many areas for a drawing in the page
    background: dict[str, str] = field(default_factory=dict)
    short: bool = False  # without the chooser
    subject: Subject | None = None  # of a municipality's map: what its table shows too
    tall: bool = False

    @property
    def title(self) -> str:
        """Give the heading over the map."""
        return f"{self.name[:1].upper()}{self.name[1:]} {self.per}"


def year_of(request: HttpRequest) -> int | None:
    """Give the year that a page is asked for, none for the usual one."""
    return asked(request).year


def context(
    request: HttpRequest,
    result: ScanResult,
    lang: str,
    *,
    level: str | None = None,
    highlight: str | None = None,
    short: bool = False,
) -> dict[str, Any]:
    """Give ``map_live`` for a page about the municipality of a scan.

    ``level`` holds where the address says none; ``highlight`` is the area the page is about;
    ``short`` leaves the chooser out.
    """
    wanted = asked(request)
    shown_level = wanted.level if wanted.level in _levels(result) else ""
    shown_level = shown_level or level or result.recipe.level
    subject = subject_of(result, wanted.show, lang, shown_level)
    mode = wanted.mode if wanted.mode in modes_for(subject.sided) else HEIGHT
    drawn, view = drawn_map(
        result, subject, lang, level=shown_level, mode=mode, highlight=highlight
    )
    now = Asked(subject.key, mode, wanted.year, shown_level)
    within = {WITHIN: INSIDE} if is_within(request) else {}
    query = urlencode({**now.query, **within})
    code = result.recipe.area

    def download(name: str) -> str:
        there = reverse("municipality-download", kwargs={"code": code, "name": name})
        return f"{there}?{query}"

    live = LiveMap(
        subject=subject,
        view=view,
        drawn=drawn,
        border_year=None if drawn is None else drawn.border_year,
        name=subject.name,
        per=PER_LEVEL[shown_level].render(lang),
        groups=[] if short else choices(result, lang, shown_level),
        modes=mode_options(modes_for(subject.sided), mode, lang),
        years=[] if short else year_options(ask.years_of(result.country), result.year),
        levels=level_options(_levels(result), shown_level, lang),
        hidden=hidden_of(request),
        sentence=None if drawn is None else drawn.picture.sentence,
        legend=legend_of(view, lang),
        areas_url=f"{reverse('map-areas', kwargs={'code': code})}?{query}",
        svg_url=download("kaart.svg"),
        png_url=download("kaart.png"),
        highlight=highlight or "",
        background=background(),
        short=short,
    )
    return {"map_live": live}


def _levels(result: ScanResult) -> list[str]:
    return [one for one in ("neighbourhood", "district") if result.codes(one)]


def legend_of(view: MapView, lang: str) -> list[tuple[str, str]]:
    """Give the legend of what a map shows: each swatch with its words."""
    shown = entries(lang, classes=view.classes, without=view.without, hatched=view.hatched)
    return [
        (swatch(one, view.classes, f"legend{place}"), one.words) for place, one in enumerate(shown)
    ]


def mode_options(modes: list[str], chosen: str, lang: str) -> list[Option]:
    """Give the ways to colour."""
    return [Option(one, MODES[one].render(lang), one == chosen) for one in modes]


def year_options(years: list[int], chosen: int) -> list[Option]:
    """Give the years a scan can be of, the newest first; the one that is shown among them."""
    known = sorted({*years, chosen}, reverse=True)
    return [Option(str(one), str(one), one == chosen) for one in known]


def level_options(levels: list[str], chosen: str, lang: str) -> list[Option]:
    """Give the levels of areas."""
    return [
        Option(LEVEL_KEYS[one], LEVEL_NAMES[one].render(lang), one == chosen) for one in levels
    ]


def hidden_of(request: HttpRequest) -> list[tuple[str, str]]:
    """Give what else the address says, which the form of the chooser passes on."""
    own = {SHOW, SURE, YEAR, LEVEL}
    kept = {"orde", "richting", WITHIN}
    return [(key, value) for key, value in request.GET.items() if key in kept - own]


def background() -> dict[str, str]:
    """Give the tiles behind the areas and who made them, empty without that setting."""
    chosen = settings.WEEFSEL_MAP_BACKGROUND
    return {"tiles": TILES[chosen], "maker": MAKERS[chosen]} if chosen else {}
