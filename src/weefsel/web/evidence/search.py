"""What works: one search over everything the library holds, and its front page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from weefsel.base.figure import Figure
from weefsel.base.language import Text
from weefsel.evidence.business_case import business_cases
from weefsel.evidence.chain import drawings
from weefsel.evidence.find import Finds, Thing
from weefsel.evidence.grading import Graded
from weefsel.evidence.overview import by_theme, by_verdict, grades
from weefsel.evidence.parameter import parameters
from weefsel.evidence.register import light_interventions, methods
from weefsel.web.accounts.doors import needs
from weefsel.web.evidence import titles
from weefsel.web.evidence.asked import Asked, asked, filters
from weefsel.web.evidence.shown import KINDS, SHORT, count, crumbs, sources, today

FIRST = {"intervention": 12, "light": 6, "chain": 6, "parameter": 10}  # before "all of them"
A_PAGE = 25


@dataclass(frozen=True)
class Row:
    """One thing found, with what the library holds of it."""

    thing: Thing
    held: Any  # Graded, Drawing, Parameter, or nothing for a light intervention


@dataclass(frozen=True)
class Heap:
    """The things of one kind that were found: the first of them, and how many in all."""

    kind: str
    name: Text
    rows: tuple[Row, ...]
    total: Figure
    all_url: str  # where all of them are; empty when they are here


@dataclass(frozen=True)
class Pages:
    """Which part of a long list this is, with the addresses of its neighbours."""

    number: Figure
    last: Figure
    before: str
    after: str


@needs("statistics.see")
@require_safe
def what_works(request: HttpRequest) -> HttpResponse:
    """Show what a question finds, or without one what there is."""
    question = asked(request)
    context = {
        "asked": question,
        "filters": filters(),
        "sources": sources(),
        "step": "choose",
        "crumbs": crumbs(_("What works")),
        **(_found(question) if question else _front()),
    }
    return render(request, "evidence/what_works.html", context)


def _front() -> dict[str, Any]:
    graded = grades(today())
    numbers = {
        "interventions": len(graded),
        "light": len(light_interventions().entry),
        "methods": len(methods().entry),
        "cases": len(business_cases()),
        "chains": len(drawings()),
        "figures": len(parameters()),
    }
    return {
        "title": titles.front(graded.values()),
        "counts": {name: count(name, number) for name, number in numbers.items()},
        "themes": [
            (entry, count(f"theme_{entry.id}", number))
            for entry, number in sorted(by_theme(), key=lambda one: -one[1])
            if number
        ],
        "verdicts": [
            (key, SHORT[key], count(f"verdict_{key}", number))
            for key, number in by_verdict(today()).items()
            if number
        ],
        "most": max(by_verdict(today()).values()),
        "front": True,
    }


def _found(question: Asked) -> dict[str, Any]:
    found, graded = question.find(), grades(today())
    hit = [graded[one.thing.id] for one in found if one.thing.kind == "intervention"]
    heaps = [_heap(question, kind, found) for kind in KINDS]
    return {
        "title": titles.results(question.q, found, hit),
        "meant": [titles.meant(*each) for each in found.meant],
        "heaps": [one for one in heaps if one.rows],
        "pages": _pages(question, len(found)) if question.kind else None,
    }


def _heap(question: Asked, kind: str, found: Finds) -> Heap:
    mine = [one.thing for one in found if one.thing.kind == kind]
    if question.kind:
        first = (_number(question, len(mine)) - 1) * A_PAGE
        shown, more = mine[first : first + A_PAGE], False
    else:
        shown, more = mine[: FIRST[kind]], len(mine) > FIRST[kind]
    return Heap(
        kind=kind,
        name=KINDS[kind],
        rows=tuple(Row(one, _held(one)) for one in shown),
        total=count(f"found_{kind}", len(mine)),
        all_url=question.url(kind=kind) if more else "",
    )


def _held(thing: Thing) -> Any:
    if thing.kind == "intervention":
        return grades(today())[thing.id]
    if thing.kind == "chain":
        return drawings()[thing.id]
    return parameters()[thing.id] if thing.kind == "parameter" else None


def _number(question: Asked, total: int) -> int:
    """Give the page that is asked, or the last one there is."""
    return min(question.page, max(1, -(-total // A_PAGE)))


def _pages(question: Asked, total: int) -> Pages | None:
    last = max(1, -(-total // A_PAGE))
    if last == 1:
        return None
    here = _number(question, total)
    return Pages(
        number=count("page", here),
        last=count("pages", last),
        before=question.url(page=here - 1) if here > 1 else "",
        after=question.url(page=here + 1) if here < last else "",
    )


def graded_of(key: str) -> Graded | None:
    """Give an intervention as it stands today, or nothing when there is no such."""
    return grades(today()).get(key)
