"""The page of a municipality: the finding, a map, a table of all its areas, and its thin ice."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from weefsel.atlas.indicator import CONDITIONS
from weefsel.base.language import Text, text
from weefsel.scan.comparison import Comparison
from weefsel.scan.level import RESIDENTS
from weefsel.scan.register import register
from weefsel.scan.result import ScanResult
from weefsel.web import ask
from weefsel.web.accounts.doors import needs
from weefsel.web.accounts.rights import houses_with
from weefsel.web.choose.texts import texts_of
from weefsel.web.see import map_live
from weefsel.web.see.area_page import count, meeting, peer_list
from weefsel.web.see.area_rows import SORTS, SURE, rows, stretches_of
from weefsel.web.see.coverage import conditions
from weefsel.web.see.headline import headline
from weefsel.web.see.profile import groups, stands_out
from weefsel.web.see.thin_ice import thin_ice
from weefsel.web.see.view import DOWN, Subject
from weefsel.web.see.within import comparison as compared_with
from weefsel.web.see.within import is_within

MAX_KEY = 80


@needs("statistics.see")
@require_safe
def municipality(request: HttpRequest, code: str) -> HttpResponse:
    """Show one municipality; a code of another form leads to the page it stands for."""
    if (own := ask.page_of(code)) not in {None, request.path}:
        return redirect(own)
    lang = get_language() or "nl"
    result = ask.scan_of(code, within=is_within(request), year=map_live.year_of(request))
    return render(request, "see/municipality.html", _context(request, result, lang))


def _context(request: HttpRequest, result: ScanResult, lang: str) -> dict[str, Any]:
    area = result.recipe.area
    comparison = ask.comparison_of(area, year=result.year)
    listed = [one for one in groups(result, area, lang, comparison) if one.key in CONDITIONS]
    mapped = map_live.context(request, result, lang)
    shown: Subject = mapped["map_live"].subject
    level = mapped["map_live"].view.level
    compared, found = compared_with(request, result), comparison.peers(area)
    sort = request.GET.get("orde", "")
    sort = sort if sort in SORTS else (SURE if shown.condition else "value")
    order = request.GET.get("richting", "")
    more = {**map_live.asked(request).query, "toon": shown.key}
    return {
        "result": result,
        "area": area,
        "name": result.name(area),
        "title": headline(result),
        "scored": result.main_condition is not None,
        "sources": {**ask.sources(), **result.sources},
        "residents": result.figure(area, RESIDENTS),
        "subject": shown,
        "counts_residents": shown.key == RESIDENTS,
        **mapped,
        "level": level,
        "place_label": _("District") if level == "district" else _("Neighbourhood"),
        "show_district": level == "neighbourhood",
        "rows": rows(result, comparison, shown, sort, order),
        "sorts": _sorts(more, sort, order, compared["within_query"]),
        **compared,
        "stretch": stretch(result, comparison, shown),
        "conditions": conditions(result),
        "ice": thin_ice(result),
        "code": area,
        "groups": listed,
        "stands_out": stands_out(listed),
        "meeting": meeting(result, comparison, area),
        "peers": found,
        "peer_list": peer_list(comparison, found),
        "municipality_code": area,
        "districts": [(one, result.name(one)) for one in result.codes("district")],
        "texts": texts_of(area),
        "may_keep": bool(houses_with(request.user, "choice.make")),
        "register": register(result.recipe),
        "fictitious": result.fictitious,
        "country": result.country,
        "step": "see",
        "crumbs": [{"name": result.name(area), "url": ""}],
    }


def stretch(result: ScanResult, comparison: Comparison, subject: Subject) -> Text | None:
    """Say how many areas that score lower lie together, and where; none when none do."""
    found = stretches_of(result, comparison, subject)
    if not found:
        return None
    largest = found[0]
    districts = {result.area_rows[one]["district"] for one in largest}
    inside = districts.pop() if len(districts) == 1 else None
    said = {
        "n": count(result, f"stretch:{subject.key}", len(largest)),
        "first": result.name(largest[0]),
    }
    if inside in result.area_rows:
        return text(
            "%(n)s of the areas that score certainly or probably lower lie next to each other, "
            "in %(district)s.",
            n=said["n"],
            district=result.name(inside),
        )
    return text(
        "%(n)s of the areas that score certainly or probably lower lie next to each other, around "
        "%(first)s.",
        **said,
    )


def _joined(*queries: str) -> str:
    return "&".join(one for one in queries if one)


def _sorts(
    shown: dict[str, str], sort: str, order: str, more: str = ""
) -> dict[str, dict[str, str]]:
    """Give the link behind each heading: the other way round for the one that is sorted."""
    found = {}
    for key in SORTS:
        turn = DOWN if key == sort and order != DOWN else ""
        query = {**shown, "orde": key, **({"richting": turn} if turn else {})}
        state = "" if key != sort else ("descending" if order == DOWN else "ascending")
        found[key] = {"query": _joined(urlencode(query), more), "state": state}
    return found
