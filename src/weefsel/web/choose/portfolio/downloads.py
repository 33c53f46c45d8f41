"""A portfolio as files: the page for the council, tables, and the lines to bring back."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.portfolio.people import shown_people
from weefsel.portfolio.writing import example_csv
from weefsel.portfolio.writing import to_csv as lines_csv
from weefsel.web import ask
from weefsel.web.accounts.doors import needs, needs_thing
from weefsel.web.accounts.shown import lang
from weefsel.web.choose.portfolio.found import Held, find, places_of
from weefsel.web.choose.portfolio.page import judged, seen_by, year_of
from weefsel.web.files import file

PAGE, BOOK, TABLE, LINES = (
    "overzicht.pdf", "portefeuille.xlsx", "portefeuille.csv", "regels.csv",
)  # fmt: skip


@needs("portfolio.edit")
@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """Give an empty sheet with the headings, to fill in."""
    return file(example_csv(lang()), LINES)


@needs_thing("portfolio.see")
@require_safe
def download(request: HttpRequest, key: UUID, name: str) -> HttpResponse:
    """Give one file of a portfolio as who asks may see it."""
    thing = find(key)
    _own, held = seen_by(request, thing)
    if name not in (PAGE, BOOK, TABLE, LINES):
        raise Http404
    if not held.portfolio.lines:
        raise InputError(
            text("this portfolio has no lines yet."), todo=text("Add what is subsidised first.")
        )
    if name == LINES:
        return file(_lines(held), name)
    review, _fault = judged(held, year_of(request, held))
    here, today = ask.name_of(held.portfolio.municipality), timezone.localdate()
    if name == PAGE:
        from weefsel.report.portfolio import overview

        return file(overview(review, lang(), area_name=here, dated=today), name)
    from weefsel.report import portfolio_table as table

    made = table.to_csv(review, lang()) if name == TABLE else table.to_xlsx(review, lang())
    return file(made, name)


def _lines(held: Held) -> bytes:
    """Write the lines as a sheet that can be brought back; counts of people through the door."""
    passed = shown_people(held.portfolio.lines)
    people = {key: None if one.value is None else int(one.value) for key, one in passed.items()}
    lines = tuple(replace(one, participants=people[one.key]) for one in held.portfolio.lines)
    book = replace(held.portfolio, lines=lines)
    return lines_csv(book, places_of(book.municipality), lang())
