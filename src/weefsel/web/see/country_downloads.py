"""What the page of a country shows, as files with their sources."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from weefsel.base.figure import Source
from weefsel.report.map_legend import Sheet, sheet
from weefsel.report.tables import to_csv, to_xlsx
from weefsel.scan.result import COMPUTED
from weefsel.sources.area_code import FICTITIOUS, REAL
from weefsel.web import ask
from weefsel.web.accounts.doors import needs
from weefsel.web.files import file
from weefsel.web.see.country import finding_of, shown_of
from weefsel.web.see.country_map import borders_of, picture_of
from weefsel.web.see.country_table import frame_of
from weefsel.web.see.country_view import CountryView, view_of_country
from weefsel.web.see.map_downloads import source_lines, sources_of
from weefsel.web.see.map_view import HEIGHT

IMAGE_SCALE = 1.6  # pixels for each unit of the drawing


@needs("statistics.see")
@require_safe
def of_country(request: HttpRequest, name: str) -> HttpResponse:
    """Give the map or the table of the Netherlands."""
    return _file(request, REAL, name)


@needs("statistics.see")
@require_safe
def of_example_country(request: HttpRequest, name: str) -> HttpResponse:
    """Give the map or the table of the made-up country."""
    return _file(request, FICTITIOUS, name)


def _file(request: HttpRequest, code: str, name: str) -> HttpResponse:
    if name not in {"tabel.csv", "tabel.xlsx", "kaart.svg", "kaart.png", "beeld.png"}:
        raise Http404
    lang = get_language() or "nl"
    shown, _ = shown_of(request, code, lang)
    named = f"{code}-{shown.national.year}-{shown.key}-{name}"
    if name.startswith("tabel"):
        return file(_table(shown, lang, name), named)
    if name == "beeld.png":
        picture = picture_of(shown, links=False)
        if picture is None:
            raise Http404
        response = HttpResponse(picture.png(IMAGE_SCALE), content_type="image/png")
        patch_cache_control(response, max_age=3600)
        return response
    drawn = _sheet(shown, lang)
    return file(drawn.svg if name.endswith("svg") else drawn.png(), named)


def _sources(shown: CountryView) -> list[Source]:
    known = {**ask.sources(), **shown.national.sources, **COMPUTED}
    return sources_of(shown.figures.values(), known)


def _table(shown: CountryView, lang: str, name: str) -> bytes:
    near = view_of_country(shown.national, shown.key, lang, HEIGHT, "neighbourhood")
    head, under = finding_of(shown, lang)
    frame, sources = frame_of(shown, near, lang), _sources(shown)
    made_up = shown.national.country != REAL
    if name.endswith("csv"):
        notes = [head, *under]
        return to_csv(frame, lang, sources=sources, notes=notes, fictitious=made_up)
    return to_xlsx(frame, lang, title=head, sources=sources, notes=under, fictitious=made_up)


def _sheet(shown: CountryView, lang: str) -> Sheet:
    picture = picture_of(shown, links=False)
    if picture is None:
        raise Http404
    return sheet(
        picture,
        title=finding_of(shown, lang)[0],
        lines=source_lines(
            _sources(shown),
            shown.national.year,
            borders_of(shown.national, shown.view.level).year,
            fictitious=shown.national.country != REAL,
        ),
        classes=shown.view.classes,
    )
