"""What the pages of See show, as files."""

from __future__ import annotations

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from weefsel.base.document import to_json
from weefsel.base.language import Text, text
from weefsel.report.tables import to_csv, to_xlsx
from weefsel.scan.result import ScanResult
from weefsel.web import ask
from weefsel.web.accounts.doors import needs
from weefsel.web.files import file
from weefsel.web.see.heading import heading_of
from weefsel.web.see.map_downloads import municipality_sheet
from weefsel.web.see.map_live import year_of
from weefsel.web.see.profile import groups
from weefsel.web.see.signs import Sign
from weefsel.web.see.within import is_within


@needs("statistics.see")
@require_safe
def of_municipality(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Give the map, the table or the whole scan of a municipality."""
    lang = get_language() or "nl"
    result = ask.scan_of(code, within=is_within(request), year=year_of(request))
    named = f"{result.recipe.area}-{result.year}-{name}"
    if name == "scan.json":
        return file(to_json(result.document()), named)
    if name in {"buurten.csv", "buurten.xlsx"}:
        return file(_table(result, result.table(lang), result.title, lang, name), named)
    if name in {"kaart.svg", "kaart.png"}:
        drawn = municipality_sheet(request, result, lang)
        if drawn is not None:
            return file(drawn.svg if name.endswith("svg") else drawn.png(), named)
    raise Http404


@needs("statistics.see")
@require_safe
def of_neighbourhood(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Give the figures of a neighbourhood or a district, under the title of its page."""
    result, lang = ask.scan_of(code, within=is_within(request)), get_language() or "nl"
    there = result.area_rows.get(code, {}).get("level") in ("neighbourhood", "district")
    if not there or name not in {"cijfers.csv", "cijfers.xlsx"}:
        raise Http404
    frame = profile_table(result, code, lang)
    title = heading_of(result, code, request.user).title
    return file(_table(result, frame, title, lang, name), f"{code}-{result.year}-{name}")


def _table(
    result: ScanResult, frame: pl.DataFrame, title: Text | str, lang: str, name: str
) -> bytes:
    sources, fictitious = result.sources.values(), result.fictitious
    if name.endswith("csv"):
        notes = [title, *result.lead]
        return to_csv(frame, lang, sources=sources, notes=notes, fictitious=fictitious)
    return to_xlsx(
        frame, lang, title=title, sources=sources, notes=result.lead, fictitious=fictitious
    )


def profile_table(result: ScanResult, code: str, lang: str) -> pl.DataFrame:
    """Give one row an indicator: here, beside others and over the years, or why not."""
    heads: dict[str, Text] = {
        "group": text("Condition"),
        "name": text("Figure"),
        "value": text("Here"),
        "low": text("At least"),
        "high": text("At most"),
        "error": text("Standard error"),
        "unit": text("Unit"),
        "year": text("Year"),
        "kind": text("Kind"),
        "peers": text("Comparable areas, the middle one"),
        "municipality": text("Municipality"),
        "country": text("Country"),
        "beside": text("Beside the average"),
        "trend": text("Course"),
        "cluster": text("On the map"),
        "reason": text("Why no figure or no range"),
        "source": text("Source"),
    }
    comparison = ask.comparison_of(code, year=result.year)
    rows = [
        {
            "group": group.name.render(lang),
            "name": line.indicator.name(lang),
            "value": line.here.value,
            "low": line.here.low,
            "high": line.here.high,
            "error": None if line.error is None else line.error.value,
            "unit": line.here.unit_words(lang),
            "year": line.here.year,
            "kind": "" if line.flag_words is None else line.flag_words.render(lang),
            "peers": None if line.peers is None else line.peers.value,
            "municipality": line.municipality.value,
            "country": line.country.value,
            "beside": _said(line.beside, lang),
            "trend": _said(line.trend, lang),
            "cluster": _said(line.cluster, lang),
            "reason": line.here.reason.render(lang) if line.here.reason else "",
            "source": " ".join(line.here.sources),
        }
        for group in groups(result, code, lang, comparison)
        for line in group.all_lines
    ]
    numbers = {"value", "low", "high", "error", "peers", "municipality", "country"}
    schema = {
        key: pl.Float64 if key in numbers else pl.Int32 if key == "year" else pl.String
        for key in heads
    }
    frame = pl.DataFrame(rows, schema=schema)
    return frame.select(pl.col(key).alias(words.render(lang)) for key, words in heads.items())


def _said(sign: Sign | None, lang: str) -> str:
    return "" if sign is None else sign.words.render(lang)
