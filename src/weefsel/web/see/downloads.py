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
from weefsel.web.see.maps import municipality_map
from weefsel.web.see.municipality import MAX_KEY
from weefsel.web.see.profile import groups
from weefsel.web.see.view import subject_of
from weefsel.web.see.within import is_within


@needs("statistics.see")
@require_safe
def of_municipality(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Give the map, the table or the whole scan of a municipality."""
    result, lang = ask.scan_of(code, within=is_within(request)), get_language() or "nl"
    named = f"{result.recipe.area}-{result.year}-{name}"
    if name == "scan.json":
        return file(to_json(result.document()), named)
    if name in {"buurten.csv", "buurten.xlsx"}:
        return file(_table(result, result.table(lang), result.title, lang, name), named)
    if name in {"kaart.svg", "kaart.png"}:
        shown = subject_of(result, request.GET.get("toon", "")[:MAX_KEY], lang)
        drawn = municipality_map(result, shown, lang, links=False)
        if drawn is not None:
            return file(
                drawn.picture.svg() if name.endswith("svg") else drawn.picture.png(), named
            )
    raise Http404


@needs("statistics.see")
@require_safe
def of_neighbourhood(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Give the figures of a neighbourhood."""
    result, lang = ask.scan_of(code, within=is_within(request)), get_language() or "nl"
    if code not in result.codes() or name not in {"cijfers.csv", "cijfers.xlsx"}:
        raise Http404
    frame, title = profile_table(result, code, lang), result.area_finding(code)
    return file(_table(result, frame, title, lang, name), f"{code}-{result.year}-{name}")


def _table(result: ScanResult, frame: pl.DataFrame, title: Text, lang: str, name: str) -> bytes:
    sources, fictitious = result.sources.values(), result.fictitious
    if name.endswith("csv"):
        notes = [title, *result.lead]
        return to_csv(frame, lang, sources=sources, notes=notes, fictitious=fictitious)
    return to_xlsx(
        frame, lang, title=title, sources=sources, notes=result.lead, fictitious=fictitious
    )


def profile_table(result: ScanResult, code: str, lang: str) -> pl.DataFrame:
    """Give one row an indicator: here, in the municipality, in the country, or why not."""
    heads: dict[str, Text] = {
        "group": text("Condition"),
        "name": text("Figure"),
        "value": text("Here"),
        "low": text("At least"),
        "high": text("At most"),
        "unit": text("Unit"),
        "year": text("Year"),
        "municipality": text("Municipality"),
        "country": text("Country"),
        "reason": text("Why no figure or no range"),
        "source": text("Source"),
    }
    rows = [
        {
            "group": group.name.render(lang),
            "name": line.indicator.name(lang),
            "value": line.here.value,
            "low": line.here.low,
            "high": line.here.high,
            "unit": line.here.unit_words(lang),
            "year": line.here.year,
            "municipality": line.municipality.value,
            "country": line.country.value,
            "reason": line.here.reason.render(lang) if line.here.reason else "",
            "source": " ".join(line.here.sources),
        }
        for group in groups(result, code, lang)
        for line in group.all_lines
    ]
    schema = {
        key: pl.Float64
        if key in {"value", "low", "high", "municipality", "country"}
        else pl.Int32
        if key == "year"
        else pl.String
        for key in heads
    }
    frame = pl.DataFrame(rows, schema=schema)
    return frame.select(pl.col(key).alias(words.render(lang)) for key, words in heads.items())
