"""A resilience map and its table, as files."""

from __future__ import annotations

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from weefsel.base.figure import Figure, Source
from weefsel.base.language import Text, text
from weefsel.report.map_legend import sheet
from weefsel.report.resilience_classes import classes_of
from weefsel.report.tables import source_title, to_csv, to_xlsx
from weefsel.scan.result import COMPUTED
from weefsel.sources.area_code import FICTITIOUS, country_of
from weefsel.web import ask
from weefsel.web.accounts.doors import needs
from weefsel.web.files import file
from weefsel.web.see.resilience import METHOD, SOURCES, opened
from weefsel.web.see.resilience_rows import Shown, shown

PICTURES, TABLES = {"kaart.svg", "kaart.png"}, {"gebieden.csv", "gebieden.xlsx"}


@needs("statistics.see")
@require_safe
def download(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Give the map that the same query shows, or its table."""
    ask.area(code)
    if name not in PICTURES | TABLES:
        raise Http404
    found, form, query = opened(request, code)
    lang = get_language() or "nl"
    if not found.maps or found.maps[form].refusal is not None:
        raise Http404
    one = shown(found, form, lang, links=False)
    named = f"{code}-veerkracht-{query['vorm']}-{name}"
    sources = _sources(one)
    fictitious = country_of(code) == FICTITIOUS
    if name in TABLES:
        frame, notes = _table(one, lang), [one.map.title, *one.notes, METHOD]
        if name.endswith("csv"):
            made = to_csv(frame, lang, sources=sources, notes=notes, fictitious=fictitious)
        else:
            made = to_xlsx(
                frame, lang, title=one.map.title, sources=sources, notes=notes,
                fictitious=fictitious,
            )  # fmt: skip
        return file(made, named)
    if one.picture is None:
        raise Http404
    lines: list[str | Text] = [*one.notes, METHOD]
    lines += [_line(source, lang) for source in sources]
    drawn = sheet(one.picture, title=one.map.title, lines=lines, classes=classes_of(form))
    return file(drawn.svg if name.endswith("svg") else drawn.png(), named)


def _sources(one: Shown) -> list[Source]:
    known = {**ask.sources(), **COMPUTED, **SOURCES}
    used = {key for row in one.rows for figure in _figures(row) for key in figure.sources}
    return [known[key] for key in sorted(used) if key in known]


def _figures(row: object) -> list[Figure]:
    held = [getattr(row, name) for name in ("vulnerable", "nuisance", "expected")]
    return [one for one in held if one is not None]


def _line(source: Source, lang: str) -> str:
    year = "" if source.year is None else str(source.year)
    told = (source_title(source, lang), source.publisher, year, source.licence)
    return ", ".join(one for one in told if one)


def _table(one: Shown, lang: str) -> pl.DataFrame:
    """Give one row an area, unrounded."""
    heads: dict[str, str | Text] = {
        "code": text("Code"),
        "name": text("Area"),
        "district": text("District"),
        "vulnerable": one.vulnerable,
        "nuisance": one.nuisance,
        "expected": text("Nuisance to be expected"),
        "low": text("At least"),
        "high": text("At most"),
        "class": text("Class"),
        "reason": text("Why no class"),
    }
    rows = [
        {
            "code": row.code,
            "name": row.name,
            "district": row.district,
            "vulnerable": row.vulnerable.value,
            "nuisance": row.nuisance.value,
            "expected": None if row.expected is None else row.expected.value,
            "low": None if row.expected is None else row.expected.low,
            "high": None if row.expected is None else row.expected.high,
            "class": "" if row.class_name is None else row.class_name.render(lang),
            "reason": "" if row.reason is None else row.reason.render(lang),
        }
        for row in one.rows
    ]
    numbers = {"vulnerable", "nuisance", "expected", "low", "high"}
    frame = pl.DataFrame(
        rows, schema={key: pl.Float64 if key in numbers else pl.String for key in heads}
    )
    kept = [key for key in heads if key not in {"expected", "low", "high"} or any(
        row.expected is not None for row in one.rows)]  # fmt: skip
    return frame.select(pl.col(key).alias(_said(heads[key], lang)) for key in kept)


def _said(head: str | Text, lang: str) -> str:
    return head if isinstance(head, str) else head.render(lang)
