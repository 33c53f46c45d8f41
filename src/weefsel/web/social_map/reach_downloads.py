"""Reach, gaps and pillars as files: tables, maps and the recipe."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from weefsel.base.figure import Source
from weefsel.base.language import Text, text
from weefsel.provisions.pillars import PILLAR_NUMBERS
from weefsel.provisions.place_kind import kind_name
from weefsel.provisions.reach_document import table
from weefsel.provisions.reach_finding import (
    border_note,
    gap_title,
    method_notes,
    pillar_title,
    reach_title,
)
from weefsel.provisions.reached import KindReach, Reached
from weefsel.provisions.social_map import PILLARS
from weefsel.report.map_legend import sheet
from weefsel.report.tables import source_title, to_csv, to_xlsx
from weefsel.sources.area_code import FICTITIOUS, country_of
from weefsel.web import ask
from weefsel.web.accounts.doors import needs
from weefsel.web.files import file
from weefsel.web.social_map import pillar_pages, reach_ask, reach_shown
from weefsel.web.social_map.reach_ask import MEASURES
from weefsel.web.social_map.reach_pages import first_shown
from weefsel.web.social_map.reach_shown import Drawn

TABLES, PICTURES = ("buurten.csv", "buurten.xlsx"), ("kaart.svg", "kaart.png")
RECIPE = "recept.toml"


@needs("statistics.see")
@require_safe
def reach(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Give the map or the table of reach that the same query shows, or the recipe."""
    ask.area(code)
    want = reach_ask.asked(request)
    found = reach_ask.reached(code, group=want.group, when=want.when)
    if name == RECIPE:
        return file(found.recipe.toml(), f"{code}-bereik.toml")
    one = found.kind(want.kind) or first_shown(found)
    if one is None:
        raise Http404
    lang = get_language() or "nl"
    named, title = f"{code}-bereik-{one.kind}-{name}", reach_title(one)
    notes = _notes(found, (one,))
    if name in TABLES:
        return _table(table((one,), lang), code, named, title, notes, (one,))
    if name not in PICTURES:
        raise Http404
    measure = reach_shown.measured(one, MEASURES.get(want.measure, ""))
    drawn = reach_shown.map_of_reach(one, measure, code, lang, links=False)
    return _picture(drawn, named, title, notes, reach_ask.used_sources((one,)))


@needs("statistics.see")
@require_safe
def gaps(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Give the map or the table of gaps that the same query shows."""
    ask.area(code)
    want = reach_ask.asked(request)
    found = reach_ask.reached(code, group=want.group, when=want.when)
    one = found.kind(want.kind)
    kinds = found.kinds if one is None else (one,)
    if not kinds:
        raise Http404
    lang = get_language() or "nl"
    named = f"{code}-gaten{'' if one is None else '-' + one.kind}-{name}"
    title, notes = gap_title(found, ask.name_of(code), one), _notes(found, kinds)
    if name in TABLES:
        return _table(table(kinds, lang, ordered=True), code, named, title, notes, kinds)
    if name not in PICTURES:
        raise Http404
    if one is None:
        drawn, _ = reach_shown.map_of_counts(found, code, lang, links=False)
        title = text("Kinds without a provision within reach")
    else:
        drawn = reach_shown.map_of_gaps(one, code, lang, links=False)
    return _picture(drawn, named, title, notes[-1:], reach_ask.used_sources(kinds))


def _notes(found: Reached, kinds: Sequence[KindReach]) -> list[Text]:
    """Say what the figures rest on: of one kind all of it."""
    said: list[Text] = []
    if len(kinds) == 1:
        one = kinds[0]
        said = [one.no_need or one.demand.said(), one.ways.said(), one.supply.why_unit]
    missing = border_note(found)
    return [*said, *([] if missing is None else [missing]), *method_notes(found)]


@needs("statistics.see")
@require_safe
def pillars(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Give the table or the map of the three pillars."""
    ask.area(code)
    found, lang = reach_ask.pillars(code), get_language() or "nl"
    named, title = f"{code}-pijlers-{name}", pillar_title(found)
    held = reach_ask.sources()
    keys = (*found.sources, "computed:social_map")
    sources = [held[key] for key in keys if key in held]
    if name in PICTURES:
        return _picture(pillar_pages.drawn(found, lang, links=False), named, title, [], sources)
    if name not in ("wijken.csv", "wijken.xlsx"):
        raise Http404
    heads = {
        "code": text("Code"),
        "name": text("District"),
        "residents": text("Residents"),
        **{f"pillar{number}": PILLARS[number] for number in PILLAR_NUMBERS},
        "unknown": text("pillar not known"),
        "provisions": text("Provisions"),
        "hours": text("hours a week"),
        "kinds": text("kinds"),
    }
    rows = [
        {
            "code": one.code,
            "name": one.name,
            "residents": one.residents,
            **{f"pillar{each}": one.provisions.get(each, 0) for each in PILLAR_NUMBERS},
            "unknown": one.provisions.get(0, 0),
            "provisions": one.total,
            "hours": one.hours,
            "kinds": ", ".join(kind_name(kind, lang) for kind in sorted(one.by_kind)),
        }
        for one in (*found.districts, found.elsewhere)
    ]
    words = {"code", "name", "kinds"}
    frame = pl.DataFrame(
        rows, schema={key: pl.String if key in words else pl.Float64 for key in heads}
    ).rename({key: head.render(lang).capitalize() for key, head in heads.items()})
    return _written(frame, code, named, title, [], sources)


def _table(
    frame: pl.DataFrame,
    code: str,
    named: str,
    title: Text,
    notes: Sequence[Text],
    kinds: tuple[KindReach, ...],
) -> HttpResponse:
    return _written(frame, code, named, title, notes, reach_ask.used_sources(kinds))


def _written(
    frame: pl.DataFrame,
    code: str,
    named: str,
    title: Text,
    notes: Sequence[Text],
    sources: Sequence[Source],
) -> HttpResponse:
    lang, made_up = get_language() or "nl", country_of(code) == FICTITIOUS
    if named.endswith("csv"):
        written = to_csv(
            frame, lang, sources=sources, notes=[title, *notes], fictitious=made_up
        )  # fmt: skip
    else:
        written = to_xlsx(
            frame, lang, title=title, sources=sources, notes=notes, fictitious=made_up
        )
    return file(written, named)


def _picture(
    drawn: Drawn | None,
    named: str,
    title: Text,
    notes: Sequence[Text],
    sources: Sequence[Source],
) -> HttpResponse:
    if drawn is None:
        raise Http404
    lang = drawn.picture.lang
    lines: list[str | Text] = [*notes, *(_line(source, lang) for source in sources)]
    made = sheet(drawn.picture, title=title, lines=lines, classes=drawn.classes)
    return file(made.svg if named.endswith("svg") else made.png(), named)


def _line(source: Source, lang: str) -> str:
    year = "" if source.year is None else str(source.year)
    told = (source_title(source, lang), source.publisher, year, source.licence)
    return ", ".join(one for one in told if one)
