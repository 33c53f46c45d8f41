"""A map to take away: on a sheet with its title, legend, sentence and where it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.http import HttpRequest

from weefsel.base.figure import Figure, Source
from weefsel.base.language import Text, text
from weefsel.report.map_legend import Sheet, sheet
from weefsel.scan.result import ScanResult
from weefsel.web.see.map_live import PER_LEVEL, asked
from weefsel.web.see.map_view import HEIGHT, modes_for
from weefsel.web.see.maps import drawn_map
from weefsel.web.see.view import subject_of

MADE_UP = text("Example: all figures are made up.")
OURS = "Weefsel"


def municipality_sheet(request: HttpRequest, result: ScanResult, lang: str) -> Sheet | None:
    """Give the map that the address asks for; none when no borders are loaded."""
    wanted = asked(request)
    level = wanted.level if result.codes(wanted.level or None) else result.recipe.level
    level = level or result.recipe.level
    subject = subject_of(result, wanted.show, lang, level)
    mode = wanted.mode if wanted.mode in modes_for(subject.sided) else HEIGHT
    drawn, view = drawn_map(result, subject, lang, level=level, mode=mode, links=False)
    if drawn is None:
        return None
    title = text(
        "%(place)s: %(subject)s %(per)s",
        place=result.name(result.recipe.area),
        subject=subject.name,
        per=PER_LEVEL[level],
    )
    lines = source_lines(
        sources_of(subject.figures.values(), result.sources),
        result.year,
        drawn.border_year,
        fictitious=result.fictitious,
    )
    return sheet(drawn.picture, title=title, lines=lines, classes=view.classes)


def sources_of(figures: Iterable[Figure], known: Mapping[str, Source]) -> list[Source]:
    """Give the sources that figures rest on, each once."""
    ids = dict.fromkeys(one for figure in figures for one in figure.sources)
    return [known[one] for one in ids if one in known]


def source_lines(
    sources: list[Source], year: int, border_year: int | None, *, fictitious: bool
) -> list[Text]:
    """Give the lines under a map that say whose figures it shows, and of when."""
    makers = sorted({one.publisher for one in sources if one.publisher} - {OURS}) or [OURS]
    lines = [
        text(
            "Figures: %(makers)s; %(year)s. Boundaries: %(border)s. Made with Weefsel.",
            makers=", ".join(makers),
            year=year,
            border=border_year or "",
        )
    ]
    return [MADE_UP, *lines] if fictitious else lines
