"""The library as files: the list of interventions, the studies of one, its pictures."""

from __future__ import annotations

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from weefsel.base.language import Text, text
from weefsel.evidence.overview import grades
from weefsel.evidence.tables import interventions_frame, studies_frame
from weefsel.report.tables import Column, to_csv, to_xlsx
from weefsel.web.accounts.doors import needs
from weefsel.web.accounts.shown import lang
from weefsel.web.evidence.one import find, in_order, pictures
from weefsel.web.evidence.shown import today
from weefsel.web.files import file

NOTE = text("An empty cell is not found: it is not zero, and does not say that it does not work.")


@needs("statistics.see")
@require_safe
def interventions(request: HttpRequest, name: str) -> HttpResponse:
    """Give the list of interventions as a file."""
    frame, heads = interventions_frame(grades(today()).values(), lang())
    return _table(frame, heads, name, "interventies", text("Interventions"))


@needs("statistics.see")
@require_safe
def intervention(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Give the studies of one intervention, or a picture of them, as a file."""
    graded = find(key)
    stem, _dot, kind = name.rpartition(".")
    for each in pictures(graded, lang()):
        if each["name"] == stem and kind in {"svg", "png", "csv"}:
            drawn = each["wide"]
            if kind == "csv":
                return file(to_csv(drawn.table, lang(), notes=[drawn.sentence, NOTE]), name)
            return file(drawn.png() if kind == "png" else drawn.svg(), name)
    frame, heads = studies_frame(in_order(graded.studies), lang())
    return _table(frame, heads, name, "studies", graded.intervention.name)


def _table(
    frame: pl.DataFrame, heads: dict[str, Text], name: str, stem: str, title: str | Text
) -> HttpResponse:
    columns = [Column(key, words) for key, words in heads.items()]
    if name == f"{stem}.csv":
        return file(to_csv(frame, lang(), columns=columns, notes=[title, NOTE]), name)
    if name == f"{stem}.xlsx":
        made = to_xlsx(frame, lang(), columns=columns, title=title, notes=[NOTE], dated=today())
        return file(made, name)
    raise Http404
