"""The page of a municipality: the finding, a map, a table of all its neighbourhoods."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from weefsel.report.map import legend
from weefsel.scan.level import RESIDENTS
from weefsel.scan.register import register
from weefsel.web import ask
from weefsel.web.accounts.doors import needs
from weefsel.web.accounts.rights import houses_with
from weefsel.web.choose.texts import texts_of
from weefsel.web.see.coverage import conditions
from weefsel.web.see.maps import municipality_map
from weefsel.web.see.view import DOWN, SORTS, choices, rows, subject_of
from weefsel.web.see.within import comparison, is_within

MAX_KEY = 80


@needs("statistics.see")
@require_safe
def municipality(request: HttpRequest, code: str) -> HttpResponse:
    """Show one municipality; a code of another form leads to the page it stands for."""
    if (own := ask.page_of(code)) not in {None, request.path}:
        return redirect(own)
    result, lang = ask.scan_of(code, within=is_within(request)), get_language() or "nl"
    compared = comparison(request, result)
    shown = subject_of(result, request.GET.get("toon", "")[:MAX_KEY], lang)
    sort = request.GET.get("orde", "value")
    sort = sort if sort in SORTS else "value"
    order = request.GET.get("richting", "")
    context = {
        "result": result,
        "area": result.recipe.area,
        "name": result.name(result.recipe.area),
        "sources": {**ask.sources(), **result.sources},
        "residents": result.figure(result.recipe.area, RESIDENTS),
        "subject": shown,
        "counts_residents": shown.key == RESIDENTS,
        "choices": choices(result, lang),
        "map": municipality_map(result, shown, lang),
        "legend": legend(lang, classes=shown.classes, without=None in shown.levels.values()),
        "rows": rows(result, shown, sort, order),
        "sorts": _sorts(shown.key, sort, order, compared["within_query"]),
        **compared,
        "conditions": conditions(result),
        "texts": texts_of(result.recipe.area),
        "may_keep": bool(houses_with(request.user, "choice.make")),
        "register": register(result.recipe),
        "query": _joined(urlencode({"toon": shown.key}), compared["within_query"]),
        "fictitious": result.fictitious,
        "step": "see",
        "crumbs": [{"name": result.name(result.recipe.area), "url": ""}],
    }
    return render(request, "see/municipality.html", context)


def _joined(*queries: str) -> str:
    return "&".join(one for one in queries if one)


def _sorts(shown: str, sort: str, order: str, more: str = "") -> dict[str, dict[str, str]]:
    """Give the link behind each heading: the other way round for the one that is sorted."""
    found = {}
    for key in SORTS:
        turn = DOWN if key == sort and order != DOWN else ""
        query = {"toon": shown, "orde": key, **({"richting": turn} if turn else {})}
        state = "" if key != sort else ("descending" if order == DOWN else "ascending")
        found[key] = {"query": _joined(urlencode(query), more), "state": state}
    return found
