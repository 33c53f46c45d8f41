"""The page of a neighbourhood: its finding, four conditions, every indicator."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from weefsel.base.errors import NotFoundError
from weefsel.base.language import text
from weefsel.report.map import legend
from weefsel.scan.level import RESIDENTS
from weefsel.sources.area_code import is_area_code, level_of
from weefsel.web import ask
from weefsel.web.accounts.doors import needs
from weefsel.web.see.maps import municipality_map
from weefsel.web.see.profile import groups, strips
from weefsel.web.see.view import subject_of
from weefsel.web.see.within import comparison, is_within


@needs("statistics.see")
@require_safe
def neighbourhood(request: HttpRequest, code: str) -> HttpResponse:
    """Show one neighbourhood; a code of another form leads to the page it stands for."""
    if (own := ask.page_of(code)) not in {None, request.path}:
        return redirect(own)
    result, lang = ask.scan_of(code, within=is_within(request)), get_language() or "nl"
    if not is_area_code(code) or level_of(code) != "neighbourhood" or code not in result.codes():
        raise NotFoundError(
            text("%(code)s is not a neighbourhood of this scan.", code=code[:20]),
            todo=text("Choose a neighbourhood on the page of the municipality."),
        )
    municipality, shown = result.recipe.area, subject_of(result, "", lang)
    row = next(one for one in result.areas.iter_rows(named=True) if one["code"] == code)
    context = {
        "result": result,
        "code": code,
        "name": result.name(code),
        "district": result.name(row["district"]) if row["district"] else "",
        "municipality": result.name(municipality),
        "municipality_code": municipality,
        "sources": {**ask.sources(), **result.sources},
        "finding": result.area_finding(code),
        "residents": result.figure(code, RESIDENTS),
        "strips": strips(result, code, lang),
        "groups": groups(result, code, lang),
        "subject": shown,
        "map": municipality_map(result, shown, lang, highlight=code),
        "legend": legend(lang, classes=shown.classes, without=None in shown.levels.values()),
        "fictitious": result.fictitious,
        **comparison(request, result),
        "step": "see",
        "crumbs": [
            {
                "name": result.name(municipality),
                "url": reverse("municipality", kwargs={"code": municipality}),
            },
            {"name": result.name(code), "url": ""},
        ],
    }
    return render(request, "see/neighbourhood.html", context)
