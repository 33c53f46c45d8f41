"""The list of all parameters, with filters and as a file."""

from __future__ import annotations

from itertools import groupby

import polars as pl
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from weefsel.base.language import text
from weefsel.evidence.finding import list_finding
from weefsel.evidence.listing import listed, times_used
from weefsel.evidence.parameter import Parameter, parameters
from weefsel.evidence.tell import CHECKS, KINDS, RANGE_NAMES
from weefsel.report.tables import to_csv, to_xlsx
from weefsel.web.accounts.doors import needs
from weefsel.web.accounts.shown import lang, words
from weefsel.web.accounts.why import crumbs
from weefsel.web.files import file
from weefsel.web.provenance.asked import filters, narrowed, query, read
from weefsel.weigh.tables import payer_name

PAGE = 25
FILE = {"cijfers.csv", "cijfers.xlsx"}


@needs("statistics.see")
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Show every parameter, those that fit the filters first asked for."""
    asked = read(request.GET)
    found = listed(asked)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "finding": list_finding(found),
        "asked": asked,
        "narrowed": narrowed(asked),
        "filters": filters(asked),
        "query": query(asked),
        "page": page,
        "groups": _groups(list(page.object_list), by_kind=not asked.query.strip()),
        "sources": {f"parameter:{one.id}": one.as_source() for one in parameters().values()},
        "step": "sources",
        "crumbs": crumbs(_("All figures"), (_("Sources"), reverse("sources"))),
    }
    return render(request, "provenance/figures.html", context)


def _groups(rows: list[Parameter], *, by_kind: bool) -> list[tuple[str, list[Parameter]]]:
    """Give the rows under the kind they are of; the best of a search in one group."""
    if not by_kind:
        return [("", rows)] if rows else []
    return [(words(KINDS[kind]), list(held)) for kind, held in groupby(rows, lambda one: one.kind)]


@needs("statistics.see")
@require_safe
def figures_file(request: HttpRequest, name: str) -> HttpResponse:
    """Give the figures that fit the filters as a file."""
    if name not in FILE:
        raise Http404
    found = listed(read(request.GET))
    frame, title = as_table(found), list_finding(found)
    sources = [one.as_source() for one in found]
    if name.endswith("csv"):
        return file(to_csv(frame, lang(), sources=sources, notes=[title]), name)
    return file(to_xlsx(frame, lang(), title=title, sources=sources), name)


def as_table(found: tuple[Parameter, ...]) -> pl.DataFrame:
    """Give one row a year of a parameter, with words instead of ids; without value one row."""
    heads = {
        "id": text("Code"),
        "name": text("Figure"),
        "kind": text("Kind of figure"),
        "year": text("Year"),
        "value": text("Value"),
        "low": text("At least"),
        "high": text("At most"),
        "range": text("Kind of range"),
        "unit": text("Unit"),
        "per": text("Per what"),
        "price_year": text("Prices of"),
        "applies": text("Applies to"),
        "net": text("Net of"),
        "payer": text("Whose money it is"),
        "grade": text("Strength"),
        "checked": text("Checked"),
        "checked_on": text("Checked on"),
        "used": text("Places that use it"),
        "source": text("Source"),
        "source_year": text("Year of the source"),
        "url": text("Web address of the source"),
        "remark": text("Remark"),
        "replaced_by": text("Replaced by"),
    }
    numbers = {"value": pl.Float64, "low": pl.Float64, "high": pl.Float64}
    whole = dict.fromkeys(("year", "price_year", "used", "source_year"), pl.Int32)
    schema = {key: numbers.get(key) or whole.get(key, pl.String) for key in heads}
    rows = [row for one in found for row in _rows(one)]
    frame = pl.DataFrame(rows, schema=schema)
    return frame.select(pl.col(key).alias(words(said)) for key, said in heads.items())


def _rows(one: Parameter) -> list[dict[str, object]]:
    said = lang()
    shared = {
        "id": one.id,
        "name": one.name.render(said),
        "kind": words(KINDS[one.kind]),
        "range": words(RANGE_NAMES[one.range_kind]),
        "unit": one.figure().unit_words(said),
        "per": one.per.render(said),
        "price_year": one.price_year,
        "applies": one.applies_to.render(said),
        "net": one.net_of.render(said),
        "payer": ", ".join(words(payer_name(each)) for each in one.payer),
        "checked": words(CHECKS[one.checked.how]),
        "checked_on": one.checked.when.isoformat(),
        "used": times_used(one.id),
        "remark": " ".join(filter(None, (one.no_value.render(said), one.remark.render(said)))),
        "replaced_by": one.replaced_by,
    }
    years: list[int | None] = sorted(one.values) if one.values else [None]
    return [{**shared, **_of_year(one, year)} for year in years]


def _of_year(one: Parameter, year: int | None) -> dict[str, object]:
    figure, source = one.figure(year), one.as_source(year)
    return {
        "year": figure.year,
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "grade": source.grade,
        "source": source.title,
        "source_year": source.year,
        "url": source.url,
    }
