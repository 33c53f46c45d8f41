"""A spreadsheet on its way to a portfolio: its columns, a check of every row, all or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from weefsel.base.document import check as check_document
from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.portfolio.columns import Columns, lacking, propose
from weefsel.portfolio.line import Line
from weefsel.portfolio.reading import Reading, read_lines
from weefsel.portfolio.sheet import Listed, sheet_of
from weefsel.portfolio.vocabulary import ROLES
from weefsel.report.own_faults import fault_table
from weefsel.sources.local_grid import MOST_BYTES, Grid
from weefsel.sources.local_rows import Fault, Faults, written
from weefsel.web.accounts.doors import needs_thing
from weefsel.web.accounts.models import House
from weefsel.web.accounts.rights import Hidden, require
from weefsel.web.accounts.shown import lang, words
from weefsel.web.audit.log import record
from weefsel.web.choose.portfolio import keeping
from weefsel.web.choose.portfolio.forms import FILE_NAME, MOST_LINES
from weefsel.web.choose.portfolio.found import area_of, crumbs_to, places_of
from weefsel.web.choose.portfolio.models import Portfolio, PortfolioFile
from weefsel.web.choose.portfolio.rows import as_row
from weefsel.web.choose.portfolio.screening import like_people, struck_lines
from weefsel.web.files import file

EDIT = "portfolio.edit"
SHOWN_CELLS = 3
SHOWN_FAULTS = 100  # on a page; the download has them all
SHOWN_LINES = 200
YEAR = re.compile(r"[0-9]{4}")
KEPT_FOR = timedelta(days=30)  # our own: long enough for a holiday, and no archive
MOST_FILES = 20  # of a house: a file is on its way, not kept


def take(request: HttpRequest, house: House, given: Any, told: dict[str, Any]) -> PortfolioFile:
    """Keep a file with what its columns seem to be; raises ``InputError`` when it is no table."""
    area_of(house)
    let_old_go([house])
    if PortfolioFile.objects.filter(house=house).count() >= MOST_FILES:
        raise InputError(
            text("this house already has %(most)s spreadsheets on their way.", most=MOST_FILES),
            todo=text("Store one or throw one away first."),
        )
    name = PurePath(str(given.name)).name[:FILE_NAME]
    content = given.read(MOST_BYTES + 1)
    grid = sheet_of(content, name)
    columns = propose(grid, year=told["year"])
    with transaction.atomic():
        made = PortfolioFile.objects.create(
            house=house,
            made_by=request.user,
            file_name=name,
            content=content,
            title=told["title"],
            year=told["year"],
            source=told["source"],
            columns=columns.model_dump(mode="json"),
        )
        record(request, "portfolio.bring", made, what={"rows": len(grid.rows)})
    return made


def let_old_go(houses: Iterable[House]) -> None:
    """Throw away what these houses brought long ago and nobody stored; the log keeps that."""
    old = PortfolioFile.objects.filter(
        house__in=list(houses), made_at__lt=timezone.now() - KEPT_FOR
    )
    for draft in old.select_related("house").defer("content"):
        keeping.drop(None, draft)


def draft_of(request: HttpRequest, key: UUID) -> PortfolioFile:
    """Give a file that somebody may work on; raises ``Denied`` or ``Hidden``."""
    found = PortfolioFile.objects.select_related("house").filter(pk=key).first()
    if found is None:
        raise Hidden
    require(request, EDIT, found)
    return found


def _read(draft: PortfolioFile) -> tuple[Listed, Columns]:
    grid = sheet_of(bytes(draft.content), draft.file_name)
    return grid, check_document(Columns, draft.columns, draft.file_name)


def _frame(draft: PortfolioFile) -> dict[str, Any]:
    return {
        "draft": draft,
        "fictitious": draft.house.fictitious,
        "step": "choose",
        "crumbs": crumbs_to(draft.title),
    }


@needs_thing(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say what each column is: proposed beforehand, with its first cells beside it."""
    draft = draft_of(request, key)
    grid, known = _read(draft)
    fault = ""
    if request.method == "POST":
        try:
            known = _chosen(request, grid, draft)
            draft.columns = known.model_dump(mode="json")
            with transaction.atomic():
                draft.save(update_fields=["columns"])
                record(request, "portfolio.map", draft)
            if not lacking(known, grid.above):
                return redirect("portfolio-check", key=draft.pk)
        except InputError as wrong:
            fault = wrong.sentence(lang())
    missing = lacking(known, grid.above)
    context = {
        **_frame(draft),
        "fault": fault,
        "lacking": [words(one) for one in missing],
        "told": [words(one) for one in grid.notes],
        "rows": [_row(grid, at, heading, known) for at, heading in enumerate(grid.columns)],
        "year": known.year,
    }
    wrong_now = request.method == "POST"
    return render(request, "portfolio/columns.html", context, status=400 if wrong_now else 200)


def _row(grid: Grid, at: int, heading: str, known: Columns) -> dict[str, Any]:
    role = known.columns.get(heading, "skip")
    cells = dict.fromkeys(written(cell) for cell in grid.cells(at) if cell is not None)
    return {
        "name": f"column-{at}",
        "heading": heading,
        "sample": list(cells)[:SHOWN_CELLS],
        "roles": [(key, words(said), key == role) for key, said in ROLES.items()],
    }


def _chosen(request: HttpRequest, grid: Grid, draft: PortfolioFile) -> Columns:
    """Read what was chosen; raises ``InputError`` for a column that is two things."""
    year = request.POST.get("year", "").strip()
    told = {
        heading: role
        for at, heading in enumerate(grid.columns)
        if (role := request.POST.get(f"column-{at}", "")) and role != "skip"
    }
    if year and not YEAR.fullmatch(year):
        raise InputError(
            text("'%(cell)s' is not a year.", cell=year[:20]),
            todo=text("Write it in four digits."),
        )
    given = {"columns": told, "year": int(year) if year else None}
    return check_document(Columns, given, draft.file_name)


def _lines(draft: PortfolioFile) -> Reading:
    """Read every line; raises ``Faults`` with all that is wrong, or ``InputError``."""
    grid, known = _read(draft)
    found = read_lines(grid, known, places_of(area_of(draft.house)))
    if len(found.lines) > MOST_LINES:
        raise InputError(
            text("these are more lines than one portfolio can have."),
            where=draft.file_name,
            todo=text("Check that this is the file you meant."),
        )
    return found


@needs_thing(EDIT)
@require_safe
def check(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show every fault with its row and column, or the lines that will be stored."""
    draft = draft_of(request, key)
    faults: tuple[Fault, ...] = ()
    found, struck = None, []
    lines: tuple[Line, ...] = ()
    try:
        found = _lines(draft)
        lines, struck = struck_lines(found.lines)
    except Faults as wrong:
        faults = wrong.faults
    except InputError as wrong:
        messages.error(request, wrong.sentence(lang()))
        return redirect("portfolio-columns", key=draft.pk)
    context = {
        **_frame(draft),
        "faults": faults[:SHOWN_FAULTS],
        "fault_count": len(faults),
        "more_faults": len(faults) > SHOWN_FAULTS,
        "found": found,
        "lines": lines[:SHOWN_LINES],
        "more_lines": max(0, len(lines) - SHOWN_LINES),
        "count": len(lines),
        "people": like_people(one.organisation for one in lines),
        "struck": struck,
    }
    return render(request, "portfolio/check.html", context)


@needs_thing(EDIT)
@require_safe
def faults(request: HttpRequest, key: UUID) -> HttpResponse:
    """Give every fault as a table to take away."""
    draft = draft_of(request, key)
    try:
        _lines(draft)
        found: tuple[Fault, ...] = ()
    except Faults as wrong:
        found = wrong.faults
    return file(fault_table(found, lang()), "fouten.csv")


@needs_thing(EDIT)
@require_POST
def store(request: HttpRequest, key: UUID) -> HttpResponse:
    """Store all lines as a new portfolio, or nothing; the file itself is let go."""
    draft = draft_of(request, key)
    try:
        lines, _found = struck_lines(_lines(draft).lines)
    except InputError as wrong:
        if not isinstance(wrong, Faults):
            messages.error(request, wrong.sentence(lang()))
        return redirect("portfolio-check", key=draft.pk)
    thing = Portfolio(
        house=draft.house,
        owner=request.user,
        area=area_of(draft.house),
        title=draft.title,
        year=draft.year,
        source=draft.source,
    )
    with transaction.atomic():
        if not PortfolioFile.objects.select_for_update().filter(pk=draft.pk).exists():
            raise Hidden  # sent twice: the first one stored it
        keeping.make_with(request, thing, [as_row(one) for one in lines])
        draft.delete()
    messages.success(request, _("All lines are stored. Only your house sees them."))
    return redirect("portfolio", key=thing.pk)


@needs_thing(EDIT)
@require_POST
def discard(request: HttpRequest, key: UUID) -> HttpResponse:
    """Throw a file away that was on its way."""
    draft = draft_of(request, key)
    keeping.drop(request, draft)
    messages.success(request, _("The draft is thrown away."))
    return redirect(reverse("portfolios"))
