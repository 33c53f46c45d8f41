"""A chain as files: the drawing, the page to print, the table of arrows."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from weefsel.base.language import text
from weefsel.evidence.chain import Drawing
from weefsel.report.arena import arena
from weefsel.report.arena_page import page
from weefsel.report.tables import Column, to_csv
from weefsel.web.accounts.doors import needs
from weefsel.web.accounts.shown import lang
from weefsel.web.chains.pages import find
from weefsel.web.chains.shown import sources
from weefsel.web.files import file

COLUMNS = (
    Column("number", text("Arrow")),
    Column("from", text("From what")),
    Column("to", text("To what")),
    Column("verdict", text("What research says")),
    Column("after", text("Continues arrow")),
    Column("collects", text("Who collects")),
    Column("parameters", text("Figures")),
    Column("studies", text("Studies of")),
    Column("url", text("Source")),
    Column("remark", text("Remark")),
)


@needs("statistics.see")
@require_safe
def download(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Give a chain as a file."""
    drawing, kind = find(key), name.rpartition(".")[2]
    if name not in {f"{key}.{each}" for each in ("svg", "png", "pdf", "csv")}:
        raise Http404
    if kind == "pdf":
        return file(page(drawing, lang()), name)
    if kind == "csv":
        return file(_csv(drawing), name)
    drawn = arena(drawing, lang())
    return file(drawn.png() if kind == "png" else drawn.svg(headed=True), name)


def _csv(drawing: Drawing) -> bytes:
    drawn = arena(drawing, lang())
    used = sources([drawing]).values()
    return to_csv(drawn.table, lang(), columns=COLUMNS, sources=used, notes=[drawn.sentence])
